package admin

import (
	"context"
	"net/http"
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

func (a *records) bulk(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	sent, err := values(c)
	if err != nil {
		return err
	}
	picked := sent["pick"]
	if len(picked) > maxBulk {
		return echo.NewHTTPError(http.StatusBadRequest, "too many at once")
	}
	v := view.BulkView{Back: to(i18n.T(ctx, "bulk.back"), a.inside(sent.Get("back")))}
	for _, act := range bulkActs {
		if act.key != sent.Get("act") {
			continue
		}
		v.Act = i18n.T(ctx, "bulk."+act.key)
		for _, p := range picked {
			line, ok, err := a.bulkOne(c, who, act, p)
			if err != nil {
				return err
			}
			if ok {
				v.Done = append(v.Done, line)
			} else {
				v.Refused = append(v.Refused, line)
			}
		}
	}
	v.Count = i18n.T(ctx, "bulk.result", len(v.Done), len(v.Refused))
	if len(picked) == 0 {
		v.Count = i18n.T(ctx, "bulk.nothing")
	}
	f := a.frame(c, i18n.T(ctx, "bulk.title"))
	f.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Bulk(f, v))
}

// bulkOne does an act to one text, picked as "number.version".
func (a *records) bulkOne(c echo.Context, who desk.Actor, act bulkAct, picked string) (view.BulkLine, bool, error) {
	ctx := c.Request().Context()
	number, at, _ := strings.Cut(picked, ".")
	n, err1 := strconv.ParseInt(number, 10, 64)
	version, err2 := strconv.ParseInt(at, 10, 64)
	if err1 != nil || err2 != nil {
		return view.BulkLine{}, false, echo.NewHTTPError(http.StatusBadRequest, "no such choice")
	}
	line := view.BulkLine{Link: to(i18n.T(ctx, "record.n", n), i18n.Path(ctx, recordPath(a.kind, n)))}
	if d, err := a.desk.Open(ctx, who, a.kind, n); err == nil {
		line.Link.Text = i18n.Pick(ctx, d.Body.Heading())
	}
	err := act.do(ctx, a.desk, who, a.kind, n, version)
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

func (a *records) bin(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	list, err := a.desk.List(ctx, who, invest.DraftFilter{Kind: a.kind, Binned: true, Limit: maxBulk})
	if err != nil {
		return err
	}
	people, err := a.people(c)
	if err != nil {
		return err
	}
	v := view.BinView{Action: i18n.Path(ctx, a.path+"/bin"), Count: i18n.N(ctx, "list.count", list.Total), Rows: a.rows(c, list.Rows, people)}
	for i, r := range list.Rows {
		v.Rows[i].Box = strconv.FormatInt(r.Number, 10) + "." + strconv.FormatInt(r.Version, 10)
	}
	f := a.frame(c, i18n.T(ctx, "bin.title"))
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "confirm.js")
	return web.Render(c, http.StatusOK, view.Bin(f, v))
}

// changeBin takes chosen texts out of the bin, or removes them for good.
func (a *records) changeBin(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	sent, err := values(c)
	if err != nil {
		return err
	}
	do := sent.Get("do")
	if do != "restore" && do != "empty" {
		return noSuch(do)
	}
	var picked []invest.DraftID
	for _, p := range sent["pick"] {
		number, at, _ := strings.Cut(p, ".")
		n, err1 := strconv.ParseInt(number, 10, 64)
		version, err2 := strconv.ParseInt(at, 10, 64)
		if err1 != nil || err2 != nil {
			return echo.NewHTTPError(http.StatusBadRequest, "no such choice")
		}
		picked = append(picked, invest.DraftID{Kind: a.kind, Number: n})
		if do == "restore" {
			if _, err := a.desk.Unbin(ctx, who, a.kind, n, version); err != nil {
				return err
			}
		}
	}
	if do == "restore" {
		return backWith(c, a.path, "restored")
	}
	if len(picked) > 0 {
		if _, err := a.desk.RemoveBinned(ctx, who, picked); err != nil {
			return err
		}
	}
	return backWith(c, a.path+"/bin", "emptied")
}
