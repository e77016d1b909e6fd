package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// userCommand is the operator's way to the editors: a fresh folder has none,
// and an administrator who is locked out has no other.
type userCommand struct {
	Data          string          `default:"./data" help:"Data folder; its last element is made if missing."`
	PasswordRules account.Profile `default:"asvs" enum:"asvs,djb" help:"asvs or djb, as for serve."`

	Add     userAdd     `cmd:"" help:"Make an editor."`
	List    userList    `cmd:"" help:"List all editors."`
	Passwd  userPasswd  `cmd:"" help:"Give an editor another password; ends their sessions and their lock."`
	Disable userDisable `cmd:"" help:"Keep an editor from signing in; ends their sessions."`
	Enable  userEnable  `cmd:"" help:"Let an editor sign in again."`
	Roles   userRoles   `cmd:"" help:"Give an editor other roles in place of theirs; ends their sessions."`
	Unlock  userUnlock  `cmd:"" help:"End the lock that wrong passwords put on a login."`
	TOTPOff userTOTPOff `cmd:"" name:"totp-off" help:"Take away a second factor that was lost; ends the editor's sessions."`
}

// userLogin names the editor that a command is about.
type userLogin struct {
	Login string `arg:"" help:"Login of the editor."`
}

// userPassword says where a password comes from. It is never an argument: those
// stand in the list of processes and in the shell's history.
type userPassword struct {
	PasswordStdin bool `help:"Read the password from standard input, one line; else a random one is printed."`
	KeepPassword  bool `help:"It need not be changed at the first sign-in."`
}

// Validate is called by kong.
func (f *userPassword) Validate() error {
	if f.KeepPassword && !f.PasswordStdin {
		return errors.New("--keep-password needs --password-stdin: a random password has been on a screen")
	}
	return nil
}

// password reads or makes the password for an editor.
func (f *userPassword) password(p *program, a *account.Accounts, e invest.Editor) (string, error) {
	if !f.PasswordStdin {
		return account.NewPassword(), nil
	}
	line, err := bufio.NewReader(io.LimitReader(p.stdin, 4<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("standard input: %w", err)
	}
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	return line, a.CheckPassword(line, e)
}

// say tells of a password what its editor has to know.
func (f *userPassword) say(p *program, password string) {
	if !f.PasswordStdin {
		fmt.Fprintf(p.stdout, "password: %s\n", password)
	}
	if !f.KeepPassword {
		fmt.Fprintln(p.stdout, "It must be changed at the next sign-in.")
	}
}

// staff is what the user commands work on.
type staff struct {
	store    *sqlite.Store
	desk     *desk.Desk
	accounts *account.Accounts
}

// with runs f on the data folder, and words what it refuses.
func (u *userCommand) with(p *program, f func(s staff) error) error {
	if err := siteFolder(u.Data); err != nil {
		return err
	}
	store, err := sqlite.Open(p.ctx, u.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	limits := account.DefaultLimits()
	limits.Profile = u.PasswordRules
	return worded(f(staff{store: store, desk: desk.New(store, time.Now), accounts: account.New(store, limits, time.Now)}))
}

// worded is an error as the operator reads it, without codes and keys.
func worded(err error) error {
	var e *invest.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case invest.Invalid:
		var all []string
		for _, f := range e.Fields {
			all = append(all, f.Field+": "+i18n.Message(invest.En, f.Key, f.Args...))
		}
		return refusal{errors.New(strings.Join(all, " "))}
	case invest.Conflict, invest.NotFound:
		return refusal{errors.New(e.What)}
	}
	return err
}

// editor gives the editor of a login.
func (s staff) editor(p *program, login string) (invest.Editor, error) {
	e, err := s.store.EditorByLogin(p.ctx, login)
	if invest.CodeOf(err) == invest.NotFound {
		return e, refusal{fmt.Errorf("there is no editor %q", login)}
	}
	return e, err
}

// on does something to the editor of a login, and says that it is done.
func (u *userCommand) on(p *program, login, done string, f func(s staff, e invest.Editor) error) error {
	return u.with(p, func(s staff) error {
		e, err := s.editor(p, login)
		if err != nil {
			return err
		}
		if err := f(s, e); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s: %s\n", e.Login, done)
		return nil
	})
}

// change saves an editor after a change.
func (u *userCommand) change(p *program, login, done string, f func(e *invest.Editor)) error {
	return u.on(p, login, done, func(s staff, e invest.Editor) error {
		f(&e)
		_, err := s.desk.SaveEditor(p.ctx, desk.Operator, e)
		return err
	})
}

type userAdd struct {
	userLogin
	userPassword
	Name string        `required:"" help:"Name as shown in reviews and the audit trail."`
	Role []invest.Role `required:"" help:"A role; may be given several times: writer, reviewer1, reviewer2, reviewer3, columns, director, statistician, lead, admin, auditor."`
}

func (c *userAdd) Run(p *program, u *userCommand) error {
	return u.with(p, func(s staff) error {
		e := invest.Editor{Login: c.Login, Name: c.Name, Roles: c.Role}
		password, err := c.password(p, s.accounts, e) // before anything is written
		if err != nil {
			return err
		}
		if e, err = s.desk.SaveEditor(p.ctx, desk.Operator, e); err != nil {
			return err
		}
		if err := s.accounts.SetPassword(p.ctx, desk.Operator.Editor, e.ID, password, c.KeepPassword, account.Client{}); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%s: made\n", e.Login)
		c.say(p, password)
		return nil
	})
}

type userPasswd struct {
	userLogin
	userPassword
}

func (c *userPasswd) Run(p *program, u *userCommand) error {
	var password string
	err := u.on(p, c.Login, "password set", func(s staff, e invest.Editor) (err error) {
		if password, err = c.password(p, s.accounts, e); err != nil {
			return err
		}
		return s.accounts.SetPassword(p.ctx, desk.Operator.Editor, e.ID, password, c.KeepPassword, account.Client{})
	})
	if err == nil {
		c.say(p, password)
	}
	return err
}

type userDisable struct{ userLogin }

func (c *userDisable) Run(p *program, u *userCommand) error {
	return u.change(p, c.Login, "disabled", func(e *invest.Editor) { e.Disabled = true })
}

type userEnable struct{ userLogin }

func (c *userEnable) Run(p *program, u *userCommand) error {
	return u.change(p, c.Login, "enabled", func(e *invest.Editor) { e.Disabled = false })
}

type userRoles struct {
	userLogin
	Role []invest.Role `required:"" help:"A role; may be given several times."`
}

func (c *userRoles) Run(p *program, u *userCommand) error {
	return u.change(p, c.Login, "roles "+roleList(c.Role), func(e *invest.Editor) { e.Roles = c.Role })
}

type userUnlock struct{ userLogin }

func (c *userUnlock) Run(p *program, u *userCommand) error {
	return u.on(p, c.Login, "unlocked", func(s staff, e invest.Editor) error {
		return s.accounts.Unlock(p.ctx, desk.Operator.Editor, e.ID, account.Client{})
	})
}

type userTOTPOff struct{ userLogin }

func (c *userTOTPOff) Run(p *program, u *userCommand) error {
	return u.on(p, c.Login, "second factor off", func(s staff, e invest.Editor) error {
		err := s.accounts.DropTOTP(p.ctx, desk.Operator.Editor, e.ID, account.Client{})
		if invest.CodeOf(err) == invest.NotFound {
			return refusal{fmt.Errorf("%s has no second factor", e.Login)}
		}
		return err
	})
}

type userList struct{}

func (c *userList) Run(p *program, u *userCommand) error {
	return u.with(p, func(s staff) error {
		all, err := s.store.Editors(p.ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		// The name last: a Chinese character is two columns wide.
		fmt.Fprintln(w, "LOGIN\tROLES\tDISABLED\tPASSWORD\tTOTP\tLOCKED UNTIL\tNAME")
		for _, e := range all {
			status, err := s.accounts.Status(p.ctx, e.ID)
			if err != nil {
				return err
			}
			locked := "-"
			if !status.Locked.IsZero() {
				locked = status.Locked.Format(time.RFC3339)
			}
			fmt.Fprintln(w, strings.Join([]string{
				e.Login, roleList(e.Roles), yesNo(e.Disabled), yesNo(status.Password), yesNo(status.TOTP), locked, e.Name,
			}, "\t"))
		}
		return w.Flush()
	})
}

func roleList(roles []invest.Role) string {
	var all []string
	for _, r := range roles {
		all = append(all, string(r))
	}
	return strings.Join(all, ",")
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
