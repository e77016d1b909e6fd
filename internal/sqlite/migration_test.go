package sqlite

import (
	"database/sql"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"wellspring/internal/invest"
)

// A folder that was made before there was a workflow keeps its drafts.
func TestDraftsOfAnOlderDatabaseAreKept(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	path := filepath.Join(dir, FileName)
	if err := create(ctx, path); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(path, writerParams))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(ctx, 2); err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{
		`INSERT INTO desk_draft (kind, number, version, revision, owner, work, public, title_zh, title_en, filed, place)
			VALUES ('policy', 1, 1, 1, 7, 'draft', 'never', '办法', '', '', '')`,
		`INSERT INTO desk_revision (kind, number, n, hash, note, editor, schema, body)
			VALUES ('policy', 1, 1, '', '', 7, 1, '{"title":{"zh":"办法"}}')`,
	} {
		if _, err := db.ExecContext(ctx, row); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	s := openStore(t, dir)
	list, err := s.Drafts(ctx, invest.DraftFilter{})
	if err != nil || list.Total != 1 || list.Rows[0].SentBack || len(list.Rows[0].StaleEn) != 0 || !list.Rows[0].Binned.IsZero() {
		t.Errorf("the list is %+v, %v", list, err)
	}
	if stale, err := s.Drafts(ctx, invest.DraftFilter{StaleEn: true}); err != nil || stale.Total != 0 {
		t.Errorf("%d have old English, %v", stale.Total, err)
	}
}
