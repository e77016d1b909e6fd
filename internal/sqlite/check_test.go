package sqlite

import (
	"context"
	"slices"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// full publishes something for every table of the catalogue.
func full(t testing.TB, s *Store) {
	t.Helper()
	at := momentOf(1_700_000_000)
	source := invest.Source{Name: invest.Text{Zh: "区招商局"}, URL: "https://example.cn/"}
	texts := []invest.Content{
		&invest.Project{
			Title: invest.Text{Zh: "光伏项目"}, Sectors: []string{"solar"}, Modes: []invest.Mode{invest.Lease}, Source: source,
			Phases: []invest.PhaseEntry{{Phase: invest.Signed, Date: invest.MonthOf(2023, 3)}},
		},
		&invest.Project{Title: invest.Text{Zh: "风电项目"}, Source: source},
		&invest.Ceremony{
			Form: invest.FormStage, Title: invest.Text{Zh: "签约仪式"}, Source: source, LivePage: true,
			Groups: []invest.Group{{Key: 1, Signings: []invest.Signing{{Key: 2, Project: 1}}}},
		},
		&invest.Park{
			Name: invest.Text{Zh: "园区"}, Plots: []invest.Plot{{Key: 1, Code: "A-1"}}, Workshops: []invest.Workshop{{Key: 2}}, Source: source,
		},
		&invest.Article{Title: invest.Text{Zh: "新闻"}, Picture: invest.Picture{Media: "f"}, Projects: []int64{1}, Source: source},
		&invest.Policy{Title: invest.Text{Zh: "政策"}, Clauses: []invest.Clause{{Title: invest.Text{Zh: "一"}}}, Source: source},
		&invest.Update{Title: invest.Text{Zh: "进展"}, Project: 1, Source: source},
		&invest.Release{
			Title: invest.Text{Zh: "数据"}, Period: invest.YearPeriod(2023), Figures: []invest.Figure{{Indicator: "funds"}}, Source: source,
		},
	}
	err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
		for i, c := range texts {
			d := invest.Draft{Kind: c.Kind(), Work: invest.WorkNone, Public: invest.NeverPublic, Created: at, Updated: at, Body: c}
			if err := tx.CreateDraft(ctx, &d, hashOf(t, c), "", 1); err != nil {
				return err
			}
			if err := show(ctx, tx, &d, at); err != nil {
				return err
			}
			if err := tx.AppendAudit(ctx, invest.AuditEntry{At: at, Action: "publish", Kind: d.Kind, Number: d.Number}); err != nil {
				return err
			}
			if x, ok := c.(*invest.Ceremony); ok {
				if err := goLive(ctx, tx, d, x, at); err != nil {
					return err
				}
			}
			if i != 1 {
				continue
			}
			d.Public, d.Shown = invest.Withdrawn, 0
			if err := tx.UpdateDraft(ctx, &d); err != nil {
				return err
			}
			if err := tx.Hide(ctx, d.Kind, d.Number, at.Add(time.Hour)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// goLive puts a ceremony on its stage with all its groups shown.
func goLive(ctx context.Context, tx invest.DeskTx, d invest.Draft, text *invest.Ceremony, at time.Time) error {
	stage := invest.Stage{Ceremony: d.Number, Mode: invest.StageLive, CopyRevision: d.Revision, Copy: text, LiveAt: at, At: at}
	stage.State.Seen = []invest.Seen{{Shot: invest.Shot{View: invest.ViewTotals}, At: at}}
	for _, g := range text.Groups {
		stage.State.Seen = append(stage.State.Seen, invest.Seen{Shot: invest.Shot{View: invest.ViewGroup, Group: g.Key}, At: at})
	}
	return tx.PutStage(ctx, &stage, invest.StageCommand{Mode: invest.StageLive})
}

// tamper changes the database behind the store's back.
func tamper(t *testing.T, s *Store, statements ...string) {
	t.Helper()
	for _, statement := range append([]string{`PRAGMA foreign_keys = 0`}, append(statements, `PRAGMA foreign_keys = 1`)...) {
		if _, err := s.write.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
}

func check(t *testing.T, s *Store, rebuild bool) invest.CheckReport {
	t.Helper()
	r, err := s.Check(t.Context(), rebuild)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCheckFindsAndMendsEveryTable(t *testing.T) {
	s := openStore(t, t.TempDir())
	full(t, s)
	if r := check(t, s, true); !r.OK() || r.Rebuilt || r.Shown != 7 || r.Audit != 8 {
		t.Fatalf("before anything was changed: %+v", r)
	}
	changes := map[string][]string{ // missing, changed, extra
		"project": {
			`DELETE FROM project`, `UPDATE project SET title_zh = 'x'`, `UPDATE project SET body = '{}'`, `UPDATE project SET revision = 2`,
			`INSERT INTO project SELECT 99, revision, pub_date, updated_at, title_zh, title_en, summary_zh, summary_en, sectors, modes, phase,
				phase_date, phase_year, level, park, place_zh, place_en, amount_low, amount_high, currency, approx, amount_order, band, funds, schema, body, picture FROM project`,
		},
		"project_sector":  {`DELETE FROM project_sector`, `UPDATE project_sector SET sector = 'x'`, `INSERT INTO project_sector VALUES ('x', 1)`},
		"project_mode":    {`DELETE FROM project_mode`, `UPDATE project_mode SET mode = 'x'`, `INSERT INTO project_mode VALUES ('x', 1)`},
		"ceremony":        {`DELETE FROM ceremony`, `UPDATE ceremony SET start_key = '2999-01-01'`, `UPDATE ceremony SET tally = '{}'`},
		"ceremony_group":  {`DELETE FROM ceremony_group`, `UPDATE ceremony_group SET label_zh = 'x'`, `INSERT INTO ceremony_group VALUES (1, 9, 9, '', '')`},
		"signing":         {`DELETE FROM signing`, `UPDATE signing SET project = 9`, `INSERT INTO signing VALUES (1, 9, 1, 9, 9, '{}')`},
		"park":            {`DELETE FROM park`, `UPDATE park SET name_zh = 'x'`},
		"plot":            {`DELETE FROM plot`, `UPDATE plot SET state = 'free'`, `INSERT INTO plot VALUES (1, 9, '', 'free')`},
		"workshop":        {`DELETE FROM workshop`, `UPDATE workshop SET state = 'free'`, `INSERT INTO workshop VALUES (1, 9, 'free')`},
		"article":         {`DELETE FROM article`, `UPDATE article SET filed = 'x'`, `UPDATE article SET pub_date = pub_date + 1`},
		"article_project": {`DELETE FROM article_project`, `INSERT INTO article_project VALUES (9, 1)`},
		"policy":          {`DELETE FROM policy`, `UPDATE policy SET validity = 'in_force'`},
		"clause":          {`DELETE FROM clause`, `UPDATE clause SET title_en = 'x'`, `INSERT INTO clause VALUES (1, 9, '', '')`},
		"progress":        {`DELETE FROM progress`, `UPDATE progress SET project = 9`},
		"release":         {`DELETE FROM release`, `UPDATE release SET year = 2024`},
		"figure":          {`DELETE FROM figure`, `UPDATE figure SET body = '{}'`, `INSERT INTO figure VALUES (1, 9, '', '', '', '{}')`},
		"tombstone":       {`DELETE FROM tombstone`, `UPDATE tombstone SET at = 1`, `INSERT INTO tombstone VALUES ('park', 9, 1)`},
		"link":            {`DELETE FROM link`, `UPDATE link SET url = 'https://evil.example/' || kind`, `INSERT INTO link VALUES ('x', 'park', 1)`},
		"media_use":       {`DELETE FROM media_use`, `UPDATE media_use SET hash = 'x'`, `INSERT INTO media_use VALUES ('x', 'park', 1)`},
		"live":            {`DELETE FROM live`, `UPDATE live SET ended = 1`, `INSERT INTO live VALUES (9, 1, 0, 1, 1, '{}')`},
		"search_doc":      {`DELETE FROM search_doc`, `UPDATE search_doc SET title_zh = 'x'`, `INSERT INTO search_doc VALUES (1, 'park', 9, 1, 1, 1, '', '', '', '')`},
		"search": {
			`DELETE FROM search WHERE rowid = (SELECT min(id) FROM search_doc)`,
			`INSERT INTO search (rowid, title, text, chars) VALUES (1, 'x', '', '')`,
			`UPDATE search SET title = 'x', text = '', chars = '' WHERE rowid = (SELECT min(id) FROM search_doc)`,
			`INSERT INTO search (search) VALUES ('delete-all')`,
		},
	}
	for _, d := range derived {
		if len(changes[d.table]) == 0 {
			t.Errorf("nothing is done to %s", d.table)
		}
		for _, change := range changes[d.table] {
			tamper(t, s, change)
			if r := check(t, s, false); !slices.Equal(r.Differing, []string{d.table}) || r.Rebuilt {
				t.Errorf("after %s: %+v", change, r)
			}
			if r := check(t, s, true); !slices.Equal(r.Differing, []string{d.table}) || !r.Rebuilt {
				t.Errorf("rebuild after %s: %+v", change, r)
			}
			if r := check(t, s, true); !r.OK() || r.Rebuilt {
				t.Errorf("after the rebuild after %s: %+v", change, r)
			}
		}
	}
}

func TestCheckMendsADamagedIndex(t *testing.T) {
	s := openStore(t, t.TempDir())
	full(t, s)
	tamper(t, s, `UPDATE search_data SET block = x'00' WHERE id > 10`)
	if r := check(t, s, true); !slices.Contains(r.Differing, "search") || len(r.Corrupt) == 0 || !r.Rebuilt {
		t.Errorf("the rebuild says %+v", r)
	}
	if r := check(t, s, false); !r.OK() {
		t.Errorf("after the rebuild: %+v", r)
	}
	found, err := s.Search(t.Context(), invest.SearchQuery{Text: "光伏"})
	if err != nil || found.Total != 1 {
		t.Errorf("the search finds %+v, %v", found, err)
	}
}

func TestCheckFindsOrphans(t *testing.T) {
	s := openStore(t, t.TempDir())
	full(t, s)
	tamper(t, s, `INSERT INTO plot VALUES (99, 1, '', 'free')`)
	if r := check(t, s, true); len(r.Corrupt) != 1 || !slices.Equal(r.Differing, []string{"plot"}) || !r.Rebuilt {
		t.Errorf("the rebuild says %+v", r)
	}
	if r := check(t, s, false); !r.OK() {
		t.Errorf("after the rebuild: %+v", r)
	}
}

func TestCheckDoesNotRebuildOverATextItCannotRead(t *testing.T) {
	s := openStore(t, t.TempDir())
	full(t, s)
	tamper(t, s, `UPDATE desk_revision SET body = '{' WHERE kind = 'project'`, `UPDATE park SET name_zh = 'x'`)
	if r := check(t, s, true); len(r.Corrupt) != 1 || r.Rebuilt || r.OK() {
		t.Errorf("the rebuild says %+v", r)
	}
	if _, _, err := s.Project(t.Context(), 1); err != nil {
		t.Errorf("the public text has vanished: %v", err)
	}
}

func TestATextThatWasAlteredPastTheProgramIsNotRebuiltFrom(t *testing.T) {
	s := openStore(t, t.TempDir())
	full(t, s)
	tamper(t, s, `UPDATE desk_revision SET body = replace(body, '政策', '奖励') WHERE kind = 'policy'`)
	r := check(t, s, true)
	if !slices.Equal(r.Altered, []string{"policy 1, revision 1"}) || r.OK() || r.Rebuilt {
		t.Errorf("%+v", r)
	}
	p, _, err := s.Policy(t.Context(), 1)
	if err != nil || p.Title.Zh != "政策" {
		t.Errorf("the public reads %v, %v", p, err)
	}
}

func TestCheckFindsABrokenAuditTrail(t *testing.T) {
	for _, tc := range []struct {
		name, change string
		broken       []int64
	}{
		{"a changed entry", `UPDATE desk_audit SET detail = 'x' WHERE seq = 3`, []int64{3}},
		{"a changed entry with a new hash", `UPDATE desk_audit SET hash = 'x' WHERE seq = 3`, []int64{3, 4}},
		{"an entry taken out", `DELETE FROM desk_audit WHERE seq = 3`, []int64{4}},
		{"the first taken out", `DELETE FROM desk_audit WHERE seq = 1`, []int64{2}},
		{"an entry pushed in", `INSERT INTO desk_audit SELECT 9, at, editor, login, address, action, kind, number, result, detail, prev, hash FROM desk_audit WHERE seq = 8`, []int64{9}},
		{"the last cut off", `DELETE FROM desk_audit WHERE seq = 8`, []int64{8}},
		{"two swapped", `UPDATE desk_audit SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3)`, []int64{2, 3, 4}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := openStore(t, t.TempDir())
			full(t, s)
			tamper(t, s, `DROP TRIGGER desk_audit_no_update`, `DROP TRIGGER desk_audit_no_delete`, `PRAGMA ignore_check_constraints = 1`,
				tc.change, `UPDATE desk_audit SET seq = -seq WHERE seq < 0`, `PRAGMA ignore_check_constraints = 0`)
			r := check(t, s, true)
			if !slices.Equal(r.Broken, tc.broken) || r.OK() || r.Rebuilt {
				t.Errorf("%+v, want broken %v", r, tc.broken)
			}
		})
	}
}

func TestCheckCanBeGivenUp(t *testing.T) {
	s := openStore(t, t.TempDir())
	full(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Check(ctx, true); err == nil {
		t.Error("it went on")
	}
	if r := check(t, s, false); !r.OK() {
		t.Errorf("afterwards: %+v", r)
	}
}
