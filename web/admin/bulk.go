package admin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/web"
)

// bulkAct is something that can be done to several texts of a list at once.
// Each is done by itself, so that one that is refused does not stop the others.
type bulkAct struct {
	key string
	may func(invest.Editor, invest.Kind) bool
	do  func(ctx context.Context, d *desk.Desk, who desk.Actor, k invest.Kind, n, version int64) error
}

func mayOne(r invest.Right) func(invest.Editor, invest.Kind) bool {
	return func(e invest.Editor, k invest.Kind) bool { return e.May(r, k) }
}

func mayReview(e invest.Editor, k invest.Kind) bool {
	return e.May(invest.MayReview1, k) || e.May(invest.MayReview2, k) || e.May(invest.MayReview3, k)
}

// mayDiscard: whoever writes throws away their own, whoever withdraws anybody's.
func mayDiscard(e invest.Editor, k invest.Kind) bool {
	return e.May(invest.MayWrite, k) || e.May(invest.MayWithdraw, k)
}

var bulkActs = []bulkAct{
	{"submit", mayOne(invest.MayWrite), func(ctx context.Context, d *desk.Desk, who desk.Actor, k invest.Kind, n, version int64) error {
		_, err := d.Submit(ctx, who, k, n, version)
		return err
	}},
	{"pass", mayReview, func(ctx context.Context, d *desk.Desk, who desk.Actor, k invest.Kind, n, version int64) error {
		_, err := d.Review(ctx, who, k, n, version, invest.Passed, "")
		return err
	}},
	{"publish", mayOne(invest.MayPublish), func(ctx context.Context, d *desk.Desk, who desk.Actor, k invest.Kind, n, version int64) error {
		_, err := d.Publish(ctx, who, k, n, version)
		return err
	}},
	{"discard", mayDiscard, func(ctx context.Context, d *desk.Desk, who desk.Actor, k invest.Kind, n, version int64) error {
		_, err := d.Discard(ctx, who, k, n, version)
		return err
	}},
}

// maxBulk is how many texts one choice may hold: a page of a list and some.
const maxBulk = 200

// bulk does an act to what was chosen of a list.
func (a *records) bulk(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	v, err := a.actOn(c, bulkActs, sent.Get("act"), sent["pick"])
	if err != nil {
		return err
	}
	v.Back = to(i18n.T(c.Request().Context(), "bulk.back"), a.inside(sent.Get("back")))
	return a.showBulk(c, v)
}

func (a *records) showBulk(c echo.Context, v view.BulkView) error {
	f := a.frame(c, i18n.T(c.Request().Context(), "bulk.title"))
	f.Crumb = a.crumbs(c.Request().Context())
	return web.Render(c, http.StatusOK, view.Bulk(f, v))
}

// actOn does the act of a button to each text that was picked.
func (a *records) actOn(c echo.Context, acts []bulkAct, button string, picked []string) (view.BulkView, error) {
	ctx := c.Request().Context()
	if len(picked) > maxBulk {
		return view.BulkView{}, echo.NewHTTPError(http.StatusBadRequest, "too many at once")
	}
	i := slices.IndexFunc(acts, func(act bulkAct) bool { return act.key == button })
	if i < 0 {
		return view.BulkView{}, noSuch(button)
	}
	if who := actor(c); !acts[i].may(who.Editor, a.kind) {
		refusal := invest.Errorf(invest.Forbidden, "%s may not %s any %s", who.Editor.Login, button, a.kind)
		return view.BulkView{}, a.desk.RecordRefusal(ctx, who, c.Request().Method+" "+c.Request().URL.Path, refusal)
	}
	v := view.BulkView{Act: i18n.T(ctx, "bulk."+button)}
	for _, p := range picked {
		line, ok, err := a.bulkOne(c, actor(c), acts[i], p)
		if err != nil {
			return v, err
		}
		if ok {
			v.Done = append(v.Done, line)
		} else {
			v.Refused = append(v.Refused, line)
		}
	}
	v.Count = i18n.T(ctx, "bulk.result", len(v.Done), len(v.Refused))
	if len(picked) == 0 {
		v.Count = i18n.T(ctx, "bulk.nothing")
	}
	return v, nil
}

// pickOf is how a box of a list names a text, at the version that was listed.
func pickOf(d invest.Draft) string { return fmt.Sprintf("%d.%d", d.Number, d.Version) }

func readPick(s string) (n, version int64, err error) {
	number, at, _ := strings.Cut(s, ".")
	n, err1 := strconv.ParseInt(number, 10, 64)
	version, err2 := strconv.ParseInt(at, 10, 64)
	if err1 != nil || err2 != nil {
		return 0, 0, echo.NewHTTPError(http.StatusBadRequest, "no such choice")
	}
	return n, version, nil
}

// bulkOne does an act to one text that was picked.
func (a *records) bulkOne(c echo.Context, who desk.Actor, act bulkAct, picked string) (view.BulkLine, bool, error) {
	ctx := c.Request().Context()
	n, version, err := readPick(picked)
	if err != nil {
		return view.BulkLine{}, false, err
	}
	line := view.BulkLine{Link: to(i18n.T(ctx, "record.n", n), i18n.Path(ctx, recordPath(a.kind, n)))}
	if d, err := a.desk.Open(ctx, who, a.kind, n); err == nil {
		line.Link.Text = i18n.Pick(ctx, d.Body.Heading())
	}
	err = act.do(ctx, a.desk, who, a.kind, n, version)
	code := invest.CodeOf(err)
	if err != nil && code == "" {
		return line, false, err
	}
	if err == nil {
		return line, true, nil
	}
	line.Why = i18n.T(ctx, "refused."+string(code))
	for _, e := range invest.FieldsOf(err) {
		line.Why += " " + i18n.T(ctx, e.Key, e.Args...)
	}
	return line, false, nil
}
