package sqlite

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
)

func TestAuditTrailIsNeverChanged(t *testing.T) {
	s := openStore(t, t.TempDir())
	err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
		return tx.AppendAudit(ctx, invest.AuditEntry{Action: "save"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		`UPDATE desk_audit SET detail = 'nothing happened'`,
		`UPDATE desk_audit SET detail = detail`,
		`DELETE FROM desk_audit`,
		`DELETE FROM desk_audit WHERE seq = 1`,
		`INSERT OR REPLACE INTO desk_audit (seq, editor, login, address, action, kind, number, result, detail, prev, hash)
			VALUES (1, 0, '', '', '', '', 0, '', '', '', '')`,
	} {
		if _, err := s.write.ExecContext(t.Context(), change); err == nil {
			t.Errorf("%s was done", change)
		}
	}
	trail, err := s.Audit(t.Context(), 1, 10)
	if err != nil || len(trail) != 1 || trail[0].Hash != trail[0].Sum() {
		t.Errorf("trail %+v, %v", trail, err)
	}
}

func TestChildrenNeedTheirParents(t *testing.T) {
	s := openStore(t, t.TempDir())
	for _, orphan := range []string{
		`INSERT INTO desk_draft (kind, number, version, revision, owner, work, public, title_zh, title_en, filed, place)
			VALUES ('nothing', 1, 1, 1, 1, 'draft', 'never', '', '', '', '')`,
		`INSERT INTO desk_revision (kind, number, n, hash, note, editor, schema, body) VALUES ('project', 1, 1, '', '', 1, 1, '{}')`,
		`INSERT INTO desk_review (kind, number, revision, level, verdict, note, editor, hash, voided)
			VALUES ('project', 1, 1, 1, 'passed', '', 1, '', 0)`,
		`INSERT INTO desk_share (kind, number, editor) VALUES ('project', 1, 1)`,
		`INSERT INTO desk_media_use (hash, kind, number) VALUES ('', 'project', 1)`,
		`INSERT INTO desk_override (kind, number, finding, rule, words, note, revision, editor) VALUES ('project', 1, '', '', '', '', 1, 1)`,
		`INSERT INTO desk_figure_use (ref, kind, number, value) VALUES ('', 'project', 1, '')`,
		`INSERT INTO desk_figure_kept (ref, kind, number, value, now, editor) VALUES ('', 'project', 1, '', '', 1)`,
		`INSERT INTO desk_origin (editor, key, kind, number) VALUES (1, 'k', 'project', 1)`,
		`INSERT INTO desk_schedule (kind, number, act, due_at, editor, reason, automatic, failed)
			VALUES ('project', 1, 'publish', 1, 1, '', 0, '')`,
		`INSERT INTO desk_comment (kind, number, revision, editor, text) VALUES ('project', 1, 1, 1, '')`,
		`INSERT INTO desk_preview (kind, number, hash, editor, expires_at) VALUES ('project', 1, '', 1, 1)`,
		`INSERT INTO desk_stage (kind, number, revision, mode, copy, at, editor, state) VALUES ('ceremony', 1, 1, 'live', 1, 1, 1, '{}')`,
		`INSERT INTO desk_stage_log (kind, number, revision, mode, copy, at, editor, command, state) VALUES ('ceremony', 1, 1, 'live', 1, 1, 1, '{}', '{}')`,
		`INSERT INTO desk_stage_link (kind, number, role, hash, editor) VALUES ('ceremony', 1, 'screen', '', 1)`,
		`INSERT INTO desk_setting_revision (key, version, editor, body) VALUES ('site', 1, 1, '{}')`,
		`INSERT INTO desk_session (id, editor, secret_hash, stage, enrolling, created_at, seen_at, address, agent)
			VALUES ('a', 1, '', '', '', 0, 0, '', '')`,
		`INSERT INTO desk_credential (editor, hash, must_change, old, totp_secret, totp_step, recovery)
			VALUES (1, '', 0, '[]', '', 0, '[]')`,
		`INSERT INTO project_sector (sector, project) VALUES ('solar', 1)`,
		`INSERT INTO project_mode (mode, project) VALUES ('lease', 1)`,
		`INSERT INTO ceremony_group (ceremony, key, position, label_zh, label_en) VALUES (1, 1, 0, '', '')`,
		`INSERT INTO signing (ceremony, key, group_key, position, project, body) VALUES (1, 1, 1, 0, 1, '{}')`,
		`INSERT INTO plot (park, key, code, state) VALUES (1, 1, '', 'free')`,
		`INSERT INTO workshop (park, key, state) VALUES (1, 1, 'free')`,
		`INSERT INTO article_project (project, article) VALUES (1, 1)`,
		`INSERT INTO clause (policy, position, title_zh, title_en) VALUES (1, 0, '', '')`,
		`INSERT INTO figure (release, position, indicator, region_zh, region_en, body) VALUES (1, 0, '', '', '', '{}')`,
	} {
		if _, err := s.write.ExecContext(t.Context(), orphan); !violates(err, foreignViolation) {
			t.Errorf("%s: error %v, want a foreign key's", orphan, err)
		}
	}
}

func TestEveryTableIsStrict(t *testing.T) {
	s := openStore(t, t.TempDir())
	rows, err := s.read.QueryContext(t.Context(), `
		SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'`)
	loose, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil || len(loose) > 0 {
		t.Errorf("not strict: %v, %v", loose, err)
	}
}

func TestCheckKnowsEveryTableOfTheCatalogue(t *testing.T) {
	s := openStore(t, t.TempDir())
	rows, err := s.read.QueryContext(t.Context(), `
		SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'desk_%'
			AND name NOT IN ('goose_db_version', 'version', 'search_term')`)
	tables, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, d := range derived {
		known = append(known, d.table)
	}
	slices.Sort(known)
	slices.Sort(tables)
	if !slices.Equal(known, tables) {
		t.Errorf("Check knows %v, the catalogue has %v", known, tables)
	}
}

// The plan of a list must not read every row: with many it is the difference
// between a tenth of a millisecond and seconds.
func TestHotReadsUseAnIndex(t *testing.T) {
	s := openStore(t, t.TempDir())
	for text := range s.pool.hot {
		if text == settingsSQL || text == projectCountSQL {
			continue // these do read everything: six rows, and an index
		}
		args := make([]any, strings.Count(text, "$"))
		for i := range args {
			args[i] = 1
		}
		rows, err := s.read.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+text, args...)
		plan, err := collect(rows, err, func(row scanner) (detail string, err error) {
			var id, parent, unused int
			return detail, row.Scan(&id, &parent, &unused, &detail)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range plan {
			if strings.Contains(step, "TEMP B-TREE") || strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "INDEX") {
				t.Errorf("%s\nreads every row: %v", text, plan)
			}
		}
	}
}

func TestATransactionInsideATransactionIsRefused(t *testing.T) {
	s := openStore(t, t.TempDir())
	err := s.InTx(t.Context(), func(ctx context.Context, _ invest.DeskTx) error {
		return s.InTx(ctx, func(context.Context, invest.DeskTx) error { return nil })
	})
	if err == nil {
		t.Error("it was begun")
	}
}

func TestReadersCannotWrite(t *testing.T) {
	s := openStore(t, t.TempDir())
	if _, err := s.read.ExecContext(t.Context(), `UPDATE version SET n = 9`); err == nil {
		t.Error("the read pool writes")
	}
}

func TestAmountsInOneLine(t *testing.T) {
	falling := []invest.Money{
		invest.Yuan(1 << 62), invest.Yuan(100),
		{Low: 99, High: 1000, Currency: invest.CNY},
		invest.Yuan(0),
		{Low: 1 << 62, High: 1 << 62, Currency: "USD"},
		{Low: 5, High: 5, Currency: "EUR"},
		{Low: 0, High: 0, Currency: "USD"},
		{},
	}
	for i := range len(falling) - 1 {
		if amountOrder(falling[i]) <= amountOrder(falling[i+1]) {
			t.Errorf("%v does not come before %v", falling[i], falling[i+1])
		}
	}
}

func TestSearchIDs(t *testing.T) {
	at := int64(1_700_000_000)
	last := int64(-1)
	for _, p := range []invest.Publication{
		{Kind: invest.KindRelease, Number: 1<<numberBits - 1, PubDate: momentOf(at - 1)},
		{Kind: invest.KindProject, Number: 1, PubDate: momentOf(at)},
		{Kind: invest.KindProject, Number: 2, PubDate: momentOf(at)},
		{Kind: invest.KindRelease, Number: 1, PubDate: momentOf(at)},
		{Kind: invest.KindProject, Number: 1, PubDate: momentOf(at + 1)},
		{Kind: invest.KindRelease, Number: 1<<numberBits - 1, PubDate: momentOf(1<<secondBits - 1)},
	} {
		id, err := searchID(p)
		if err != nil || id <= last {
			t.Errorf("%+v has row %d after %d, %v", p, id, last, err)
		}
		last = id
	}
	for _, p := range []invest.Publication{
		{Kind: invest.KindProject, Number: 0, PubDate: momentOf(at)},
		{Kind: invest.KindProject, Number: 1 << numberBits, PubDate: momentOf(at)},
		{Kind: invest.KindProject, Number: 1, PubDate: momentOf(-1)},
		{Kind: invest.KindProject, Number: 1, PubDate: momentOf(1 << secondBits)},
		{Kind: invest.KindProject, Number: 1},
	} {
		if id, err := searchID(p); err == nil {
			t.Errorf("%+v has row %d", p, id)
		}
	}
	if len(kindCode) != len(invest.Kinds) || len(kindCode) > 1<<kindBits {
		t.Errorf("%d codes for %d kinds", len(kindCode), len(invest.Kinds))
	}
}

func momentOf(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
