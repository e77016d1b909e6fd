package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/stage"
	view "wellspring/templates/stage"
	"wellspring/web"
)

// What the holders of stage links see. They are nobody who signs in: the token in
// the address is all they have, and it opens one ceremony's stage in one role.

const (
	stageLinkKey = "stage link"
	// sendWithin is how long one frame may take to go out. Whoever takes longer is
	// cut off and comes back when they can.
	sendWithin = 5 * time.Second
	// stageBeat is how often a stream is heard of where nothing changes: the page
	// knows by it that the net is there, and the server's clock.
	stageBeat = 3 * time.Second
)

// holder lets those in whose token opens a stage, in one of the roles; none named:
// in any. Those who guess at tokens are answered more and more slowly.
func (s *Server) holder(roles ...invest.StageRole) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Cache-Control", "no-store")
			h.Set("Referrer-Policy", "no-referrer") // the address is the key
			h.Set("X-Robots-Tag", "noindex, nofollow")
			link, err := s.desk.StageByToken(c.Request().Context(), c.Param("token"))
			if invest.CodeOf(err) == invest.NotFound || err == nil && len(roles) > 0 && link.Role != roles[0] {
				if !s.guesses.allow(c.RealIP()) {
					return echo.ErrTooManyRequests
				}
				return echo.ErrNotFound
			}
			if err != nil {
				return err
			}
			c.Set(stageLinkKey, link)
			return next(c)
		}
	}
}

func stageLinkOf(c echo.Context) invest.StageLink {
	link, _ := c.Get(stageLinkKey).(invest.StageLink)
	return link
}

func audience(c echo.Context) stage.Audience {
	return stage.Audience{Role: stageLinkOf(c).Role, Lang: i18n.From(c.Request().Context()).Lang}
}

// told is what a page is told of a stage. Only a screen is told what it shows; the
// others ask for their page again.
type told struct {
	Revision int64            `json:"revision"`
	Copy     int64            `json:"copy"` // the saved text that the pictures are of
	Mode     invest.StageMode `json:"mode"`
	View     invest.StageView `json:"view,omitempty"`
	Group    int              `json:"group,omitempty"`
	Black    bool             `json:"black"`
	Until    int64            `json:"until,omitempty"` // Unix milliseconds
	Groups   []int            `json:"groups"`
	Absent   []int            `json:"absent"`
	Totals   *view.Totals     `json:"totals,omitempty"`
}

// drawStage is stage.Draw: what an audience is told, in its language.
func (s *Server) drawStage(st invest.Stage, a stage.Audience) ([]byte, error) {
	ctx := i18n.With(context.Background(), i18n.Locale{Lang: a.Lang, Base: s.config.BasePath, Zone: time.UTC})
	return json.Marshal(toldOf(ctx, st, a.Role))
}

func toldOf(ctx context.Context, st invest.Stage, role invest.StageRole) told {
	t := told{Revision: st.Revision, Copy: st.CopyRevision, Mode: st.Mode, Groups: []int{}, Absent: []int{}}
	if role != invest.RoleScreen || st.Copy == nil {
		return t
	}
	p := st.State.Picture()
	totals := stageTotals(ctx, st)
	t.View, t.Group, t.Black, t.Totals = p.View, p.Group, st.State.Black, &totals
	t.Groups, t.Absent = p.Groups, append(t.Absent, p.Absent...)
	if !p.Until.IsZero() {
		t.Until = p.Until.UnixMilli()
	}
	return t
}

// stageEvents is the stream of a stage.
func (s *Server) stageEvents(c echo.Context) error {
	r := c.Request()
	last, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64)
	if err != nil {
		if last, err = strconv.ParseInt(c.QueryParam("last"), 10, 64); err != nil {
			last = -1
		}
	}
	l, err := s.hub.Listen(stageLinkOf(c), audience(c), c.RealIP(), last)
	if err != nil {
		c.Response().Header().Set("Retry-After", "5")
		return echo.ErrTooManyRequests // who gets no stream asks for the state instead
	}
	defer l.Leave()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // else a proxy keeps it until it is full
	out := streamTo(c)
	beat := time.NewTicker(stageBeat)
	defer beat.Stop()
	clock := func() []byte { return fmt.Appendf(nil, "event: clock\ndata: %d\n\n", s.stageClock().UnixMilli()) }
	if !out(clock()) {
		return nil
	}
	for {
		select {
		case f := <-l.Mail():
			if !out(f.Event) {
				return nil
			}
		case <-beat.C:
			if !out(clock()) {
				return nil
			}
		case <-l.Done():
			return nil
		case <-r.Context().Done():
			return nil
		}
	}
}

// streamTo gives what writes to a stream and reports whether it went out. The
// server's own limits are for answers that end: the one for reading would else end
// the request after its time, and the one for writing all that is sent after.
func streamTo(c echo.Context) func([]byte) bool {
	w := http.NewResponseController(c.Response())
	_ = w.SetReadDeadline(time.Time{}) // not every connection has one
	return func(b []byte) bool {
		_ = w.SetWriteDeadline(time.Now().Add(sendWithin))
		if _, err := c.Response().Write(b); err != nil {
			return false
		}
		return w.Flush() == nil
	}
}

// stageState is the state for those who cannot listen. They ask every second, so
// that what has not changed costs next to nothing.
func (s *Server) stageState(c echo.Context) error {
	f, err := s.hub.Now(c.Request().Context(), stageLinkOf(c).Ceremony, audience(c))
	if err != nil {
		return err
	}
	h, tag := c.Response().Header(), `"`+strconv.FormatInt(f.Revision, 10)+`"`
	h.Set("ETag", tag)
	h.Set("Stage-Clock", strconv.FormatInt(s.stageClock().UnixMilli(), 10))
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	return c.JSONBlob(http.StatusOK, f.Body)
}

// stageClock is the desk's time to the millisecond: screens beside each other
// count down together.
func (s *Server) stageClock() time.Time { return s.config.Clock() }

func (s *Server) stageScreen(c echo.Context) error {
	st, err := s.desk.StageNow(c.Request().Context(), stageLinkOf(c).Ceremony)
	if err != nil {
		return err
	}
	v, err := s.screenView(c, st, true)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, view.Show(v))
}

func (s *Server) stagePrompter(c echo.Context) error {
	st, err := s.desk.StageNow(c.Request().Context(), stageLinkOf(c).Ceremony)
	if err != nil {
		return err
	}
	v, err := s.prompterView(c, st)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, view.Prompt(v))
}

func (s *Server) stageBackstage(c echo.Context) error {
	st, err := s.desk.StageNow(c.Request().Context(), stageLinkOf(c).Ceremony)
	if err != nil {
		return err
	}
	v, err := s.backstageView(c, st)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, view.Wait(v))
}

// stageRoutes are for whoever has a stage link.
func (s *Server) stageRoutes(g *echo.Group) {
	web.Get(g, "/:token", s.stageScreen, s.holder(invest.RoleScreen))
	web.Get(g, "/:token/prompter", s.stagePrompter, s.holder(invest.RolePrompter))
	web.Get(g, "/:token/backstage", s.stageBackstage, s.holder(invest.RoleBackstage))
	g.GET("/:token/events", s.stageEvents, s.holder())
	web.Get(g, "/:token/state", s.stageState, s.holder())
}

// stageLinkPath is the address of a role's page for a token.
func stageLinkPath(role invest.StageRole, token string) string {
	path := "/stage/" + token
	if role != invest.RoleScreen {
		path += "/" + string(role)
	}
	return path
}
