package desk

import (
	"context"

	"wellspring/internal/invest"
	"wellspring/internal/richtext"
)

// SaveSetting stores the next version of a part of the settings; it takes
// effect at once. Invalid, Forbidden, Stale.
func (d *Desk) SaveSetting(ctx context.Context, who Actor, part invest.Setting, version int64) error {
	return d.act(ctx, who, "settings", "", func(ctx context.Context, s step) (int64, string, error) {
		right := invest.MaySettings
		if part.Key() == invest.SettingColumns {
			right = invest.MayColumns
		}
		if err := s.need(right, ""); err != nil {
			return 0, "", err
		}
		if site, ok := part.(*invest.Site); ok {
			for _, t := range site.RichTexts() {
				t.Zh, t.En = richtext.Sanitize(t.Zh), richtext.Sanitize(t.En)
			}
		}
		if err := part.Validate().Err(); err != nil {
			return 0, "", err
		}
		return 0, string(part.Key()), s.tx.PutSetting(ctx, part, version, who.Editor.ID, s.at)
	})
}
