package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"wellspring/internal/sqlite"
)

// cuts is how often the power fails; make soak asks for hundreds.
func cuts() (n int, soak bool) {
	n, err := strconv.Atoi(os.Getenv("WELLSPRING_SOAK_CUTS"))
	if err != nil {
		return 8, false
	}
	return n, true
}

// The program is recorded once. Then the power fails at many moments of the
// record, and each time another part of what was not synced is lost.
func TestAPowerFailureLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	n, soak := cuts()
	switch why := whyNoTrace(t); {
	case why != "" && soak:
		t.Fatal(why)
	case why != "":
		t.Skip(why)
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	data, record := filepath.Join(root, "demo"), filepath.Join(root, "record")
	told := recorded(t, data, record)
	calls := readTrace(t, record)
	answers := told.answers(t, calls)
	d := newDisk(data)
	steps := d.steps(calls)
	first := slices.Min(slices.Collect(maps.Values(answers)))
	if !slices.ContainsFunc(steps, func(s step) bool { return s.line > first && s.call.path == filepath.Join(data, sqlite.FileName) }) {
		t.Fatal("the log was never written back while editors worked: too little is shown by this")
	}
	taken := 0
	for i, line := range failures(n, steps, answers) {
		for ; taken < len(steps) && steps[taken].line < line; taken++ {
			steps[taken].take(t, d)
		}
		folder := filepath.Join(root, fmt.Sprint("failure", i))
		d.afterFailure(t, folder)
		survives(t, folder, told.by(answers, line))
		if t.Failed() {
			t.Fatalf("after failure %d of %d, at line %d of %d in the record", i+1, n, line, steps[len(steps)-1].line)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d power failures in %d calls on the folder, with %d saves and %d ceremonies acknowledged", n, len(steps)/2, len(told.saves), len(told.sittings))
}

// recorded runs the program from an empty folder on, with editors at work.
func recorded(t *testing.T, data, record string) *ledger {
	t.Helper()
	c := command(t, "demo", "--addr", "127.0.0.1:0", "--data", data)
	c.Env = append(c.Env, "WELLSPRING_DEMO_PASSWORD="+goodPassword)
	underTrace(c, record)
	address, ended := begin(t, c)
	writer, second, third := signedIn(t, address, "writer"), signedIn(t, address, "reviewer2"), signedIn(t, address, "reviewer3")
	who := bureauClerks{writer: writer, publisher: third, reviewers: []*clerk{signedIn(t, address, "reviewer1"), second, third}}
	told := &ledger{}
	var work sync.WaitGroup
	long := strings.Repeat("渭水", 5000) // for the log to be written back now and then
	work.Go(func() { told.write(address, writer, "撰稿", long, 6) })
	work.Go(func() { told.write(address, second, "复审", "", 6) })
	work.Go(func() { told.hold(address, who, "签约活动", 4) })
	work.Wait()
	_ = c.Process.Signal(os.Interrupt)
	<-ended
	for _, w := range told.wrong {
		t.Fatal(w)
	}
	return told
}

// answers gives the line of the record at which each acknowledgement began to
// be sent, by its X-Request-Id. From then on an editor may know of it.
func (l *ledger) answers(t *testing.T, calls []*call) map[string]int {
	t.Helper()
	lines := map[string]int{}
	for _, c := range calls {
		if c.name != "write" || !bytes.HasPrefix(c.data, []byte("HTTP/1.1 303 ")) {
			continue
		}
		_, rest, _ := bytes.Cut(c.data, []byte("X-Request-Id: "))
		id, _, _ := bytes.Cut(rest, []byte("\r\n"))
		lines[string(id)] = c.begun
	}
	for _, a := range l.saves {
		if _, ok := lines[a.request]; !ok {
			t.Fatalf("the record has no answer to the save of article %d", a.number)
		}
	}
	return lines
}

// by is the ledger as it was before a line of the record.
func (l *ledger) by(answers map[string]int, line int) *ledger {
	then := &ledger{}
	for _, a := range l.saves {
		if answers[a.request] < line {
			then.saves = append(then.saves, a)
		}
	}
	for _, s := range l.sittings {
		if answers[s.request] < line {
			then.sittings = append(then.sittings, &sitting{number: s.number, title: s.title, public: s.public && answers[s.publication] < line})
		}
	}
	return then
}

// step is the beginning of a call, or the end of one.
type step struct {
	line int
	call *call
	ends bool
}

func (s step) take(t *testing.T, d *disk) {
	t.Helper()
	if s.ends {
		d.finish(s.call)
	} else {
		d.begin(t, s.call)
	}
}

// steps are those that are about the folder, in the order of the record.
func (d *disk) steps(calls []*call) []step {
	var out []step
	for _, c := range calls {
		if d.touches(c) {
			out = append(out, step{line: c.begun, call: c}, step{line: c.end, call: c, ends: true})
		}
	}
	slices.SortStableFunc(out, func(a, b step) int { return cmp.Compare(a.line, b.line) })
	return out
}

// making is how many steps the making of the folder takes, about.
const making = 200

// failures are the lines before which the power fails, ascending: one in four
// while the folder is made, one in four anywhere, the others right after
// something was acknowledged.
func failures(n int, steps []step, answers map[string]int) []int {
	acknowledged := slices.Sorted(maps.Values(answers))
	var out []int
	for i := range n {
		switch i % 4 {
		case 0:
			out = append(out, steps[rand.IntN(min(making, len(steps)))].line)
		case 1:
			out = append(out, steps[rand.IntN(len(steps))].line)
		default:
			out = append(out, acknowledged[rand.IntN(len(acknowledged))]+1)
		}
	}
	slices.Sort(out)
	return out
}

// survives wants a folder after a power failure to be in order, with all that
// was acknowledged, at this start and at the next.
func survives(t *testing.T, folder string, told *ledger) {
	t.Helper()
	for range 2 {
		store, err := sqlite.Open(t.Context(), folder)
		if err != nil {
			t.Error(err)
			return
		}
		report, err := store.Check(t.Context(), false)
		if err != nil || !report.OK() {
			t.Errorf("check: %+v, %v", report, err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}
	told.holds(t, folder)
}
