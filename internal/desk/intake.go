package desk

import (
	"context"
	"slices"
	"time"

	"wellspring/internal/invest"
)

// An import is staged in many short steps, so that others save and publish
// meanwhile; what it makes stands after one. Only its beginning and what changes
// drafts have lines in the audit trail.

var importLists = []string{"projects", "signings", "parks", "construction", "figures"}

// ImportMakes lists the kinds of drafts that the rows of a sheet become, by what
// it lists.
func ImportMakes(lists string) []invest.Kind {
	switch lists {
	case "signings":
		return []invest.Kind{invest.KindProject, invest.KindCeremony}
	case "construction":
		return []invest.Kind{invest.KindProject, invest.KindUpdate}
	case "parks":
		return []invest.Kind{invest.KindPark}
	case "figures":
		return []invest.Kind{invest.KindRelease}
	}
	return []invest.Kind{invest.KindProject}
}

// MayImport reports whether an editor may import sheets that list something; ""
// stands for what is to be found out, which is anything.
func MayImport(e invest.Editor, lists string) bool {
	if lists == "" {
		return slices.ContainsFunc(importLists, func(l string) bool { return MayImport(e, l) })
	}
	return !slices.ContainsFunc(ImportMakes(lists), func(k invest.Kind) bool { return !e.May(invest.MayWrite, k) })
}

// seesImport refuses an import of somebody else to whom does not see all drafts.
func seesImport(e invest.Editor, i invest.Import) error {
	if i.Owner == e.ID || slices.Contains(e.Roles, invest.Operator) || e.Sees(ImportMakes(i.Lists)[0]) == invest.SeesAll {
		return nil
	}
	return invest.Errorf(invest.Forbidden, "%s does not see import %d", e.Login, i.ID)
}

// WorksOnImport reports whether an editor works on an import: whoever began it;
// and on the operator's, who signs in nowhere, those who withdraw what is public.
func WorksOnImport(e invest.Editor, i invest.Import) bool {
	theirs := i.Owner == e.ID || i.Owner == 0 && e.May(invest.MayWithdraw, ImportMakes(i.Lists)[0])
	return theirs && MayImport(e, i.Lists) || slices.Contains(e.Roles, invest.Operator)
}

func worksOnImport(e invest.Editor, i invest.Import) error {
	if WorksOnImport(e, i) {
		return nil
	}
	return invest.Errorf(invest.Forbidden, "%s does not work on import %d", e.Login, i.ID)
}

// Import gives one. Forbidden, NotFound.
func (d *Desk) Import(ctx context.Context, who Actor, id int64) (invest.Import, error) {
	i, err := d.store.Import(ctx, id)
	if err == nil {
		err = seesImport(who.Editor, i)
	}
	return i, err
}

// Imports lists the latest that the editor sees.
func (d *Desk) Imports(ctx context.Context, who Actor) ([]invest.Import, error) {
	all, err := d.store.Imports(ctx, 200)
	return slices.DeleteFunc(all, func(i invest.Import) bool { return seesImport(who.Editor, i) != nil }), err
}

// ImportRows lists staged rows. Forbidden, NotFound.
func (d *Desk) ImportRows(ctx context.Context, who Actor, id int64, f invest.ImportRowFilter) (invest.ImportRowList, error) {
	if _, err := d.Import(ctx, who, id); err != nil {
		return invest.ImportRowList{}, err
	}
	return d.store.ImportRows(ctx, id, f)
}

// ImportDrafts lists the drafts of an import in the order of their rows. Forbidden, NotFound.
func (d *Desk) ImportDrafts(ctx context.Context, who Actor, id int64, offset, limit int) ([]invest.DraftID, error) {
	if _, err := d.Import(ctx, who, id); err != nil {
		return nil, err
	}
	return d.store.ImportDrafts(ctx, id, offset, limit)
}

// Matches gives the drafts that have one of some title keys or codes, for who
// writes the kind: an import tells that something is there already. Forbidden.
func (d *Desk) Matches(ctx context.Context, who Actor, k invest.Kind, keys, codes []string) ([]invest.DraftMatch, error) {
	if err := (step{who: who}).need(invest.MayWrite, k); err != nil {
		return nil, err
	}
	return d.store.MatchDrafts(ctx, k, keys, codes)
}

// Names gives the title keys of up to limit drafts of a kind that the editor sees,
// and of what is public. Forbidden.
func (d *Desk) Names(ctx context.Context, who Actor, k invest.Kind, limit int) ([]invest.DraftMatch, error) {
	if err := (step{who: who}).need(invest.MayWrite, k); err != nil {
		return nil, err
	}
	mine := who.Editor.ID
	if slices.Contains(who.Editor.Roles, invest.Operator) || who.Editor.Sees(k) == invest.SeesAll {
		mine = 0
	}
	return d.store.DraftNames(ctx, k, mine, limit)
}

// Matched gives a draft that a row was found to be like, whoever began it: what is
// there already is compared with, and referred to. To change one it must be seen,
// which is Open's to say. Forbidden, NotFound.
func (d *Desk) Matched(ctx context.Context, who Actor, k invest.Kind, number int64) (invest.Draft, error) {
	if err := (step{who: who}).need(invest.MayWrite, k); err != nil {
		return invest.Draft{}, err
	}
	return d.store.Draft(ctx, k, number)
}

// Headings gives what was said of headings before: field and unit.
func (d *Desk) Headings(ctx context.Context, lists string) (map[string][2]string, error) {
	return d.store.Headings(ctx, lists)
}

// Settings gives all parts of the settings.
func (d *Desk) Settings(ctx context.Context) (all invest.Settings, err error) {
	for _, key := range invest.SettingKeys {
		part, _, err := d.store.Setting(ctx, key)
		if err != nil {
			return all, err
		}
		all.Set(part)
	}
	return all, nil
}

// BeginImport stores a new import and gives it its ID. Forbidden.
func (d *Desk) BeginImport(ctx context.Context, who Actor, i *invest.Import) error {
	return d.act(ctx, who, "import", "", func(ctx context.Context, s step) (int64, string, error) {
		if !MayImport(who.Editor, i.Lists) {
			return 0, i.File, invest.Errorf(invest.Forbidden, "%s may not import %s", who.Editor.Login, i.Lists)
		}
		i.Owner, i.State, i.Created, i.Updated = who.Editor.ID, invest.ImportReading, s.at, s.at
		err := s.tx.PutImport(ctx, i)
		return i.ID, i.File, err
	})
}

// onImport runs a step of an import that must be in one of some states, and
// stores it. Conflict if it is in another; Forbidden, NotFound.
func (d *Desk) onImport(ctx context.Context, who Actor, id int64, states []invest.ImportState, f func(context.Context, step, *invest.Import) error) (invest.Import, error) {
	var i invest.Import
	err := d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) (err error) {
		i, err = withImport(ctx, step{tx: tx, who: who, at: d.moment()}, id, states, f)
		return err
	})
	return i, err
}

// withImport is onImport inside a transaction.
func withImport(ctx context.Context, s step, id int64, states []invest.ImportState, f func(context.Context, step, *invest.Import) error) (invest.Import, error) {
	i, err := s.tx.Import(ctx, id)
	if err != nil {
		return i, err
	}
	if err := worksOnImport(s.who.Editor, i); err != nil {
		return i, err
	}
	if !slices.Contains(states, i.State) {
		return i, invest.Errorf(invest.Conflict, "import %d is %s", id, i.State)
	}
	if err := f(ctx, s, &i); err != nil {
		return i, err
	}
	i.Updated = s.at
	return i, s.tx.PutImport(ctx, &i)
}

// StageRows keeps the next rows of an import. Conflict once it was cancelled.
func (d *Desk) StageRows(ctx context.Context, who Actor, id int64, rows []invest.ImportRow) error {
	_, err := d.onImport(ctx, who, id, []invest.ImportState{invest.ImportReading}, func(ctx context.Context, s step, i *invest.Import) error {
		i.Rows += len(rows)
		return s.tx.AddImportRows(ctx, id, rows)
	})
	return err
}

// EndReading ends the staging of rows: with how the sheet was read, or with what
// was wrong. Conflict once it was cancelled.
func (d *Desk) EndReading(ctx context.Context, who Actor, id int64, lists string, head []byte, problem string) error {
	_, err := d.onImport(ctx, who, id, []invest.ImportState{invest.ImportReading}, func(_ context.Context, _ step, i *invest.Import) error {
		i.State, i.Head, i.Problem = invest.ImportRead, head, problem
		if lists != "" {
			i.Lists = lists
		}
		if problem != "" {
			i.State = invest.ImportFailed
		}
		return nil
	})
	return err
}

// ReadAgain forgets what was staged and begins anew, with another head, and
// remembers what was said of headings. Conflict if it is being read or was taken.
func (d *Desk) ReadAgain(ctx context.Context, who Actor, id int64, lists string, head []byte, said map[string][2]string) (invest.Import, error) {
	states := []invest.ImportState{invest.ImportRead, invest.ImportFailed, invest.ImportReading, invest.ImportMaking}
	return d.onImport(ctx, who, id, states, func(ctx context.Context, s step, i *invest.Import) error {
		if !MayImport(who.Editor, lists) {
			return invest.Errorf(invest.Forbidden, "%s may not import %s", who.Editor.Login, lists)
		}
		i.State, i.Problem, i.Head, i.Rows, i.Made, i.Lists = invest.ImportReading, "", head, 0, 0, lists
		for heading, x := range said {
			if err := s.tx.PutHeading(ctx, lists, heading, x[0], x[1]); err != nil {
				return err
			}
		}
		return s.tx.DropImportRows(ctx, id)
	})
}

// ChangeImport stores another head of an import that is being looked over, and
// rows with other choices. Conflict if it is in another state.
func (d *Desk) ChangeImport(ctx context.Context, who Actor, id int64, head []byte, rows []invest.ImportRow) (invest.Import, error) {
	return d.onImport(ctx, who, id, []invest.ImportState{invest.ImportRead}, func(ctx context.Context, s step, i *invest.Import) error {
		if head != nil {
			i.Head = head
		}
		return s.tx.AddImportRows(ctx, id, rows)
	})
}

// CancelImport ends an import of which nothing stands; its staged rows go.
// Conflict if it was taken.
func (d *Desk) CancelImport(ctx context.Context, who Actor, id int64) error {
	states := []invest.ImportState{invest.ImportReading, invest.ImportRead, invest.ImportMaking, invest.ImportFailed}
	_, err := d.onImport(ctx, who, id, states, func(ctx context.Context, s step, i *invest.Import) error {
		i.State = invest.ImportCancelled
		return s.tx.DropImportRows(ctx, id)
	})
	return err
}

// BeginMaking goes from looking over to staging drafts, BackToRead the other way:
// then what was staged of them goes. Conflict if the import is in another state.
func (d *Desk) BeginMaking(ctx context.Context, who Actor, id int64) error {
	_, err := d.onImport(ctx, who, id, []invest.ImportState{invest.ImportRead}, func(ctx context.Context, s step, i *invest.Import) error {
		i.State, i.Made = invest.ImportMaking, 0
		return s.tx.DropStaged(ctx, id)
	})
	return err
}

// BackToRead: see BeginMaking.
func (d *Desk) BackToRead(ctx context.Context, who Actor, id int64) error {
	_, err := d.onImport(ctx, who, id, []invest.ImportState{invest.ImportMaking}, func(ctx context.Context, s step, i *invest.Import) error {
		i.State, i.Made = invest.ImportRead, 0
		return s.tx.DropStaged(ctx, id)
	})
	return err
}

// TakeNumbers gives the first of n numbers for drafts of a kind that an import
// will make. Forbidden.
func (d *Desk) TakeNumbers(ctx context.Context, who Actor, k invest.Kind, n int) (first int64, err error) {
	if n == 0 {
		return 0, nil
	}
	if err := (step{who: who}).need(invest.MayWrite, k); err != nil {
		return 0, err
	}
	err = d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		first, err = tx.TakeNumbers(ctx, k, n)
		return err
	})
	return first, err
}

// StageDrafts keeps texts that TakeImport will make drafts of, each as Save would
// store it. What is wrong with one is given by its row, and then none of these is
// kept. Conflict once the import was cancelled; Forbidden, as for one that changes
// a draft which the editor does not see.
func (d *Desk) StageDrafts(ctx context.Context, who Actor, id int64, set invest.Settings, texts []invest.StagedDraft) (wrong map[int]invest.FieldErrors, err error) {
	wrong = map[int]invest.FieldErrors{}
	s := step{who: who, at: d.moment()}
	for i := range texts {
		x := &texts[i]
		if err := s.need(invest.MayWrite, x.Draft.Body.Kind()); err != nil {
			return nil, err
		}
		var before invest.Content
		if x.Draft.Version > 0 {
			if _, err := seen(ctx, d.store, who.Editor, x.Draft.Body.Kind(), x.Draft.Number); err != nil {
				return nil, err
			}
			was, err := d.store.Revision(ctx, x.Draft.Body.Kind(), x.Draft.Number, x.Draft.Revision)
			if err != nil {
				return nil, err
			}
			before = was.Body
		}
		if x.Draft.Body, err = s.stamp(x.Draft.Body, before); err != nil {
			return nil, err
		}
		if errs := append(x.Draft.Body.Validate(), set.Unknown(x.Draft.Body)...); len(errs) > 0 {
			wrong[x.Row] = append(wrong[x.Row], errs...)
		}
		if x.Hash, err = invest.HashContent(x.Draft.Body); err != nil {
			return nil, err
		}
	}
	if len(wrong) > 0 {
		return wrong, nil
	}
	_, err = d.onImport(ctx, who, id, []invest.ImportState{invest.ImportMaking}, func(ctx context.Context, s step, i *invest.Import) error {
		i.Made += len(texts)
		return s.tx.StageDrafts(ctx, id, texts)
	})
	return nil, err
}

// TakeImport makes the staged texts drafts, whole or not at all. Conflict if the
// import is in another state, Stale if a draft that it changes was saved in
// between; Forbidden.
func (d *Desk) TakeImport(ctx context.Context, who Actor, id int64, note string) (made int, err error) {
	err = d.act(ctx, who, "import-take", "", func(ctx context.Context, s step) (int64, string, error) {
		_, err := withImport(ctx, s, id, []invest.ImportState{invest.ImportMaking}, func(ctx context.Context, s step, i *invest.Import) (err error) {
			made, err = s.tx.TakeStaged(ctx, id, who.Editor.ID, s.at, note)
			i.State, i.Made = invest.ImportTaken, made
			return err
		})
		return id, note, err
	})
	return made, err
}

// UndoImport takes back what an import has made: new drafts go for good, changed
// ones get their text from before. What it published is withdrawn and leaves 410;
// of what was public before, the text from before is shown again. Conflict if
// anything of it was touched since, or if it was forgotten; Forbidden.
func (d *Desk) UndoImport(ctx context.Context, who Actor, id int64, note string) (undone int, err error) {
	err = d.act(ctx, who, "import-undo", "", func(ctx context.Context, s step) (int64, string, error) {
		_, err := withImport(ctx, s, id, []invest.ImportState{invest.ImportTaken}, func(ctx context.Context, s step, i *invest.Import) error {
			if i.Made == 0 {
				return invest.Errorf(invest.Conflict, "it is forgotten what import %d has made", id)
			}
			i.State = invest.ImportUndone
			public, err := s.withdrawImported(ctx, id)
			if err != nil {
				return err
			}
			if undone, err = s.tx.UndoStaged(ctx, id, who.Editor.ID, s.at, note); err != nil {
				return err
			}
			return s.showAgain(ctx, public)
		})
		return id, note, err
	})
	return undone, err
}

// withdrawImported withdraws the new texts that an import itself has published,
// and gives those that were public before. Conflict if one was touched since.
func (s step) withdrawImported(ctx context.Context, id int64) (public []invest.DraftID, err error) {
	ids, err := s.tx.PublicImportDrafts(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, x := range ids {
		draft, err := s.tx.Draft(ctx, x.Kind, x.Number)
		if err == nil && draft.Shown != draft.Revision {
			continue // not with the import's text
		}
		if err == nil {
			err = s.need(invest.MayWithdraw, x.Kind)
		}
		if err == nil && draft.Revision > 1 {
			public = append(public, x)
			continue
		}
		if err == nil {
			err = s.withdraw(ctx, &draft)
		}
		if err == nil {
			err = s.tx.NoteStaged(ctx, id, x, draft.Version)
		}
		if err != nil {
			return nil, err
		}
	}
	return public, nil
}

// showAgain shows the latest texts of drafts.
func (s step) showAgain(ctx context.Context, drafts []invest.DraftID) error {
	for _, x := range drafts {
		draft, err := s.tx.Draft(ctx, x.Kind, x.Number)
		if err == nil {
			err = s.publish(ctx, &draft)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// PublishImported publishes drafts of an import without review, which is the
// operator's and recorded as such: all of those named, in one step. Left as they
// are, and given back, are drafts that cannot be shown, that were touched since,
// and those that were in work before: what others wrote there was not reviewed.
// Forbidden, NotFound.
func (d *Desk) PublishImported(ctx context.Context, who Actor, id int64, drafts []invest.DraftID) (left []invest.DraftID, err error) {
	err = d.act(ctx, who, "import-publish", "", func(ctx context.Context, s step) (int64, string, error) {
		var shown []invest.Publication
		var public []invest.Content
		left = nil
		for _, x := range drafts {
			if err := s.need(invest.MayImport, x.Kind); err != nil {
				return id, "", err
			}
			draft, err := s.tx.Draft(ctx, x.Kind, x.Number)
			if err != nil {
				return id, "", err
			}
			p, err := s.publishOf(ctx, id, &draft)
			if code := invest.CodeOf(err); code == invest.Invalid || code == invest.Conflict {
				left = append(left, x)
				continue
			}
			if err != nil {
				return id, "", err
			}
			shown, public = append(shown, p), append(public, draft.Body.Public())
		}
		if len(shown) == 0 {
			return id, "", nil
		}
		return id, "", s.tx.ShowAll(ctx, shown, public)
	})
	return left, err
}

// publishOf marks a draft of an import as public. With Invalid or Conflict
// nothing was changed.
func (s step) publishOf(ctx context.Context, id int64, draft *invest.Draft) (p invest.Publication, err error) {
	if draft.Revision > 1 && (draft.Public != invest.Published || draft.Shown != draft.Revision-1) {
		return p, invest.Errorf(invest.Conflict, "%s %d was in work before import %d", draft.Kind, draft.Number, id)
	}
	if err := s.publishable(ctx, draft.Body, s.at); err != nil {
		return p, err
	}
	if err := s.tx.NoteStaged(ctx, id, draft.ID(), draft.Version+1); err != nil {
		return p, err
	}
	return s.markPublished(ctx, draft)
}

// ForgetImports forgets the rows of imports that came to their end before a
// moment; their drafts stay as they are. It gives the imports.
func (d *Desk) ForgetImports(ctx context.Context, before time.Time) (forgotten []int64, err error) {
	all, err := d.store.Imports(ctx, 10_000)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		over := i.State == invest.ImportTaken || i.State == invest.ImportUndone || i.State == invest.ImportCancelled
		if over && i.Rows == 0 && i.Made == 0 || !i.Updated.Before(before) {
			continue // forgotten before, or too early
		}
		err := d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
			whole, err := tx.Import(ctx, i.ID)
			if err != nil {
				return err
			}
			whole.Rows, whole.Made = 0, 0
			if whole.State != invest.ImportTaken && whole.State != invest.ImportUndone {
				whole.State = invest.ImportCancelled
			}
			if err := tx.DropImportRows(ctx, i.ID); err != nil {
				return err
			}
			return tx.PutImport(ctx, &whole)
		})
		if err != nil {
			return forgotten, err
		}
		forgotten = append(forgotten, i.ID)
	}
	return forgotten, nil
}
