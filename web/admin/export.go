package admin

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
)

// export sends the texts of a kind as a workbook, as filtered as their list is.
func (s *Server) export(c echo.Context) error {
	name, ending, _ := strings.Cut(c.Param("file"), ".")
	kind := sheet.Kind(name)
	if !slices.Contains(sheet.Kinds, kind) || ending != "xlsx" && ending != "csv" {
		return echo.ErrNotFound
	}
	ctx := c.Request().Context()
	book, err := s.imports.Book(ctx, actor(c), kind, readListQuery(c).filter(intake.Exports(kind), s.desk.Now()))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	typ := "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if ending == "csv" {
		typ, err = "text/csv; charset=utf-8", sheet.WriteCSV(&b, book)
	} else {
		err = sheet.Write(&b, book)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+"."+ending+`"`)
	return c.Blob(http.StatusOK, typ, b.Bytes())
}

// exportsOf are the workbooks that a list of texts can be taken out as.
func exportsOf(c echo.Context, k invest.Kind) (links []component.Link) {
	ctx := c.Request().Context()
	q := c.Request().URL.Query()
	q.Del("page")
	q.Del("done")
	query := ""
	if len(q) > 0 {
		query = "?" + q.Encode()
	}
	for _, x := range sheet.Kinds {
		if intake.Exports(x) == k {
			for _, ending := range []string{"xlsx", "csv"} {
				links = append(links, to(i18n.T(ctx, "export.as", i18n.Label(ctx, "lists", x), ending), i18n.Path(ctx, "/admin/export/"+string(x)+"."+ending+query)))
			}
		}
	}
	return links
}

// exports are all that the editor can take out.
func exports(c echo.Context) (lines []view.ExportLine) {
	ctx := c.Request().Context()
	for _, k := range sheet.Kinds {
		if actor(c).Editor.Sees(intake.Exports(k)) == invest.SeesNone {
			continue
		}
		path := i18n.Path(ctx, "/admin/export/"+string(k))
		lines = append(lines, view.ExportLine{Label: i18n.Label(ctx, "lists", k), XLSX: path + ".xlsx", CSV: path + ".csv"})
	}
	return lines
}
