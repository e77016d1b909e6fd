package admin_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// blank opens the form of a new text for whoever writes its kind. There is a
// project 1, which updates and signings are of.
func (h *house) blank(t *testing.T, k invest.Kind) *filledForm {
	t.Helper()
	if _, err := h.store.Draft(t.Context(), invest.KindProject, 1); err != nil {
		h.write(t, least(invest.KindProject, "光伏项目"))
	}
	return h.as(t, author(k)).get(t, "/admin/"+paths[k]+"/new").want(t, http.StatusOK).form(t, "/new")
}

func wordOf(name string) string { return "文 " + name }

// madeNumber is the number of the text that an answer leads to.
func madeNumber(t *testing.T, p page) int64 {
	t.Helper()
	path, _, _ := strings.Cut(p.want(t, http.StatusSeeOther).Header.Get("Location"), "?")
	n, err := strconv.ParseInt(path[strings.LastIndexByte(path, '/')+1:], 10, 64)
	if err != nil {
		t.Fatalf("leads to %s", path)
	}
	return n
}

// ofTheForm are names that are the form's own and not of its text.
var ofTheForm = []string{"token", "version", "revision", "origin", "do", "whole", "change", "open"}

// textOf is what a form says of its text.
func textOf(v url.Values) url.Values {
	out := maps.Clone(v)
	maps.DeleteFunc(out, func(name string, _ []string) bool {
		return slices.Contains(ofTheForm, name) || strings.HasSuffix(name, ".key") && !strings.HasSuffix(name, "earlier.key")
	})
	return out
}

// differ tells what two forms say differently.
func differ(t *testing.T, what string, got, want url.Values) {
	t.Helper()
	for name := range want {
		if !slices.Equal(got[name], want[name]) {
			t.Errorf("%s: %s is %q, not %q", what, name, got[name], want[name])
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s=%q has come in", what, name, got[name])
		}
	}
}

func TestEachKindIsMadeByItsForm(t *testing.T) {
	t.Parallel()
	for _, k := range invest.Kinds {
		t.Run(string(k), func(t *testing.T) {
			h := newHouse(t)
			h.shelf(t)
			f := h.blank(t, k).grown(t, 2).everything(t, wordOf)
			p := f.press(t, "save")
			if p.StatusCode != http.StatusSeeOther {
				t.Fatalf("%d: %s", p.StatusCode, p.says())
			}
			shown := p.follow(t).form(t, "/"+strconv.FormatInt(madeNumber(t, p), 10)).values
			for name, vs := range f.values { // what is read is shown as it is usually written
				line := shown.Get(name) == "<p>"+vs[0]+"</p>" // typed where markup is asked for
				if slices.Contains(slices.Collect(maps.Values(typedValues)), vs[0]) && shown.Get(name) != "" || line {
					shown[name] = vs
				}
			}
			differ(t, "what comes back", textOf(shown), textOf(f.values))
		})
	}
}

func TestWhatIsTypedIsReadAsPeopleMeanIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f := h.blank(t, invest.KindProject).row(t, "add:phases")
	f.fill(t, map[string]string{
		"title.zh": "智能传感器产业园", "source.name.zh": "区招商局", "total": "5000万", "fixedAssets": "约3-5千万元", "start": "2023年8月底",
		"end": "2025年四季度", "phases.0.phase": "signed", "phases.0.date": "2023年8月底", "jobs": "1,200",
	})
	f.tick(t, "sectors", "new-energy", "sensor")
	n := madeNumber(t, f.press(t, "save"))
	p := h.draft(t, invest.KindProject, n).Body.(*invest.Project)
	if p.Total != invest.Yuan(50_000_000) || p.FixedAssets.Low != 30_000_000 || p.FixedAssets.High != 50_000_000 || !p.FixedAssets.Approx {
		t.Errorf("money is %+v and %+v", p.Total, p.FixedAssets)
	}
	if d := p.Phases[0].Date; d != p.Start || d.Precision != invest.MonthEnd || d.Year != 2023 || d.Month != 8 {
		t.Errorf("the end of August is %+v", d)
	}
	if p.End.Precision != invest.Quarter || p.Jobs != 1_200 || !slices.Equal(p.Sectors, []string{"new-energy", "sensor"}) {
		t.Errorf("the end %+v, %d jobs, sectors %v", p.End, p.Jobs, p.Sectors)
	}
	if d := h.draft(t, invest.KindProject, n); d.Owner != h.actor(t, "writer").Editor.ID || d.Work != invest.WorkDraft || d.Public != invest.NeverPublic {
		t.Errorf("the draft is %+v", d)
	}
}

func TestTheButtonsOfRowsKeepAllThatWasTyped(t *testing.T) {
	t.Parallel()
	for kind, lists := range map[invest.Kind][]string{
		invest.KindProject: {"phases", "milestones", "funds", "benefits", "plans"}, invest.KindPark: {"plots", "workshops", "distances"},
		invest.KindCeremony: {"groups", "groups.1.signings", "groups.0.signings.1.b", "programme", "organisers"},
		invest.KindPolicy:   {"clauses"}, invest.KindRelease: {"figures"},
	} {
		t.Run(string(kind), func(t *testing.T) {
			h := newHouse(t)
			f := h.blank(t, kind).grown(t, 2)
			n := 0
			f.everything(t, func(name string) string { n++; return "文 " + strconv.Itoa(n) })
			for name, vs := range f.values { // the second row is another in every field
				if strings.Contains(name, ".1.") && vs[0] == "5000万" {
					f.values.Set(name, "7000万")
				}
			}
			f.set(t, "change", "改了第二行")
			before := maps.Clone(f.values)
			for _, list := range lists {
				moved := f.row(t, "up:"+list+".1")
				differ(t, "up", without(moved.values, "open"), swapped(before, list))
				back := moved.row(t, "down:"+list+".0")
				differ(t, "down again", without(back.values, "open"), before)

				fewer := f.row(t, "remove:"+list+".0")
				want := swapped(before, list)
				maps.DeleteFunc(want, func(name string, _ []string) bool { return strings.HasPrefix(name, list+".1.") })
				want.Set(list+".#", "1")
				differ(t, "removed", without(fewer.values, "open"), want)

				more := fewer.row(t, "add:"+list)
				if more.values.Get(list+".#") != "2" {
					t.Errorf("%s has %s rows after adding one", list, more.values.Get(list+".#"))
				}
				for name, vs := range more.values {
					fresh := strings.HasPrefix(name, list+".1.") && !strings.HasSuffix(name, "#") && !strings.HasSuffix(name, ".key")
					if fresh && vs[0] != "" {
						t.Errorf("a new row of %s begins with %s=%q", list, name, vs)
					}
				}
			}
			if all, err := h.store.Drafts(t.Context(), invest.DraftFilter{Kind: kind}); err != nil || all.Total > 1 || all.Total == 1 && kind != invest.KindProject {
				t.Errorf("buttons of rows have saved something: %d, %v", all.Total, err)
			}
		})
	}
}

func without(v url.Values, name string) url.Values {
	out := maps.Clone(v)
	delete(out, name)
	return out
}

// swapped is a form with the first two rows of a list exchanged.
func swapped(v url.Values, list string) url.Values {
	out := url.Values{}
	for name, vs := range v {
		if rest, ok := strings.CutPrefix(name, list+".0."); ok {
			name = list + ".1." + rest
		} else if rest, ok := strings.CutPrefix(name, list+".1."); ok {
			name = list + ".0." + rest
		}
		out[name] = vs
	}
	return out
}

func TestAFormThatIsWrongComesBackWholeWithWhatIsWrong(t *testing.T) {
	t.Parallel()
	for what, wrong := range map[string]func(name string, f *filledForm) string{
		"nothing filled in":  func(string, *filledForm) string { return "" },
		"far too long":       func(string, *filledForm) string { return strings.Repeat("长", 210_000/30) },
		"no number, no date": func(string, *filledForm) string { return "尽快" },
		"numbers too large":  func(string, *filledForm) string { return "99999999999999999999999999" },
		"a NUL":              func(string, *filledForm) string { return "甲\x00乙" },
		"not in Unicode":     func(string, *filledForm) string { return "甲\xff\xfe乙" },
	} {
		for _, k := range invest.Kinds {
			t.Run(what+" in a "+string(k), func(t *testing.T) {
				h := newHouse(t)
				f := h.blank(t, k).grown(t, 1)
				for _, n := range f.node.Find("input[name][type=text], textarea[name]").EachIter() {
					f.values.Set(n.AttrOr("name", ""), wrong(n.AttrOr("name", ""), f))
				}
				sent := f.sent(t, "submit")
				p := f.page.b.post(t, f.action, sent).want(t, http.StatusUnprocessableEntity)
				p.hasSummary(t)
				for _, n := range p.doc().Find("[aria-invalid=true]").EachIter() {
					if !strings.Contains(n.AttrOr("aria-describedby", ""), n.AttrOr("id", "")+"-error") {
						t.Errorf("%s is wrong without its words", n.AttrOr("name", ""))
					}
				}
				shown := p.form(t, "/new").values
				for name := range f.values {
					want := strings.ReplaceAll(f.values.Get(name), "\r\n", "\n")
					if what == "a NUL" || what == "not in Unicode" { // HTML has no way to write them
						want = shown.Get(name)
					}
					if shown.Get(name) != want {
						t.Errorf("%s comes back as %.40q", name, shown.Get(name))
					}
				}
				if list, err := h.store.Drafts(t.Context(), invest.DraftFilter{Kind: k}); err != nil || list.Total > 1 || list.Total == 1 && k != invest.KindProject {
					t.Errorf("%d saved, %v", list.Total, err)
				}
			})
		}
	}
}

func TestAWrongValueIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	good := h.blank(t, invest.KindProject).grown(t, 1).everything(t, wordOf)
	for name, value := range map[string]string{
		"title.zh": "", "title.en": strings.Repeat("x", 201), "total": "很多", "start": "2023年13月", "jobs": "12.5", "irr": "120", "payback": "-1",
		"phases.0.date": "", "phases.0.phase": "", "milestones.0.kind": "", "funds.0.period": "去年", "plans.0.year": "23", "source.url": "ftp://x",
		"source.name.zh": "", "park": "没有这个园区", "policies": "1、二", "desk.phone": strings.Repeat("1", 101), "benefits.0.unit.zh": "",
		"sectors": "no-such-sector", "level": "national", "body.zh": strings.Repeat("长", 200_001),
	} {
		was := good.values[name]
		good.values.Set(name, value)
		p := good.press(t, "save")
		good.values[name] = was
		if p.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s=%.20q: %d %s", name, value, p.StatusCode, p.says())
			continue
		}
		p.hasSummary(t)
		if link := p.doc().Find(`[role=alert] a[href="#f-` + name + `"]`); link.Length() != 1 {
			t.Errorf("%s=%.20q: the summary says %s", name, value, p.says())
		}
	}
}

func TestAFormThatWasCutOffChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, k := range invest.Kinds {
		n := strconv.FormatInt(h.write(t, least(k, "原文")).Number, 10)
		b := h.as(t, author(k))
		path := "/admin/" + paths[k] + "/" + n
		f := b.get(t, path).form(t, path)
		sent := f.sent(t, "save").Encode()
		for _, to := range []string{path, path + "/autosave", "/admin/" + paths[k] + "/new", "/admin/" + paths[k] + "/new/autosave"} {
			for _, length := range []int{0, 1, len(sent) / 3, len(sent) / 2, strings.Index(sent, "whole=1")} {
				cut, _ := url.ParseQuery(sent[:length])
				cut.Del("whole")
				if p := b.post(t, to, cut); p.StatusCode != http.StatusBadRequest {
					t.Errorf("%s with %d of %d bytes: %d %s", to, length, len(sent), p.StatusCode, p.says())
				}
			}
		}
		if list, err := h.store.Drafts(t.Context(), invest.DraftFilter{Kind: k}); err != nil || list.Total != 1 || list.Rows[0].Version != 1 {
			t.Errorf("%s: %d drafts, %v", k, list.Total, err)
		}
	}
}

func TestWhatIsSaidOfAChangeIsNotTheTextsOwnNote(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f := h.blank(t, invest.KindPark)
	f.fill(t, map[string]string{"name.zh": "高新园", "source.name.zh": "区招商局", "note": "园区自己的备注", "change": "按会议纪要改了名称"})
	f.press(t, "save").follow(t)
	if p := h.draft(t, invest.KindPark, 1).Body.(*invest.Park); p.Note != "园区自己的备注" {
		t.Errorf("the note of the text is %q", p.Note)
	}
	p := f.page.b.get(t, "/admin/parks/1/revisions")
	if row := p.doc().Find("tbody tr").Text(); !strings.Contains(row, "按会议纪要改了名称") || strings.Contains(row, "园区自己的备注") {
		t.Errorf("the revision says %s", row)
	}
	f = f.page.b.get(t, "/admin/parks/1").form(t, "/parks/1")
	f.values.Set("change", strings.Repeat("长", 5_001))
	if p := f.press(t, "save").want(t, http.StatusUnprocessableEntity); p.form(t, "/parks/1").values.Get("change") != f.values.Get("change") {
		t.Error("a note on the change that is too long is lost")
	}
}

func TestRowsWithoutNumberDoNotFillTheMemory(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f := h.blank(t, invest.KindCeremony)
	sent := f.sent(t, "save")
	sent.Set("groups.#", "2000")
	for i := range 2_000 {
		sent.Set("groups."+strconv.Itoa(i)+".signings.#", "2000")
	}
	p := f.page.b.post(t, f.action, sent).want(t, http.StatusUnprocessableEntity)
	if n := strings.Count(p.body, `class="row-field"`); n == 0 || n > 10_000 {
		t.Errorf("%d rows are shown", n)
	}
	for _, count := range []string{"2001", "-1", "1e9", "99999999999999999999", "x"} {
		sent := f.sent(t, "add:groups")
		sent.Set("groups.#", count)
		if p := f.page.b.post(t, f.action, sent); p.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s groups: %d", count, p.StatusCode)
		}
	}
}
