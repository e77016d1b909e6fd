package account

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/trustelem/zxcvbn"

	"wellspring/internal/invest"
)

// Lengths of a password, in characters: as typed, nothing is cut or folded.
const (
	minPassword = 12
	maxPassword = 128
)

// CheckPassword reports what is wrong with a password that an editor is to
// have, in the field "password". Invalid.
func (a *Accounts) CheckPassword(password string, e invest.Editor) error {
	return checkPassword(password, e, a.limits.Profile).Err()
}

func checkPassword(password string, e invest.Editor, p Profile) (errs invest.FieldErrors) {
	fail := func(key string, args ...any) {
		errs = append(errs, invest.FieldError{Field: "password", Key: "error." + key, Args: args})
	}
	switch n := utf8.RuneCountInString(password); {
	case strings.ContainsRune(password, 0):
		fail("nul")
	case !utf8.ValidString(password):
		fail("utf8")
	case n < minPassword:
		fail("password_short", minPassword)
	case n > maxPassword:
		fail("password_long", maxPassword)
	}
	if len(errs) > 0 {
		return errs // the rest would only repeat it, and takes long on long input
	}
	if holds(password, e.Login) || holds(password, e.Name) {
		fail("password_name")
	}
	// A score of 3 is ten to the eighth guesses, of whoever knows the lists of
	// passwords in use, words, names, keyboards and dates.
	if zxcvbn.PasswordStrength(password, []string{e.Login, e.Name}).Score < 3 {
		fail("password_common")
	}
	if p == DJB && classes(password) < 3 {
		fail("password_classes")
	}
	return errs
}

// holds reports whether a password has a name in it, whatever stands between its
// letters. Names shorter than four bytes stand in many words by chance; a Chinese
// name of two characters is longer.
func holds(password, name string) bool {
	name = letters(name)
	return len(name) >= 4 && strings.Contains(letters(password), name)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// classes counts the kinds of characters in a password: capitals, small
// letters, digits and others. A Chinese character is one of the others.
func classes(password string) int {
	var upper, lower, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	return upper + lower + digit + other
}

// NewPassword makes a random password to be read out or copied by hand once:
// 80 bits. It passes every profile.
func NewPassword() string {
	for {
		if s := readable(); strings.ContainsAny(s, "234567") && strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") {
			return s
		}
	}
}

// readable is 80 random bits as four groups of four letters and digits, none of
// which is easily taken for another.
func readable() string {
	b := make([]byte, 10)
	rand.Read(b) // never fails: it ends the program instead
	s := strings.ToLower(base32.StdEncoding.EncodeToString(b))
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// hash makes the hash of a password. It waits for its turn as long as ctx lasts.
func (a *Accounts) hash(ctx context.Context, password string) (string, error) {
	leave, err := a.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(password, &a.cost)
}

// verify compares a password with a hash. Where there is none it takes as long
// and says no.
func (a *Accounts) verify(ctx context.Context, password, hash string) (bool, error) {
	if hash == "" {
		hash = a.nobodys()
	}
	leave, err := a.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	return argon2id.ComparePasswordAndHash(password, hash)
}

// nobodys is a hash of the usual cost that no password is known to have.
func (a *Accounts) nobodys() string {
	none := func(bytes uint32) string { return base64.RawStdEncoding.EncodeToString(make([]byte, bytes)) }
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s",
		a.cost.Memory, a.cost.Iterations, a.cost.Parallelism, none(a.cost.SaltLength), none(a.cost.KeyLength))
}

// enter waits for a place among those who hash.
func (a *Accounts) enter(ctx context.Context) (leave func(), err error) {
	select {
	case a.hashing <- struct{}{}:
		return func() { <-a.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
