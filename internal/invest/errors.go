package invest

import (
	"errors"
	"fmt"
	"strings"
)

// Code is the fate of a call that did not succeed, decided where it failed and
// worded for the reader only where it is shown.
type Code string

const (
	NotFound  Code = "not_found" // never was, or is not for the public
	Gone      Code = "gone"      // was public once and was withdrawn
	Invalid   Code = "invalid"   // fields are wrong: see Fields
	Stale     Code = "stale"     // somebody saved in between
	Forbidden Code = "forbidden" // this editor may not
	Conflict  Code = "conflict"  // not in this state of work
	Unchecked Code = "unchecked" // the checks have found what a reviewer must answer for
	Full      Code = "full"      // the disk takes no more: nothing was changed
	Unusable  Code = "unusable"  // the data folder cannot be used: not ours, too new, read-only
)

// Error carries a Code through the layers. Its text is for the log.
type Error struct {
	Code   Code
	What   string      // what it was about, for the log
	Fields FieldErrors // with Invalid
	Err    error       // the cause, if any
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	if e.What != "" {
		b.WriteString(": " + e.What)
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s %s", f.Field, f.Key)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error without a cause.
func Errorf(code Code, format string, args ...any) error {
	return &Error{Code: code, What: fmt.Sprintf(format, args...)}
}

// CodeOf is the code of an error that carries one, else "".
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// FieldsOf are the field errors of an Invalid error, none for any other.
func FieldsOf(err error) FieldErrors {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}
