package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/sqlite"
)

// runWithInput runs the program with something to read.
func runWithInput(t *testing.T, input string, args ...string) ran {
	t.Helper()
	c := command(t, args...)
	var out, errors strings.Builder
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(input), &out, &errors
	_ = c.Run()
	return ran{c.ProcessState.ExitCode(), out.String(), errors.String()}
}

// listed is the row of a login in user list, by the names of the columns.
func listed(t *testing.T, data, login string) map[string]string {
	t.Helper()
	r := runProgram(t, "user", "list", "--data", data)
	if r.code != 0 {
		t.Fatalf("user list: exit %d: %s", r.code, r.errors)
	}
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	heads := strings.Fields(strings.Replace(lines[0], "LOCKED UNTIL", "LOCKED", 1))
	for _, l := range lines[1:] {
		if cells := strings.Fields(l); cells[0] == login {
			row := map[string]string{}
			for i, h := range heads {
				row[h] = cells[i]
			}
			return row
		}
	}
	return nil
}

// signsIn tries a password as a browser would.
func signsIn(t *testing.T, data, login, password string) (account.Ticket, error) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	return account.New(store, account.DefaultLimits(), time.Now).SignIn(t.Context(), login, password, account.Client{})
}

// lock guesses at a login until it is locked, for a quarter of an hour.
func lock(t *testing.T, data, login string) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	now := time.Now()
	a := account.New(store, account.DefaultLimits(), func() time.Time { return now })
	for range 5 {
		if _, err := a.SignIn(t.Context(), login, "guess", account.Client{}); err == nil {
			t.Fatal("a guess was right")
		}
		now = now.Add(10 * time.Second) // past the waiting between
	}
}

const goodPassword = "wei river at dawn 17"

func TestTheOperatorLooksAfterTheEditors(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	user := func(input string, args ...string) ran {
		t.Helper()
		r := runWithInput(t, input, append(append([]string{"user"}, args...), "--data", data)...)
		if r.code != 0 {
			t.Fatalf("user %v: exit %d: %s%s", args, r.code, r.out, r.errors)
		}
		if strings.Contains(r.out+r.errors, goodPassword) {
			t.Errorf("user %v says the password it was given: %s%s", args, r.out, r.errors)
		}
		return r
	}
	wantRow := func(login string, want map[string]string) {
		t.Helper()
		got := listed(t, data, login)
		for column, w := range want {
			if got[column] != w {
				t.Errorf("%s: %s is %q, want %q", login, column, got[column], w)
			}
		}
	}

	// The first one, in a folder made for it, with a random password.
	r := user("", "add", "wang.admin", "--name", "王管理", "--role", "admin")
	_, password, _ := strings.Cut(r.out, "password: ")
	password, _, _ = strings.Cut(password, "\n")
	if ticket, err := signsIn(t, data, "wang.admin", password); err != nil || ticket.Stage != account.StagePassword {
		t.Errorf("with the password printed: stage %q, %v", ticket.Stage, err)
	}
	wantRow("wang.admin", map[string]string{
		"ROLES": "admin", "DISABLED": "no", "PASSWORD": "yes", "TOTP": "no", "LOCKED": "-", "NAME": "王管理",
	})

	// One with a password of their own, by a pipe.
	user(goodPassword+"\r\n", "add", "lin.writer", "--name", "林", "--role", "writer", "--role", "reviewer1", "--password-stdin", "--keep-password")
	if ticket, err := signsIn(t, data, "lin.writer", goodPassword); err != nil || ticket.Stage != account.StageFull {
		t.Errorf("with the password given: stage %q, %v", ticket.Stage, err)
	}
	wantRow("lin.writer", map[string]string{"ROLES": "writer,reviewer1"})

	user("", "roles", "lin.writer", "--role", "lead")
	wantRow("lin.writer", map[string]string{"ROLES": "lead"})

	user("", "disable", "lin.writer")
	wantRow("lin.writer", map[string]string{"DISABLED": "yes"})
	if _, err := signsIn(t, data, "lin.writer", goodPassword); err == nil {
		t.Error("a disabled editor signs in")
	}
	user("", "enable", "lin.writer")
	wantRow("lin.writer", map[string]string{"DISABLED": "no"})

	lock(t, data, "lin.writer")
	if locked := listed(t, data, "lin.writer")["LOCKED"]; locked == "-" {
		t.Error("the list does not show a lock")
	}
	user("", "unlock", "lin.writer")
	wantRow("lin.writer", map[string]string{"LOCKED": "-"})

	user("seven grey herons 52", "passwd", "lin.writer", "--password-stdin") // no end of line
	if ticket, err := signsIn(t, data, "lin.writer", "seven grey herons 52"); err != nil || ticket.Stage != account.StagePassword {
		t.Errorf("with the new password: stage %q, %v", ticket.Stage, err)
	}
	if r := user("", "passwd", "lin.writer"); !strings.Contains(r.out, "password: ") {
		t.Errorf("passwd prints %s", r.out)
	}

	// The last administrator may go: the operator can make another.
	user("", "disable", "wang.admin")
	if r := runProgram(t, "check", "--data", data); r.code != 0 {
		t.Errorf("check: exit %d: %s%s", r.code, r.out, r.errors)
	}
}

func TestWhatTheUserCommandsRefuse(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	add := []string{"add", "lin.writer", "--name", "Lin", "--role", "writer", "--password-stdin"}
	if r := runWithInput(t, goodPassword, append([]string{"user", "--data", data}, add...)...); r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.errors)
	}
	for _, c := range []struct {
		input string
		args  string
		code  int
		says  string
	}{
		{goodPassword, "add lin.writer --name Lin --role writer --password-stdin", 3, `"lin.writer" belongs to another`},
		{goodPassword, "add Lin --name Lin --role writer --password-stdin", 3, "login: A login has 2 to 60 characters"},
		{goodPassword, "add operator --name Lin --role writer --password-stdin", 3, "kept for the operator"},
		{goodPassword, "add qin --name Qin --role king --password-stdin", 3, "“king” is not one of the choices"},
		{goodPassword, "add qin --name Qin --role admin --role auditor --password-stdin", 3, "cannot be both"},
		{"short", "add qin --name Qin --role writer --password-stdin", 3, "password: A password has at least 12 characters"},
		{"", "add qin --name Qin --role writer --password-stdin", 3, "at least 12 characters"},
		{"seven grey herons", "add qin --name Qin --role writer --password-stdin --password-rules djb", 3, "at least three"},
		{"password1234", "passwd lin.writer --password-stdin", 3, "easily guessed"},
		{"", "passwd nobody", 3, `there is no editor "nobody"`},
		{"", "disable nobody", 3, `there is no editor "nobody"`},
		{"", "unlock nobody", 3, `there is no editor "nobody"`},
		{"", "totp-off lin.writer", 3, "lin.writer has no second factor"},
		{"", "roles lin.writer --role admin --role auditor", 3, "cannot be both"},
		{"", "add qin --role writer", 2, "--name"},
		{"", "add qin --name Qin", 2, "--role"},
		{"", "add qin --name Qin --role writer --keep-password", 2, "--password-stdin"},
		{"", "roles lin.writer", 2, "--role"},
		{"", "list --password-rules none", 2, "--password-rules"},
	} {
		r := runWithInput(t, c.input, append([]string{"user", "--data", data}, strings.Fields(c.args)...)...)
		if r.code != c.code || !strings.Contains(r.errors, c.says) || strings.Count(r.errors, "\n") != 1 || r.out != "" {
			t.Errorf("user %s: exit %d: %s%s", c.args, r.code, r.out, r.errors)
		}
	}
	if row := listed(t, data, "qin"); row != nil {
		t.Errorf("a refusal left %v", row)
	}
}

func TestAFolderWithKeysIsStillOurs(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if r := runProgram(t, "user", "list", "--data", data); r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.errors)
	}
	if _, err := account.LoadKeys(data, time.Now(), time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := siteFolder(data); err != nil {
		t.Error(err)
	}

	data = filepath.Join(t.TempDir(), "demo")
	for range 2 {
		if err := demoFolder(data); err != nil {
			t.Error(err)
		}
		if _, err := account.LoadKeys(data, time.Now(), time.Hour); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheFlagsOfSigningIn(t *testing.T) {
	limits := func(env map[string]string, args ...string) (account.Limits, error) {
		var cli commands
		_, err := parse(&cli, append([]string{"serve"}, args...), func(k string) string { return env[k] }, io.Discard)
		return cli.Serve.limits(), err
	}
	if l, err := limits(nil); err != nil || l != account.DefaultLimits() {
		t.Errorf("by default %+v, %v", l, err)
	}
	want := account.Limits{
		Idle: time.Hour, Absolute: 2 * time.Hour, Attempts: 3, AddressAttempts: 9, LockFor: time.Minute,
		Profile: account.DJB, MaxAge: account.DefaultLimits().MaxAge, AdminTOTP: true,
	}
	l, err := limits(map[string]string{
		"WELLSPRING_SESSION_IDLE": "1h", "WELLSPRING_LOGIN_ATTEMPTS": "3", "WELLSPRING_ADMIN_TOTP": "true", "WELLSPRING_PASSWORD_RULES": "djb",
	}, "--session-absolute", "2h", "--login-address-attempts", "9", "--login-lock", "1m")
	if err != nil || l != want {
		t.Errorf("got %+v, %v", l, err)
	}
	for _, flag := range []string{
		"--session-idle=0s", "--session-absolute=1m", "--login-attempts=0", "--login-address-attempts=1", "--login-lock=0s", "--password-rules=none",
	} {
		if _, err := limits(nil, flag); exitCode(err) != exitUsage {
			t.Errorf("%s: error %v", flag, err)
		}
	}
}
