package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"

	"wellspring/internal/invest"
)

// The stage is the director's. What they do with it changes no text, and is not
// reviewed: what can be shown live was approved before.

// Stage gives a ceremony's stage; one that was never opened has Revision 0.
// Forbidden, NotFound.
func (d *Desk) Stage(ctx context.Context, who Actor, ceremony int64) (invest.Stage, error) {
	if _, err := seen(ctx, d.store, who.Editor, invest.KindCeremony, ceremony); err != nil {
		return invest.Stage{}, err
	}
	return stageOf(ctx, d.store, ceremony)
}

func stageOf(ctx context.Context, r invest.DeskReader, ceremony int64) (invest.Stage, error) {
	s, err := r.Stage(ctx, ceremony)
	if invest.CodeOf(err) == invest.NotFound {
		return invest.Stage{Ceremony: ceremony}, nil
	}
	return s, err
}

// CanOpen says in which modes a ceremony's stage can be opened as it stands now.
// A rehearsal takes any saved text. Going live takes one that is approved, or is
// public with nothing newer, and that is not on the stage already. What was live
// is not rehearsed again: what the public has seen would be forgotten.
func CanOpen(draft invest.Draft, s invest.Stage) []invest.StageMode {
	text, ok := draft.Body.(*invest.Ceremony)
	if !ok || text.Form != invest.FormStage || !draft.Binned.IsZero() {
		return nil
	}
	var out []invest.StageMode
	if s.LiveAt.IsZero() {
		out = append(out, invest.StageRehearsal)
	}
	released := draft.Work == invest.WorkApproved || draft.Work == invest.WorkScheduled ||
		draft.Work == invest.WorkNone && draft.Public == invest.Published
	if released && (s.Mode != invest.StageLive || s.CopyRevision != draft.Revision) {
		out = append(out, invest.StageLive)
	}
	return out
}

// OpenStage puts a copy of a ceremony's latest text on its stage, to rehearse it
// or live; revision is that of the stage as the director saw it. From a rehearsal
// everything begins anew; a stage that has been live goes on as it stood, with
// the text as it is now. Links stay as they are.
//
// Conflict where it cannot be opened so: see CanOpen. Forbidden, NotFound, Stale.
func (d *Desk) OpenStage(ctx context.Context, who Actor, ceremony, revision int64, mode invest.StageMode) (invest.Stage, error) {
	var stage invest.Stage
	err := d.act(ctx, who, "stage-open", invest.KindCeremony, func(ctx context.Context, s step) (int64, string, error) {
		draft, err := s.directs(ctx, ceremony)
		if err != nil {
			return ceremony, "", err
		}
		if stage, err = stageOf(ctx, s.tx, ceremony); err != nil {
			return ceremony, "", err
		}
		if stage.Revision != revision {
			return ceremony, "", invest.Errorf(invest.Stale, "the stage of ceremony %d is at revision %d, not %d", ceremony, stage.Revision, revision)
		}
		if !slices.Contains(CanOpen(draft, stage), mode) {
			return ceremony, "", invest.Errorf(invest.Conflict, "ceremony %d is %s and %s: its stage cannot be opened as %q", ceremony, draft.Work, draft.Public, mode)
		}
		text := draft.Body.(*invest.Ceremony)
		stage.State = stage.Reopened(text, s.at)
		if mode == invest.StageLive && stage.LiveAt.IsZero() {
			stage.LiveAt = s.at
		}
		stage.Mode, stage.Copy, stage.CopyRevision = mode, text, draft.Revision
		return ceremony, fmt.Sprintf("%s, revision %d", mode, draft.Revision), s.putStage(ctx, &stage, invest.StageCommand{Mode: mode})
	})
	return stage, err
}

// directs gives the ceremony of a stage to whoever may run it. Forbidden, NotFound.
func (s step) directs(ctx context.Context, ceremony int64) (invest.Draft, error) {
	if err := s.need(invest.MayStage, invest.KindCeremony); err != nil {
		return invest.Draft{}, err
	}
	return seen(ctx, s.tx, s.who.Editor, invest.KindCeremony, ceremony)
}

func (s step) putStage(ctx context.Context, stage *invest.Stage, c invest.StageCommand) error {
	stage.At, stage.Editor = s.at, s.who.Editor.ID
	return s.tx.PutStage(ctx, stage, c)
}

// Direct does what a director asks for. Every command is a line of the stage's
// log; what goes on the screen is one of the audit trail as well.
//
// The stage that is given back is the one after the command, or with Stale and
// Conflict the one it met. Stale, Conflict and Invalid as invest.Stage.Apply;
// Forbidden, NotFound.
func (d *Desk) Direct(ctx context.Context, who Actor, ceremony int64, c invest.StageCommand) (invest.Stage, error) {
	var stage invest.Stage
	entry := d.entry(who, "stage-go", invest.KindCeremony)
	entry.Number = ceremony
	err := d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		s := step{tx: tx, who: who, at: entry.At}
		draft, err := s.directs(ctx, ceremony)
		if err != nil {
			return err
		}
		if err := notBinned(draft); err != nil {
			return err
		}
		if stage, err = stageOf(ctx, tx, ceremony); err != nil {
			return err
		}
		if stage.State, err = s.directed(ctx, stage, c); err != nil {
			return err
		}
		if err := s.putStage(ctx, &stage, c); err != nil || c.Act != invest.ActGo {
			return err
		}
		entry.Detail = fmt.Sprintf("%s: %s, revision %d", stage.Mode, shotWords(stage.State.Shown), stage.Revision)
		return tx.AppendAudit(ctx, entry)
	})
	if invest.CodeOf(err) == invest.Forbidden {
		return stage, d.refused(ctx, entry, err)
	}
	return stage, err
}

// directed is the state that a command makes of the stage's.
func (s step) directed(ctx context.Context, stage invest.Stage, c invest.StageCommand) (invest.StageState, error) {
	if c.Act != invest.ActUndo {
		return stage.Apply(c, s.at)
	}
	var before invest.StageState
	if stage.State.Before > 0 {
		e, err := s.tx.StageEntry(ctx, stage.Ceremony, stage.State.Before)
		if err != nil {
			return stage.State, err
		}
		before = e.State
	}
	return stage.Undone(c, before, s.at)
}

// shotWords is a shot for the audit trail.
func shotWords(s invest.Shot) string {
	if s.View == invest.ViewGroup {
		return fmt.Sprintf("group %d", s.Group)
	}
	return string(s.View)
}

// EndStage ends a rehearsal or the ceremony: the screens keep their last picture
// and no command is taken any more. Conflict if the stage is not open; Forbidden,
// NotFound, Stale.
func (d *Desk) EndStage(ctx context.Context, who Actor, ceremony, revision int64) (invest.Stage, error) {
	var stage invest.Stage
	err := d.act(ctx, who, "stage-end", invest.KindCeremony, func(ctx context.Context, s step) (int64, string, error) {
		_, err := s.directs(ctx, ceremony)
		if err != nil {
			return ceremony, "", err
		}
		if stage, err = stageOf(ctx, s.tx, ceremony); err != nil {
			return ceremony, "", err
		}
		if !stage.Mode.Open() {
			return ceremony, "", invest.Errorf(invest.Conflict, "the stage of ceremony %d is not open", ceremony)
		}
		was := stage.Mode
		stage.Revision, stage.Mode = revision, invest.StageEnded // the store compares the revision
		stage.State.Armed, stage.State.Before = invest.Shot{}, 0
		return ceremony, string(was), s.putStage(ctx, &stage, invest.StageCommand{Mode: invest.StageEnded})
	})
	return stage, err
}

// StageLog lists what was done with a stage, newest first, at most limit.
// Forbidden, NotFound.
func (d *Desk) StageLog(ctx context.Context, who Actor, ceremony int64, limit int) ([]invest.StageEntry, error) {
	if _, err := seen(ctx, d.store, who.Editor, invest.KindCeremony, ceremony); err != nil {
		return nil, err
	}
	return d.store.StageLog(ctx, ceremony, limit)
}

// NewStageLink makes a link that shows a ceremony's stage in a role to whoever
// has the token, until it is revoked. The token is given once and kept nowhere.
// Invalid for a role that is none; Conflict if the ceremony is in the bin;
// Forbidden, NotFound.
func (d *Desk) NewStageLink(ctx context.Context, who Actor, ceremony int64, role invest.StageRole) (token string, err error) {
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	err = d.act(ctx, who, "stage-link", invest.KindCeremony, func(ctx context.Context, s step) (int64, string, error) {
		draft, err := s.directs(ctx, ceremony)
		if err != nil {
			return ceremony, "", err
		}
		if err := notBinned(draft); err != nil {
			return ceremony, "", err
		}
		if !slices.Contains(invest.StageRoles, role) {
			return ceremony, "", invest.FieldErrors{{Field: "role", Key: "error.choice", Args: []any{string(role)}}}.Err()
		}
		link := invest.StageLink{Ceremony: ceremony, Role: role, Editor: who.Editor.ID, Made: s.at}
		return ceremony, string(role), s.tx.AddStageLink(ctx, &link, tokenHash(token))
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// StageLinks lists the links to a stage, newest first, revoked ones too.
// Forbidden, NotFound.
func (d *Desk) StageLinks(ctx context.Context, who Actor, ceremony int64) ([]invest.StageLink, error) {
	if _, err := seen(ctx, d.store, who.Editor, invest.KindCeremony, ceremony); err != nil {
		return nil, err
	}
	return d.store.StageLinks(ctx, ceremony)
}

// RevokeStageLink closes a link of a ceremony; it may be closed already.
// Forbidden, NotFound.
func (d *Desk) RevokeStageLink(ctx context.Context, who Actor, ceremony, id int64) error {
	return d.act(ctx, who, "stage-revoke", invest.KindCeremony, func(ctx context.Context, s step) (int64, string, error) {
		if _, err := s.directs(ctx, ceremony); err != nil {
			return ceremony, "", err
		}
		link, err := s.tx.StageLink(ctx, id)
		if err != nil {
			return ceremony, "", err
		}
		if link.Ceremony != ceremony {
			return ceremony, "", invest.Errorf(invest.NotFound, "stage link %d of ceremony %d", id, ceremony)
		}
		return ceremony, string(link.Role), s.tx.RevokeStageLink(ctx, id, s.at)
	})
}

// StageByToken gives the link of a token. It asks for no editor. NotFound for a
// token that there is not or that was revoked, and while the ceremony is in the bin.
func (d *Desk) StageByToken(ctx context.Context, token string) (invest.StageLink, error) {
	link, err := d.store.StageLinkByHash(ctx, tokenHash(token))
	if err != nil {
		return link, err
	}
	pulse, err := d.store.StagePulse(ctx, link.Ceremony)
	if err == nil && !slices.Contains(pulse.Links, link.ID) {
		err = invest.Errorf(invest.NotFound, "stage link %d", link.ID)
	}
	return link, err
}

// StageNow gives a stage whole, and StagePulse as much as says whether it has
// changed, for the program's own use: what of it anybody gets to see depends on
// their link. One that was never opened has Revision 0.
func (d *Desk) StageNow(ctx context.Context, ceremony int64) (invest.Stage, error) {
	return stageOf(ctx, d.store, ceremony)
}

func (d *Desk) StagePulse(ctx context.Context, ceremony int64) (invest.StagePulse, error) {
	return d.store.StagePulse(ctx, ceremony)
}
