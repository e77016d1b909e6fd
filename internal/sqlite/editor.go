package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wellspring/internal/invest"
)

const editorSelect = `SELECT id, login, name, roles, disabled FROM desk_editor `

func (r deskReader) Editor(ctx context.Context, id int64) (invest.Editor, error) {
	e, err := editorScan(r.q.QueryRowContext(ctx, editorSelect+`WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return e, invest.Errorf(invest.NotFound, "editor %d", id)
	}
	return e, err
}

func (r deskReader) EditorByLogin(ctx context.Context, login string) (invest.Editor, error) {
	e, err := editorScan(r.q.QueryRowContext(ctx, editorSelect+`WHERE login = $1`, login))
	if errors.Is(err, sql.ErrNoRows) {
		return e, invest.Errorf(invest.NotFound, "editor %q", login)
	}
	return e, err
}

func (r deskReader) Editors(ctx context.Context) ([]invest.Editor, error) {
	rows, err := r.q.QueryContext(ctx, editorSelect+`ORDER BY login`)
	return collect(rows, err, editorScan)
}

func editorScan(row scanner) (invest.Editor, error) {
	var e invest.Editor
	var roles string
	if err := row.Scan(&e.ID, &e.Login, &e.Name, &roles, &e.Disabled); err != nil {
		return e, err
	}
	return e, fromJSON(roles, &e.Roles)
}

func (t *deskTx) PutEditor(ctx context.Context, e *invest.Editor) error {
	roles, err := asJSON(e.Roles)
	if err != nil {
		return err
	}
	var done sql.Result
	if e.ID == 0 {
		done, err = t.exec(ctx, `
			INSERT INTO desk_editor (login, name, roles, disabled) VALUES ($1, $2, $3, $4)`,
			e.Login, e.Name, roles, e.Disabled)
	} else {
		done, err = t.exec(ctx, `
			UPDATE desk_editor SET login = $1, name = $2, roles = $3, disabled = $4 WHERE id = $5`,
			e.Login, e.Name, roles, e.Disabled, e.ID)
	}
	switch {
	case violates(err, uniqueViolation):
		return invest.Errorf(invest.Conflict, "the login %q belongs to another editor", e.Login)
	case err != nil:
		return fmt.Errorf("editor %q: %w", e.Login, err)
	}
	if e.ID == 0 {
		e.ID, err = done.LastInsertId()
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		err = invest.Errorf(invest.NotFound, "editor %d", e.ID)
	}
	return err
}
