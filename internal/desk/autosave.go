package desk

import (
	"context"
	"slices"

	"wellspring/internal/invest"
)

// Autosave keeps a form that the editor has not saved, in place of what it kept
// for them of that draft before; number 0 is a text that was never saved. Only
// that editor gets it back, saving drops it, and the trail does not tell of it.
//
// Invalid if the form is longer than invest.MaxForm; Forbidden, NotFound.
func (d *Desk) Autosave(ctx context.Context, who Actor, k invest.Kind, number, version int64, form []byte) error {
	if len(form) > invest.MaxForm {
		return invest.FieldErrors{{Field: "form", Key: "error.too_long", Args: []any{invest.MaxForm, len(form)}}}.Err()
	}
	return d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		if err := mayEdit(ctx, tx, who.Editor, k, number); err != nil {
			return err
		}
		return tx.PutAutosave(ctx, invest.Autosave{
			Editor: who.Editor.ID, Kind: k, Number: number, Version: version, Form: form, At: d.moment(),
		})
	})
}

// Autosaved gives the form that was kept, if any. Forbidden, NotFound.
func (d *Desk) Autosaved(ctx context.Context, who Actor, k invest.Kind, number int64) (a invest.Autosave, found bool, err error) {
	if err := mayEdit(ctx, d.store, who.Editor, k, number); err != nil {
		return invest.Autosave{}, false, err
	}
	a, err = d.store.Autosave(ctx, who.Editor.ID, k, number)
	if invest.CodeOf(err) == invest.NotFound {
		return invest.Autosave{}, false, nil
	}
	return a, err == nil, err
}

// DropAutosave forgets the form that was kept; there may be none. It is the
// editor's own, whatever they may do by now.
func (d *Desk) DropAutosave(ctx context.Context, who Actor, k invest.Kind, number int64) error {
	return d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		return tx.DropAutosave(ctx, who.Editor.ID, k, number)
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
