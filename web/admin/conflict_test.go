package admin_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// opened is the form of a text as somebody sees it.
func (b *browser) opened(t *testing.T, k invest.Kind, n int64) *filledForm {
	t.Helper()
	path := "/" + paths[k] + "/" + strconv.FormatInt(n, 10)
	return b.get(t, "/admin"+path).want(t, http.StatusOK).form(t, path)
}

func TestANewTextSentTwiceIsOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, button := range []string{"save", "submit"} {
		f := h.blank(t, invest.KindPark)
		f.fill(t, map[string]string{"name.zh": "高新园 " + button, "source.name.zh": "区招商局"})
		first, again := f.press(t, button), f.press(t, button)
		if first.Header.Get("Location") != again.Header.Get("Location") {
			t.Errorf("%s twice leads to %s and %s", button, first.Header.Get("Location"), again.Header.Get("Location"))
		}
		first.follow(t)
		n := madeNumber(t, f.press(t, "save"))
		if d := h.draft(t, invest.KindPark, n); d.Revision != 1 {
			t.Errorf("%s: %d revisions", button, d.Revision)
		}
		// Back in the browser and something else typed: where the draft is as the
		// form has left it, that is its next text; where it is not, both are shown.
		f.set(t, "name.zh", "高新产业园")
		before := "高新园 " + button
		if button == "save" {
			if to := madeNumber(t, f.press(t, "save")); to != n || h.draft(t, invest.KindPark, n).Revision != 2 {
				t.Errorf("typed on in the form of park %d, saved as park %d", n, to)
			}
			before = "高新产业园"
			f.set(t, "name.zh", "高新技术产业园")
		}
		p := f.press(t, "save").want(t, http.StatusConflict)
		if !strings.Contains(p.text(), before) || !strings.Contains(p.text(), f.values.Get("name.zh")) {
			t.Errorf("%s: not both texts are shown: %s", button, p.text())
		}
	}
	if list, err := h.store.Drafts(t.Context(), invest.DraftFilter{Kind: invest.KindPark}); err != nil || list.Total != 2 {
		t.Errorf("%d parks, %v", list.Total, err)
	}
}

func TestAnOldPageOverwritesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindPark, "高新园"))
	b := h.as(t, "writer")
	f := b.opened(t, invest.KindPark, 1)
	f.set(t, "name.zh", "高新产业园")
	f.press(t, "save").follow(t)
	f.press(t, "save").follow(t) // the same once more
	if d := h.draft(t, invest.KindPark, 1); d.Revision != 2 {
		t.Errorf("sent twice, saved twice: revision %d", d.Revision)
	}
	f.set(t, "name.zh", "高新技术产业园") // back, and something else typed
	p := f.press(t, "save").want(t, http.StatusConflict)
	if !strings.Contains(p.text(), "高新产业园") || !strings.Contains(p.text(), "高新技术产业园") {
		t.Errorf("not both texts are shown: %s", p.text())
	}
	if d := h.draft(t, invest.KindPark, 1); d.Revision != 2 || d.Body.Heading().Zh != "高新产业园" {
		t.Errorf("revision %d: %s", d.Revision, d.Body.Heading().Zh)
	}
}

func TestADeedSentTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.everyRole(t)
	for _, c := range []struct {
		work         invest.Work
		page, to, do string
	}{
		{"", "/reviews", "/submission", ""},
		{invest.WorkReview1, "/reviews", "/reviews", "passed"},
		{invest.WorkApproved, "/publication", "/publication", "publish"},
		{invest.WorkScheduled, "/publication", "/schedule", "unschedule"},
	} {
		d := s[invest.KindArticle][c.work]
		path := "/admin/articles/" + strconv.FormatInt(d.Number, 10)
		f := b.get(t, path+c.page).form(t, c.to, c.do)
		f.press(t, c.do).follow(t)
		after := h.draft(t, d.Kind, d.Number).Version
		if p := f.press(t, c.do); p.StatusCode != http.StatusConflict || h.draft(t, d.Kind, d.Number).Version != after {
			t.Errorf("%s%s a second time: %d", c.to, c.do, p.StatusCode)
		}
	}
}

func TestTheSecondToSaveSeesBothTextsAndChooses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what                 string
		pick                 map[string]string // besides what is chosen already
		own                  string
		title, place, policy string // what is saved
	}{
		{"what both changed as mine", map[string]string{"title.zh": "mine"}, "", "我的标题", "他的地点", "我的市场"},
		{"theirs of what both changed", map[string]string{"title.zh": "theirs"}, "", "他的标题", "他的地点", "我的市场"},
		{"all theirs", map[string]string{"title.zh": "theirs", "market.zh": "theirs"}, "", "他的标题", "他的地点", ""},
		{"all mine", map[string]string{"title.zh": "mine", "place.zh": "mine"}, "", "我的标题", "", "我的市场"},
		{"a text of one's own", map[string]string{"title.zh": "own"}, "我们的标题", "我们的标题", "他的地点", "我的市场"},
		{"a text of one's own without its button", map[string]string{"title.zh": "mine"}, "我们的标题", "我们的标题", "他的地点", "我的市场"},
	} {
		h := newHouse(t)
		h.write(t, least(invest.KindProject, "原来的标题"))
		mine, theirs := h.as(t, "writer"), h.as(t, "reviewer1")
		f := mine.opened(t, invest.KindProject, 1)
		g := theirs.opened(t, invest.KindProject, 1)
		g.fill(t, map[string]string{"title.zh": "他的标题", "place.zh": "他的地点", "change": "他改的"})
		g.press(t, "save").follow(t)
		f.fill(t, map[string]string{"title.zh": "我的标题", "market.zh": "我的市场", "change": "我改的"})
		p := f.press(t, "save").want(t, http.StatusConflict)
		for _, words := range []string{"他的标题", "我的标题", "他的地点", "我的市场", "演示 reviewer1"} {
			if !strings.Contains(p.text(), words) {
				t.Errorf("%s is not shown: %s", words, p.text())
			}
		}
		form := p.form(t, "/projects/1")
		if got := form.values; got.Has("pick:title.zh") || got.Get("pick:place.zh") != "theirs" || got.Get("pick:market.zh") != "mine" || got.Has("pick:summary.zh") {
			t.Errorf("chosen already: %v", got)
		}
		if n := p.doc().Find("fieldset.choose .badge").Length(); n != 1 {
			t.Errorf("%d fields are marked as changed by both", n)
		}
		// A form without a choice where both changed it is not taken: the browser
		// would not have sent it.
		p = form.press(t, "save").want(t, http.StatusConflict)
		form = p.form(t, "/projects/1")
		if got := form.values; got.Has("pick:title.zh") || got.Get("pick:place.zh") != "theirs" || h.draft(t, invest.KindProject, 1).Revision != 2 {
			t.Errorf("undecided, and chosen already: %v", got)
		}
		for name, side := range c.pick {
			form.set(t, "pick:"+name, side)
		}
		if c.own != "" {
			form.set(t, "own:title.zh", c.own)
		}
		form.press(t, "save").follow(t)
		d := h.draft(t, invest.KindProject, 1)
		got := d.Body.(*invest.Project)
		revision, note := int64(3), "我改的"
		if c.what == "all theirs" { // which is stored already
			revision, note = 2, "他改的"
		}
		if got.Title.Zh != c.title || got.Place.Zh != c.place || got.Market.Zh != c.policy || d.Revision != revision || len(got.Phases) != 1 || len(got.Sectors) != 1 {
			t.Errorf("%s: saved %q, %q, %q as revision %d", c.what, got.Title.Zh, got.Place.Zh, got.Market.Zh, d.Revision)
		}
		revisions, err := h.store.Revisions(t.Context(), invest.KindProject, 1)
		if err != nil || revisions[0].Note != note {
			t.Errorf("%s: the revision says %q, %v", c.what, revisions[0].Note, err)
		}
	}
}

func TestAThirdTextInTheMeantimeIsAConflictAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindPark, "原名"))
	mine, theirs := h.as(t, "writer"), h.as(t, "reviewer1")
	f := mine.opened(t, invest.KindPark, 1)
	save := func(name string) {
		g := theirs.opened(t, invest.KindPark, 1)
		g.set(t, "name.zh", name)
		g.press(t, "save").follow(t)
	}
	save("第二名")
	f.set(t, "name.zh", "我的名")
	form := f.press(t, "save").want(t, http.StatusConflict).form(t, "/parks/1")
	save("第三名")
	form.set(t, "pick:name.zh", "theirs")
	p := form.press(t, "save").want(t, http.StatusConflict)
	if !strings.Contains(p.text(), "第三名") {
		t.Errorf("the third text is not shown: %s", p.text())
	}
	if got := h.draft(t, invest.KindPark, 1).Body.Heading().Zh; got != "第三名" {
		t.Errorf("saved: %s", got)
	}
}

func TestRowsThatBothChangedAreChosenWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindProject, "光伏项目"))
	h.write(t, least(invest.KindCeremony, "签约仪式"))
	mine, theirs := h.as(t, "writer"), h.as(t, "reviewer1")
	f, g := mine.opened(t, invest.KindCeremony, 1), theirs.opened(t, invest.KindCeremony, 1)
	g = g.row(t, "add:groups.0.signings")
	g.fill(t, map[string]string{"groups.0.signings.1.project": "1", "groups.0.signings.1.name.zh": "他的签约"})
	g.press(t, "save").follow(t)
	f.set(t, "groups.0.signings.0.name.zh", "我的签约")
	form := f.press(t, "save").want(t, http.StatusConflict).form(t, "/ceremonies/1")
	form.set(t, "pick:groups.0.signings", "theirs")
	form.press(t, "save").follow(t)
	rows := h.draft(t, invest.KindCeremony, 1).Body.(*invest.Ceremony).Signings()
	if len(rows) != 2 || rows[0].Name.Zh != "签约项目" || rows[1].Name.Zh != "他的签约" || rows[0].Key == rows[1].Key {
		t.Errorf("theirs: %+v", rows)
	}

	f, g = mine.opened(t, invest.KindCeremony, 1), theirs.opened(t, invest.KindCeremony, 1)
	g = g.row(t, "remove:groups.0.signings.0")
	g.press(t, "save").follow(t)
	f.set(t, "groups.0.signings.1.name.zh", "我的签约")
	form = f.press(t, "save").want(t, http.StatusConflict).form(t, "/ceremonies/1")
	form.set(t, "pick:groups.0.signings", "mine")
	form = form.press(t, "form").want(t, http.StatusOK).form(t, "/ceremonies/1") // to look at it once more
	form.press(t, "save").follow(t)
	rows = h.draft(t, invest.KindCeremony, 1).Body.(*invest.Ceremony).Signings()
	if len(rows) != 2 || rows[0].Name.Zh != "签约项目" || rows[1].Name.Zh != "我的签约" {
		t.Errorf("mine: %+v", rows)
	}
}

func TestWhatWasNotSavedIsKeptAndGivenBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindPark, "高新园"))
	b := h.as(t, "writer")
	for _, path := range []string{"/admin/parks/new", "/admin/parks/1"} {
		f := b.get(t, path).form(t, path)
		f.fill(t, map[string]string{"name.zh": "写到一半的园区", "note": "第一行\n第二行 & <b>", "change": "未完"})
		b.post(t, path+"/autosave", f.sent(t, "save")).want(t, http.StatusOK)
		p := b.get(t, path)
		if p.form(t, path).values.Get("name.zh") == "写到一半的园区" {
			t.Errorf("%s: what was kept is taken unasked", path)
		}
		if other := h.as(t, "reviewer1").get(t, path); strings.Contains(other.body, `value="take:`) || strings.Contains(other.body, "写到一半") {
			t.Errorf("%s: another editor is offered it", path)
		}
		back := p.form(t, "/autosave", "take:"+f.values.Get("origin")).press(t, "take:"+f.values.Get("origin")).want(t, http.StatusOK).form(t, path)
		differ(t, path, textOf(back.values), textOf(f.values))
		if back.values.Get("change") != "未完" || back.values.Get("version") != f.values.Get("version") {
			t.Errorf("%s: given back as %v", path, back.values)
		}
		p.form(t, "/autosave", "drop:"+f.values.Get("origin")).press(t, "drop:"+f.values.Get("origin")).follow(t)
		if strings.Contains(b.get(t, path).body, `value="take:`) {
			t.Errorf("%s: what was dropped is still there", path)
		}
	}
	if d := h.draft(t, invest.KindPark, 1); d.Version != 1 {
		t.Errorf("keeping a form has changed the text: version %d", d.Version)
	}
}

func TestTwoWindowsOfOneEditorAreKeptEachByItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindPark, "高新园"))
	b := h.as(t, "writer")
	for _, path := range []string{"/admin/parks/new", "/admin/parks/1"} {
		var windows []*filledForm
		for _, name := range []string{"左窗口的园区", "右窗口的园区"} {
			f := b.get(t, path).form(t, path)
			f.fill(t, map[string]string{"name.zh": name, "source.name.zh": "区招商局"})
			b.post(t, path+"/autosave", f.sent(t, "save")).want(t, http.StatusOK)
			windows = append(windows, f)
		}
		windows[0].press(t, "save").follow(t)
		p := b.get(t, path).want(t, http.StatusOK)
		if n := strings.Count(p.body, `value="take:`); n != 1 {
			t.Errorf("%s: %d forms are offered", path, n)
		}
		take := "take:" + windows[1].values.Get("origin")
		if got := p.form(t, "/autosave", take).press(t, take).form(t, path).values.Get("name.zh"); got != "右窗口的园区" {
			t.Errorf("%s: given back %q", path, got)
		}
	}
}

func TestAnEarlierTextComesBackAsTheLatest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindPark, "旧名"))
	b := h.as(t, "writer")
	f := b.opened(t, invest.KindPark, 1)
	f.set(t, "name.zh", "新名")
	f.press(t, "save").follow(t)
	p := b.get(t, "/admin/parks/1/revisions?from=1&to=2")
	if p.doc().Find(".diff del").Text() != "旧" || p.doc().Find(".diff ins").Text() != "新" {
		t.Errorf("the two texts differ in %q and %q", p.doc().Find(".diff del").Text(), p.doc().Find(".diff ins").Text())
	}
	restore := p.form(t, "/revisions", "1")
	restore.press(t, "1").follow(t)
	if d := h.draft(t, invest.KindPark, 1); d.Revision != 3 || d.Body.Heading().Zh != "旧名" {
		t.Errorf("revision %d: %s", d.Revision, d.Body.Heading().Zh)
	}
	f = b.opened(t, invest.KindPark, 1)
	f.set(t, "name.zh", "又一名")
	f.press(t, "save").follow(t)
	restore.press(t, "1").want(t, http.StatusConflict) // of a page that is old by now
	for _, query := range []string{"?from=0&to=9", "?from=x&to=1", "?from=3&to=1", "?from=1&to=1"} {
		b.get(t, "/admin/parks/1/revisions"+query).want(t, http.StatusOK)
	}
}
