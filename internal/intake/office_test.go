package intake_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// office is one that is reading a sheet of so many rows.
func (b *bureau) office(rows int) (*intake.Office, int64) {
	b.t.Helper()
	o := intake.NewOffice(b.t.Context(), b.Desk, b.t.TempDir(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	b.t.Cleanup(o.Wait)
	var file strings.Builder
	file.WriteString("招商项目一览表\n序号,项目名称,总投资（万元）\n")
	for n := range rows {
		fmt.Fprintf(&file, "%d,第%d个光伏项目,%d\n", n+1, n+1, n+100)
	}
	id, err := o.Begin(b.t.Context(), desk.Operator, string(sheet.Projects), "报送.csv", strings.NewReader(file.String()))
	if err != nil {
		b.t.Fatal(err)
	}
	return o, id
}

func TestWhoMayNotReadASheetAgainEndsNothingThatRuns(t *testing.T) {
	b := newBureau(t)
	o, id := b.office(20_000)
	reviewer := desk.Actor{Editor: invest.Editor{ID: 7, Login: "reviewer", Roles: []invest.Role{invest.Reviewer1}}}
	if err := o.Again(t.Context(), reviewer, id, string(sheet.Projects), intake.Head{}); invest.CodeOf(err) != invest.Forbidden {
		t.Errorf("a reviewer reads it again: %v", err)
	}
	o.Wait()
	same(t, "state", b.the(id).State, invest.ImportRead)
	same(t, "rows", b.the(id).Rows, 20_000)
}

func TestASheetThatIsReadAgainTwiceAtOnceIsReadOnce(t *testing.T) {
	b := newBureau(t)
	o, id := b.office(8_000)
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := o.Again(t.Context(), desk.Operator, id, string(sheet.Projects), headOf()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	o.Wait()
	same(t, "state", b.the(id).State, invest.ImportRead)
	same(t, "rows", b.the(id).Rows, 8_000)
	if err := o.Ended(id); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestTheFileOfASheetThatCouldNotBeReadIsForgottenToo(t *testing.T) {
	b := newBureau(t)
	o, id := b.office(0)
	o.Wait()
	same(t, "state", b.the(id).State, invest.ImportFailed)
	b.now = b.now.Add(intake.KeptFor + time.Hour)
	if err := errors.Join(o.Sweep(t.Context()), o.Sweep(t.Context())); err != nil {
		t.Fatal(err)
	}
	same(t, "state once it is forgotten", b.the(id).State, invest.ImportCancelled)
}
