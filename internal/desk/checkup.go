package desk

import (
	"context"
	"time"

	"wellspring/internal/check"
	"wellspring/internal/invest"
)

// linksRound is the name of the nightly round over the links of the site.
const linksRound = "links"

// CheckLinks goes over the links within the site of everything published, and
// keeps what leads nowhere until the next round. It is nobody's act and leaves no
// line in the trail.
func (d *Desk) CheckLinks(ctx context.Context) error {
	redirects, _, err := d.store.Setting(ctx, invest.SettingRedirects)
	if err != nil {
		return err
	}
	states := map[invest.DraftID]check.LinkState{}
	var failed error
	record := func(id invest.DraftID) check.LinkState {
		state, asked := states[id]
		if !asked {
			var err error
			if state, err = linkState(ctx, d.store, id); err != nil {
				failed = err
			}
			states[id] = state
		}
		return state
	}
	var broken []invest.BrokenLink
	err = d.eachPublished(ctx, func(id invest.DraftID, text invest.Content) {
		for _, l := range check.InnerLinks(text) {
			if state := l.State(record, redirects.(*invest.Redirects).Has); state != check.LinkGood {
				broken = append(broken, invest.BrokenLink{DraftID: id, Field: l.Field, Href: l.Href, State: string(state)})
			}
		}
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	return d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		if err := tx.PutBrokenLinks(ctx, broken); err != nil {
			return err
		}
		return tx.EndRound(ctx, linksRound, d.moment())
	})
}

// eachPublished calls f with the public form of everything published. A text
// that is published or withdrawn meanwhile may be left out until the next time.
func (d *Desk) eachPublished(ctx context.Context, f func(invest.DraftID, invest.Content)) error {
	const page = 200
	for offset := 0; ; offset += page {
		list, err := d.store.Drafts(ctx, invest.DraftFilter{Public: invest.Published, Sort: invest.SortNumber, Limit: page, Offset: offset})
		if err != nil {
			return err
		}
		for _, r := range list.Rows {
			text, err := publicText(ctx, d.store, r.ID())
			if err != nil {
				return err
			}
			if text != nil {
				f(r.ID(), text)
			}
		}
		if len(list.Rows) < page {
			return ctx.Err()
		}
	}
}

// nightly is the hour of the site's night at which rounds begin.
const nightly = 3

// CheckLinksNightly is CheckLinks once a night, and at once if it never was.
func (d *Desk) CheckLinksNightly(ctx context.Context) error {
	site, _, err := d.store.Setting(ctx, invest.SettingSite)
	if err != nil {
		return err
	}
	last, err := d.store.LastRound(ctx, linksRound)
	if err != nil {
		return err
	}
	now := d.now().In(site.(*invest.Site).Location())
	due := time.Date(now.Year(), now.Month(), now.Day(), nightly, 0, 0, 0, now.Location())
	if now.Before(due) {
		due = due.AddDate(0, 0, -1)
	}
	if !last.Before(due) {
		return nil
	}
	return d.CheckLinks(ctx)
}

// Checkup is what should be looked after (本站体检), of what the desk knows.
type Checkup struct {
	Expiring    invest.DraftList // withdrawn by themselves within a month, or a schedule of them failed
	StaleEn     int              // texts with English older than the Chinese
	Links       []BrokenLink
	LinksAt     time.Time // of the last round; zero if there was none
	Backup      time.Time // when the last one was made; zero if there was none
	Corrections int
	Wordless    int // pictures without an alt text or a credit
	Unused      int // files that no text shows
}

// BrokenLink is one with the title of the text that it stands in.
type BrokenLink struct {
	invest.BrokenLink
	Title invest.Text
}

// Checkup is for whoever works here: what it names is public, but for the drafts
// that an editor sees. Forbidden.
func (d *Desk) Checkup(ctx context.Context, who Actor) (Checkup, error) {
	var c Checkup
	if err := active(who.Editor); err != nil {
		return c, err
	}
	var err error
	c.Expiring, err = d.List(ctx, who, invest.DraftFilter{Expiring: d.moment().Add(soon), Sort: invest.SortDue, Limit: workRows})
	if err != nil {
		return c, err
	}
	stale, err := d.List(ctx, who, invest.DraftFilter{StaleEn: true, Limit: 1})
	if err != nil {
		return c, err
	}
	c.StaleEn = stale.Total
	if c.LinksAt, err = d.store.LastRound(ctx, linksRound); err != nil {
		return c, err
	}
	if c.Links, err = d.brokenLinks(ctx); err != nil {
		return c, err
	}
	backups, err := d.store.FindAudit(ctx, invest.AuditFilter{Action: "backup", Result: "ok", Limit: 1})
	if err != nil {
		return c, err
	}
	for _, e := range backups.Entries {
		c.Backup = e.At
	}
	corrections, err := d.Corrections(ctx, who, invest.DraftID{})
	if err != nil {
		return c, err
	}
	c.Corrections = Undecided(corrections)
	for into, f := range map[*int]invest.MediaFilter{&c.Wordless: {Wordless: true, Limit: 1}, &c.Unused: {Unused: true, Limit: 1}} {
		list, err := d.store.MediaList(ctx, f)
		if err != nil {
			return c, err
		}
		*into = list.Total
	}
	return c, nil
}

// brokenLinks are those of the last round that are still there: what was mended
// or withdrawn since is not shown again.
func (d *Desk) brokenLinks(ctx context.Context) ([]BrokenLink, error) {
	links, err := d.store.BrokenLinks(ctx)
	if err != nil {
		return nil, err
	}
	var out []BrokenLink
	for _, l := range links {
		text, err := publicText(ctx, d.store, l.DraftID)
		if err != nil {
			return nil, err
		}
		if text == nil {
			continue
		}
		for _, is := range check.InnerLinks(text) {
			if is.Href == l.Href && is.Field == l.Field {
				out = append(out, BrokenLink{BrokenLink: l, Title: text.Heading()})
				break
			}
		}
	}
	return out, nil
}

// LibraryHashes lists the hashes of all files of the library, for comparing them
// with what is on disk.
func (d *Desk) LibraryHashes(ctx context.Context) ([]string, error) {
	return d.store.MediaHashes(ctx)
}
