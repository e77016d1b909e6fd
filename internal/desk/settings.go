package desk

import (
	"context"
	"html"
	"slices"

	"wellspring/internal/invest"
	"wellspring/internal/richtext"
)

// SaveSetting stores the next version of a part of the settings; it takes
// effect at once. Invalid, Forbidden, Stale.
func (d *Desk) SaveSetting(ctx context.Context, who Actor, part invest.Setting, version int64) error {
	return d.act(ctx, who, "settings", "", func(ctx context.Context, s step) (int64, string, error) {
		if err := s.need(settingRight(part.Key()), ""); err != nil {
			return 0, "", err
		}
		if site, ok := part.(*invest.Site); ok {
			for _, t := range site.RichTexts() {
				t.Zh, t.En = bare(richtext.Sanitize(t.Zh)), bare(richtext.Sanitize(t.En))
			}
		}
		if err := part.Validate().Err(); err != nil {
			return 0, "", err
		}
		if err := s.inUse(ctx, part); err != nil {
			return 0, "", err
		}
		return 0, string(part.Key()), s.tx.PutSetting(ctx, part, version, who.Editor.ID, s.at)
	})
}

// bare takes out of the site's own pages what belongs to reviewed texts: nobody
// would know of a picture or a bound figure in them.
func bare(markup string) string {
	return richtext.Rewrite(markup, richtext.Rewriter{
		Image:  func(img *richtext.Image) { img.Drop = true },
		Figure: func(f *richtext.Figure) { f.Markup = html.EscapeString(f.Words) },
	})
}

// inUse refuses to take away a column that articles are filed in, or a sector
// that is the first of some project: their pages would show its bare key.
func (s step) inUse(ctx context.Context, part invest.Setting) error {
	before, _, err := s.tx.Setting(ctx, part.Key())
	if err != nil {
		return err
	}
	var errs invest.FieldErrors
	gone := func(k invest.Kind, field, key, name string) error {
		list, err := s.tx.Drafts(ctx, invest.DraftFilter{Kind: k, Filed: key, Limit: 1})
		if err == nil && list.Total > 0 {
			errs = append(errs, invest.FieldError{Field: field, Key: "error.in_use", Args: []any{name, list.Total}})
		}
		return err
	}
	switch now := part.(type) {
	case *invest.Columns:
		for _, c := range *before.(*invest.Columns) {
			if c.Articles && !now.Find(c.Key).Articles {
				if err := gone(invest.KindArticle, "columns", c.Key, c.Name.Zh); err != nil {
					return err
				}
			}
		}
	case *invest.Sectors:
		for _, x := range *before.(*invest.Sectors) {
			if !slices.ContainsFunc(*now, func(y invest.Sector) bool { return y.Key == x.Key }) {
				if err := gone(invest.KindProject, "sectors", x.Key, x.Name.Zh); err != nil {
					return err
				}
			}
		}
	}
	return errs.Err()
}

// settingRight is the right to change a part of the settings.
func settingRight(k invest.SettingKey) invest.Right {
	if k == invest.SettingColumns {
		return invest.MayColumns
	}
	return invest.MaySettings
}

// Setting gives a part of the settings with its version, to any editor: forms
// offer its columns, sectors and indicators. Forbidden; NotFound.
func (d *Desk) Setting(ctx context.Context, who Actor, k invest.SettingKey) (invest.Setting, int64, error) {
	if err := active(who.Editor); err != nil {
		return nil, 0, err
	}
	if err := settingExists(k); err != nil {
		return nil, 0, err
	}
	return d.store.Setting(ctx, k)
}

// SettingRevisions lists the saved states of a part, newest first, to whoever
// may change it. Forbidden; NotFound.
func (d *Desk) SettingRevisions(ctx context.Context, who Actor, k invest.SettingKey) ([]invest.SettingRevision, error) {
	if right := settingRight(k); !who.Editor.May(right, "") {
		return nil, invest.Errorf(invest.Forbidden, "%s may not %s", who.Editor.Login, right)
	}
	if err := settingExists(k); err != nil {
		return nil, err
	}
	return d.store.SettingRevisions(ctx, k)
}

// settingExists is NotFound for a part that there is not: the key may come from
// an address.
func settingExists(k invest.SettingKey) error {
	if slices.Contains(invest.SettingKeys, k) {
		return nil
	}
	return invest.Errorf(invest.NotFound, "settings %q", k)
}
