package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// tracedCalls are the system calls by which files and folders change or become
// durable. Those with a question mark are not on every machine.
const tracedCalls = "?mkdir,mkdirat,?open,?creat,openat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range," +
	"ftruncate,?truncate,fallocate,?unlink,unlinkat,?rename,?renameat,renameat2,mmap"

// longestWrite is how much of a write is recorded. No file of ours is written
// in longer pieces; the reading of the record fails where one is.
const longestWrite = 64 << 10

// underTrace makes a command run under strace, which records it in a file. -I 1:
// else strace keeps the signal that ends the program to itself.
func underTrace(c *exec.Cmd, file string) {
	strace, _ := exec.LookPath("strace")
	c.Args = append([]string{
		strace, "-f", "--seccomp-bpf", "-I", "1", "-y", "-xx", "-s", strconv.Itoa(longestWrite), "-e", "trace=" + tracedCalls, "-o", file, "--", c.Path,
	}, c.Args[1:]...)
	c.Path = strace
}

// whyNoTrace says why nothing can be traced here, "" where it can.
func whyNoTrace(t *testing.T) string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		return "strace is not installed"
	}
	c := exec.CommandContext(t.Context(), strace, "-f", "--seccomp-bpf", "-e", "trace=none", "-o", os.DevNull, "--", "true")
	if said, err := c.CombinedOutput(); err != nil {
		return fmt.Sprintf("strace may not trace: %v: %s", err, said)
	}
	return ""
}

// call is a system call of a traced program. It began and ended at lines of the
// record: what ended before another began was done before it for certain.
type call struct {
	name       string
	path       string // what it is about; of a rename, the old name
	to         string // of a rename, the new name
	flags      string // of an open
	data       []byte // of a write
	cut        bool   // data is not all of it
	at         int64  // offset of a write at one, length of a truncation
	begun, end int
	failed     bool
}

// never is the end of a call that the end of the program cut short.
const never = int(^uint(0) >> 1)

// readTrace reads a record. The calls stand in the order in which they began.
func readTrace(t *testing.T, file string) []*call {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []*call
	underWay, args := map[string]*call{}, map[string]string{} // by thread
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 8*longestWrite)
	for n := 0; lines.Scan(); n++ {
		thread, line, _ := strings.Cut(lines.Text(), " ")
		line = strings.TrimLeft(line, " ")
		if line == "" || strings.ContainsRune("-+", rune(line[0])) { // a signal, an end
			continue
		}
		if rest, ok := strings.CutPrefix(line, "<... "); ok {
			_, rest, _ = strings.Cut(rest, " resumed>")
			if c := underWay[thread]; c != nil {
				rest, c.failed = outcome(rest)
				c.end = n
				c.read(t, args[thread]+rest)
				delete(underWay, thread)
			}
			continue
		}
		name, rest, _ := strings.Cut(line, "(")
		c := &call{name: name, begun: n, end: n}
		all = append(all, c)
		if before, ok := strings.CutSuffix(rest, " <unfinished ...>"); ok {
			c.end = never
			underWay[thread], args[thread] = c, before
			continue
		}
		rest, c.failed = outcome(rest)
		c.read(t, rest)
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("the record: %v", err)
	}
	for thread, c := range underWay {
		c.read(t, args[thread])
	}
	return all
}

// outcome takes the result off a line: `9</x>, 4) = 0`.
func outcome(line string) (args string, failed bool) {
	i := strings.LastIndex(line, " = ")
	if i < 0 {
		return line, true
	}
	return strings.TrimSuffix(strings.TrimRight(line[:i], " "), ")"), strings.HasPrefix(line[i+3:], "-")
}

// read reads the arguments of a call: descriptors with the names of their files
// in angle brackets, texts in quotes, words.
func (c *call) read(t *testing.T, args string) {
	t.Helper()
	var files, texts, words []string
	for args != "" {
		var arg string
		arg, args, _ = strings.Cut(args, ", ")
		if text, ok := strings.CutPrefix(arg, `"`); ok {
			text, c.cut = strings.CutSuffix(text, "...")
			texts = append(texts, unescape(strings.TrimSuffix(text, `"`)))
		} else if _, file, ok := strings.Cut(arg, "<"); ok {
			files = append(files, unescape(strings.TrimSuffix(file, ">")))
		} else {
			words = append(words, arg)
		}
	}
	need := func(what []string, n int) {
		if len(what) < n {
			t.Fatalf("the record has %s with the files %q, the words %q and %d texts", c.name, files, words, len(texts))
		}
	}
	switch c.name {
	case "open", "openat", "creat":
		need(texts, 1)
		c.path, c.flags = texts[0], strings.Join(words, " ")
	case "mkdir", "mkdirat", "unlink", "unlinkat", "truncate":
		need(texts, 1)
		c.path = texts[0]
	case "rename", "renameat", "renameat2":
		need(texts, 2)
		c.path, c.to = texts[0], texts[1]
	case "mmap":
		if len(files) > 0 && strings.Contains(strings.Join(words, " "), "MAP_SHARED") {
			c.path = files[0]
		}
	default:
		need(files, 1)
		c.path = files[0]
	}
	switch c.name {
	case "write":
		c.data = []byte(strings.Join(texts, ""))
	case "pwrite64", "ftruncate":
		need(words, 1)
		at, err := strconv.ParseInt(words[len(words)-1], 10, 64)
		if err != nil {
			t.Fatalf("the record has %s with %q", c.name, words)
		}
		c.at, c.data = at, []byte(strings.Join(texts, ""))
	}
}

// unescape reads a text that is written \x2f\x74…; the name of a socket is not.
func unescape(s string) string {
	if !strings.HasPrefix(s, `\x`) {
		return s
	}
	b := make([]byte, 0, len(s)/4)
	for i := 0; i+4 <= len(s); i += 4 {
		b = append(b, nibble(s[i+2])<<4|nibble(s[i+3]))
	}
	return string(b)
}

func nibble(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}
