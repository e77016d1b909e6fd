package main

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// The tests run the program as a process: exit codes, signals and what stands
// in the data folder are part of its contract. The test binary is the program.
func TestMain(m *testing.M) {
	if os.Getenv("WELLSPRING_TEST_AS_PROGRAM") == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, args...)
	c.Env = append(os.Environ(), "WELLSPRING_TEST_AS_PROGRAM=1")
	return c
}

// ran is what a command said and how it ended.
type ran struct {
	code        int
	out, errors string
}

func runProgram(t *testing.T, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c := command(t, args...)
	c.Cancel = nil
	var out, errors bytes.Buffer
	c.Stdout, c.Stderr = &out, &errors
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { _ = c.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
		_ = c.Process.Kill()
		<-done
		t.Fatalf("%v did not end: %s", args, errors.String())
	}
	return ran{c.ProcessState.ExitCode(), out.String(), errors.String()}
}

func TestExitCodesAndHelp(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"version"}, 0, "wellspring"},
		{[]string{"--help"}, 0, "serve"},
		{[]string{"serve", "--help"}, 0, "--base-path"},
		{nil, 0, "demo"},
		{[]string{"nonsense"}, 2, "nonsense"},
		{[]string{"serve", "--colour"}, 2, "--colour"},
		{[]string{"serve", "--base-path", "x"}, 2, "--base-path"},
		{[]string{"serve", "--origin", "ftp://x"}, 2, "--origin"},
		{[]string{"serve", "--origin", "https://x/path"}, 2, "--origin"},
		{[]string{"serve", "--trusted-proxies", "everybody"}, 2, "trusted-proxies"},
		{[]string{"serve", "--allowed-hosts", "https://x"}, 2, "--allowed-hosts"},
		{[]string{"serve", "--allowed-hosts", "x,y:8080"}, 2, "--allowed-hosts"},
		{[]string{"serve", "--log-format", "xml"}, 2, "log-format"},
	} {
		r := runProgram(t, c.args...)
		if r.code != c.code || !strings.Contains(r.out+r.errors, c.says) {
			t.Errorf("%v: exit %d, says %s%s", c.args, r.code, r.out, r.errors)
		}
	}
}

// listing is every file below a folder with its size and time.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	_ = filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			b.WriteString(path + " " + info.Mode().String() + " " + info.ModTime().String() + "\n")
		}
		return nil
	})
	return b.String()
}

func TestAFolderThatCannotBeUsedIsOneLineAndLeftAsItWas(t *testing.T) {
	write := func(t *testing.T, path, content string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name    string
		command string
		make    func(t *testing.T, dir string) (data string)
		says    string
	}{
		{"its parent is missing", "serve", func(_ *testing.T, dir string) string { return filepath.Join(dir, "no", "data") }, "does not exist"},
		{"it is a file", "serve", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "data"), "x")
			return filepath.Join(dir, "data")
		}, "not a folder"},
		{"it holds another program's database", "serve", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, sqlite.FileName), strings.Repeat("somebody else's ", 100))
			return dir
		}, "not a database of this program"},
		{"it holds a newer program's database", "serve", func(t *testing.T, dir string) string {
			newer(t, dir)
			return dir
		}, "needs a newer program"},
		{"it holds other things", "serve", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "ledger.xlsx"), "x")
			return dir
		}, "not a data folder of this program"},
		{"demo: it is not empty", "demo", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "ledger.xlsx"), "x")
			return dir
		}, "not a demonstration's folder"},
		{"demo: it is a bureau's", "demo", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, sqlite.FileName), "x")
			return dir
		}, "not a demonstration's folder"},
		{"check: there is nothing", "check", func(_ *testing.T, dir string) string { return dir }, "not a data folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			data := c.make(t, dir)
			before := listing(t, dir)
			args := []string{c.command, "--data", data}
			if c.command != "check" {
				args = append(args, "--addr", "127.0.0.1:0")
			}
			r := runProgram(t, args...)
			if r.code != 1 || !strings.Contains(r.errors, c.says) || strings.Count(r.errors, "\n") != 1 {
				t.Errorf("exit %d: %s", r.code, r.errors)
			}
			if after := listing(t, dir); after != before {
				t.Errorf("the folder was\n%sand is\n%s", before, after)
			}
		})
	}
	t.Run("it cannot be written", func(t *testing.T) {
		if os.Geteuid() != 0 {
			dir := t.TempDir()
			if err := os.Chmod(dir, 0o500); err != nil {
				t.Fatal(err)
			}
			if r := runProgram(t, "serve", "--addr", "127.0.0.1:0", "--data", dir); r.code != 1 || strings.Count(r.errors, "\n") != 1 {
				t.Errorf("exit %d: %s", r.code, r.errors)
			}
			return
		}
		// Nothing stops root but a place that takes no files at all.
		if r := runProgram(t, "serve", "--addr", "127.0.0.1:0", "--data", "/proc/self"); r.code != 1 || strings.Count(r.errors, "\n") != 1 {
			t.Errorf("exit %d: %s", r.code, r.errors)
		}
	})
}

// newer makes a folder whose database a later program has migrated.
func newer(t *testing.T, dir string) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
}

// running is a program that answers.
type running struct {
	address string
	stop    func() ran
}

var printed = regexp.MustCompile(`http://[^\s"]+`)

// start runs the program until its address is printed.
func start(t testing.TB, args ...string) running {
	t.Helper()
	c := command(t, args...)
	address, ended := begin(t, c)
	stop := func() ran {
		_ = c.Process.Signal(os.Interrupt)
		<-ended
		return ran{c.ProcessState.ExitCode(), "", c.Stderr.(*syncBuffer).String()}
	}
	t.Cleanup(func() { stop() })
	return running{address, stop}
}

// begin starts a command that serves and waits for its address. ended is closed
// when the command has ended.
func begin(t testing.TB, c *exec.Cmd) (address string, ended <-chan struct{}) {
	t.Helper()
	var said syncBuffer // both: demo prints its address, serve logs it
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { _ = c.Wait(); close(done) }()
	for !printed.MatchString(said.String()) {
		select {
		case <-done:
			t.Fatalf("no address: %s", said.String())
		case <-time.After(time.Millisecond):
		}
	}
	address = printed.FindString(said.String())
	if !strings.HasSuffix(address, "/") { // demo prints it with one, serve logs it without
		address += "/"
	}
	return address, done
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func fetch(t testing.TB, address string) (int, string) {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestTheDemoIsMadeServedStoppedAndResumed(t *testing.T) {
	data := filepath.Join(t.TempDir(), "demo")
	args := []string{"demo", "--addr", "127.0.0.1:0", "--data", data, "--base-path", "/invest", "--origin", "https://invest.example.gov.cn"}
	for range 2 {
		p := start(t, args...)
		if !strings.HasSuffix(p.address, "/invest/") {
			t.Errorf("the address is %s", p.address)
		}
		if status, body := fetch(t, p.address); status != 200 || !strings.Contains(body, `href="https://invest.example.gov.cn/invest/"`) {
			t.Errorf("home answers %d", status)
		}
		if status, _ := fetch(t, p.address+"readyz"); status != 200 {
			t.Errorf("readyz answers %d", status)
		}
		r := p.stop()
		if r.code != 0 || !strings.Contains(r.errors, "stopping") || strings.Contains(r.errors, "ERROR") {
			t.Errorf("exit %d: %s", r.code, r.errors)
		}
	}
	if info, err := os.Stat(data); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info, err)
	}
	if r := runProgram(t, "check", "--data", data); r.code != 0 || !strings.Contains(r.out, "in order") {
		t.Errorf("check: exit %d: %s%s", r.code, r.out, r.errors)
	}
}

func TestADemoThatStartsAgainLeavesItsEditorsWorkAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "demo")
	args := []string{"demo", "--addr", "127.0.0.1:0", "--data", data}
	start(t, args...).stop()
	write := func(login string, k invest.Kind, change func(invest.Content)) invest.Draft {
		store, err := sqlite.Open(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		who, err := store.EditorByLogin(t.Context(), login)
		if err != nil {
			t.Fatal(err)
		}
		d, err := store.Draft(t.Context(), k, 1)
		if err != nil {
			t.Fatal(err)
		}
		change(d.Body)
		d, err = desk.New(store, time.Now).Save(t.Context(), desk.Actor{Editor: who}, d, "")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	article := write("writer", invest.KindArticle, func(c invest.Content) { c.(*invest.Article).Title.Zh = "写了一半的标题" })
	// Whoever reviews in the data files has written here: no load could review it.
	ceremony := write("reviewer1", invest.KindCeremony, func(c invest.Content) { c.(*invest.Ceremony).Title.Zh = "改了一半的名称" })
	p := start(t, args...)
	if _, body := fetch(t, p.address+"news/1"); strings.Contains(body, "写了一半的标题") {
		t.Error("a start has published a draft")
	}
	p.stop()
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, d := range []invest.Draft{article, ceremony} {
		if now, err := store.Draft(t.Context(), d.Kind, 1); err != nil || now.Version != d.Version {
			t.Errorf("%s: version %d is %d after a start, %v", d.Kind, d.Version, now.Version, err)
		}
	}
}

func TestAnAddressInUseIsOneLine(t *testing.T) {
	p := start(t, "demo", "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "demo"))
	taken := strings.TrimSuffix(strings.TrimPrefix(p.address, "http://"), "/")
	r := runProgram(t, "serve", "--addr", taken, "--data", filepath.Join(t.TempDir(), "data"))
	if r.code != 1 || !strings.Contains(r.errors, taken) || strings.Count(r.errors, "\n") != 1 {
		t.Errorf("exit %d: %s", r.code, r.errors)
	}
}

func TestEachFlagHasAVariable(t *testing.T) {
	var cli commands
	env := map[string]string{"WELLSPRING_BASE_PATH": "/x", "WELLSPRING_LOG_FORMAT": "json", "WELLSPRING_DATA": "/srv/x"}
	if _, err := parse(&cli, []string{"serve", "--data", "/flag/wins"}, func(k string) string { return env[k] }, io.Discard); err != nil {
		t.Fatal(err)
	}
	if s := cli.Serve; s.BasePath != "/x" || s.LogFormat != "json" || s.Data != "/flag/wins" {
		t.Errorf("base path %s, log format %s, data %s", s.BasePath, s.LogFormat, s.Data)
	}
}

// BenchmarkColdStart is from starting the process to the first byte of the home
// page, with the demonstration loaded.
func BenchmarkColdStart(b *testing.B) {
	data := filepath.Join(b.TempDir(), "demo")
	start(b, "demo", "--addr", "127.0.0.1:0", "--data", data).stop()
	for b.Loop() {
		p := start(b, "serve", "--addr", "127.0.0.1:0", "--data", data)
		if status, _ := fetch(b, p.address); status != http.StatusOK {
			b.Fatal(status)
		}
		b.StopTimer()
		p.stop()
		b.StartTimer()
	}
}
