package admin_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// filledForm is a form of a page with what a browser would send of it.
type filledForm struct {
	page   page
	node   *goquery.Selection
	action string
	values url.Values
}

// form finds the form that goes to an address, by how it ends, and that has a
// button of a value where one is given.
func (p page) form(t *testing.T, to string, button ...string) *filledForm {
	t.Helper()
	if p.doc == nil {
		t.Fatalf("%s is no page: %d %s", p.Request.URL, p.StatusCode, p.says())
	}
	for _, n := range p.doc().Find("form[method=post]").EachIter() {
		action, _ := n.Attr("action")
		if !strings.HasSuffix(action, to) {
			continue
		}
		if len(button) > 0 && !slices.Contains(n.Find("button").Map(func(_ int, b *goquery.Selection) string { return b.AttrOr("value", "") }), button[0]) {
			continue
		}
		return &filledForm{page: p, node: n, action: action, values: valuesOf(n)}
	}
	t.Fatalf("%s has no form to %s %v: %s", p.Request.URL, to, button, p.says())
	return nil
}

// valuesOf are the values of a form before anybody has touched it.
func valuesOf(form *goquery.Selection) url.Values {
	v := url.Values{}
	for _, n := range form.Find("input, select, textarea").EachIter() {
		name, ok := n.Attr("name")
		if !ok {
			continue
		}
		switch kind := n.AttrOr("type", "text"); {
		case goquery.NodeName(n) == "textarea":
			v.Add(name, n.Text())
		case goquery.NodeName(n) == "select":
			chosen := n.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = n.Find("option").First()
			}
			v.Add(name, chosen.AttrOr("value", ""))
		case kind == "checkbox" || kind == "radio":
			if _, checked := n.Attr("checked"); checked {
				v.Add(name, n.AttrOr("value", "on"))
			}
		default:
			v.Add(name, n.AttrOr("value", ""))
		}
	}
	return v
}

// inputs finds the fields of a name.
func (f *filledForm) inputs(name string) *goquery.Selection {
	return f.node.Find("input, select, textarea").FilterFunction(func(_ int, n *goquery.Selection) bool { return n.AttrOr("name", "") == name })
}

// set types into a field, or chooses an option that there is.
func (f *filledForm) set(t *testing.T, name, value string) {
	t.Helper()
	n := f.inputs(name)
	if n.Length() == 0 {
		t.Fatalf("the form at %s has no field %s", f.page.Request.URL, name)
	}
	choice := goquery.NodeName(n) == "select" || n.AttrOr("type", "") == "radio"
	if goquery.NodeName(n) == "select" {
		n = n.Find("option")
	}
	if choice && !slices.Contains(n.Map(func(_ int, o *goquery.Selection) string { return o.AttrOr("value", "") }), value) {
		t.Fatalf("%s offers no %q", name, value)
	}
	f.values.Set(name, value)
}

// tick ticks boxes.
func (f *filledForm) tick(t *testing.T, name string, values ...string) {
	t.Helper()
	for _, v := range values {
		if f.inputs(name).FilterFunction(func(_ int, n *goquery.Selection) bool { return n.AttrOr("value", "") == v }).Length() == 0 {
			t.Fatalf("%s has no box %q", name, v)
		}
		f.values.Add(name, v)
	}
}

// fill sets many fields.
func (f *filledForm) fill(t *testing.T, fields map[string]string) *filledForm {
	t.Helper()
	for name, value := range fields {
		f.set(t, name, value)
	}
	return f
}

// sent is what pressing a button of a value sends; browsers send CR LF.
func (f *filledForm) sent(t *testing.T, button string) url.Values {
	t.Helper()
	v := url.Values{}
	for name, vs := range f.values {
		for _, s := range vs {
			v.Add(name, strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n"))
		}
	}
	for _, n := range f.node.Find("button").EachIter() {
		if n.AttrOr("value", "") == button {
			if name, ok := n.Attr("name"); ok {
				v.Add(name, button)
			}
			return v
		}
	}
	t.Fatalf("the form to %s has no button %q", f.action, button)
	return nil
}

// press sends the form by one of its buttons.
func (f *filledForm) press(t *testing.T, button string, change ...func(*http.Request)) page {
	t.Helper()
	return f.page.b.post(t, f.action, f.sent(t, button), change...)
}

// row presses a button that changes rows and gives the form that comes back.
func (f *filledForm) row(t *testing.T, button string) *filledForm {
	t.Helper()
	return f.press(t, button).want(t, http.StatusOK).form(t, f.action)
}

// hasSummary holds a page that refuses a form to what it must have: a summary of
// what is wrong, of which every link leads to something on the page.
func (p page) hasSummary(t *testing.T) {
	t.Helper()
	summary := p.doc().Find("[role=alert]")
	if summary.Length() != 1 || summary.Find("li").Length() == 0 {
		t.Errorf("%s: no summary of what is wrong: %s", p.Request.URL, p.says())
	}
	for _, a := range summary.Find("a").EachIter() {
		id, ok := strings.CutPrefix(a.AttrOr("href", ""), "#")
		if !ok || p.doc().Find("[id]").FilterFunction(func(_ int, n *goquery.Selection) bool { return n.AttrOr("id", "") == id }).Length() != 1 {
			t.Errorf("%s: the summary leads to #%s, which is not once on the page", p.Request.URL, id)
		}
	}
}

// grown is the form with so many rows in every list, and in every list in those.
func (f *filledForm) grown(t *testing.T, rows int) *filledForm {
	t.Helper()
	for {
		add := ""
		for _, n := range f.node.Find("button[value^='add:']").EachIter() {
			list := strings.TrimPrefix(n.AttrOr("value", ""), "add:")
			if have, err := strconv.Atoi(f.values.Get(list + ".#")); err == nil && have < rows {
				add = n.AttrOr("value", "")
				break
			}
		}
		if add == "" {
			return f
		}
		f = f.row(t, add)
	}
}

// everything fills every field of a form with something that may stand there,
// as people type it; word gives the words of a field. What is referred to has
// the number 1.
func (f *filledForm) everything(t *testing.T, word func(name string) string) *filledForm {
	t.Helper()
	ticked := map[string]bool{}
	for _, n := range f.node.Find("input[name], select[name], textarea[name]").EachIter() {
		name := n.AttrOr("name", "")
		last := name[strings.LastIndexByte(name, '.')+1:]
		kind, reads := n.AttrOr("type", "text"), n.AttrOr("data-reads", "")
		switch {
		case kind == "hidden" || kind == "radio" || last == "ongoing" || last == "completion":
		case kind == "checkbox":
			if !ticked[name] {
				f.values[name] = []string{n.AttrOr("value", "")}
			}
			ticked[name] = true
		case goquery.NodeName(n) == "select":
			if last == "phase" { // not a way off the ladder
				f.values.Set(name, "signed")
				continue
			}
			f.values.Set(name, n.Find("option").Last().AttrOr("value", ""))
		case last == "year":
			f.values.Set(name, "2023")
		case typedValues[reads] != "":
			f.values.Set(name, typedValues[reads])
		case fixedValues[last] != "":
			f.values.Set(name, fixedValues[last])
		case last == "code" && party.MatchString(name):
			f.values.Set(name, "91350100M000100Y43")
		case name == "earlier.key" || strings.HasSuffix(name, ".earlier.key"):
			f.values.Set(name, "s1")
		default:
			f.values.Set(name, word(name))
		}
	}
	return f
}

var party = regexp.MustCompile(`\.(a|b|witness)\.\d+\.code$`)

// typedValues are what people type into fields that are read.
var typedValues = map[string]string{
	"money": "5000万", "date": "2023年8月底", "land": "约120亩", "period": "2023年1-8月", "number": "12", "ref": "1", "media": "1", "focus": "30 80",
}

// fixedValues are those of fields that take no words.
var fixedValues = map[string]string{
	"url": "https://www.example.gov.cn/1?a=1&b=2", "errorReport": "https://www.example.gov.cn/jiucuo", "time": "09:30", "timeZone": "Asia/Urumqi",
	"postcode": "721000", "currency": "CNY",
}
