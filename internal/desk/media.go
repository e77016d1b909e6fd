package desk

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"wellspring/internal/invest"
	"wellspring/internal/richtext"
)

// The library is everybody's who writes, reviews or publishes. What is in a
// picture is not reviewed there but with each text that shows it.

// UsesLibrary reports whether an editor has to do with texts at all.
func UsesLibrary(e invest.Editor) bool {
	return slices.ContainsFunc(invest.Kinds, func(k invest.Kind) bool { return e.Sees(k) != invest.SeesNone })
}

// MayUpload reports whether an editor may add to the library.
func MayUpload(e invest.Editor) bool {
	return slices.ContainsFunc(invest.Kinds, func(k invest.Kind) bool { return e.May(invest.MayWrite, k) })
}

// MayRemoveMedia reports whether an editor may take a file out of the library:
// their own, or with the right to withdraw any.
func MayRemoveMedia(e invest.Editor, m invest.Media) bool {
	return MayUpload(e) && (m.Editor == e.ID || e.May(invest.MayWithdraw, invest.KindArticle))
}

func (d *Desk) inLibrary(who Actor) error {
	if UsesLibrary(who.Editor) {
		return nil
	}
	return invest.Errorf(invest.Forbidden, "%s has nothing to do with the library", who.Editor.Login)
}

// MediaList lists the library. Forbidden.
func (d *Desk) MediaList(ctx context.Context, who Actor, f invest.MediaFilter) (invest.MediaList, error) {
	if err := d.inLibrary(who); err != nil {
		return invest.MediaList{}, err
	}
	return d.store.MediaList(ctx, f)
}

// Media gives one file. Forbidden, NotFound.
func (d *Desk) Media(ctx context.Context, who Actor, number int64) (invest.Media, error) {
	if err := d.inLibrary(who); err != nil {
		return invest.Media{}, err
	}
	return d.store.MediaByNumber(ctx, number)
}

// MediaByHash gives one file. Forbidden, NotFound.
func (d *Desk) MediaByHash(ctx context.Context, who Actor, hash string) (invest.Media, error) {
	if err := d.inLibrary(who); err != nil {
		return invest.Media{}, err
	}
	return d.store.MediaByHash(ctx, hash)
}

// MediaByUpload gives the file that an upload has become before. Forbidden, NotFound.
func (d *Desk) MediaByUpload(ctx context.Context, who Actor, upload string) (invest.Media, error) {
	if err := d.inLibrary(who); err != nil {
		return invest.Media{}, err
	}
	return d.store.MediaByUpload(ctx, upload)
}

// MediaUsedIn lists the texts that show a file, as far as the editor sees them,
// and counts the others. Forbidden.
func (d *Desk) MediaUsedIn(ctx context.Context, who Actor, hash string) (rows []invest.Draft, others int, err error) {
	if err := d.inLibrary(who); err != nil {
		return nil, 0, err
	}
	ids, err := d.store.MediaUsedIn(ctx, hash)
	if err != nil {
		return nil, 0, err
	}
	for _, id := range ids {
		draft, err := seen(ctx, d.store, who.Editor, id.Kind, id.Number)
		switch invest.CodeOf(err) {
		case invest.Forbidden:
			others++
			continue
		case "":
			if err != nil {
				return nil, 0, err
			}
			rows = append(rows, draft)
		default:
			return nil, 0, err
		}
	}
	return rows, others, nil
}

// AddMedia puts a file into the library whose folder is written; one that is
// there already is given back as it is. Forbidden, Invalid.
func (d *Desk) AddMedia(ctx context.Context, who Actor, m invest.Media) (invest.Media, error) {
	if MayUpload(who.Editor) {
		if there, err := d.store.MediaByHash(ctx, m.Hash); err == nil { // nothing is added: the trail tells of nothing
			return there, nil
		}
	}
	err := d.act(ctx, who, "media-add", "", func(ctx context.Context, s step) (int64, string, error) {
		if !MayUpload(who.Editor) {
			return 0, m.Name, invest.Errorf(invest.Forbidden, "%s may not add to the library", who.Editor.Login)
		}
		there, err := s.tx.MediaByHash(ctx, m.Hash)
		if invest.CodeOf(err) != invest.NotFound {
			m = there
			return there.Number, m.Name, err
		}
		if err := invest.CheckMediaWords(m).Err(); err != nil {
			return 0, m.Name, err
		}
		m.Editor, m.At = who.Editor.ID, s.at
		if err := s.tx.AddMedia(ctx, &m); err != nil {
			return 0, m.Name, err
		}
		return m.Number, m.Name, nil
	})
	return m, err
}

// SaveMediaWords stores the names and words of some files, all or none; one that
// is stored as it is already stays at its version. A name keeps its ending.
// Invalid with the fields named by their place ("media.2.alt.zh"); Forbidden,
// Stale, NotFound.
func (d *Desk) SaveMediaWords(ctx context.Context, who Actor, list []invest.Media) error {
	return d.act(ctx, who, "media-words", "", func(ctx context.Context, s step) (int64, string, error) {
		if !MayUpload(who.Editor) {
			return 0, "", invest.Errorf(invest.Forbidden, "%s may not change the library", who.Editor.Login)
		}
		if err := invest.CheckMediaList(list).Err(); err != nil {
			return 0, "", err
		}
		var names []string
		for i := range list {
			stored, err := s.tx.MediaByNumber(ctx, list[i].Number)
			if err != nil {
				return list[i].Number, list[i].Name, err
			}
			list[i].Name = invest.FileName(list[i].Name, filepath.Ext(stored.Name))
			if list[i].Name == stored.Name && list[i].Words == stored.Words {
				continue
			}
			if err := s.tx.PutMediaWords(ctx, &list[i]); err != nil {
				return list[i].Number, list[i].Name, err
			}
			names = append(names, list[i].Name)
		}
		if len(list) == 1 {
			return list[0].Number, strings.Join(names, ", "), nil
		}
		return 0, strings.Join(names, ", "), nil
	})
}

// RemoveMedia takes a file out of the library. Conflict while a text shows it;
// Forbidden, NotFound.
func (d *Desk) RemoveMedia(ctx context.Context, who Actor, number int64) (invest.Media, error) {
	var m invest.Media
	err := d.act(ctx, who, "media-remove", "", func(ctx context.Context, s step) (int64, string, error) {
		var err error
		if m, err = s.tx.MediaByNumber(ctx, number); err != nil {
			return number, "", err
		}
		if !MayRemoveMedia(who.Editor, m) {
			return number, m.Name, invest.Errorf(invest.Forbidden, "%s may not remove media %d", who.Editor.Login, number)
		}
		return number, m.Name, s.tx.DropMedia(ctx, number)
	})
	return m, err
}

// fillMedia puts in what the library knows of the files that a text shows. It
// reports those that it does not have.
func (s step) fillMedia(ctx context.Context, body invest.Content) (invest.FieldErrors, error) {
	known := map[string]invest.Media{}
	var errs invest.FieldErrors
	for _, use := range invest.MediaUses(body) {
		m, asked := known[use.Hash]
		if !asked {
			var err error
			if m, err = s.tx.MediaByHash(ctx, use.Hash); err != nil && invest.CodeOf(err) != invest.NotFound {
				return nil, err
			}
			known[use.Hash] = m
		}
		if m.Number == 0 || use.Shown && !m.IsPicture() {
			errs = append(errs, invest.FieldError{Field: use.Field, Key: "error.no_media"})
		}
	}
	invest.EachPicture(body, func(p *invest.Picture) {
		m := known[p.Media]
		p.Width, p.Height = m.Width, m.Height
		if p.Words == (invest.Words{}) { // it was just put in: it begins with the library's
			p.Words = m.Words
		}
	})
	invest.EachAttachment(body, func(a *invest.Attachment) {
		m := known[a.Media]
		a.Name, a.Type, a.Size = m.Name, m.Type, m.Size
	})
	size := func(img *richtext.Image) {
		if m, ok := known[img.Hash()]; ok && m.Number > 0 {
			img.Src, img.Width, img.Height = m.Path(), m.Width, m.Height
		}
	}
	if len(known) > 0 {
		for _, t := range body.RichTexts() {
			t.Zh, t.En = richtext.Rewrite(t.Zh, richtext.Rewriter{Image: size}), richtext.Rewrite(t.En, richtext.Rewriter{Image: size})
		}
	}
	return errs, nil
}
