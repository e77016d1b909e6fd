package admin

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/web"
)

var binActs = []bulkAct{
	{"restore", mayDiscard, func(ctx context.Context, d *desk.Desk, who desk.Actor, k invest.Kind, n, version int64) error {
		_, err := d.Unbin(ctx, who, k, n, version)
		return err
	}},
	{"remove", mayDiscard, func(ctx context.Context, d *desk.Desk, who desk.Actor, k invest.Kind, n, version int64) error {
		return d.RemoveBinned(ctx, who, k, n, version)
	}},
}

// bin lists what of a kind was thrown away.
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
	if list.Total > len(list.Rows) {
		v.Count = i18n.T(ctx, "bin.first", list.Total, len(list.Rows))
	}
	for i, r := range list.Rows {
		if who.Editor.Disposes(r.Draft) {
			v.May = true
			v.Rows[i].Box = pickOf(r.Draft)
		}
	}
	f := a.frame(c, i18n.T(ctx, "bin.title"))
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "confirm.js")
	return web.Render(c, http.StatusOK, view.Bin(f, v))
}

// changeBin takes chosen texts out of the bin, removes them for good, or empties
// the bin of all that is the editor's to remove.
func (a *records) changeBin(c echo.Context) error {
	ctx := c.Request().Context()
	sent, err := values(c)
	if err != nil {
		return err
	}
	do := sent.Get("do")
	if do == "empty" {
		if _, err := a.desk.EmptyBin(ctx, actor(c), a.kind); err != nil {
			return err
		}
		return backWith(c, a.path+"/bin", "emptied")
	}
	v, err := a.actOn(c, binActs, do, sent["pick"])
	if err != nil {
		return err
	}
	if len(v.Done) > 0 && len(v.Refused) == 0 {
		if do == "restore" {
			return backWith(c, a.path, "restored")
		}
		return backWith(c, a.path+"/bin", "emptied")
	}
	v.Back = to(i18n.T(ctx, "bulk.back"), i18n.Path(ctx, a.path+"/bin"))
	return a.showBulk(c, v)
}
