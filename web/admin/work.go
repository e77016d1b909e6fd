package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/web"
)

// work is the first page after signing in: what waits for whoever looks.
func (s *Server) work(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	list, err := s.desk.WorkList(ctx, who)
	if err != nil {
		return err
	}
	people, err := s.people(c)
	if err != nil {
		return err
	}
	v := view.WorkView{Hello: i18n.T(ctx, "work.hello", who.Editor.Name, i18n.Stamp(ctx, s.desk.Now()))}
	for _, g := range []struct {
		key  string
		part invest.DraftList
	}{
		{"waiting", list.Waiting},
		{"sent_back", list.SentBack},
		{"scheduled", list.Scheduled},
		{"expiring", list.Expiring},
		{"mine", list.Mine},
	} {
		if g.part.Total == 0 {
			continue
		}
		rows := s.rows(c, g.part.Rows, people)
		if g.key == "waiting" { // a reviewer wants the text and the verdict, not the form
			for i, r := range g.part.Rows {
				rows[i].Href += map[bool]string{true: "/reviews", false: "/publication"}[r.Work.InReview() > 0]
			}
		}
		v.Groups = append(v.Groups, view.WorkGroup{
			ID: "todo-" + g.key, Title: i18n.T(ctx, "todo."+g.key), Count: i18n.N(ctx, "list.count", g.part.Total), Rows: rows,
		})
	}
	if len(v.Groups) == 0 {
		v.Empty = i18n.T(ctx, "work.empty")
	}
	for _, k := range kinds {
		if !who.Editor.May(invest.MayWrite, k.kind) {
			continue
		}
		all, err := s.desk.Autosaves(ctx, who, k.kind, 0)
		if err != nil {
			return err
		}
		for _, kept := range all {
			v.Kept = append(v.Kept, to(i18n.T(ctx, "work.kept", i18n.T(ctx, "one."+string(k.kind)), i18n.Stamp(ctx, kept.At)), i18n.Path(ctx, "/admin/"+k.path+"/new")))
		}
		v.New = append(v.New, to(i18n.T(ctx, "one."+string(k.kind)), i18n.Path(ctx, "/admin/"+k.path+"/new")))
	}
	return web.Render(c, http.StatusOK, view.Work(s.frame(c, i18n.T(ctx, "admin.work")), v))
}
