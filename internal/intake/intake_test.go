package intake_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/internal/sqlite"
)

// bureau is a desk over a real store, with its intake.
type bureau struct {
	*desk.Desk
	in    *intake.Intake
	t     *testing.T
	store *sqlite.Store
	now   time.Time
}

// emptyBureau is one without settings.
func emptyBureau(t *testing.T) *bureau {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	b := &bureau{t: t, store: store, now: time.Date(2023, 12, 1, 1, 0, 0, 0, time.UTC)}
	b.Desk = desk.New(store, func() time.Time { return b.now })
	b.in = intake.New(b.Desk)
	return b
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	b := emptyBureau(t)
	for _, part := range []invest.Setting{
		&invest.Sectors{{Key: "energy", Name: invest.Text{Zh: "新能源"}}, {Key: "sensor", Name: invest.Text{Zh: "传感器"}}},
		&invest.Indicators{
			{Key: "funds", Name: invest.Text{Zh: "到位资金"}, Unit: invest.Text{Zh: "亿元"}, Currency: "CNY", Scale: 100_000_000},
			{Key: "signed", Name: invest.Text{Zh: "签约项目数"}, Unit: invest.Text{Zh: "个"}},
		},
	} {
		if err := b.SaveSetting(t.Context(), desk.Operator, part, 0); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// asOf is the day of what rows do not date.
var asOf = invest.Date{Precision: invest.Day, Year: 2023, Month: 12, Day: 1}

func headOf(change ...func(*intake.Head)) intake.Head {
	h := intake.Head{AsOf: asOf}
	for _, f := range change {
		f(&h)
	}
	return h
}

// begun is an import of a file that was read.
func (b *bureau) begun(k sheet.Kind, file string, change ...func(*intake.Head)) invest.Import {
	b.t.Helper()
	return b.begunFrom(k, "报送.csv", []byte(file), change...)
}

func (b *bureau) begunFrom(k sheet.Kind, name string, file []byte, change ...func(*intake.Head)) invest.Import {
	b.t.Helper()
	imp := invest.Import{Lists: string(k), File: name, Head: headOf(change...).Bytes()}
	if err := b.BeginImport(b.t.Context(), desk.Operator, &imp); err != nil {
		b.t.Fatal(err)
	}
	if err := b.in.Read(b.t.Context(), desk.Operator, imp.ID, bytes.NewReader(file), int64(len(file))); err != nil {
		b.t.Fatal(err)
	}
	return b.the(imp.ID)
}

func (b *bureau) the(id int64) invest.Import {
	b.t.Helper()
	imp, err := b.Import(b.t.Context(), desk.Operator, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return imp
}

// taken is an import of which drafts were made; open rows are decided alike.
func (b *bureau) taken(k sheet.Kind, file string, choice invest.Choice, change ...func(*intake.Head)) invest.Import {
	b.t.Helper()
	imp := b.begun(k, file, change...)
	b.decideAll(imp.ID, choice)
	b.make(imp.ID)
	return b.the(imp.ID)
}

func (b *bureau) decideAll(id int64, choice invest.Choice) {
	b.t.Helper()
	if err := b.in.DecideAll(b.t.Context(), desk.Operator, id, choice, ""); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bureau) decide(id int64, ds ...intake.Decision) {
	b.t.Helper()
	if err := b.in.Decide(b.t.Context(), desk.Operator, id, ds); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bureau) make(id int64) int {
	b.t.Helper()
	made, err := b.in.Make(b.t.Context(), desk.Operator, id, "导入")
	if err != nil {
		b.t.Fatal(err)
	}
	return made
}

// staged is a row as it stands in an import.
type staged struct {
	invest.ImportRow
	intake.RowBody
}

func (b *bureau) rows(id int64) (out []staged) {
	b.t.Helper()
	list, err := b.ImportRows(b.t.Context(), desk.Operator, id, invest.ImportRowFilter{Limit: 10_000})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, x := range list.Rows {
		body, err := intake.ReadRow(x)
		if err != nil {
			b.t.Fatal(err)
		}
		out = append(out, staged{x, body})
	}
	return out
}

// codes are those of a row's messages.
func (s staged) codes() (codes []string) {
	for _, m := range s.Messages {
		codes = append(codes, string(m.Code))
	}
	return codes
}

func (b *bureau) draft(k invest.Kind, n int64) invest.Draft {
	b.t.Helper()
	d, err := b.store.Draft(b.t.Context(), k, n)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

func (b *bureau) project(n int64) *invest.Project {
	b.t.Helper()
	return b.draft(invest.KindProject, n).Body.(*invest.Project)
}

func (b *bureau) ceremony(n int64) *invest.Ceremony {
	b.t.Helper()
	return b.draft(invest.KindCeremony, n).Body.(*invest.Ceremony)
}

// count is how many drafts of a kind there are.
func (b *bureau) count(k invest.Kind) int {
	b.t.Helper()
	list, err := b.List(b.t.Context(), desk.Operator, invest.DraftFilter{Kind: k, Limit: 1})
	if err != nil {
		b.t.Fatal(err)
	}
	return list.Total
}

// all is everything on the desk: each draft with its version and text.
func (b *bureau) all() string {
	b.t.Helper()
	var out strings.Builder
	for _, k := range invest.Kinds {
		names, err := b.store.DraftNames(b.t.Context(), k, 0, 1_000_000)
		if err != nil {
			b.t.Fatal(err)
		}
		for _, n := range names {
			d := b.draft(k, n.Number)
			hash, err := invest.HashContent(d.Body)
			if err != nil {
				b.t.Fatal(err)
			}
			fmt.Fprintln(&out, k, n.Number, d.Version, d.Work, d.Public, hash)
		}
	}
	return out.String()
}

func (b *bureau) save(c invest.Content) invest.Draft {
	b.t.Helper()
	d, err := b.Save(b.t.Context(), desk.Operator, invest.Draft{Body: c}, "")
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

func zh(s string) invest.Text { return invest.Text{Zh: s} }

var source = invest.Source{Name: zh("区招商局")}

func aProject(title string, phase invest.Phase) *invest.Project {
	return &invest.Project{Title: zh(title), Sectors: []string{"energy"}, Source: source, Phases: []invest.PhaseEntry{{Phase: phase, Date: invest.MonthOf(2022, 11)}}}
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func sameList[T comparable](t *testing.T, what string, got []T, want ...T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
