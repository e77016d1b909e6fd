package desk

import (
	"context"
	"slices"

	"wellspring/internal/invest"
)

// Autosave keeps a form that the editor has not saved, in place of what was kept
// of the same form before; number 0 is a text that was never saved. Only that
// editor gets it back, saving drops it, and the trail does not tell of it. What
// is given is a.Origin, a.Kind, a.Number, a.Version and a.Form.
//
// Invalid if the form is longer than invest.MaxForm; Forbidden, NotFound.
func (d *Desk) Autosave(ctx context.Context, who Actor, a invest.Autosave) error {
	if len(a.Form) > invest.MaxForm {
		return invest.FieldErrors{{Field: "form", Key: "error.too_long", Args: []any{invest.MaxForm, len(a.Form)}}}.Err()
	}
	return d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		if err := mayEdit(ctx, tx, who.Editor, a.Kind, a.Number); err != nil {
			return err
		}
		a.Editor, a.At = who.Editor.ID, d.moment()
		return tx.PutAutosave(ctx, a)
	})
}

// Autosaves gives the forms that were kept, latest first. Forbidden, NotFound.
func (d *Desk) Autosaves(ctx context.Context, who Actor, k invest.Kind, number int64) ([]invest.Autosave, error) {
	if err := mayEdit(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.Autosaves(ctx, who.Editor.ID, k, number)
}

// DropAutosave forgets a form that was kept; there may be none. It is the
// editor's own, whatever they may do by now.
func (d *Desk) DropAutosave(ctx context.Context, who Actor, origin string) error {
	return d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		return tx.DropAutosave(ctx, who.Editor.ID, origin)
	})
}

// mayEdit refuses who could not save the draft, or begin one with number 0.
func mayEdit(ctx context.Context, r invest.DeskReader, e invest.Editor, k invest.Kind, number int64) error {
	if !e.May(invest.MayWrite, k) {
		return invest.Errorf(invest.Forbidden, "%s may not write %s", e.Login, k)
	}
	if number == 0 && slices.Contains(invest.Kinds, k) {
		return nil
	}
	_, err := seen(ctx, r, e, k, number)
	return err
}
