package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// upload puts a file among the media as the program does: whole, at once.
func upload(t *testing.T, data, text string) (file string) {
	t.Helper()
	hash := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	file = filepath.Join(data, "media", hash[:2], hash, "照片.jpg")
	temp := filepath.Join(data, "media", "tmp", hash)
	err := errors.Join(os.MkdirAll(filepath.Dir(temp), 0o700), os.MkdirAll(filepath.Dir(file), 0o700),
		os.WriteFile(temp, []byte(text), 0o600), os.Rename(temp, file))
	if err != nil {
		t.Error(err)
	}
	return file
}

// soFar is a copy of the ledger as it is at this moment.
func (l *ledger) soFar() *ledger {
	then := &ledger{}
	l.add(func() {
		then.saves = append(then.saves, l.saves...)
		then.wrong = append(then.wrong, l.wrong...)
		for _, s := range l.sittings {
			c := *s
			then.sittings = append(then.sittings, &c)
		}
	})
	return then
}

// wantNoTrace wants a data folder, and the folder of its archives, without what a
// backup needs only while it is made.
func wantNoTrace(t *testing.T, data, archives string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(data, workName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the work folder: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(archives, "*.partial")); err != nil || len(left) > 0 {
		t.Errorf("there is %v, %v", left, err)
	}
}

// names is a listing without times: a folder in which a file was made and removed
// again has another.
func names(listing string) string {
	var b strings.Builder
	for line := range strings.Lines(listing) {
		name, _, _ := strings.Cut(line, " ")
		b.WriteString(name + "\n")
	}
	return b.String()
}

// backups lists the trail's lines about backups, newest first.
func backups(t *testing.T, data string) []invest.AuditEntry {
	t.Helper()
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	list, err := store.FindAudit(t.Context(), invest.AuditFilter{Action: "backup", Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return list.Entries
}

// succeed runs a command that must, and gives what it says.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	r := runProgram(t, args...)
	if r.code != 0 {
		t.Fatalf("%v exits with %d: %s%s", args, r.code, r.out, r.errors)
	}
	return r.out
}

var printedSum = regexp.MustCompile(`sha256:[0-9a-f]{64}`)

func TestABackupUnderLoadHoldsWhatWasAcknowledgedBefore(t *testing.T) {
	t.Parallel()
	archives := t.TempDir()
	var data, stays string
	var told *ledger
	var who bureauClerks
	saves, sittings, meanwhile := 0, 0, 0
	for i := range kills(t) {
		fresh := i%10 == 0 // a folder that has grown takes longer to check
		if fresh {
			data, told = filepath.Join(t.TempDir(), "data"), &ledger{}
			district(t, data)
			stays = upload(t, data, "一直在的照片")
		}
		c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
		address, ended := begin(t, c)
		if fresh {
			who = bureauClerks{writer: signedIn(t, address, "writer"), publisher: signedIn(t, address, "reviewer3")}
			who.reviewers = []*clerk{signedIn(t, address, "reviewer1"), signedIn(t, address, "reviewer2"), who.publisher}
		}
		var work sync.WaitGroup
		uploading := make(chan struct{})
		for j, k := range []*clerk{who.writer, who.reviewers[1]} {
			work.Go(func() { told.write(address, k, fmt.Sprintf("第%d次 撰稿%d", i, j), "", untilKilled) })
		}
		work.Go(func() { told.hold(address, who, fmt.Sprintf("签约活动%04d", i), untilKilled) })
		work.Go(func() { comeAndGo(t, data, uploading) })
		time.Sleep(100 * time.Millisecond)
		before := told.soFar()
		name := fmt.Sprintf("%d.tar.gz", i)
		sum := printedSum.FindString(succeed(t, "backup", "-o", filepath.Join(archives, name), "--data", data))
		meanwhile += len(told.soFar().saves) - len(before.saves)
		close(uploading)
		_ = c.Process.Signal(os.Interrupt)
		<-ended
		work.Wait()

		wantNoTrace(t, data, archives)
		if line := backups(t, data)[0]; line.Login != "operator" || line.Result != "ok" || sum == "" || line.Detail != name+" "+sum {
			t.Errorf("the trail says %+v of the backup %s %s", line, name, sum)
		}
		restored := filepath.Join(t.TempDir(), "restored")
		if said := succeed(t, "restore", filepath.Join(archives, name), "--data", restored); !strings.Contains(said, sum) || !strings.Contains(said, "in order") {
			t.Errorf("restore says %s", said)
		}
		succeed(t, "check", "--data", restored)
		before.holds(t, restored)
		if _, err := os.Stat(strings.Replace(stays, data, restored, 1)); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(restored, "session.keys")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the keys of cookies: %v", err)
		}
		if i == 0 {
			p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", restored)
			signedIn(t, p.address, "writer")
			p.stop()
		}
		if t.Failed() {
			t.Fatalf("after backup %d", i+1)
		}
		saves, sittings = saves+len(before.saves), sittings+len(before.sittings)
	}
	succeed(t, "check", "--data", data)
	t.Logf("%d saves and %d ceremonies were looked for in %d backups; %d saves were acknowledged while one was made", saves, sittings, kills(t), meanwhile)
	if saves == 0 || meanwhile == 0 {
		t.Error("nothing was saved: nothing is shown by this")
	}
}

// comeAndGo uploads files, and removes every other, until it is told to stop.
func comeAndGo(t *testing.T, data string, stop <-chan struct{}) {
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		case <-time.After(time.Millisecond):
		}
		file := upload(t, data, strings.Repeat(fmt.Sprint("照片", i), 5000))
		if i%2 == 0 {
			if err := os.RemoveAll(filepath.Dir(file)); err != nil {
				t.Error(err)
			}
		}
	}
}

// folder is a data folder that nobody serves, with a picture.
func folder(t *testing.T) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	succeed(t, "user", "add", "wang", "--name", "王", "--role", "writer", "--data", data)
	upload(t, data, "照片")
	return data
}

func TestABackupIsRefusedAndChangesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		make func(t *testing.T, data, dir string) (args []string)
		code int
		says string
	}{
		{"where there is a file", func(t *testing.T, data, dir string) []string {
			if err := os.WriteFile(filepath.Join(dir, "a.tar.gz"), []byte("of yesterday"), 0o600); err != nil {
				t.Fatal(err)
			}
			return []string{"-o", filepath.Join(dir, "a.tar.gz"), "--data", data}
		}, exitRefused, "is there already"},
		{"where one was cut short", func(t *testing.T, data, dir string) []string {
			if err := os.WriteFile(filepath.Join(dir, "a.tar.gz.partial"), []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
			return []string{"-o", filepath.Join(dir, "a.tar.gz"), "--data", data}
		}, exitRefused, "cut short"},
		{"where there is no folder", func(_ *testing.T, data, dir string) []string {
			return []string{"-o", filepath.Join(dir, "no", "a.tar.gz"), "--data", data}
		}, exitFailed, "no such file"},
		{"into what it removes", func(_ *testing.T, data, _ string) []string {
			return []string{"-o", filepath.Join(data, workName, "a.tar.gz"), "--data", data}
		}, exitFailed, "would be removed"},
		{"of a folder that is none", func(_ *testing.T, _, dir string) []string {
			return []string{"-o", filepath.Join(dir, "a.tar.gz"), "--data", dir}
		}, exitFailed, "is not a data folder"},
		{"without a name", func(_ *testing.T, data, _ string) []string { return []string{"--data", data} }, exitUsage, "--output"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, dir := folder(t), t.TempDir()
			args := c.make(t, data, dir)
			before := listing(t, dir)
			r := runProgram(t, append([]string{"backup"}, args...)...)
			if r.code != c.code || !strings.Contains(r.errors, c.says) || strings.Count(r.errors, "\n") != 1 {
				t.Errorf("exit %d: %s", r.code, r.errors)
			}
			if after := listing(t, dir); after != before {
				t.Errorf("there was\n%sand is\n%s", before, after)
			}
			wantNoTrace(t, data, t.TempDir())
			if n := len(backups(t, data)); n != 0 {
				t.Errorf("the trail has %d backups", n)
			}
		})
	}
}

func TestOneBackupOfAFolderIsMadeAtATime(t *testing.T) {
	t.Parallel()
	data, dir := folder(t), t.TempDir()
	_, done, err := workFolder(data) // as another program does
	if err != nil {
		t.Fatal(err)
	}
	r := runProgram(t, "backup", "-o", filepath.Join(dir, "a.tar.gz"), "--data", data)
	if r.code != exitFailed || !strings.Contains(r.errors, "another backup") {
		t.Errorf("exit %d: %s", r.code, r.errors)
	}
	if _, err := os.Stat(filepath.Join(data, workName)); err != nil {
		t.Errorf("the other's work: %v", err)
	}
	if err := done(); err != nil {
		t.Fatal(err)
	}
	succeed(t, "backup", "-o", filepath.Join(dir, "a.tar.gz"), "--data", data)
	wantNoTrace(t, data, dir)
}

// underWay starts a backup that takes a while and waits until it writes.
func underWay(t *testing.T, data, file string) (end func(os.Signal) ran) {
	t.Helper()
	c := command(t, "backup", "-o", file, "--data", data)
	var said syncBuffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for info, err := os.Stat(file + ".partial"); err != nil || info.Size() == 0; info, err = os.Stat(file + ".partial") {
		if time.Now().After(deadline) {
			t.Fatalf("it does not write: %s", said.String())
		}
		time.Sleep(time.Millisecond)
	}
	return func(s os.Signal) ran {
		_ = c.Process.Signal(s)
		_ = c.Wait()
		return ran{c.ProcessState.ExitCode(), "", said.String()}
	}
}

// large is a folder of which a backup takes a while.
func large(t *testing.T) string {
	t.Helper()
	data := folder(t)
	for i := range 8 {
		b := make([]byte, 8<<20)
		for j := 0; j < len(b); j += sha256.Size {
			sum := sha256.Sum256(fmt.Append(nil, i, j))
			copy(b[j:], sum[:])
		}
		upload(t, data, string(b))
	}
	return data
}

func TestABackupThatIsInterruptedLeavesNothing(t *testing.T) {
	t.Parallel()
	data, dir := large(t), t.TempDir()
	r := underWay(t, data, filepath.Join(dir, "a.tar.gz"))(os.Interrupt)
	if r.code != exitFailed || !strings.Contains(r.errors, "interrupted") {
		t.Errorf("exit %d: %s", r.code, r.errors)
	}
	wantNoTrace(t, data, dir)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("there is %v, %v", entries, err)
	}
	if n := len(backups(t, data)); n != 0 {
		t.Errorf("the trail has %d backups", n)
	}
}

func TestABackupThatIsKilledDoesNotStandInTheWay(t *testing.T) {
	t.Parallel()
	data, dir := large(t), t.TempDir()
	underWay(t, data, filepath.Join(dir, "a.tar.gz"))(syscall.SIGKILL)
	if _, err := os.Stat(filepath.Join(dir, "a.tar.gz")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is an archive: %v", err)
	}
	succeed(t, "check", "--data", data)
	start(t, "serve", "--addr", "127.0.0.1:0", "--data", data).stop()
	succeed(t, "backup", "-o", filepath.Join(dir, "b.tar.gz"), "--data", data)
	if _, err := os.Stat(filepath.Join(data, workName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the work folder: %v", err)
	}
	succeed(t, "restore", filepath.Join(dir, "b.tar.gz"), "--data", filepath.Join(dir, "data"))
}

func TestWhatIsNoUploadIsLeftOutAndNamed(t *testing.T) {
	t.Parallel()
	data, dir := folder(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "media", "Thumbs.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := runProgram(t, "backup", "-o", filepath.Join(dir, "a.tar.gz"), "--data", data)
	if r.code != 0 || !strings.Contains(r.errors, `"media/Thumbs.db"`) {
		t.Errorf("backup exits with %d: %s", r.code, r.errors)
	}
	if said := succeed(t, "check", "--data", data); !strings.Contains(said, `"media/Thumbs.db"`) {
		t.Errorf("check says %s", said)
	}
	if said := succeed(t, "restore", filepath.Join(dir, "a.tar.gz"), "--data", filepath.Join(dir, "data")); strings.Contains(said, "Thumbs.db") {
		t.Errorf("restore says %s", said)
	}
}

func TestABackupThatCannotBeRecordedIsNotCalledDone(t *testing.T) {
	t.Parallel()
	data, archive := folder(t), filepath.Join(t.TempDir(), "a.tar.gz")
	altered(t, data, `CREATE TRIGGER no_more BEFORE INSERT ON desk_audit BEGIN SELECT raise(ABORT, 'no more'); END`)
	r := runProgram(t, "backup", "-o", archive, "--data", data)
	if r.code != exitFailed || r.out != "" || !strings.Contains(r.errors, archive+" was made, and could not be recorded") {
		t.Errorf("exit %d: %s%s", r.code, r.out, r.errors)
	}
	if _, err := os.Stat(archive); err != nil {
		t.Error(err)
	}
}

// A backup is worth what outlasts a power failure: its bytes before its name, its
// name before the program says so.
func TestABackupIsOnTheDiskBeforeItHasItsName(t *testing.T) {
	t.Parallel()
	if why := whyNoTrace(t); why != "" {
		t.Skip(why)
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	data, archive, restored := folder(t), filepath.Join(root, "a.tar.gz"), filepath.Join(root, "restored")
	for _, c := range []struct {
		args     []string
		from, to string
	}{
		{[]string{"backup", "-o", archive, "--data", data}, archive + ".partial", archive},
		{[]string{"restore", archive, "--data", restored}, restored + ".partial", restored},
	} {
		record := filepath.Join(root, "record-"+c.args[0])
		traced := command(t, c.args...)
		underTrace(traced, record)
		if said, err := traced.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", c.args, err, said)
		}
		wantDurable(t, readTrace(t, record), c.from, c.to)
	}
}

// wantDurable wants what was written below a name, and every folder there, to be
// synced before it is renamed, and the folder of the new name after.
func wantDurable(t *testing.T, calls []*call, from, to string) {
	t.Helper()
	under := func(path string) bool { return path == from || strings.HasPrefix(path, from+"/") }
	owed := map[string]string{} // by path, what is not synced
	renamed, synced := false, false
	for _, c := range calls {
		switch {
		case c.failed:
		case strings.HasPrefix(c.name, "rename") && c.path == from && c.to == to:
			renamed = true
			for path, what := range owed {
				t.Errorf("%s of %s was not synced before the name", what, path)
			}
		case c.name == "fsync" || c.name == "fdatasync":
			delete(owed, c.path)
			synced = synced || renamed && c.path == filepath.Dir(to)
		case strings.HasSuffix(c.path, "-wal") || strings.HasSuffix(c.path, "-shm"): // removed when the database is closed
		case under(c.path) && strings.Contains("write pwrite64 ftruncate", c.name):
			owed[c.path] = c.name
		case under(c.path) && (strings.HasPrefix(c.name, "mkdir") || strings.Contains(c.flags, "O_CREAT")):
			if c.path != from {
				owed[filepath.Dir(c.path)] = c.name
			}
		}
	}
	if !renamed || !synced {
		t.Errorf("%s: renamed %v, its folder synced %v", to, renamed, synced)
	}
}
