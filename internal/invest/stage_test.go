package invest

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2023, 12, 1, 4, 0, 0, 0, time.UTC)

// hall is a ceremony of three groups: 1 with rows 11 and 12, 2 with 21, 3 with 31,
// of which 12 was signed before the ceremony.
func hall() *Ceremony {
	row := func(key int, p Presence) Signing {
		return Signing{Key: key, Name: Text{Zh: "项目"}, Amount: Yuan(int64(key) * 1_000), Presence: p, Note: "内部备注"}
	}
	return &Ceremony{
		Form: FormStage, Title: Text{Zh: "签约仪式"}, LivePage: true, Note: "内部备注", DeclaredTotal: Yuan(777_000),
		Groups: []Group{
			{Key: 1, Label: Text{Zh: "第一组"}, HostText: "主持词", Signings: []Signing{row(11, ""), row(12, PresenceBefore)}},
			{Key: 2, Label: Text{Zh: "第二组"}, HostText: "主持词", Signings: []Signing{row(21, PresenceStage)}},
			{Key: 3, Label: Text{Zh: "第三组"}, HostText: "主持词", Signings: []Signing{row(31, "")}},
		},
	}
}

// opened is a stage as it is after it was opened, at revision 1.
func opened(mode StageMode) Stage {
	s := Stage{Ceremony: 5, Revision: 1, Mode: mode, CopyRevision: 1, Copy: hall()}
	if mode == StageLive {
		s.LiveAt = noon
	}
	s.State = Stage{}.Reopened(s.Copy, noon)
	return s
}

// after gives the stage after commands, and the states it went through by revision.
func after(t *testing.T, s Stage, commands ...StageCommand) (Stage, map[int64]StageState) {
	t.Helper()
	log := map[int64]StageState{s.Revision: s.State}
	for i, c := range commands {
		c.Revision = s.Revision
		at := noon.Add(time.Duration(i+1) * time.Minute)
		var err error
		if c.Act == ActUndo {
			s.State, err = s.Undone(c, log[s.State.Before], at)
		} else {
			s.State, err = s.Apply(c, at)
		}
		if err != nil {
			t.Fatalf("command %d, %s: %v", i, c.Act, err)
		}
		s.Revision++
		log[s.Revision] = s.State
	}
	return s, log
}

func armed(group int) StageCommand {
	return StageCommand{Act: ActArm, Shot: Shot{View: ViewGroup, Group: group}}
}

var (
	goNow = StageCommand{Act: ActGo}
	undo  = StageCommand{Act: ActUndo}
)

func on(act StageAct, c StageCommand) StageCommand { c.Act, c.On = act, true; return c }

func TestWhatEachCommandMakesOfAStage(t *testing.T) {
	group := func(n int) Shot { return Shot{View: ViewGroup, Group: n} }
	for name, c := range map[string]struct {
		commands []StageCommand
		holds    func(s StageState) bool
	}{
		"an opened stage shows the title and arms nothing": {nil, func(s StageState) bool {
			return s.Shown == Shot{View: ViewTitle} && s.Armed == Shot{} && slices.Equal(s.Groups, []int{1, 2, 3}) && slices.Equal(s.Absent, []int{12})
		}},
		"what is armed is not shown": {[]StageCommand{armed(2)}, func(s StageState) bool {
			return s.Armed == group(2) && s.Shown.View == ViewTitle && len(s.Seen) == 1
		}},
		"go shows what is armed and arms nothing more": {[]StageCommand{armed(2), goNow}, func(s StageState) bool {
			return s.Shown == group(2) && s.Armed == Shot{} && s.seen(group(2))
		}},
		"nothing can be armed again": {[]StageCommand{armed(2), {Act: ActArm}}, func(s StageState) bool { return s.Armed == Shot{} }},
		"a countdown runs from when it goes on": {[]StageCommand{{Act: ActArm, Shot: Shot{View: ViewCountdown, Seconds: 90}}, goNow}, func(s StageState) bool {
			return s.Until.Equal(noon.Add(2*time.Minute+90*time.Second)) && s.seen(Shot{View: ViewCountdown})
		}},
		"what goes on behind black was not seen": {[]StageCommand{on(ActBlack, StageCommand{}), armed(1), goNow}, func(s StageState) bool {
			return s.Black && s.Shown == group(1) && !s.seen(group(1))
		}},
		"it is seen when black is taken away": {[]StageCommand{on(ActBlack, StageCommand{}), armed(1), goNow, {Act: ActBlack}}, func(s StageState) bool {
			return !s.Black && s.seen(group(1))
		}},
		"a frozen picture stays whatever is done": {[]StageCommand{armed(1), goNow, on(ActFreeze, StageCommand{}), on(ActAbsent, StageCommand{Signing: 11}), armed(2), goNow}, func(s StageState) bool {
			p := s.Picture()
			return p.Shot == group(1) && slices.Equal(p.Absent, []int{12}) && !s.seen(group(2)) && s.Shown == group(2)
		}},
		"then it follows again": {[]StageCommand{on(ActFreeze, StageCommand{}), armed(2), goNow, {Act: ActFreeze}}, func(s StageState) bool {
			return s.Picture().Shot == group(2) && s.seen(group(2))
		}},
		"a group left out is in no picture and is armed no more": {[]StageCommand{armed(2), on(ActSkip, StageCommand{Group: 2})}, func(s StageState) bool {
			return s.Armed == Shot{} && slices.Equal(s.Picture().Groups, []int{1, 3}) && slices.Equal(s.Groups, []int{1, 2, 3})
		}},
		"and comes back to its place": {[]StageCommand{on(ActSkip, StageCommand{Group: 2}), {Act: ActSkip, Group: 2}}, func(s StageState) bool {
			return slices.Equal(s.Picture().Groups, []int{1, 2, 3})
		}},
		"a row is absent once, however often it is said": {[]StageCommand{on(ActAbsent, StageCommand{Signing: 21}), on(ActAbsent, StageCommand{Signing: 21})}, func(s StageState) bool {
			return slices.Equal(s.Absent, []int{12, 21})
		}},
		"a row signed before can be had on the stage": {[]StageCommand{{Act: ActAbsent, Signing: 12}}, func(s StageState) bool { return len(s.Absent) == 0 }},
		"a group moves up": {[]StageCommand{{Act: ActMove, Group: 3, By: -1}}, func(s StageState) bool { return slices.Equal(s.Groups, []int{1, 3, 2}) }},
		"a group moves down, and not past the end": {[]StageCommand{{Act: ActMove, Group: 2, By: 1}, {Act: ActMove, Group: 2, By: 1}}, func(s StageState) bool {
			return slices.Equal(s.Groups, []int{1, 3, 2})
		}},
		"the host is told": {[]StageCommand{{Act: ActMessage, Text: "请放慢"}}, func(s StageState) bool { return s.Message == "请放慢" }},
		"undo takes back one command after the other": {[]StageCommand{armed(1), goNow, on(ActBlack, StageCommand{}), undo, undo}, func(s StageState) bool {
			return !s.Black && s.Shown.View == ViewTitle && s.Armed == group(1)
		}},
		"what was seen stays seen": {[]StageCommand{armed(1), goNow, undo}, func(s StageState) bool { return s.seen(group(1)) }},
		"a command after an undo is undone to where the undo went": {[]StageCommand{armed(1), goNow, undo, armed(3), undo}, func(s StageState) bool {
			return s.Shown.View == ViewTitle && s.Armed == group(1)
		}},
		"a public page that was closed is not opened by an undo": {[]StageCommand{armed(1), {Act: ActLivePage}, undo}, func(s StageState) bool { return s.PageOff }},
		"what is armed comes first, then the groups after the one shown, then those before it": {[]StageCommand{armed(2), goNow}, func(s StageState) bool {
			return slices.Equal(s.Upcoming(), []int{3, 1})
		}},
		"what is armed comes next even if it was seen": {[]StageCommand{armed(2), goNow, armed(2)}, func(s StageState) bool {
			return slices.Equal(s.Upcoming(), []int{2, 3, 1})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := after(t, opened(StageLive), c.commands...)
			if !c.holds(s.State) {
				t.Errorf("the state is %+v", s.State)
			}
		})
	}
}

func TestACommandChangesNoStateButItsOwn(t *testing.T) {
	commands := []StageCommand{
		on(ActAbsent, StageCommand{Signing: 11}), armed(2), goNow, on(ActFreeze, StageCommand{}), on(ActSkip, StageCommand{Group: 1}),
		{Act: ActMove, Group: 3, By: -1},
		{Act: ActAbsent, Signing: 11},
		on(ActBlack, StageCommand{}),
		{Act: ActSkip, Group: 1},
		undo, undo, undo,
	}
	var then []string
	s := opened(StageLive)
	_, log := after(t, s, commands...)
	for i := range commands {
		_, part := after(t, s, commands[:i]...)
		b, err := json.Marshal(part[int64(i)+1])
		if err != nil {
			t.Fatal(err)
		}
		then = append(then, string(b))
	}
	for i, want := range then {
		if b, _ := json.Marshal(log[int64(i)+1]); string(b) != want {
			t.Errorf("revision %d was\n%s and is now\n%s", i+1, want, b)
		}
	}
}

func TestWhatAStageDoesNotTake(t *testing.T) {
	for name, c := range map[string]struct {
		mode    StageMode
		first   []StageCommand
		command StageCommand
		code    Code
	}{
		"a command for another revision":   {StageLive, nil, StageCommand{Act: ActGo, Revision: -1}, Stale},
		"a command after the end":          {StageEnded, nil, armed(1), Conflict},
		"a command before it was opened":   {"", nil, armed(1), Conflict},
		"go with nothing armed":            {StageRehearsal, nil, goNow, Conflict},
		"a second go":                      {StageRehearsal, []StageCommand{armed(1), goNow}, goNow, Conflict},
		"an undo of nothing":               {StageLive, nil, undo, Conflict},
		"arming what is left out":          {StageLive, []StageCommand{on(ActSkip, StageCommand{Group: 1})}, armed(1), Conflict},
		"arming a group that there is not": {StageLive, nil, armed(9), Invalid},
		"arming a view that there is not":  {StageLive, nil, StageCommand{Act: ActArm, Shot: Shot{View: "x"}}, Invalid},
		"a title with a group":             {StageLive, nil, StageCommand{Act: ActArm, Shot: Shot{View: ViewTitle, Group: 1}}, Invalid},
		"a countdown of no time":           {StageLive, nil, StageCommand{Act: ActArm, Shot: Shot{View: ViewCountdown}}, Invalid},
		"a countdown of more than a day":   {StageLive, nil, StageCommand{Act: ActArm, Shot: Shot{View: ViewCountdown, Seconds: 86_401}}, Invalid},
		"leaving out a group there is not": {StageLive, nil, on(ActSkip, StageCommand{Group: 11}), Invalid},
		"moving a group that there is not": {StageLive, nil, StageCommand{Act: ActMove, Group: 9, By: 1}, Invalid},
		"an absence of a row there is not": {StageLive, nil, on(ActAbsent, StageCommand{Signing: 1}), Invalid},
		"a message longer than a glance":   {StageLive, nil, StageCommand{Act: ActMessage, Text: strings.Repeat("长", 201)}, Invalid},
		"a message with a NUL":             {StageLive, nil, StageCommand{Act: ActMessage, Text: "\x00"}, Invalid},
		"a command that there is not":      {StageLive, nil, StageCommand{Act: "x"}, Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			s := opened(c.mode)
			if c.first != nil {
				s, _ = after(t, s, c.first...)
			}
			was := s.State
			c.command.Revision += s.Revision
			var state StageState
			var err error
			if c.command.Act == ActUndo {
				state, err = s.Undone(c.command, StageState{}, noon)
			} else {
				state, err = s.Apply(c.command, noon)
			}
			if CodeOf(err) != c.code || err == nil || !reflect.DeepEqual(state, was) {
				t.Errorf("%v, want %s; the state is %+v", err, c.code, state)
			}
		})
	}
}

func TestGoingLiveAfterARehearsalBeginsAnew(t *testing.T) {
	s, _ := after(t, opened(StageRehearsal), on(ActSkip, StageCommand{Group: 1}), armed(2), goNow)
	if got, want := s.Reopened(hall(), noon), opened(StageLive).State; !reflect.DeepEqual(got, want) {
		t.Errorf("it begins with %+v", got)
	}
}

func TestALiveStageGoesOnWithANewTextAsFarAsItHasTheSame(t *testing.T) {
	s, _ := after(t, opened(StageLive), armed(1), goNow, armed(3), on(ActSkip, StageCommand{Group: 2}), on(ActAbsent, StageCommand{Signing: 31}),
		StageCommand{Act: ActAbsent, Signing: 12}, StageCommand{Act: ActMove, Group: 3, By: -1}, StageCommand{Act: ActMessage, Text: "好"})
	text := hall()
	text.Groups[0].Signings[0].Presence = PresenceAbsent // said by the text after all
	text.Groups = append(text.Groups[:1], text.Groups[2], Group{Key: 4, Signings: []Signing{{Key: 41, Presence: PresenceAfter}}})
	got := s.Reopened(text, noon.Add(time.Hour))
	group := func(n int) Shot { return Shot{View: ViewGroup, Group: n} }
	if got.Shown != group(1) || got.Armed != group(3) || !slices.Equal(got.Groups, []int{1, 3, 4}) || len(got.Skipped) > 0 ||
		!slices.Equal(got.Absent, []int{11, 31, 41}) || !got.seen(group(1)) || got.Message != "好" || got.Before != 0 {
		t.Errorf("it goes on with %+v", got)
	}
	text.Groups = text.Groups[1:]
	if got := s.Reopened(text, noon); got.Shown.View != ViewTitle || got.seen(group(1)) {
		t.Errorf("without the group that is shown: %+v", got)
	}
}

func TestTheStageTellsWhatItDidOtherwise(t *testing.T) {
	s := opened(StageLive)
	if got := s.Changes(); !reflect.DeepEqual(got, StageChanges{}) {
		t.Errorf("at first %+v", got)
	}
	s, _ = after(t, s, on(ActSkip, StageCommand{Group: 2}), on(ActAbsent, StageCommand{Signing: 31}),
		StageCommand{Act: ActAbsent, Signing: 12}, StageCommand{Act: ActMove, Group: 3, By: -1})
	want := StageChanges{Groups: []int{1, 3, 2}, Skipped: []int{2}, Absent: []int{31}, Joined: []int{12}}
	if got := s.Changes(); !reflect.DeepEqual(got, want) {
		t.Errorf("they are %+v", got)
	}
}

func TestTheLivePageHasWhatWasShownAndNothingElse(t *testing.T) {
	s := opened(StageLive)
	s.Copy.Groups[2].Signings[0].AmountHidden = true
	told := func(s Stage) string {
		text, ok := s.LiveText()
		if !ok {
			return ""
		}
		b, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if b := told(s); !strings.Contains(b, "签约仪式") || strings.Contains(b, "组") || strings.Contains(b, "777000") {
		t.Errorf("at first %s", b)
	}
	s, _ = after(t, s, armed(3), goNow, armed(1), goNow)
	b := told(s)
	for _, secret := range []string{"内部", "主持", "31000", "12000", "第二组", "777000"} {
		if strings.Contains(b, secret) {
			t.Errorf("it tells %s: %s", secret, b)
		}
	}
	if strings.Index(b, "第三组") > strings.Index(b, "第一组") || !strings.Contains(b, "11000") {
		t.Errorf("the groups stand otherwise than they were shown: %s", b)
	}
	s, _ = after(t, s, StageCommand{Act: ActArm, Shot: Shot{View: ViewTotals}}, goNow)
	if b := told(s); !strings.Contains(b, "777000") {
		t.Errorf("totals that were shown are not told: %s", b)
	}
	for name, change := range map[string]func(s *Stage){
		"a text that allows none":    func(s *Stage) { c := *s.Copy; c.LivePage = false; s.Copy = &c },
		"a page the director closed": func(s *Stage) { s.State.PageOff = true },
		"a rehearsal":                func(s *Stage) { s.Mode, s.LiveAt = StageRehearsal, time.Time{} },
		"a rehearsal that ended":     func(s *Stage) { s.Mode, s.LiveAt = StageEnded, time.Time{} },
	} {
		other := s
		change(&other)
		if b := told(other); b != "" {
			t.Errorf("%s has a live page: %s", name, b)
		}
	}
}
