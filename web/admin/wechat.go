package admin

import (
	"html"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/richtext"
	view "wellspring/templates/admin"
	"wellspring/web"
)

// wechat gives an article as 公众号 takes it: styles in its tags, and its pictures
// to be uploaded there, since that site shows none from elsewhere.
func (a *records) wechat(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := view.WechatView{Record: a.record(c, d, "publication")}
	body := d.Body
	switch {
	case d.Public != invest.Published:
		v.Notice = i18n.T(ctx, "wechat.draft")
	case d.Shown != d.Revision: // a later draft is not what was signed for
		shown, err := a.desk.Revision(ctx, actor(c), a.kind, d.Number, d.Shown)
		if err != nil {
			return err
		}
		body, v.Notice = shown.Body, i18n.T(ctx, "wechat.public")
	}
	text, ok := body.(*invest.Article)
	if !ok {
		return echo.ErrNotFound
	}
	find, words := a.mediaFinder(c), inLanguage(ctx, invest.Zh) // as the text is
	add := func(hash, alt string) string {
		m, ok := find(hash)
		if !ok {
			return ""
		}
		name := strconv.Itoa(len(v.Pictures)+1) + " " + m.Name
		v.Pictures = append(v.Pictures, view.WechatPicture{Name: name, Alt: alt, Src: a.deskMedia(m.Hash, m.Name), Thumb: a.deskMedia(m.Hash, thumbName(m))})
		return i18n.T(words, "wechat.place", name)
	}
	lead := ""
	if p := text.Picture; p.Media != "" {
		lead = `<figure><img src="` + invest.MediaPath(p.Media, "whole") + `" alt="` + html.EscapeString(p.Alt.Zh) + `"/></figure>`
	}
	markup := richtext.Rewrite(text.Body.Zh, richtext.Rewriter{Figure: web.ShownFigure(words), Link: func(href string) string {
		if strings.HasPrefix(href, "/") {
			return a.config.Origin + i18n.Path(words, href)
		}
		return href
	}})
	v.HTML = richtext.Inline(lead+markup, i18n.T(words, "wechat.links"), func(img richtext.Image) string { return add(img.Hash(), img.Alt) })
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "copy.js")
	return web.Render(c, http.StatusOK, view.Wechat(f, v))
}
