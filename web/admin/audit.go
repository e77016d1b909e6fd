package admin

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

const auditPerPage = 50

// auditFilter reads the filters of the trail's address.
func auditFilter(c echo.Context) invest.AuditFilter {
	zone := i18n.From(c.Request().Context()).Zone
	f := invest.AuditFilter{Login: c.QueryParam("login"), Action: c.QueryParam("action"), Result: c.QueryParam("result"), Limit: auditPerPage}
	f.Before, _ = strconv.ParseInt(c.QueryParam("before"), 10, 64) // none: from the end
	for _, d := range []struct {
		name string
		to   *time.Time
		days int
	}{{"from", &f.From, 0}, {"to", &f.To, 1}} {
		if t, err := time.ParseInLocation(time.DateOnly, c.QueryParam(d.name), zone); err == nil {
			*d.to = t.AddDate(0, 0, d.days).UTC() // the last day is meant whole
		}
	}
	return f
}

func (s *Server) auditIndex(c echo.Context) error {
	ctx := c.Request().Context()
	entries, total, err := s.desk.Audit(ctx, actor(c), auditFilter(c))
	if err != nil {
		return err
	}
	path := i18n.Path(ctx, "/admin/audit")
	query := url.Values{}
	for _, name := range []string{"login", "action", "result", "from", "to"} {
		if v := c.QueryParam(name); v != "" {
			query.Set(name, v)
		}
	}
	v := view.AuditView{
		Action: path, Clear: path, Chosen: len(query) > 0, CSV: path + "/audit.csv?" + query.Encode(), Count: i18n.N(ctx, "audit.count", total),
		Filters: auditFields(c),
	}
	for _, e := range entries {
		v.Rows = append(v.Rows, auditRow(c, e))
	}
	if len(entries) == auditPerPage {
		query.Set("before", strconv.FormatInt(entries[len(entries)-1].Seq, 10))
		v.Older = path + "?" + query.Encode()
	}
	f := s.frame(c, i18n.T(ctx, "admin.audit"))
	script(c, &f, "facets.js")
	return web.Render(c, http.StatusOK, view.Audit(f, v))
}

// auditActions are what the trail records, in the order of an editor's day.
var auditActions = []string{
	"sign-in", "sign-out", "session-end", "password", "password-set", "totp", "totp-drop", "unlock", "save", "submit", "review", "publish", "withdraw",
	"schedule", "unschedule", "schedule-withdrawal", "cancel-withdrawal", "discard", "restore", "empty-bin", "share", "comment",
	"preview-link", "preview-revoke", "override", "override-back", "figure-keep", "figure-reconsider", "media-add", "media-words", "media-remove", "batch", "batch-publish", "settings", "people", "people-read", "audit-export", "backup", "enter",
}

func auditFields(c echo.Context) []component.Field {
	ctx := c.Request().Context()
	line := func(name, label string) component.Field {
		return component.Field{Name: name, Label: i18n.T(ctx, label), Kind: "line", Value: c.QueryParam(name)}
	}
	choice := func(name, label, prefix string, values []string) component.Field {
		f := component.Field{Name: name, Label: i18n.T(ctx, label), Kind: "choice", Options: []component.Option{{Label: plain(i18n.T(ctx, "list.all"))}}}
		for _, v := range values {
			f.Options = append(f.Options, component.Option{Value: v, Label: plain(i18n.T(ctx, prefix+v)), Chosen: v == c.QueryParam(name)})
		}
		return f
	}
	from, to := line("from", "audit.from"), line("to", "audit.to")
	from.Kind, to.Kind = "day", "day"
	return []component.Field{
		line("login", "audit.login"), choice("action", "audit.action", "act.", auditActions),
		choice("result", "audit.result", "result.", []string{"ok", "forbidden", "invalid", "conflict", "not_found"}), from, to,
	}
}

func auditRow(c echo.Context, e invest.AuditEntry) view.AuditRow {
	ctx := c.Request().Context()
	r := view.AuditRow{
		Seq: strconv.FormatInt(e.Seq, 10), At: i18n.Stamp(ctx, e.At), Who: e.Login, Address: e.Address, Action: i18n.T(ctx, "act."+e.Action),
		Detail: auditDetail(ctx, e), Hash: e.Hash[:min(12, len(e.Hash))], Result: component.Badge{Label: i18n.T(ctx, "result."+e.Result), Tone: "quiet"},
	}
	if e.Result != "ok" {
		r.Result.Tone = "seal"
	}
	if e.Kind != "" && e.Number > 0 {
		r.On = i18n.T(ctx, "one."+string(e.Kind)) + " " + strconv.FormatInt(e.Number, 10)
	} else if e.Kind != "" {
		r.On = i18n.T(ctx, "one."+string(e.Kind))
	}
	return r
}

// details are what the trail says in words of its own, by the keys of the
// reader's; what editors wrote stands as they wrote it.
var details = map[string]string{
	"to the bin": "detail.bin", "changes": "detail.changes", "locked": "detail.locked", "on": "detail.on", "off": "detail.off",
	"code": "detail.code", "enrol": "detail.enrol", "password": "detail.password", "code given": "detail.code_given",
	"recovery code given": "detail.recovery", "unknown login": "detail.unknown_login", "wrong code": "detail.wrong_code", "scheduled, by the scheduler": "detail.scheduler",
}

// stamped finds the moments in a detail, which are stored in UTC.
var stamped = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)

// auditDetail words what the trail says besides who did what.
func auditDetail(ctx context.Context, e invest.AuditEntry) string {
	var level int
	var verdict, hash string
	switch e.Action {
	case "review":
		if n, _ := fmt.Sscanf(e.Detail, "level %d %s %s", &level, &verdict, &hash); n == 3 && level >= 1 && level <= 3 {
			return i18n.T(ctx, "level_name."+strconv.Itoa(level)) + " " + i18n.T(ctx, "verdict."+verdict) + " " + hash[:min(12, len(hash))]
		}
	case "submit":
		return i18n.Label(ctx, "work", invest.Work(e.Detail))
	case "people":
		return personDetail(ctx, e.Detail)
	case "settings":
		return i18n.Label(ctx, "setting", invest.SettingKey(e.Detail))
	case "backup": // the name of a file, which may have a moment in it
		return e.Detail
	case "sign-in", "totp", "discard", "publish", "withdraw":
		if key, ok := details[e.Detail]; ok {
			return i18n.T(ctx, key)
		}
	}
	return stamped.ReplaceAllStringFunc(e.Detail, func(s string) string {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return s
		}
		return i18n.Stamp(ctx, at)
	})
}

// personDetail words what was done to an editor.
func personDetail(ctx context.Context, detail string) string {
	words := strings.Fields(detail)
	for i, w := range words {
		switch {
		case i == 0: // the login
		case w[0] == '+' || w[0] == '-':
			words[i] = w[:1] + i18n.Label(ctx, "role", invest.Role(w[1:]))
		case strings.HasPrefix(w, "was:"):
			words[i] = i18n.T(ctx, "detail.was", w[len("was:"):])
		default:
			words[i] = i18n.Label(ctx, "changed", w)
		}
	}
	return strings.Join(words, " ")
}

// auditCSV gives the trail as it is stored, with its hashes: whoever has it can
// follow the chain. It is written as it is read, since it only grows.
func (s *Server) auditCSV(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	f := auditFilter(c)
	f.Limit = 1_000
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="audit.csv"`)
	if err := s.desk.RecordExport(ctx, who); err != nil {
		return err
	}
	if _, err := c.Response().Write([]byte("\ufeff")); err != nil {
		return nil // the reader left
	}
	w := csv.NewWriter(c.Response())
	_ = w.Write([]string{"seq", "at", "editor", "login", "address", "action", "kind", "number", "result", "detail", "prev", "hash"})
	out := http.NewResponseController(c.Response())
	for {
		_ = out.SetWriteDeadline(time.Now().Add(time.Minute)) // of each part: the trail only grows
		entries, _, err := s.desk.Audit(ctx, who, f)
		if err != nil {
			return err // half a file is sent by now: the connection is cut, so that nobody takes it for the whole
		}
		for _, e := range entries {
			_ = w.Write([]string{
				strconv.FormatInt(e.Seq, 10), e.At.Format(time.RFC3339), strconv.FormatInt(e.Editor, 10), web.Cell(e.Login), e.Address, e.Action,
				string(e.Kind), strconv.FormatInt(e.Number, 10), e.Result, web.Cell(e.Detail), e.Prev, e.Hash,
			})
		}
		if len(entries) < f.Limit {
			break
		}
		f.Before = entries[len(entries)-1].Seq
	}
	w.Flush()
	return nil
}
