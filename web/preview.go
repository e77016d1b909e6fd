package web

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
)

// Preview answers with the page that a draft would be: the public page itself,
// over a catalogue in which the draft's public form stands in its place. What
// is not published stays out of it as on any page. Its pictures are below the
// address that is given, for those who may see the draft.
func (s *Server) Preview(c echo.Context, d invest.Draft, pictures string) error {
	c.SetRequest(c.Request().WithContext(withPicturesAt(c.Request().Context(), pictures)))
	p := &Server{config: s.config, log: s.log, preview: "preview.notice"}
	if d.Public == invest.Published && d.Shown == d.Revision {
		p.preview = "preview.public"
	}
	pub := invest.Publication{Kind: d.Kind, Number: d.Number, Revision: d.Revision, PubDate: d.PubDate, Updated: d.Updated}
	p.catalogue = previewed{Reader: s.catalogue, pub: pub, body: d.Body.Public()}
	c.Request().URL.RawQuery = "" // it is the desk's: a list would go to its page
	c.SetParamNames("n")
	c.SetParamValues(strconv.FormatInt(d.Number, 10))
	switch d.Kind {
	case invest.KindProject:
		return p.projectShow(c)
	case invest.KindCeremony:
		return p.ceremonyShow(c)
	case invest.KindPark:
		return p.parkShow(c)
	case invest.KindArticle:
		return p.articleShow(c)
	case invest.KindPolicy:
		return p.policyShow(c)
	case invest.KindUpdate:
		return p.progressIndex(c)
	}
	return p.dataIndex(c)
}

// previewed is the catalogue with one text in it that is not published.
type previewed struct {
	invest.Reader
	pub  invest.Publication
	body invest.Content
}

// lookedAt gives the text where it is the one asked for.
func lookedAt[T invest.Content](p previewed, n int64) (body T, ok bool) {
	body, ok = p.body.(T)
	return body, ok && p.pub.Number == n
}

func (p previewed) Project(ctx context.Context, n int64) (*invest.Project, invest.Publication, error) {
	if body, ok := lookedAt[*invest.Project](p, n); ok {
		return body, p.pub, nil
	}
	return p.Reader.Project(ctx, n)
}

func (p previewed) Ceremony(ctx context.Context, n int64) (*invest.Ceremony, invest.Publication, error) {
	if body, ok := lookedAt[*invest.Ceremony](p, n); ok {
		return body, p.pub, nil
	}
	return p.Reader.Ceremony(ctx, n)
}

func (p previewed) Park(ctx context.Context, n int64) (*invest.Park, invest.Publication, error) {
	if body, ok := lookedAt[*invest.Park](p, n); ok {
		return body, p.pub, nil
	}
	return p.Reader.Park(ctx, n)
}

func (p previewed) Article(ctx context.Context, n int64) (*invest.Article, invest.Publication, error) {
	if body, ok := lookedAt[*invest.Article](p, n); ok {
		return body, p.pub, nil
	}
	return p.Reader.Article(ctx, n)
}

func (p previewed) Policy(ctx context.Context, n int64) (*invest.Policy, invest.Publication, error) {
	if body, ok := lookedAt[*invest.Policy](p, n); ok {
		return body, p.pub, nil
	}
	return p.Reader.Policy(ctx, n)
}

// Updates shows the one looked at first, and the published ones after it.
func (p previewed) Updates(ctx context.Context, f invest.UpdateFilter) (invest.UpdateList, error) {
	list, err := p.Reader.Updates(ctx, f)
	u, ok := p.body.(*invest.Update)
	if err != nil || !ok || f.Project != 0 && f.Project != u.Project {
		return list, err
	}
	titles, err := p.Reader.Titles(ctx, invest.KindProject, []int64{u.Project})
	rows := []invest.UpdateRow{{Publication: p.pub, Update: u, Project: titles[u.Project]}}
	for _, r := range list.Rows {
		if r.Number != p.pub.Number {
			rows = append(rows, r)
		}
	}
	list.Rows = rows
	return list, err
}

// Releases shows the one looked at alone: it is what its editor wants to see.
func (p previewed) Releases(ctx context.Context) ([]invest.ReleaseRow, error) {
	if r, ok := p.body.(*invest.Release); ok {
		return []invest.ReleaseRow{{Publication: p.pub, Release: r}}, nil
	}
	return p.Reader.Releases(ctx)
}

func (p previewed) Figures(ctx context.Context, indicator string) ([]invest.FigureRow, error) {
	r, ok := p.body.(*invest.Release)
	if !ok {
		return p.Reader.Figures(ctx, indicator)
	}
	var rows []invest.FigureRow
	for _, f := range r.Figures {
		if f.Indicator == indicator {
			rows = append(rows, invest.FigureRow{Publication: p.pub, Figure: f, Period: r.Period, Source: r.Source})
		}
	}
	return rows, nil
}
