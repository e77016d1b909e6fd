package sqlite

import (
	"context"
	"fmt"

	"wellspring/internal/invest"
)

// ofOneDraft are the tables with rows of a draft, children before their parents.
var ofOneDraft = []string{
	"desk_comment", "desk_review", "desk_preview", "desk_share", "desk_origin", "desk_schedule", "desk_autosave", "desk_media_use", "desk_override", "desk_figure_use", "desk_figure_kept", "desk_stage_link", "desk_stage_log", "desk_stage", "desk_revision", "desk_draft",
}

func (t *deskTx) PurgeDraft(ctx context.Context, k invest.Kind, number int64) error {
	d, err := t.Draft(ctx, k, number)
	if err != nil {
		return err
	}
	if d.Binned.IsZero() || d.Public != invest.NeverPublic {
		return invest.Errorf(invest.Conflict, "draft of %s %d is not in the bin, or was public", k, number)
	}
	for _, table := range ofOneDraft {
		if _, err := t.exec(ctx, `DELETE FROM `+table+` WHERE kind = $1 AND number = $2`, k, number); err != nil {
			return fmt.Errorf("remove %s %d from %s: %w", k, number, table, err)
		}
	}
	return nil
}
