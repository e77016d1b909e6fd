package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

// What editors keep to themselves must not be in the catalogue at all, not
// even in a page of the file that no query reaches. So every field of every
// kind is filled with a word of its own, and the words are looked for in the
// bytes of a file that has the catalogue alone.
func TestNothingInternalIsInTheCataloguesFile(t *testing.T) {
	s := openStore(t, t.TempDir())
	f := filler{internal: internalFields(t)}
	at := momentOf(1_700_000_000)
	secret := f.word("note of a revision", true)
	err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
		for _, k := range invest.Kinds {
			c := invest.NewContent(k)
			f.fill(reflect.ValueOf(c).Elem(), string(k), false)
			addHidden(&f, c)
			d := invest.Draft{Kind: k, Work: invest.WorkNone, Public: invest.NeverPublic, Created: at, Updated: at, Body: c}
			if err := tx.CreateDraft(ctx, &d, hashOf(t, c), secret, 1); err != nil {
				return err
			}
			// The whole text, as if the caller had forgotten to make it public.
			if x, ok := c.(*invest.Ceremony); ok {
				x.LivePage = true
				if err := goLive(ctx, tx, d, x, at); err != nil {
					return err
				}
			}
			if err := tx.Show(ctx, invest.Publication{Kind: k, Number: d.Number, Revision: 1, PubDate: at, Updated: at}, c); err != nil {
				return err
			}
		}
		e := invest.Editor{Login: secret, Name: secret}
		if err := tx.PutEditor(ctx, &e); err != nil {
			return err
		}
		if err := fillAccount(ctx, &f, tx.(account.Tx), e.ID, at); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, invest.AuditEntry{At: at, Login: secret, Detail: secret})
	})
	if err != nil {
		t.Fatal(err)
	}

	copied := filepath.Join(t.TempDir(), "copy.db")
	// On pages so large that no text goes on in another: a word could be cut in two.
	if _, err := s.write.ExecContext(t.Context(), `PRAGMA page_size = 65536; VACUUM INTO $1`, copied); err != nil {
		t.Fatal(err)
	}
	whole := f.missing(t, copied)
	if len(whole) > 0 {
		t.Fatalf("these are not even in the whole file, so the test finds nothing: %v", whole)
	}
	dropDesk(t, copied)
	file, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range f.words {
		// The index leaves out what a term shares with the one before it.
		found := bytes.Contains(file, []byte(w.text[wordLength/2:]))
		if found && w.internal {
			t.Errorf("%s is in the catalogue", w.path)
		}
		if !found && !w.internal {
			t.Errorf("%s is not in the catalogue", w.path)
		}
	}
	t.Logf("%d words looked for", len(f.words))
}

// fillAccount stores all that an editor signs in with.
func fillAccount(ctx context.Context, f *filler, tx account.Tx, editor int64, at time.Time) error {
	w := func(path string) string { return f.word(path, true) }
	s := account.Session{
		ID: w("session ID"), Editor: editor, SecretHash: w("hash of a session's secret"), Enrolling: w("second factor not confirmed"),
		Created: at, Seen: at, Address: w("address of a session"), Agent: w("agent of a session"),
	}
	c := account.Credential{
		Editor: editor, Hash: w("hash of a password"), Old: []string{w("hash of an old password")}, TOTPSecret: w("second factor"),
		Recovery: []string{w("hash of a recovery code")},
	}
	if err := tx.PutSession(ctx, s); err != nil {
		return err
	}
	if err := tx.PutCredential(ctx, c); err != nil {
		return err
	}
	return tx.PutAttempts(ctx, account.Attempts{Subject: w("login tried"), Failures: 1, Last: at})
}

// addHidden adds what is hidden by its value, not by its field.
func addHidden(f *filler, c invest.Content) {
	switch c := c.(type) {
	case *invest.Project:
		c.Phases = append(c.Phases, invest.PhaseEntry{
			Phase: invest.Negotiating, Date: invest.Date{Precision: invest.Year, Year: 2023, Words: f.word("date of negotiations", true)},
		})
	case *invest.Ceremony:
		s := &c.Groups[0].Signings[0]
		s.AmountHidden = true
		for _, w := range f.words {
			if strings.HasPrefix(w.path, "ceremony.Groups[0].Signings[0].AmountSource.") {
				w.internal = true
			}
		}
	}
}

// dropDesk leaves the catalogue alone in a file.
func dropDesk(t *testing.T, path string) {
	t.Helper()
	db := raw(t, path)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'desk_%'`)
	tables, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil || len(tables) < 11 {
		t.Fatal(tables, err)
	}
	for _, table := range tables {
		if _, err := db.ExecContext(t.Context(), `DROP TABLE `+table); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.ExecContext(t.Context(), `VACUUM`); err != nil {
		t.Fatal(err)
	}
}

// filler puts a word of its own into every field of text.
type filler struct {
	internal map[string]bool // by "Type.Field"
	words    []*word
	number   int64
}

type word struct {
	path, text string
	internal   bool
}

const wordLength = 20

// word makes a word that shares no beginning with the others.
func (f *filler) word(path string, internal bool) string {
	sum := sha256.Sum256([]byte(path))
	text := make([]byte, wordLength)
	for i := range text {
		text[i] = 'a' + sum[i]%26
	}
	f.words = append(f.words, &word{path, string(text), internal})
	return string(text)
}

// missing is which words are not in a file.
func (f *filler) missing(t *testing.T, path string) []string {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, w := range f.words {
		if !bytes.Contains(file, []byte(w.text)) {
			out = append(out, w.path)
		}
	}
	return out
}

// fill fills a value: text with words, numbers with numbers of their own, lists
// with two elements. Enumerations stay empty but for what a row needs.
func (f *filler) fill(v reflect.Value, path string, internal bool) {
	switch v.Interface().(type) {
	case invest.Date:
		v.Set(reflect.ValueOf(invest.Date{Precision: invest.Year, Year: 2023, Words: f.word(path, internal)}))
		return
	case invest.Period:
		v.Set(reflect.ValueOf(invest.YearPeriod(2023)))
		return
	case invest.Phase:
		v.Set(reflect.ValueOf(invest.Signed))
		return
	case invest.Money:
		f.number++
		v.Set(reflect.ValueOf(invest.Yuan(f.number)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(f.word(path, internal))
		}
	case reflect.Int, reflect.Int64:
		f.number++
		v.SetInt(f.number)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path, internal)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			f.fill(v.Index(i), fmt.Sprintf("%s[%d]", path, i), internal)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			inside := internal || f.internal[v.Type().Name()+"."+field.Name]
			f.fill(v.Field(i), path+"."+field.Name, inside)
		}
	}
}

// internalFields reads from invest's own source which fields it calls internal.
func internalFields(t *testing.T) map[string]bool {
	t.Helper()
	names, err := filepath.Glob("../invest/*.go")
	if err != nil {
		t.Fatal(err)
	}
	internal := map[string]bool{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			body, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range body.Fields.List {
				if !strings.HasPrefix(field.Doc.Text()+field.Comment.Text(), "internal") {
					continue
				}
				for _, name := range field.Names {
					internal[spec.Name.Name+"."+name.Name] = true
				}
			}
			return true
		})
	}
	if !internal["Project.Note"] || !internal["PhaseEntry.Reason"] || !internal["Group.HostText"] {
		t.Fatalf("fields that are internal are not found: %v", internal)
	}
	return internal
}
