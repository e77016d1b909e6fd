package main

import (
	"fmt"
	"time"

	"wellspring/internal/account"
)

// signIn is the flags of how editors sign in.
type signIn struct {
	SessionIdle          time.Duration   `default:"30m" help:"After so long without a request an editor is signed out."`
	SessionAbsolute      time.Duration   `default:"12h" help:"So long after the sign-in an editor is signed out in any case."`
	LoginAttempts        int             `default:"5" help:"Wrong passwords or codes, then the login is locked."`
	LoginAddressAttempts int             `default:"20" help:"Wrong ones from one network address, then the address is locked."`
	LoginRate            float64         `default:"1" help:"Sign-ins a second that one network address may try, beyond ten at once."`
	LoginLock            time.Duration   `default:"15m" help:"How long a lock holds."`
	PasswordRules        account.Profile `default:"asvs" enum:"asvs,djb" help:"asvs, or djb for the classified protection of information systems."`
	AdminTOTP            bool            `name:"admin-totp" help:"Administrators must set up a second factor."`
}

func (s *signIn) validate() error {
	switch {
	case s.SessionIdle < time.Minute:
		return fmt.Errorf("--session-idle must be at least 1m, not %v", s.SessionIdle)
	case s.SessionAbsolute < s.SessionIdle:
		return fmt.Errorf("--session-absolute must not be shorter than --session-idle, %v, but is %v", s.SessionIdle, s.SessionAbsolute)
	case s.LoginAttempts < 1:
		return fmt.Errorf("--login-attempts must be at least 1, not %d", s.LoginAttempts)
	case s.LoginAddressAttempts < s.LoginAttempts:
		return fmt.Errorf("--login-address-attempts must not be less than --login-attempts, %d, but is %d", s.LoginAttempts, s.LoginAddressAttempts)
	case s.LoginRate <= 0:
		return fmt.Errorf("--login-rate must be above 0, not %v", s.LoginRate)
	case s.LoginLock < time.Second:
		return fmt.Errorf("--login-lock must be at least 1s, not %v", s.LoginLock)
	}
	return nil
}

// limits is the flags as package account takes them.
func (s *signIn) limits() account.Limits {
	l := account.DefaultLimits()
	l.Idle, l.Absolute = s.SessionIdle, s.SessionAbsolute
	l.Attempts, l.AddressAttempts, l.LockFor = s.LoginAttempts, s.LoginAddressAttempts, s.LoginLock
	l.Profile, l.AdminTOTP = s.PasswordRules, s.AdminTOTP
	return l
}
