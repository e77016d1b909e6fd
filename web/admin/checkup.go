package admin

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/check"
	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

// backupAge is how old the last backup may be.
const backupAge = 7 * 24 * time.Hour

// expiresSoon is how long before its last day a policy in force is listed.
const expiresSoon = 30 * 24 * time.Hour

// checkup is one page of what should be looked after on the site (本站体检), with
// the rule behind each part.
func (s *Server) checkup(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := s.desk.Checkup(ctx, actor(c))
	if err != nil {
		return err
	}
	expiring, err := s.expiringPart(ctx, all)
	if err != nil {
		return err
	}
	columns, err := s.columnsDue(c)
	if err != nil {
		return err
	}
	files, err := s.filesAstray(ctx)
	if err != nil {
		return err
	}
	v := view.CheckupView{Parts: []view.CheckupPart{
		expiring, columns, linksPart(ctx, all), figuresPart(ctx, all), picturesPart(ctx, all, files), s.backupPart(ctx, all),
	}}
	// What needs attention first.
	slices.SortStableFunc(v.Parts, func(a, b view.CheckupPart) int { return b.Due() - a.Due() })
	due := 0
	for _, p := range v.Parts {
		due += len(p.Lines)
	}
	v.Count = i18n.N(ctx, "checkup.count", due)
	if due == 0 {
		v.Count = i18n.T(ctx, "checkup.fine")
	}
	return web.Render(c, http.StatusOK, view.Checkup(s.frame(c, i18n.T(ctx, "checkup.title")), v))
}

func part(ctx context.Context, key string) view.CheckupPart {
	return view.CheckupPart{ID: key, Title: i18n.T(ctx, "checkup."+key), Rule: i18n.T(ctx, "checkup."+key+".rule"), Fine: i18n.T(ctx, "checkup."+key+".fine")}
}

// expiringPart is what will be withdrawn by itself, and English that is behind.
func (s *Server) expiringPart(ctx context.Context, all desk.Checkup) (view.CheckupPart, error) {
	p := part(ctx, "expiring")
	for _, r := range all.Expiring.Rows {
		line := view.CheckupLine{Link: to(i18n.Pick(ctx, r.Title).S, i18n.Path(ctx, recordPath(r.Kind, r.Number))), Note: i18n.T(ctx, "one."+string(r.Kind))}
		switch {
		case r.Failed != "":
			line.Text, line.Tone = i18n.T(ctx, "checkup.failed"), "seal"
		case !r.EndsAt.IsZero():
			line.Text = i18n.T(ctx, "checkup.ends", i18n.Stamp(ctx, r.EndsAt))
		default:
			line.Text = i18n.T(ctx, "checkup.publishes", i18n.Stamp(ctx, r.PublishAt))
		}
		p.Lines = append(p.Lines, line)
	}
	if all.StaleEn > 0 {
		p.Lines = append(p.Lines, view.CheckupLine{Text: i18n.N(ctx, "checkup.stale_en", all.StaleEn)})
	}
	policies, err := s.catalogue.Policies(ctx)
	if err != nil {
		return p, err
	}
	for _, r := range policies {
		_, last, told := r.Policy.To.Span()
		if !told || r.Policy.Validity != invest.InForce || last.After(s.desk.Now().Add(expiresSoon)) {
			continue
		}
		line := view.CheckupLine{
			Link: to(i18n.Pick(ctx, r.Policy.Title).S, i18n.Path(ctx, recordPath(r.Kind, r.Number))), Note: i18n.T(ctx, "one."+string(r.Kind)),
			Text: i18n.T(ctx, "checkup.policy", i18n.Date(ctx, r.Policy.To)),
		}
		if last.Before(s.desk.Now()) {
			line.Text, line.Tone = i18n.T(ctx, "checkup.policy_over", i18n.Date(ctx, r.Policy.To)), "seal"
		}
		p.Lines = append(p.Lines, line)
	}
	return p, nil
}

// shelf is a column with when something was last published in it.
type shelf struct {
	column invest.Column
	last   time.Time // zero: nothing is there
}

// shelves lists the columns that have content of their own: those of articles,
// and those of the other kinds.
func (s *Server) shelves(ctx context.Context, set invest.Settings) ([]shelf, error) {
	var out []shelf
	for _, col := range set.Columns {
		last, own, err := s.lastIn(ctx, col)
		if err != nil {
			return nil, err
		}
		if own {
			out = append(out, shelf{col, last})
		}
	}
	return out, nil
}

// lastIn is when something was last published in a column; own is false for one
// that shows what others have.
func (s *Server) lastIn(ctx context.Context, col invest.Column) (last time.Time, own bool, err error) {
	if col.Articles {
		list, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Column: col.Key, Limit: 1})
		for _, r := range list.Rows {
			last = r.PubDate
		}
		return last, true, err
	}
	kind, ok := map[string]invest.Kind{
		"projects": invest.KindProject, "ceremonies": invest.KindCeremony, "parks": invest.KindPark, "progress": invest.KindUpdate,
		"policies": invest.KindPolicy, "data": invest.KindRelease,
	}[col.Key]
	if !ok {
		return last, false, nil
	}
	for after := int64(0); ; {
		page, err := s.catalogue.Published(ctx, kind, after, 1_000)
		if err != nil || len(page) == 0 {
			return last, true, err
		}
		for _, p := range page {
			if p.Updated.After(last) {
				last = p.Updated
			}
		}
		after = page[len(page)-1].Number
	}
}

// columnsDue is the columns that are empty, or stand longer without anything new
// than the inspection of government sites allows.
func (s *Server) columnsDue(c echo.Context) (view.CheckupPart, error) {
	ctx, set := c.Request().Context(), web.Settings(c)
	p := part(ctx, "columns")
	shelves, err := s.shelves(ctx, set)
	if err != nil {
		return p, err
	}
	now := s.desk.Now()
	for _, x := range shelves {
		line := view.CheckupLine{Link: component.Link{Text: i18n.Pick(ctx, x.column.Name)}, Note: string(x.column.Type)}
		days, ruled := check.Freshness(x.column.Type)
		switch {
		case x.last.IsZero():
			line.Text, line.Tone = i18n.T(ctx, "checkup.empty"), "seal"
		case !ruled:
			continue
		case !now.Before(check.Due(x.last, days)):
			line.Text, line.Tone = i18n.T(ctx, "checkup.stale", i18n.DayStamp(ctx, x.last), strconv.Itoa(days)), "seal"
		case !now.Before(check.Due(x.last, days-days/4)): // the last quarter of its time
			line.Text = i18n.T(ctx, "checkup.soon", i18n.DayStamp(ctx, x.last), i18n.DayStamp(ctx, check.Due(x.last, days)))
		default:
			continue
		}
		p.Lines = append(p.Lines, line)
	}
	return p, nil
}

func linksPart(ctx context.Context, all desk.Checkup) view.CheckupPart {
	p := part(ctx, "links")
	if all.LinksAt.IsZero() {
		p.Fine = i18n.T(ctx, "checkup.links.never")
	} else {
		p.Fine = i18n.T(ctx, "checkup.links.fine", i18n.Stamp(ctx, all.LinksAt))
	}
	for _, l := range all.Links {
		p.Lines = append(p.Lines, view.CheckupLine{
			Link: to(i18n.Pick(ctx, l.Title).S, i18n.Path(ctx, recordPath(l.Kind, l.Number))), Note: i18n.T(ctx, "one."+string(l.Kind)),
			Text: l.Href + i18n.T(ctx, "colon") + i18n.Label(ctx, "why", "link_"+l.State), Tone: "seal",
		})
	}
	return p
}

func figuresPart(ctx context.Context, all desk.Checkup) view.CheckupPart {
	p := part(ctx, "figures")
	if all.Corrections > 0 {
		p.Lines = append(p.Lines, view.CheckupLine{Link: to(i18n.N(ctx, "corrections.waiting", all.Corrections), i18n.Path(ctx, "/admin/corrections")), Tone: "seal"})
	}
	return p
}

// astray are files that are not as the library has them.
type astray struct {
	missing []string // hashes with a row and no file
	loose   int      // files without a row
}

func (s *Server) filesAstray(ctx context.Context) (astray, error) {
	rows, err := s.desk.LibraryHashes(ctx)
	if err != nil {
		return astray{}, err
	}
	missing, err := s.config.Media.Missing(rows)
	if err != nil {
		return astray{}, err
	}
	there, err := s.config.Media.Hashes()
	return astray{missing: missing, loose: len(there) - (len(rows) - len(missing))}, err
}

func picturesPart(ctx context.Context, all desk.Checkup, files astray) view.CheckupPart {
	p := part(ctx, "pictures")
	path := i18n.Path(ctx, "/admin/media")
	if n := len(files.missing); n > 0 {
		p.Lines = append(p.Lines, view.CheckupLine{Text: i18n.N(ctx, "checkup.missing", n), Tone: "seal"})
	}
	if all.Wordless > 0 {
		p.Lines = append(p.Lines, view.CheckupLine{Link: to(i18n.N(ctx, "checkup.wordless", all.Wordless), path+"?kind=wordless")})
	}
	if all.Unused > 0 {
		p.Lines = append(p.Lines, view.CheckupLine{Link: to(i18n.N(ctx, "checkup.unused", all.Unused), path+"?kind=unused")})
	}
	if files.loose > 0 {
		p.Lines = append(p.Lines, view.CheckupLine{Text: i18n.N(ctx, "checkup.loose", files.loose)})
	}
	return p
}

func (s *Server) backupPart(ctx context.Context, all desk.Checkup) view.CheckupPart {
	p := part(ctx, "backup")
	if all.Backup.IsZero() {
		p.Lines = append(p.Lines, view.CheckupLine{Text: i18n.T(ctx, "checkup.backup.never"), Tone: "seal"})
		return p
	}
	age := s.desk.Now().Sub(all.Backup)
	if age > backupAge {
		p.Lines = append(p.Lines, view.CheckupLine{Text: i18n.T(ctx, "checkup.backup.old", i18n.Stamp(ctx, all.Backup), strconv.Itoa(int(age.Hours()/24))), Tone: "seal"})
		return p
	}
	p.Fine = i18n.T(ctx, "checkup.backup.fine", i18n.Stamp(ctx, all.Backup))
	return p
}
