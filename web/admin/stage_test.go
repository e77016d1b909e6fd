package admin_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"wellspring/internal/invest"
)

// hall is a ceremony on its stage with a link of each role.
type hall struct {
	*house
	draft    invest.Draft
	director *browser
	path     map[invest.StageRole]string // address of each link's page
}

// stageText is a ceremony of two groups, of which much is not for the screen.
func stageText() *invest.Ceremony {
	secret := "内部机密"
	party := func(name string) []invest.Party { return []invest.Party{{Name: zh(name), Role: zh("角色")}} }
	return &invest.Ceremony{
		Form: invest.FormStage, Title: zh("签约仪式"), TitleLine: zh("专场"), Umbrella: zh("博览会"), Start: day(2023, 12, 1), City: zh("西安"),
		Note: secret, Source: invest.Source{Name: zh("区招商局")}, LivePage: true,
		Groups: []invest.Group{
			{Label: zh("第一组"), HostText: "主持词一\n请上台", Signings: []invest.Signing{
				{Project: 1, Name: zh("光伏项目"), A: party("渭滨区人民政府"), B: party("天津能源有限公司"), Amount: invest.Yuan(500_000_000), Note: secret},
				{Project: 1, Name: zh("传感器项目"), Amount: invest.Yuan(987_650_000), AmountHidden: true},
			}},
			{Label: zh("第二组"), HostText: "主持词二", Signings: []invest.Signing{{Project: 1, Name: zh("文旅项目"), Note: secret}}},
		},
	}
}

func newHall(t *testing.T, mode invest.StageMode, change ...func(*invest.Ceremony)) *hall {
	t.Helper()
	h := &hall{house: newHouse(t), path: map[invest.StageRole]string{}}
	h.write(t, least(invest.KindProject, "光伏项目"))
	text := stageText()
	for _, f := range change {
		f(text)
	}
	h.draft = h.write(t, text)
	if mode == invest.StageLive {
		h.draft = h.bring(t, h.draft, invest.WorkApproved)
	}
	h.director = h.as(t, "director")
	h.director.post(t, h.at("/opening"), url.Values{"mode": {string(mode)}, "revision": {"0"}}).want(t, http.StatusSeeOther)
	for _, role := range invest.StageRoles {
		h.path[role] = h.newLink(t, role)
	}
	return h
}

// at is an address of the console.
func (h *hall) at(below string) string { return at(h.draft) + "/console" + below }

func (h *hall) newLink(t *testing.T, role invest.StageRole) string {
	t.Helper()
	p := h.director.post(t, h.at("/links"), url.Values{"role": {string(role)}, "do": {"make"}}).want(t, http.StatusOK)
	path, ok := strings.CutPrefix(p.doc().Find("input[readonly]").AttrOr("value", ""), site)
	if !ok || !strings.HasPrefix(path, "/stage/") {
		t.Fatalf("the link is %q", path)
	}
	return path
}

func (h *hall) stage(t *testing.T) invest.Stage {
	t.Helper()
	s, err := h.store.Stage(t.Context(), h.draft.Number)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// press presses a button of the console on the stage as it is.
func (h *hall) press(t *testing.T, do string, more ...string) page {
	t.Helper()
	sent := url.Values{"do": {do}, "revision": {strconv.FormatInt(h.stage(t).Revision, 10)}}
	for i := 0; i < len(more); i += 2 {
		sent.Set(more[i], more[i+1])
	}
	return h.director.post(t, h.at(""), sent)
}

// key is that of the i-th group.
func (h *hall) key(t *testing.T, i int) string {
	t.Helper()
	return strconv.Itoa(h.stage(t).Copy.Groups[i].Key)
}

func (h *hall) show(t *testing.T, i int) {
	t.Helper()
	h.press(t, "arm group "+h.key(t, i)).want(t, http.StatusSeeOther)
	h.press(t, "go").want(t, http.StatusSeeOther)
}

// told is what a screen is told.
type told struct {
	Revision int64
	Copy     int64
	Mode     string
	View     string
	Group    int
	Black    bool
	Groups   []int
	Absent   []int
}

// stream is an open one.
type stream struct {
	frames chan told
	ended  chan struct{}
	header http.Header
}

// listen opens a stream over the network.
func listen(t *testing.T, server *httptest.Server, path string, header ...string) *stream {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d", path, answer.StatusCode)
	}
	s := &stream{frames: make(chan told, 1_000), ended: make(chan struct{}), header: answer.Header}
	go func() {
		defer close(s.ended)
		defer answer.Body.Close()
		lines := bufio.NewScanner(answer.Body)
		event := ""
		for lines.Scan() {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				event = name
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && event == "state" {
				var f told
				if json.Unmarshal([]byte(data), &f) == nil {
					s.frames <- f
				}
			}
		}
	}()
	return s
}

func (s *stream) next(t *testing.T) told {
	t.Helper()
	select {
	case f := <-s.frames:
		return f
	case <-s.ended:
		t.Fatal("the stream ended")
	case <-time.After(5 * time.Second):
		t.Fatal("nothing came")
	}
	return told{}
}

func (s *stream) nothing(t *testing.T) {
	t.Helper()
	select {
	case f := <-s.frames:
		t.Errorf("revision %d came", f.Revision)
	case <-time.After(100 * time.Millisecond):
	}
}

func serveHall(t *testing.T, h *hall) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(h.handler)
	t.Cleanup(func() {
		h.editors.CloseStreams() // as the program does before it stops
		server.Close()
	})
	return server
}

func TestAStageLinkOpensItsOwnRoleAndNothingElse(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	b := h.browser()
	for role, path := range h.path {
		for _, lang := range []string{"", "/en"} {
			p := b.get(t, lang+path).want(t, http.StatusOK)
			if p.Header.Get("Cache-Control") != "no-store" || p.Header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(p.Header.Get("X-Robots-Tag"), "noindex") {
				t.Errorf("%s may be kept, told of or found: %v", role, p.Header)
			}
			if len(p.Cookies()) > 0 || strings.Contains(p.body, "/admin") || p.doc().Find("[style], script:not([src])").Length() > 0 {
				t.Errorf("%s leads to the desk, or is forbidden by the policy of the site", role)
			}
		}
		token := strings.Split(path, "/")[2]
		for other, suffix := range map[invest.StageRole]string{invest.RoleScreen: "", invest.RolePrompter: "/prompter", invest.RoleBackstage: "/backstage"} {
			if other != role {
				h.browser().get(t, "/stage/"+token+suffix).want(t, http.StatusNotFound)
			}
		}
		if strings.Contains(h.log.String(), token) {
			t.Errorf("the log lets whoever reads it open the %s", role)
		}
	}
	for _, path := range []string{"/stage/x", "/stage/x/prompter", "/stage/x/events", "/stage/x/state", "/en/stage/x"} {
		if p := h.browser().get(t, path).want(t, http.StatusNotFound); strings.Contains(p.text(), "签约仪式") {
			t.Errorf("%s tells of the ceremony", path)
		}
	}
	if p := h.browser().get(t, "/sitemap.xml"); strings.Contains(p.body, "/stage/") {
		t.Error("the stage is in the map of the site")
	}
}

func TestWhoeverGuessesAtTokensIsStoppedAndAHolderIsNot(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	b := h.browser()
	got := map[int]int{}
	for i := range 30 {
		got[b.get(t, fmt.Sprintf("/stage/guess%d", i)).StatusCode]++
	}
	if got[http.StatusNotFound] < 1 || got[http.StatusTooManyRequests] < 10 || len(got) != 2 {
		t.Errorf("answered with %v", got)
	}
	b.get(t, h.path[invest.RoleScreen]).want(t, http.StatusOK)
}

func TestOfWhatIsInternalTheScreenHasNothingAndTheHostHisText(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageLive)
	h.show(t, 0)
	b := h.browser()
	screen, prompter, backstage := b.get(t, h.path[invest.RoleScreen]), b.get(t, h.path[invest.RolePrompter]), b.get(t, h.path[invest.RoleBackstage])
	state := b.get(t, h.path[invest.RoleScreen]+"/state")
	english := b.get(t, "/en"+h.path[invest.RoleScreen])
	for what, p := range map[string]page{"screen": screen, "prompter": prompter, "backstage": backstage, "state": state, "English screen": english} {
		p.want(t, http.StatusOK)
		for _, secret := range []string{"内部机密", "987", "9.88", "演示", "角色"} {
			if strings.Contains(p.body, secret) {
				t.Errorf("the %s tells %q", what, secret)
			}
		}
		if strings.Contains(p.body, "主持词") != (what == "prompter") {
			t.Errorf("the %s: host text %v", what, !strings.Contains(p.body, "主持词"))
		}
	}
	if n := screen.doc().Find("[data-view=group][data-on] [data-signing]:not([hidden])").Length(); n != 2 {
		t.Errorf("%d rows are on", n)
	}
	if name := screen.doc().Find("[data-on] .project .name").First().Text(); name != "光伏项目" {
		t.Errorf("the first row is %q", name)
	}
	if now := prompter.doc().Find(".part-now .host").First().Text(); now != "主持词一" || prompter.doc().Find(".part-now .host").Length() != 2 {
		t.Errorf("the host reads %q", now)
	}
	if next := prompter.doc().Find(".part-next h2").Text(); !strings.Contains(next, "第二组") {
		t.Errorf("next for the host is %q", next)
	}
	if ready := backstage.doc().Find(".part-now h2").Text(); !strings.Contains(ready, "第二组") {
		t.Errorf("ready behind the scenes is %q", ready)
	}
}

func TestAScreenWithoutScriptShowsTheStageAsItIs(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	rows := h.stage(t).Copy.Groups[0].Signings
	h.press(t, fmt.Sprintf("absent %d on", rows[0].Key)).want(t, http.StatusSeeOther)
	h.press(t, "skip "+h.key(t, 1)+" on").want(t, http.StatusSeeOther)
	h.show(t, 0)
	doc := h.browser().get(t, h.path[invest.RoleScreen]).doc()
	if on := doc.Find("[data-on]"); on.Length() != 1 || on.AttrOr("data-group", "") != h.key(t, 0) || on.Find("[data-signing][hidden]").Length() != 1 {
		t.Errorf("on is %s", on.Text())
	}
	if doc.Find("[data-view=all] li[data-group][hidden]").Length() != 1 || doc.Find("body").AttrOr("data-mode", "") != "rehearsal" {
		t.Error("what is left out is in the picture of all groups, or the rehearsal is not marked")
	}
	if doc.Find("noscript meta[http-equiv=refresh]").Length() == 0 && !strings.Contains(doc.Find("noscript").Text(), "refresh") {
		t.Error("it is not loaded again by itself")
	}
	h.press(t, "black on").want(t, http.StatusSeeOther)
	if h.browser().get(t, h.path[invest.RoleScreen]).doc().Find("main[data-black]").Length() != 1 {
		t.Error("it is not black")
	}
	absent := h.browser().get(t, h.path[invest.RolePrompter]).doc().Find(".turn-absent")
	if absent.Length() != 1 || !strings.Contains(absent.Text(), "缺席") {
		t.Errorf("the host is told %q", absent.Text())
	}
}

func TestAStreamGivesTheWholeStateAndThenEachChange(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	server := serveHall(t, h)
	path := h.path[invest.RoleScreen] + "/events"
	s := listen(t, server, path)
	if s.header.Get("Content-Type") != "text/event-stream" || s.header.Get("Content-Encoding") != "" || s.header.Get("X-Accel-Buffering") != "no" || s.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", s.header)
	}
	first := s.next(t)
	if first.View != "title" || first.Mode != "rehearsal" || len(first.Groups) != 2 || first.Copy != 1 {
		t.Errorf("the first is %+v", first)
	}
	h.show(t, 1)
	f := s.next(t)
	for f.View != "group" {
		f = s.next(t)
	}
	if f.Group != h.stage(t).Copy.Groups[1].Key || f.Revision != h.stage(t).Revision {
		t.Errorf("then comes %+v", f)
	}
	known := strconv.FormatInt(f.Revision, 10)
	back, late := listen(t, server, path, "Last-Event-ID", known), listen(t, server, path+"?last="+known)
	older := listen(t, server, path, "Last-Event-ID", "1")
	if got := older.next(t); got.Revision != f.Revision || got.View != "group" {
		t.Errorf("who comes back late gets %+v", got)
	}
	back.nothing(t)
	late.nothing(t)
	h.press(t, "black on").want(t, http.StatusSeeOther)
	for _, x := range []*stream{s, back, late, older} {
		if got := x.next(t); !got.Black {
			t.Errorf("then comes %+v", got)
		}
	}
}

func TestAStreamOutlivesTheServersOwnTimes(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	server := httptest.NewUnstartedServer(h.handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 200*time.Millisecond, 200*time.Millisecond
	server.Start()
	t.Cleanup(func() { h.editors.CloseStreams(); server.Close() })
	s := listen(t, server, h.path[invest.RoleScreen]+"/events")
	s.next(t)
	time.Sleep(600 * time.Millisecond)
	h.press(t, "black on").want(t, http.StatusSeeOther)
	if f := s.next(t); !f.Black {
		t.Errorf("after that comes %+v", f)
	}
}

func TestARevokedTokenEndsItsStreamsWithinASecond(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	server := serveHall(t, h)
	s, other := listen(t, server, h.path[invest.RoleScreen]+"/events"), listen(t, server, "/stage/"+strings.Split(h.path[invest.RolePrompter], "/")[2]+"/events")
	s.next(t)
	other.next(t)
	links, err := h.store.StageLinks(t.Context(), h.draft.Number)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(links, func(l invest.StageLink) bool { return l.Role == invest.RoleScreen })
	begun := time.Now()
	h.director.post(t, h.at("/links"), url.Values{"revoke": {strconv.FormatInt(links[i].ID, 10)}}).follow(t)
	<-s.ended
	if took := time.Since(begun); took > time.Second {
		t.Errorf("it took %v", took)
	}
	h.press(t, "black on").want(t, http.StatusSeeOther)
	other.next(t)
	h.browser().get(t, h.path[invest.RoleScreen]).want(t, http.StatusNotFound)
	h.browser().get(t, h.path[invest.RoleScreen]+"/state").want(t, http.StatusNotFound)
}

func TestARestartResumesAtTheSameRevision(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageLive)
	h.show(t, 1)
	before := h.browser().get(t, h.path[invest.RoleScreen]+"/state").want(t, http.StatusOK)
	h.editors.CloseStreams()
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	again := houseFrom(t, h.folder, site, "")
	after := again.browser().get(t, h.path[invest.RoleScreen]+"/state").want(t, http.StatusOK)
	if before.body != after.body || before.Header.Get("ETag") != after.Header.Get("ETag") {
		t.Errorf("before: %s\nafter: %s", before.body, after.body)
	}
}

func TestWhoeverCannotListenAsksAndIsToldWhatHasChanged(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	b := h.browser()
	path := h.path[invest.RoleScreen] + "/state"
	p := b.get(t, path).want(t, http.StatusOK)
	tag, clock := p.Header.Get("ETag"), p.Header.Get("Stage-Clock")
	if ms, err := strconv.ParseInt(clock, 10, 64); err != nil || !time.UnixMilli(ms).Equal(h.now) {
		t.Errorf("the clock says %q", clock)
	}
	ask := func() page {
		return b.send(t, http.MethodGet, path, nil, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
	}
	ask().want(t, http.StatusNotModified)
	h.press(t, "black on").want(t, http.StatusSeeOther)
	if p := ask().want(t, http.StatusOK); !strings.Contains(p.body, `"black":true`) {
		t.Errorf("it is told %s", p.body)
	}
}

// A screen that takes nothing off the network, its cable half out of the wall,
// must not keep a change from the others.
func TestAStalledScreenCostsTheOthersNothing(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	server := serveHall(t, h)
	path := h.path[invest.RoleScreen] + "/events"
	for range 5 {
		stalled, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer stalled.Close()
		_ = stalled.(*net.TCPConn).SetReadBuffer(1)
		fmt.Fprintf(stalled, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path)
	}
	s := listen(t, server, path)
	s.next(t)
	for i := range 40 {
		begun := time.Now()
		h.press(t, []string{"black on", "black off"}[i%2]).want(t, http.StatusSeeOther)
		f := s.next(t)
		if took := time.Since(begun); f.Black != (i%2 == 0) || took > time.Second {
			t.Fatalf("change %d came as %+v after %v", i, f, took)
		}
	}
}

func TestTwoDirectorsDoNotWorkAgainstEachOther(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageLive)
	first, second := h.director.get(t, h.at("")).want(t, http.StatusOK), h.as(t, "director").get(t, h.at("")).want(t, http.StatusOK)
	value := "arm group " + h.key(t, 0)
	press := func(p page, value string) page {
		f := p.doc().Find("form:has(button[value='" + value + "'])").First()
		return p.b.post(t, f.AttrOr("action", ""), url.Values{"do": {value}, "revision": {f.Find("[name=revision]").AttrOr("value", "")}})
	}
	first = press(first, value).follow(t)
	if armed := first.doc().Find(".console-now dd").Last().Text(); !strings.Contains(armed, "第一组") {
		t.Errorf("armed is %q", armed)
	}
	p := press(second, "arm group "+h.key(t, 1)).want(t, http.StatusConflict)
	if !strings.Contains(p.says(), "另一位导播") || !strings.Contains(p.doc().Find(".console-now").Text(), "第一组") {
		t.Errorf("the second is told %s", p.says())
	}
	press(p, "go").follow(t)
	if s := h.stage(t); s.State.Shown.View != invest.ViewGroup {
		t.Errorf("after the second has seen the stage and goes: %+v", s.State)
	}
}

func TestEveryButtonOfTheConsoleDoesWhatItSays(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	text := h.stage(t).Copy
	one, two, row := text.Groups[0].Key, text.Groups[1].Key, text.Groups[0].Signings[1].Key
	for _, c := range []struct {
		do    string
		more  []string
		holds func(s invest.StageState) bool
	}{
		{"arm all", nil, func(s invest.StageState) bool { return s.Armed.View == invest.ViewAll }},
		{"go", nil, func(s invest.StageState) bool { return s.Shown.View == invest.ViewAll }},
		{"countdown", []string{"minutes", "5"}, func(s invest.StageState) bool { return s.Armed.Seconds == 300 }},
		{"go", nil, func(s invest.StageState) bool { return s.Until.Equal(h.now.Add(5 * time.Minute)) }},
		{fmt.Sprintf("arm group %d", two), nil, func(s invest.StageState) bool { return s.Armed.Group == two }},
		{fmt.Sprintf("skip %d on", two), nil, func(s invest.StageState) bool { return slices.Equal(s.Skipped, []int{two}) && s.Armed.Group == 0 }},
		{fmt.Sprintf("skip %d off", two), nil, func(s invest.StageState) bool { return len(s.Skipped) == 0 }},
		{fmt.Sprintf("move %d up", two), nil, func(s invest.StageState) bool { return slices.Equal(s.Groups, []int{two, one}) }},
		{fmt.Sprintf("move %d down", two), nil, func(s invest.StageState) bool { return slices.Equal(s.Groups, []int{one, two}) }},
		{fmt.Sprintf("absent %d on", row), nil, func(s invest.StageState) bool { return slices.Equal(s.Absent, []int{row}) }},
		{fmt.Sprintf("absent %d off", row), nil, func(s invest.StageState) bool { return len(s.Absent) == 0 }},
		{"freeze on", nil, func(s invest.StageState) bool { return s.Held != nil }},
		{"freeze off", nil, func(s invest.StageState) bool { return s.Held == nil }},
		{"message", []string{"text", " 请放慢 "}, func(s invest.StageState) bool { return s.Message == "请放慢" }},
		{"hush", nil, func(s invest.StageState) bool { return s.Message == "" }},
		{"undo", nil, func(s invest.StageState) bool { return s.Message == "请放慢" }},
		{"live_page off", nil, func(s invest.StageState) bool { return s.PageOff }},
	} {
		h.press(t, c.do, c.more...).want(t, http.StatusSeeOther)
		if s := h.stage(t).State; !c.holds(s) {
			t.Errorf("after %s: %+v", c.do, s)
		}
		p := h.director.get(t, h.at("")).want(t, http.StatusOK)
		p.doc().Find("button[name=do]").Each(func(_ int, b *goquery.Selection) {
			if v := b.AttrOr("value", ""); v != "make" && b.Closest("form").Find("[name=revision]").AttrOr("value", "") != strconv.FormatInt(h.stage(t).Revision, 10) {
				t.Errorf("after %s the button %q is for another revision", c.do, v)
			}
		})
	}
	revision := h.stage(t).Revision
	for do, status := range map[string]int{"": 400, "x": 400, "arm group 99": 422, "go": 409, "skip 99 on": 422, "absent 0 on": 422, "countdown": 422} {
		h.press(t, do).want(t, status)
	}
	h.press(t, "message", "text", strings.Repeat("长", 201)).want(t, http.StatusUnprocessableEntity)
	if h.stage(t).Revision != revision {
		t.Error("what was refused was done")
	}
}

func TestWhoeverMayNotDirectSeesTheConsoleWithoutButtons(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageRehearsal)
	for _, login := range []string{"lead", "writer"} {
		p := h.as(t, login).get(t, h.at("")).want(t, http.StatusOK)
		if p.doc().Find(".console button").Length() > 0 || !strings.Contains(p.text(), "第一组") {
			t.Errorf("%s sees %s", login, p.text())
		}
		if p := h.as(t, login).get(t, at(h.draft)); p.doc().Find(".tabs a[href$='/console']").Length() != 1 {
			t.Errorf("%s is not led to it", login)
		}
	}
}

func TestTheLivePageFollowsWhatWasShownAndEndsInTheCeremonysOwn(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageLive)
	reader := h.browser()
	path := "/ceremonies/" + strconv.FormatInt(h.draft.Number, 10) + "/live"
	p := reader.get(t, path).want(t, http.StatusOK)
	if !strings.Contains(p.text(), "签约仪式") || strings.Contains(p.text(), "第一组") || p.doc().Find("meta[name=robots]").AttrOr("content", "") != "noindex" {
		t.Errorf("at first it says %s", p.text())
	}
	tag := p.Header.Get("ETag")
	again := func() page {
		return reader.send(t, http.MethodGet, path, nil, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
	}
	again().want(t, http.StatusNotModified)
	h.show(t, 0)
	for _, lang := range []string{"", "/en"} {
		p := reader.get(t, lang+path).want(t, http.StatusOK)
		for _, secret := range []string{"第二组", "文旅", "主持", "内部", "987", "9.88"} {
			if strings.Contains(p.body, secret) {
				t.Errorf("%s tells %q", lang+path, secret)
			}
		}
		if !strings.Contains(p.body, "光伏项目") || p.doc().Find(".live a[href*='/projects/']").Length() > 0 {
			t.Errorf("%s does not show what was shown, or leads to what is not published: %s", lang+path, p.text())
		}
	}
	again().want(t, http.StatusOK)
	h.press(t, fmt.Sprintf("absent %d on", h.stage(t).Copy.Groups[0].Signings[0].Key)).want(t, http.StatusSeeOther)
	if p := reader.get(t, path); strings.Contains(p.body, "光伏项目") {
		t.Error("a row that is absent is on the live page")
	}
	h.press(t, "live_page off").want(t, http.StatusSeeOther)
	reader.get(t, path).want(t, http.StatusNotFound)
	h.press(t, "live_page on").want(t, http.StatusSeeOther)

	h.director.post(t, h.at("/opening"), url.Values{"mode": {"ended"}, "revision": {strconv.FormatInt(h.stage(t).Revision, 10)}}).want(t, http.StatusSeeOther)
	if p := reader.get(t, path).want(t, http.StatusOK); !strings.Contains(p.text(), "已结束") {
		t.Errorf("after the end: %s", p.text())
	}
	h.bring(t, h.write(t, least(invest.KindProject, "另一个项目")), invest.WorkNone)
	d := h.bring(t, h.house.draft(t, invest.KindCeremony, h.draft.Number), invest.WorkNone)
	if p := reader.get(t, path).want(t, http.StatusSeeOther); p.Header.Get("Location") != strings.TrimSuffix(path, "/live") {
		t.Errorf("it leads to %s", p.Header.Get("Location"))
	}
	if _, err := h.desk.Withdraw(t.Context(), h.actor(t, "columns"), d.Kind, d.Number, d.Version, "有误"); err != nil {
		t.Fatal(err)
	}
	reader.get(t, path).want(t, http.StatusGone)
}

func TestWithoutLeaveOrInARehearsalThereIsNoLivePage(t *testing.T) {
	t.Parallel()
	for _, h := range []*hall{newHall(t, invest.StageRehearsal), newHall(t, invest.StageLive, func(c *invest.Ceremony) { c.LivePage = false })} {
		h.show(t, 0)
		h.browser().get(t, "/ceremonies/"+strconv.FormatInt(h.draft.Number, 10)+"/live").want(t, http.StatusNotFound)
	}
}

func TestAScreenBeforeTheOpeningWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindProject, "光伏项目"))
	d := h.write(t, stageText())
	b := h.as(t, "director")
	for _, role := range invest.StageRoles {
		p := b.post(t, at(d)+"/console/links", url.Values{"role": {string(role)}}).want(t, http.StatusOK)
		path := strings.TrimPrefix(p.doc().Find("input[readonly]").AttrOr("value", ""), site)
		if p := h.browser().get(t, path).want(t, http.StatusOK); strings.Contains(p.body, "签约仪式") {
			t.Errorf("the %s shows a text that is not on the stage", role)
		}
	}
	b.get(t, at(d)+"/console/screen").want(t, http.StatusOK)
	b.get(t, at(d)+"/console/fit").want(t, http.StatusOK)
}

func TestADirectorWhoWaitsAtAnOpenStageStaysSignedIn(t *testing.T) {
	t.Parallel()
	h := newHall(t, invest.StageLive)
	reader := h.as(t, "lead")
	for range 6 { // two hours of speeches
		h.now = h.now.Add(20 * time.Minute)
		h.director.get(t, h.at("/state")).want(t, http.StatusOK)
		reader.get(t, h.at("/state"))
	}
	h.press(t, "black on").want(t, http.StatusSeeOther)
	reader.get(t, h.at("/state")).want(t, http.StatusSeeOther) // to sign in: nobody waits for them
	h.director.post(t, h.at("/opening"), url.Values{"mode": {"ended"}, "revision": {strconv.FormatInt(h.stage(t).Revision, 10)}}).want(t, http.StatusSeeOther)
	for range 3 {
		h.now = h.now.Add(20 * time.Minute)
		h.director.get(t, h.at("/state"))
	}
	h.director.get(t, h.at("")).want(t, http.StatusSeeOther)
}
