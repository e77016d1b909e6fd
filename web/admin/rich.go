package admin

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/static"
	view "wellspring/templates/admin"
)

// editorWords are the wordings that the editor of rich text shows.
var editorWords = []string{
	"editor.alt.hint", "editor.alt.is", "editor.alt.label", "editor.alt.missing", "editor.alt.title", "editor.apply", "editor.bold",
	"editor.bullets", "editor.caption", "editor.close", "editor.colon", "editor.comma", "editor.credit", "editor.document.failed",
	"editor.document.partly", "editor.document.read", "editor.document.reading", "editor.drop.unknown", "editor.error.answer", "editor.error.network",
	"editor.error.session",
	"editor.figure", "editor.figure.down", "editor.figure.hint", "editor.figure.remove", "editor.figure.search",
	"editor.figure.title", "editor.figure.up", "editor.found", "editor.found.none", "editor.h2", "editor.h3", "editor.hint",
	"editor.indent", "editor.italic", "editor.link", "editor.link.address", "editor.link.hint", "editor.link.remove",
	"editor.link.search", "editor.link.title", "editor.link.wrong", "editor.more", "editor.numbers", "editor.outdent",
	"editor.paragraph", "editor.pending.again", "editor.pending.remove", "editor.pending.sending", "editor.pending.waiting",
	"editor.picture", "editor.picture.hint", "editor.picture.lost", "editor.picture.search", "editor.picture.title",
	"editor.picture.upload", "editor.quote", "editor.record", "editor.record.hint", "editor.record.search", "editor.record.title",
	"editor.redo", "editor.source", "editor.table", "editor.table.caption", "editor.table.column_after",
	"editor.table.column_before", "editor.table.column_delete", "editor.table.delete", "editor.table.header_column",
	"editor.table.header_row", "editor.table.insert", "editor.table.merge", "editor.table.row_above", "editor.table.row_below",
	"editor.table.row_delete", "editor.table.split", "editor.toolbar", "editor.undo", "editor.uploads.failed",
	"editor.uploads.going", "editor.uploads.leave", "editor.uploads.wait",
}

// rich gives a page the editor of rich text, and its form what the editor must
// know. Without the editor's bundle the fields stay what they are.
func rich(c echo.Context, f *view.Frame, v *view.EditView) error {
	if !static.Has("editor.js") {
		return nil
	}
	ctx := c.Request().Context()
	words := map[string]string{"hint.source": i18n.T(ctx, "hint.rich")} // what the editor's own hint takes the place of
	for _, key := range editorWords {
		words[strings.TrimPrefix(key, "editor.")] = i18n.T(ctx, key)
	}
	said, err := json.Marshal(words)
	if err != nil {
		return fmt.Errorf("words of the editor: %w", err)
	}
	v.Rich = view.RichView{
		Words: string(said),
		Media: i18n.Path(ctx, "/admin/media"), Find: i18n.Path(ctx, "/admin/find"), Document: i18n.Path(ctx, "/admin/media/document"),
		Pictures: i18n.From(ctx).Base + "/admin", // of no language
	}
	script(c, f, "editor.js")
	return nil
}
