package i18n

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wellspring/internal/check"
	"wellspring/internal/docx"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

func TestEveryLanguageHasEveryKeyAndNoneIsEmpty(t *testing.T) {
	for key, zh := range messages[invest.Zh] {
		en, ok := messages[invest.En][key]
		if !ok {
			t.Errorf("en has no %s", key)
		}
		if strings.TrimSpace(zh) == "" || strings.TrimSpace(en) == "" {
			t.Errorf("%s is empty", key)
		}
		if verbs(zh) != verbs(en) {
			t.Errorf("%s takes %s in Chinese and %s in English", key, verbs(zh), verbs(en))
		}
	}
	for key := range messages[invest.En] {
		if _, ok := messages[invest.Zh][key]; !ok {
			t.Errorf("zh-CN has no %s", key)
		}
	}
}

var verb = regexp.MustCompile(`%[sd]`)

// verbs are the places a message has for values, of its first form.
func verbs(s string) string {
	one, _, _ := strings.Cut(s, "|")
	return strings.Join(verb.FindAllString(one, -1), "")
}

// enumerations are the words made by Label, by the prefix of their keys.
var enumerations = map[string][]string{
	"phase": texts(invest.Phases), "level": texts(invest.Levels), "mode": texts(invest.Modes), "capital": texts(invest.Capitals),
	"readiness": texts(invest.Readinesses), "chain": texts(invest.ChainRoles), "milestone": texts(invest.MilestoneKinds),
	"form": texts(invest.CeremonyForms), "programme": texts(invest.ProgrammeKinds), "plot": texts(invest.PlotStates),
	"agreement":      texts(invest.Agreements),
	"presence":       texts(invest.Presences),
	"workshop_state": texts(invest.WorkshopStates), "utility": texts(invest.Utilities), "validity": texts(invest.Validities),
	"validity_warning": {"amended", "repealed", "expired", "to_verify"}, "fair_review": texts(invest.ReviewStates),
	"kind": texts(invest.Kinds), "band": texts(invest.Bands), "sort": {"new", "amount"}, "view": {"rows", "cards"},
	"facet": {"phase", "sector", "park", "place", "band", "mode", "level", "year"}, "space": {"all", "free", "reserved"},
	"topic": {"attraction", "construction"},
	// The editors' side.
	"work":      {"draft", "review1", "review2", "review3", "approved", "scheduled"},
	"waits":     {"none", "draft", "review1", "review2", "review3", "approved", "scheduled"},
	"publicity": {"never", "published", "withdrawn"}, "verdict": {"passed", "sent_back"}, "role": texts(invest.Roles),
	"level_name": {"1", "2", "3"}, "new": texts(invest.Kinds), "one": texts(invest.Kinds), "age": {"week", "month", "quarter", "year"},
	"standing": {"draft", "sent_back", "review", "approved", "scheduled", "published", "never", "withdrawn"},
	"done": {
		"saved", "submitted", "passed", "sent_back", "published", "withdrawn", "scheduled", "unscheduled", "unchanged",
		"discarded", "restored", "reverted", "emptied", "copied", "commented", "shared", "unshared", "revoked",
		"removed", "used", "overridden", "override_back", "unchecked", "kept", "corrected", "reconsidered", "password", "ended", "left", "unlocked", "second_off", "dropped", "import_undone", "import_cancelled", "drafted", "begun",
	},
	"bar": {"own", "twice"}, "check_rule": texts(invest.CheckRules), "check_level": {"advice", "override", "must"}, "bound": slices.Concat(invest.ProjectFigures, invest.CeremonyFigures), "outcome": texts(invest.OutcomeSteps), "left": texts(docx.Kinds), "proof": {"figure", "date", "name", "quote"},
	"why": {"other_figure", "old_figure", "lost_figure", "link_missing", "link_unpublished", "no_alt", "no_credit", "no_source_address", "no_funds_source"},
	"checkup": {
		"expiring", "expiring.rule", "expiring.fine", "columns", "columns.rule", "columns.fine", "links", "links.rule", "links.fine",
		"figures", "figures.rule", "figures.fine", "pictures", "pictures.rule", "pictures.fine", "backup", "backup.rule", "backup.fine",
	},
	"media_kind": {"pictures", "files", "wordless", "unused"},
	"bulk":       {"submit", "pass", "publish", "discard", "restore", "remove"}, "todo": {"waiting", "sent_back", "scheduled", "expiring", "mine"},
	"tab":  {"console", "edit", "composer", "preview", "checks", "reviews", "publication", "afterwards", "revisions"},
	"snag": texts(check.SnagRules), "cards": {"all", "a", "b"},
	"setting": texts(invest.SettingKeys), "setting_note": {"site", "sectors", "indicators", "reviews", "redirects", "words"},
	"schedule": {"publish", "withdraw", "failed.conflict", "failed.forbidden", "failed.invalid", "failed.not_found", "title", "text", "go"},
	"publish":  sayings, "unschedule": sayings, "end": sayings, "unend": sayings, "withdraw": sayings, "copy": sayings, "bin": sayings, "drop": sayings,
	"changed": {"new", "renamed", "disabled", "enabled"},
	"people":  {"reset.title", "reset.text", "reset.go", "totp.title", "totp.text", "totp.go", "unlock.title", "unlock.text", "unlock.go"},
	"preview": {"desktop", "phone", "zh", "en"},
	"problem": {
		"401.title", "401.text", "403.title", "403.text", "404.title", "404.text", "409.title", "409.text", "413.title", "413.text", "415.title", "415.text",
		"429.title", "429.text", "4xx.title", "4xx.text", "500.title", "500.text", "507.title", "507.text",
	},
	"refused": {"conflict", "forbidden", "gone", "invalid", "not_found", "stale", "unchecked"},
	"result":  {"ok", "forbidden", "invalid", "conflict", "not_found"},
	"act": {
		"sign-in", "sign-out", "session-end", "password", "password-set", "totp", "totp-drop", "unlock", "save", "submit", "review", "publish", "withdraw",
		"schedule", "unschedule", "schedule-withdrawal", "cancel-withdrawal", "discard", "restore", "empty-bin", "share", "comment",
		"preview-link", "preview-revoke", "media-add", "media-words", "media-remove", "override", "override-back", "figure-keep", "figure-reconsider", "batch", "batch-publish", "settings", "people", "people-read", "audit-export", "backup", "enter",
		"import", "import-take", "import-undo", "import-publish",
		"stage-open", "stage-go", "stage-end", "stage-link", "stage-revoke",
	},
	"stage_mode": {"rehearsal", "live", "ended"}, "stage_view": texts(invest.StageViews), "stage_role": texts(invest.StageRoles),
	"stage_deed": append(texts(invest.StageActs), "rehearsal", "live", "ended", "black_off", "freeze_off", "skip_off", "absent_off", "live_page_off"),
	"console": {
		"mode.rehearsal", "mode.live", "mode.ended", "problem.stale", "problem.conflict", "problem.invalid", "end.rehearsal", "end.rehearsal.note", "end.live", "end.live.note",
		"open.rehearsal", "open.rehearsal.note", "open.rehearsal_again", "open.rehearsal_again.note",
		"open.live", "open.live.note", "open.live_again", "open.live_again.note",
	},
	"currency": {"AED", "AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "MOP", "MYR", "RUB", "SGD", "THB", "TWD", "USD"},
	"import": slices.Concat(prefixed("msg.", sheet.Codes), []string{
		"msg.twin_code", "msg.twin_name_party", "msg.twin_name", "msg.known_code", "msg.known_name", "msg.known_near", "msg.known_signing", "msg.known_figure",
		"problem.encrypted", "problem.old_format", "problem.too_large", "problem.damaged", "problem.empty", "problem.not_spreadsheet", "problem.no_sheet",
		"problem.no_heading", "problem.no_rows", "problem.no_file", "problem.not_theirs", "problem.unexpected", "file_note.macros", "file_note.external_links", "show.", "show.open", "show.like", "show.warn", "show.error", "show.skip",
	}),
	"import_field": append(texts(sheet.Fields), "partOf"), "import_state": texts(invest.ImportStates), "import_status": {"ok", "warn", "skip", "error"},
	"lists": texts(sheet.Kinds), "choice": texts(invest.Choices),
}

// sayings are the words around a thing that can be done.
var sayings = []string{"title", "text", "go"}

func prefixed[V ~string](prefix string, vs []V) []string {
	var out []string
	for _, v := range vs {
		out = append(out, prefix+string(v))
	}
	return out
}

func texts[V ~string](vs []V) []string {
	var out []string
	for _, v := range vs {
		out = append(out, string(v))
	}
	return out
}

func TestEveryValueOfAnEnumerationHasAWord(t *testing.T) {
	for enum, values := range enumerations {
		for _, v := range values {
			if _, ok := messages[invest.Zh][enum+"."+v]; !ok {
				t.Errorf("no word for %s.%s", enum, v)
			}
		}
	}
}

func TestEveryKeyIsUsedAndEveryKeyUsedExists(t *testing.T) {
	source := readSource(t, "../../cmd", "../../web", "../../templates", "../../internal/i18n")
	for key := range messages[invest.Zh] {
		enum, value, _ := strings.Cut(key, ".")
		if slices.Contains(enumerations[enum], value) || strings.HasPrefix(key, "error.") {
			continue
		}
		if !strings.Contains(source, `"`+key+`"`) {
			t.Errorf("%s is not used", key)
		}
	}
	for _, m := range regexp.MustCompile(`i18n\.[TN]\(ctx, "([^"]+)"`).FindAllStringSubmatch(source, -1) {
		if _, ok := messages[invest.Zh][m[1]]; !ok && !strings.HasSuffix(m[1], ".") {
			t.Errorf("%s is used and does not exist", m[1])
		}
	}
}

func TestEveryMessageIsGivenAsManyValuesAsItHasPlacesFor(t *testing.T) {
	given := 0
	for path, file := range parseSource(t, "../../web", "../../templates") {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 || call.Ellipsis.IsValid() {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "T" && f.Sel.Name != "Message" || fmt.Sprint(f.X) != "i18n" {
				return true
			}
			lit, ok := call.Args[1].(*ast.BasicLit)
			if !ok {
				return true
			}
			key, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			given++
			if places := len(verbs(messages[invest.Zh][key])) / len("%s"); places != len(call.Args)-2 {
				t.Errorf("%s gives %d values to %s, which has %d places", filepath.Base(path), len(call.Args)-2, key, places)
			}
			return true
		})
	}
	if given < 500 {
		t.Errorf("only %d uses of a message were found", given)
	}
}

// parseSource gives the syntax of the program's own files, templates as the Go
// that is made of them.
func parseSource(t *testing.T, dirs ...string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func readSource(t *testing.T, dirs ...string) string {
	t.Helper()
	var all strings.Builder
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ") ||
				strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := os.ReadFile(path)
			all.Write(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		m      invest.Money
		zh, en string
	}{
		{invest.Money{}, "未公布", "not disclosed"},
		{invest.Yuan(0), "0元", "CNY 0"},
		{invest.Yuan(8000), "8000元", "CNY 8,000"},
		{invest.Yuan(50_000_000), "5000万元", "CNY 50 million"},
		{invest.Yuan(500_000_000), "5亿元", "CNY 500 million"},
		{invest.Yuan(6_747_000_000), "67.47亿元", "CNY 6.747 billion"},
		{invest.Yuan(15_517_000_000), "155.17亿元", "CNY 15.517 billion"},
		{invest.Yuan(127_690_000_000), "1276.9亿元", "CNY 127.69 billion"},
		{invest.Yuan(99_999_999), "9999.9999万元", "CNY 100 million"},
		{invest.Yuan(999_999_999_999), "10000亿元", "CNY 1,000 billion"},
		{invest.Yuan(999_999_999), "10亿元", "CNY 1 billion"},
		{invest.Money{Low: 300_000_000, High: 500_000_000, Currency: "CNY", Approx: true}, "约3—5亿元", "about CNY 300–500 million"},
		{invest.Money{Low: 50_000_000, High: 100_000_000, Currency: "CNY"}, "5000万元—1亿元", "CNY 50–100 million"},
		{invest.Money{Low: 200_000_000, High: 200_000_000, Currency: "USD"}, "2亿美元", "USD 200 million"},
		{invest.Money{Low: 1_000_000, High: 1_000_000, Currency: "CHF"}, "100万瑞士法郎", "CHF 1 million"},
	} {
		if got := MoneyIn(invest.Zh, c.m); got != c.zh {
			t.Errorf("%+v in Chinese: got %s, want %s", c.m, got, c.zh)
		}
		if got := strings.ReplaceAll(MoneyIn(invest.En, c.m), "\u00a0", " "); got != c.en {
			t.Errorf("%+v in English: got %s, want %s", c.m, got, c.en)
		}
	}
}

func in(lang invest.Lang) context.Context {
	return With(context.Background(), Locale{Lang: lang, Zone: time.FixedZone("", 8*3600)})
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		d      invest.Date
		zh, en string
	}{
		{invest.Date{}, "", ""},
		{invest.Date{Precision: invest.Day, Year: 2023, Month: 11, Day: 16}, "2023年11月16日", "16 November 2023"},
		{invest.Date{Precision: invest.Day, Month: 7, Day: 26}, "7月26日", "26 July"},
		{invest.Date{Precision: invest.Month, Year: 2023, Month: 11}, "2023年11月", "November 2023"},
		{invest.Date{Precision: invest.MonthEnd, Year: 2023, Month: 8}, "2023年8月底", "end of August 2023"},
		{invest.Date{Precision: invest.TenDays, Year: 2023, Month: 11, Part: 2}, "2023年11月中旬", "mid-November 2023"},
		{invest.Date{Precision: invest.Quarter, Year: 2023, Part: 3}, "2023年第三季度", "Q3 2023"},
		{invest.Date{Precision: invest.Half, Year: 2023, Part: 1}, "2023年上半年", "first half of 2023"},
		{invest.Date{Precision: invest.Half, Part: 1}, "上半年", "first half of the year"},
		{invest.Date{Precision: invest.Year, Year: 2023}, "2023年", "2023"},
		{invest.Date{Precision: invest.Year, Year: 2025, Words: "2025年底前"}, "2025年底前", "by the end of 2025"},
		{invest.Date{Precision: invest.Year, Year: 2024, Words: "2024年底"}, "2024年底", "end of 2024"},
		{invest.Date{Precision: invest.Month, Year: 2024, Month: 9, Words: "2024年9月前"}, "2024年9月前", "before September 2024"},
	} {
		if got := Date(in(invest.Zh), c.d); got != c.zh {
			t.Errorf("got %s, want %s", got, c.zh)
		}
		if got := Date(in(invest.En), c.d); got != c.en {
			t.Errorf("got %s, want %s", got, c.en)
		}
	}
}

func TestPeriodsAreasAndMoments(t *testing.T) {
	zh, en := in(invest.Zh), in(invest.En)
	for _, c := range []struct{ got, want string }{
		{Period(zh, invest.Period{Year: 2023, First: 1, Last: 11}), "2023年1—11月"},
		{Period(en, invest.Period{Year: 2023, First: 1, Last: 11}), "January–November 2023"},
		{Period(zh, invest.YearPeriod(2023)), "2023年"},
		{Land(zh, invest.Area{Hundredths: 2000 * invest.Mu}), "2000亩（133.33公顷）"},
		{Land(en, invest.Area{Hundredths: 2000 * invest.Mu}), "2,000 mu (133.33 ha)"},
		{Floor(zh, invest.Area{Hundredths: 500_000 * invest.SquareMetre, Approx: true}), "约50万㎡"},
		{Floor(en, invest.Area{Hundredths: 500_000 * invest.SquareMetre, Approx: true}), "about 500,000 m²"},
		{Stamp(zh, time.Date(2023, 12, 31, 17, 5, 0, 0, time.UTC)), "2024-01-01 01:05"},
		{DayStamp(en, time.Date(2023, 12, 31, 17, 5, 0, 0, time.UTC)), "2024-01-01"},
		{N(zh, "projects.count", 1234), "1234个项目"},
		{N(en, "projects.count", 1), "1 project"},
		{N(en, "projects.count", 1234), "1,234 projects"},
		{Path(en, "/"), "/en"},
		{Path(With(en, Locale{Lang: invest.En, Base: "/invest"}), "/projects/3"), "/invest/en/projects/3"},
		{Path(zh, "/"), "/"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

func TestATextWithoutEnglishFallsBackAndSaysSo(t *testing.T) {
	if w := Pick(in(invest.En), invest.Text{Zh: "园区"}); w.S != "园区" || w.Lang != "zh-CN" {
		t.Errorf("got %+v", w)
	}
	if w := Pick(in(invest.En), invest.Text{Zh: "园区", En: "Park"}); w.S != "Park" || w.Lang != "" {
		t.Errorf("got %+v", w)
	}
}
