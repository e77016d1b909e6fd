package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/media"
	"wellspring/internal/richtext"
	"wellspring/templates/component"
)

// picturesAt is the key of where the pictures of this request's pages are: on
// the desk and behind a preview link they are not where the public finds them.
type picturesAt struct{}

func withPicturesAt(ctx context.Context, prefix string) context.Context {
	return context.WithValue(ctx, picturesAt{}, prefix)
}

// mediaHref is the address of a file for a page of this request.
func mediaHref(ctx context.Context, hash, name string) string {
	prefix, ok := ctx.Value(picturesAt{}).(string)
	if !ok {
		prefix = i18n.From(ctx).Base
	}
	return prefix + invest.MediaPath(hash, url.PathEscape(name))
}

// How wide pictures are shown, for the browser to choose a copy by.
const (
	sizesCard  = "(min-width: 75rem) 25rem, (min-width: 48rem) 50vw, 100vw"
	sizesBody  = "(min-width: 64rem) 45rem, 100vw"
	sizesThumb = "(min-width: 48rem) 12rem, 30vw"
	sizesHalf  = "(min-width: 64rem) 38rem, 100vw"
)

// picture readies a picture for a page. sizes says how wide it is shown there.
func picture(ctx context.Context, p invest.Picture, sizes string) component.Picture {
	out := component.Picture{
		Alt: i18n.Pick(ctx, p.Alt), Width: p.Width, Height: p.Height, Sizes: sizes,
		Caption: i18n.Pick(ctx, p.Caption), Credit: i18n.Pick(ctx, p.Credit), FocusX: p.Focus.X, FocusY: p.Focus.Y,
	}
	out.Src, out.Srcset = sources(ctx, p.Media, p.Width)
	if !p.Taken.IsZero() || p.Place.Zh != "" {
		place := i18n.Pick(ctx, p.Place)
		out.Taken = i18n.Words{S: strings.TrimSpace(place.S + " " + i18n.Date(ctx, p.Taken)), Lang: place.Lang}
	}
	return out
}

// sources are the addresses of a picture of a width: of the copy that every
// browser is content with, and of all for those that choose.
func sources(ctx context.Context, hash string, width int) (src, srcset string) {
	whole := mediaHref(ctx, hash, "whole")
	src = whole
	var list []string
	for _, w := range media.Widths {
		if w < width {
			at := mediaHref(ctx, hash, strconv.Itoa(w)+".webp")
			list = append(list, at+" "+strconv.Itoa(w)+"w")
			src = at
		}
	}
	if len(list) == 0 {
		return src, ""
	}
	// The whole is for print and for the few screens that are wider than all copies;
	// it is no WebP, and far larger.
	if width <= media.Widths[len(media.Widths)-1] {
		list = append(list, whole+" "+strconv.Itoa(width)+"w")
	}
	return src, strings.Join(list, ", ")
}

// leadPicture is picture for one that may not be there.
func leadPicture(ctx context.Context, p invest.Picture, sizes string) *component.Picture {
	if p.Media == "" {
		return nil
	}
	out := picture(ctx, p, sizes)
	return &out
}

// first is the first of some pictures, none where there is none.
func first(list []invest.Picture) invest.Picture {
	if len(list) == 0 {
		return invest.Picture{}
	}
	return list[0]
}

// photos parts the picture at the head of a record's page from the others. What
// is said of the first stands with the others, where there is room for it.
func photos(ctx context.Context, list []invest.Picture) (lead *component.Picture, rest []component.Picture) {
	lead = leadPicture(ctx, first(list), sizesHalf)
	if len(list) > 1 || lead != nil && (lead.Caption.S != "" || lead.Credit.S != "") {
		rest = pictures(ctx, list, sizesCard)
	}
	return lead, rest
}

func pictures(ctx context.Context, list []invest.Picture, sizes string) []component.Picture {
	var out []component.Picture
	for _, p := range list {
		one := picture(ctx, p, sizes)
		one.Lazy = true
		out = append(out, one)
	}
	return out
}

// imageOf is the absolute address of the first picture that a text shows, for
// those who quote its page: the one beside it, else the first in it. "" for none.
func (s *Server) imageOf(c invest.Content) string {
	for _, use := range invest.MediaUses(c) {
		if use.Shown {
			return s.config.Origin + s.config.BasePath + invest.MediaPath(use.Hash, "whole")
		}
	}
	return ""
}

// inMarkup readies a picture in markup.
func inMarkup(ctx context.Context) func(*richtext.Image) {
	return func(m *richtext.Image) {
		hash := m.Hash()
		if hash == "" {
			return
		}
		m.Src, m.Srcset = sources(ctx, hash, m.Width)
		m.Lazy = true
		if m.Srcset != "" {
			m.Sizes = sizesBody
		}
	}
}

// attachments are what a text offers for download.
func attachments(ctx context.Context, list []invest.Attachment) []component.Attachment {
	var out []component.Attachment
	for _, a := range list {
		out = append(out, component.Attachment{
			Title: i18n.Pick(ctx, a.Title), Href: mediaHref(ctx, a.Media, a.Name), Kind: fileKind(a.Name), Size: i18n.FileSize(ctx, a.Size),
		})
	}
	return out
}

// fileKind is what people call a kind of file: PDF.
func fileKind(name string) string {
	return strings.ToUpper(name[strings.LastIndexByte(name, '.')+1:])
}
