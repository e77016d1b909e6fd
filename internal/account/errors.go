package account

import (
	"errors"
	"time"
)

var (
	// ErrWrong is a login, password or code that is wrong. Which of them is not
	// said: it is the same for a name that nobody has, for an editor who is
	// disabled and for one without a password.
	ErrWrong = errors.New("the login, the password or the code is wrong")
	// ErrCode is a code that does not belong to a second factor just shown.
	ErrCode = errors.New("the code is not one of this second factor")
	// ErrEnded is a session that never was, has ended, has timed out, or is that
	// of an editor who is disabled.
	ErrEnded = errors.New("the login session is over")
)

// LockedError refuses an attempt, right or wrong, after failures: for seconds
// after some, for long after many.
type LockedError struct {
	Until time.Time
}

func (e LockedError) Error() string {
	return "too many attempts: locked until " + e.Until.Format(time.RFC3339)
}
