package admin

import (
	"context"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
)

// state words where a text stands with the editors and with the public.
func state(ctx context.Context, d invest.Draft) view.State {
	v := view.State{Public: component.Badge{Label: i18n.Label(ctx, "publicity", d.Public), Tone: "quiet"}}
	switch d.Public {
	case invest.Published:
		v.Public.Tone = "blue"
	case invest.Withdrawn:
		v.Public.Tone = "seal"
	}
	if d.Work != invest.WorkNone {
		v.Work = component.Badge{Label: i18n.Label(ctx, "work", d.Work)}
		if d.Public == invest.Published && d.Work == invest.WorkDraft {
			v.Work.Label = i18n.T(ctx, "work.changed")
		}
	}
	if d.SentBack {
		v.More = append(v.More, component.Badge{Label: i18n.T(ctx, "state.sent_back"), Tone: "seal"})
	}
	if len(d.StaleEn) > 0 {
		v.More = append(v.More, component.Badge{Label: i18n.T(ctx, "state.stale_en"), Tone: "quiet"})
	}
	return v
}
