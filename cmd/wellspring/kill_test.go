package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// kills is how often the program is killed; make soak asks for hundreds.
func kills(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("WELLSPRING_SOAK_KILLS"))
	if err != nil {
		return 5
	}
	return n
}

func TestAKilledProgramLeavesItsFolderInOrder(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "demo")
	unfinished := 0
	for i := range kills(t) {
		if i%10 == 9 { // begin a new folder now and then: most of the writing is at the beginning
			data = filepath.Join(t.TempDir(), "demo")
		}
		c := command(t, "demo", "--addr", "127.0.0.1:0", "--data", data)
		var said syncBuffer
		c.Stdout, c.Stderr = &said, &said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
		_ = c.Process.Kill()
		_ = c.Wait()
		if !printed.MatchString(said.String()) {
			unfinished++
		}
		if _, err := os.Stat(filepath.Join(data, "wellspring.db")); err != nil {
			continue // killed before it made anything
		}
		if r := runProgram(t, "check", "--data", data); r.code != 0 {
			t.Fatalf("after kill %d: exit %d: %s%s", i+1, r.code, r.out, r.errors)
		}
	}
	t.Logf("%d of %d kills struck while the folder was being filled", unfinished, kills(t))
	p := start(t, "demo", "--addr", "127.0.0.1:0", "--data", data)
	if status, _ := fetch(t, p.address+"news/11"); status != 200 {
		t.Errorf("the last article answers %d", status)
	}
}
