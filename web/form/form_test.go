package form_test

import (
	"context"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/web/form"
)

func inChinese() context.Context {
	return i18n.With(context.Background(), i18n.Locale{Lang: invest.Zh, Zone: time.UTC})
}

func env() form.Env {
	e := form.Env{Settings: invest.DefaultSettings(), Titles: map[invest.Kind]map[int64]string{
		invest.KindProject: {12: "光伏项目", 13: "5000头奶牛项目", 14: "重名", 15: "重名"},
	}}
	e.Media = func(named string) (invest.Media, bool) {
		m := invest.Media{Number: 12, Hash: strings.Repeat("a", 64), Name: "厂房.jpg", Width: 800}
		return m, named == m.Hash || named == "12" || named == "12 厂房.jpg"
	}
	e.Settings.Sectors = invest.Sectors{{Key: "energy", Name: invest.Text{Zh: "新能源"}}}
	return e
}

// filled gives a text in which every field has a value of its own.
type filler struct{ n int64 }

func (f *filler) fill(v reflect.Value, field string) {
	f.n++
	switch p := v.Addr().Interface().(type) {
	case *invest.Focus:
		*p = invest.Focus{X: int(f.n % 50), Y: -int(f.n % 50)}
		return
	case *invest.Attachment:
		*p = invest.Attachment{Media: strings.Repeat("a", 64), Title: invest.Text{Zh: fmt.Sprintf("附件 %d", f.n)}}
		return
	case *invest.Money:
		*p = invest.Money{Low: 10_000 * f.n, High: 20_001 * f.n, Currency: "USD", Approx: true}
		return
	case *invest.Date:
		*p = invest.Date{Precision: invest.TenDays, Year: 2000 + int(f.n%90), Month: 5, Part: 2}
		return
	case *invest.Area:
		*p = invest.Area{Hundredths: 12_345 * f.n, Approx: true}
		return
	case *invest.Period:
		*p = invest.Period{Year: 2000 + int(f.n%90), First: 2, Last: 5}
		return
	case *invest.Decimal:
		*p = invest.Decimal(f.n*10 + 1)
		return
	case *string:
		*p = fmt.Sprintf("%s %d", field, f.n)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), v.Type().Field(i).Name)
		}
		if p, ok := v.Addr().Interface().(*invest.Picture); ok {
			p.Media, p.Width, p.Height = strings.Repeat("a", 64), 0, 0 // the Desk's
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i), field)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), field)
	case reflect.String:
		v.SetString(fmt.Sprintf("%s%d", strings.ToLower(field), f.n))
	case reflect.Int, reflect.Int64:
		v.SetInt(f.n)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Map:
		for i, k := range invest.Kinds {
			if v.IsNil() {
				v.Set(reflect.MakeMap(v.Type()))
			}
			v.SetMapIndex(reflect.ValueOf(k), reflect.ValueOf(i%3+1))
		}
	default:
		panic("a field of kind " + v.Kind().String())
	}
}

// stampedByTheDesk are the fields that no form carries: the Desk sets them.
var stampedByTheDesk = cmp.FilterPath(func(p cmp.Path) bool {
	name := p.Last().String()
	return name == ".LastKey" || name == ".Editor" && p.Index(-2).Type() == reflect.TypeFor[invest.PhaseEntry]()
}, cmp.Ignore())

func texts() []any {
	var out []any
	for _, k := range invest.Kinds {
		out = append(out, invest.NewContent(k))
	}
	var s invest.Settings
	for _, k := range invest.SettingKeys {
		out = append(out, s.Part(k))
	}
	return out
}

func TestWhateverATextHoldsComesBackFromItsForm(t *testing.T) {
	for _, text := range texts() {
		name := reflect.TypeOf(text).Elem().Name()
		(&filler{}).fill(reflect.ValueOf(text).Elem(), name)
		values := form.Of(inChinese(), env(), text).Values
		back := reflect.New(reflect.TypeOf(text).Elem()).Interface()
		f := form.Read(inChinese(), env(), back, values)
		if len(f.Errors) > 0 {
			t.Errorf("%s: %v", name, f.Errors)
		}
		if diff := cmp.Diff(text, back, stampedByTheDesk); diff != "" {
			t.Errorf("%s (-text +from the form):\n%s", name, diff)
		}
	}
}

func TestEveryFieldHasANameOfItsOwnAndALabel(t *testing.T) {
	for _, text := range texts() {
		(&filler{}).fill(reflect.ValueOf(text).Elem(), "x")
		f := form.Of(inChinese(), env(), text)
		seen := map[string]bool{}
		eachField(f, func(field component.Field) {
			if seen[field.Name] {
				t.Errorf("%T has %s twice", text, field.Name)
			}
			seen[field.Name] = true
			if field.Kind != "hidden" && (field.Label == "" || strings.HasPrefix(field.Label, "field.") || strings.HasPrefix(field.Hint, "hint.")) {
				t.Errorf("%T: %s is labelled %q, %q", text, field.Name, field.Label, field.Hint)
			}
		})
	}
}

func eachField(f form.Form, do func(component.Field)) {
	var walk func(items []component.FormItem)
	walk = func(items []component.FormItem) {
		for _, item := range items {
			if item.Field != nil {
				do(*item.Field)
				continue
			}
			for _, r := range item.Rows.Rows {
				walk(r.Items)
			}
		}
	}
	for _, s := range f.Sections {
		walk(s.Items)
	}
}

func field(t *testing.T, f form.Form, name string) component.Field {
	t.Helper()
	var found []component.Field
	eachField(f, func(x component.Field) {
		if x.Name == name {
			found = append(found, x)
		}
	})
	if len(found) != 1 {
		t.Fatalf("%d fields are named %s", len(found), name)
	}
	return found[0]
}

func TestWhatPeopleTypeIsReadAndSaid(t *testing.T) {
	values := form.Of(inChinese(), env(), &invest.Project{}).Values
	for name, c := range map[string]struct{ typed, said, wrong string }{
		"total":        {"5000万", "5000万元", ""},
		"fixedAssets":  {"5000", "", "error.money_no_unit"},
		"yearlyOutput": {"很多", "", "error.no_money"},
		"start":        {"2023年8月底", "2023年8月底", ""},
		"end":          {"11-16", "", "error.date_ambiguous"},
		"irr":          {"12.5%", "", ""},
		"payback":      {"八年", "", "error.no_number"},
		"park":         {"7", "编号7（未找到）", ""},
	} {
		values.Set(name, c.typed)
		var p invest.Project
		f := form.Read(inChinese(), env(), &p, values)
		got := field(t, f, name)
		if got.Value != c.typed || got.Read != c.said {
			t.Errorf("%s %q comes back as %q, read as %q", name, c.typed, got.Value, got.Read)
		}
		errs := f.Errors.For(name)
		if c.wrong == "" && len(errs) > 0 || c.wrong != "" && (len(errs) != 1 || errs[0].Key != c.wrong) {
			t.Errorf("%s %q: %v", name, c.typed, errs)
		}
	}
}

func TestAReferenceIsANumberOrATitleThatOnlyOneHas(t *testing.T) {
	for typed, want := range map[string]int64{
		"12": 12, "12 光伏项目": 12, "光伏项目": 12, "光伏": 12, "项目": -1, "5000头奶牛项目": 13, "99": 99, "": 0, "重名": -1, "没有的项目": -1, "-3": -1,
	} {
		var u invest.Update
		f := form.Read(inChinese(), env(), &u, url.Values{"project": {typed}})
		if wrong := len(f.Errors.For("project")) > 0; wrong != (want < 0) || !wrong && u.Project != want {
			t.Errorf("%q is read as %d, %v", typed, u.Project, f.Errors)
		}
	}
}

func TestAChoiceThatIsNoneAnyMoreStaysUntilItIsChanged(t *testing.T) {
	a := &invest.Article{Column: "gone"}
	f := field(t, form.Of(inChinese(), env(), a), "column")
	if !slices.ContainsFunc(f.Options, func(o component.Option) bool { return o.Value == "gone" && o.Chosen }) {
		t.Errorf("options %+v", f.Options)
	}
	p := &invest.Project{Sectors: []string{"energy", "gone"}}
	for _, o := range field(t, form.Of(inChinese(), env(), p), "sectors").Options {
		if !o.Chosen {
			t.Errorf("%s is not ticked", o.Value)
		}
	}
}

func TestErrorsStandAtTheirFieldsAndLeadThere(t *testing.T) {
	c := &invest.Ceremony{Groups: []invest.Group{{Label: invest.Text{Zh: "第一组"}, Signings: []invest.Signing{{}, {B: []invest.Party{{}}}}}}}
	f := form.Of(inChinese(), env(), c)
	problems := f.Attach(inChinese(), c.Validate())
	if !slices.ContainsFunc(problems, func(p component.Problem) bool {
		return p.Href == "#f-groups.0.signings.1.b.0.name.zh" && strings.Contains(p.Text, "签约项目 2")
	}) {
		t.Errorf("problems %+v", problems)
	}
	if got := field(t, f, "groups.0.signings.1.b.0.name.zh"); got.Error == "" {
		t.Error("the field does not say what is wrong with it")
	}
	for _, p := range problems {
		if p.Href == "" || strings.Contains(p.Text, "error.") {
			t.Errorf("leads nowhere: %+v", p)
		}
	}
	p := form.Of(inChinese(), env(), &invest.Project{Sectors: []string{"gone"}})
	got := p.Attach(inChinese(), invest.FieldErrors{{Field: "sectors.0.key", Key: "error.choice", Args: []any{"gone"}}, {Field: "nowhere", Key: "error.required"}})
	if got[0].Href != "" || got[1].Href != "#f-sectors" { // what is about no field comes first
		t.Errorf("problems %+v", got)
	}
}

func TestRowsAreAddedMovedAndRemovedWithAllThatIsInThem(t *testing.T) {
	begin := func() url.Values {
		return url.Values{
			"title.zh": {"签约"}, "groups.#": {"2"},
			"groups.0.label.zh": {"甲"}, "groups.0.signings.#": {"1"}, "groups.0.signings.0.name.zh": {"甲一"},
			"groups.1.label.zh": {"乙"}, "groups.1.signings.#": {"0"},
		}
	}
	for _, c := range []struct {
		do, row string
		want    map[string]string
	}{
		{"add:groups", "groups.2", map[string]string{"groups.#": "3", "groups.0.label.zh": "甲", "groups.1.label.zh": "乙"}},
		{"add:groups.1.signings", "groups.1.signings.0", map[string]string{"groups.1.signings.#": "1"}},
		{"down:groups.0", "groups.1", map[string]string{"groups.0.label.zh": "乙", "groups.1.signings.0.name.zh": "甲一", "groups.0.signings.#": "0"}},
		{"up:groups.1", "groups.0", map[string]string{"groups.0.label.zh": "乙", "groups.1.signings.0.name.zh": "甲一"}},
		{"remove:groups.0", "groups.0", map[string]string{"groups.#": "1", "groups.0.label.zh": "乙", "groups.1.label.zh": "", "groups.1.signings.0.name.zh": ""}},
		{"remove:groups.1", "groups.0", map[string]string{"groups.#": "1", "groups.0.label.zh": "甲", "groups.1.label.zh": ""}},
	} {
		values := begin()
		row, ok := form.Change(values, c.do)
		if !ok || row != c.row || values.Get("title.zh") != "签约" {
			t.Errorf("%s shows %s, %v", c.do, row, ok)
		}
		for name, want := range c.want {
			if got := values.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", c.do, name, got, want)
			}
		}
	}
	for _, do := range []string{"", "save", "add:", "add:title", "up:groups.0", "down:groups.1", "remove:groups.2", "remove:groups.-1", "remove:groups", "burn:groups.0"} {
		values := begin()
		if _, ok := form.Change(values, do); ok || !reflect.DeepEqual(values, begin()) {
			t.Errorf("%q did something: %v", do, values)
		}
	}
}

func TestNoNumberOfRowsIsTooMuch(t *testing.T) {
	for _, n := range []string{"999999999999", "-1", "x", ""} {
		var c invest.Ceremony
		form.Read(inChinese(), env(), &c, url.Values{"groups.#": {n}})
		if len(c.Groups) > form.MaxRows {
			t.Errorf("%s rows make %d", n, len(c.Groups))
		}
	}
}
