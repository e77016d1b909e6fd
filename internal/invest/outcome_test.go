package invest

import (
	"fmt"
	"testing"
	"time"
)

// stood is a published project with a history, its text published at the end of 2024.
func stood(history ...PhaseEntry) StandingProject {
	return StandingProject{Project: &Project{Phases: history}, Updated: time.Date(2024, 12, 20, 3, 0, 0, 0, time.UTC)}
}

func since(p Phase, typed string) PhaseEntry {
	d, err := ParseDate(typed)
	if err != nil {
		panic(err) // of a test's own words
	}
	return PhaseEntry{Phase: p, Date: d}
}

// signedIn is a ceremony with a row for each of some amounts, of projects 1, 2 …
func signedIn(start string, amounts ...Money) *Ceremony {
	c := &Ceremony{Start: since("", start).Date, Groups: []Group{{}}}
	for i, m := range amounts {
		c.Groups[0].Signings = append(c.Groups[0].Signings, Signing{Project: int64(i + 1), Name: Text{Zh: fmt.Sprint("项目", i+1)}, Amount: m})
	}
	return c
}

func TestARateSaysOfHowManyItIsAndWithHowMuchKnown(t *testing.T) {
	c := signedIn("2023年11月8日", Yuan(500), Yuan(300), Money{}, Yuan(200), Yuan(100))
	three := stood(since(Started, "2024年5月"))
	three.Funds = []Funds{{Amount: Yuan(7)}}
	one := stood(since(Signed, "2023年11月8日"), since(Started, "2024年3月1日"), since(InProduction, "2024年12月1日"))
	one.Funds = []Funds{{Amount: Yuan(100)}, {Amount: Yuan(50)}, {Amount: Money{}}}
	two := stood(since(Registered, "2024年1月"))
	two.Funds = []Funds{{Amount: Money{Low: 9, High: 9, Currency: "USD"}}} // nothing that 300 yuan could be compared with
	o := OutcomeOf(c, map[int64]StandingProject{1: one, 2: two, 3: three, 4: stood(since(Signed, "2023年11月8日"))})
	if o.Rows != 5 || o.Signed != 5 || o.Projects != 4 {
		t.Errorf("%d rows, %d signed, %d published", o.Rows, o.Signed, o.Projects)
	}
	for i, want := range []string{"registered 3 800 of 2", "started 2 500 of 1", "completed 1 500 of 1", "in_production 1 500 of 1"} {
		s := o.Steps[i]
		if got := fmt.Sprintf("%s %d %d of %d", s.Phase, s.N, s.Agreed.In(CNY).Low, s.Agreed.Known); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if o.FundsRows != 3 || o.Funds.In(CNY).Low != 157 || o.Paired != 1 || o.Arrived.In(CNY).Low != 150 || o.Agreed.In(CNY).Low != 500 {
		t.Errorf("funds %+v at %d, of which %d can be compared: %+v of %+v", o.Funds, o.FundsRows, o.Paired, o.Arrived, o.Agreed)
	}
}

func TestAProjectInSeveralRowsCountsOnceWithAllThatWasAgreed(t *testing.T) {
	c := signedIn("2023年11月8日", Yuan(500), Yuan(300))
	c.Groups[0].Signings[1].Project = 1
	started := map[int64]StandingProject{1: stood(since(Started, "2024年3月1日"))}
	if o := OutcomeOf(c, started); o.Signed != 1 || o.Steps[1].N != 1 || o.Steps[1].Agreed.In(CNY).Low != 800 {
		t.Errorf("%+v", o)
	}
	c.Groups[0].Signings[1].AmountHidden = true
	if o := OutcomeOf(c, started); o.Steps[1].Agreed.Known != 0 {
		t.Errorf("half of it not for the public, and yet known: %+v", o.Steps[1])
	}
}

func TestTheLineTellsHowFarProjectsHadComeByThen(t *testing.T) {
	c := signedIn("2023年11月8日", Money{}, Money{}, Money{}, Money{})
	built := stood(since(Signed, "2023年11月8日"))
	built.Milestones = []Milestone{{Kind: GroundBreaking, Reached: since("", "2024年2月15日").Date}, {Kind: ToppedOut, Reached: since("", "2024年8月底").Date}}
	o := OutcomeOf(c, map[int64]StandingProject{
		1: stood(since(Signed, "2023年11月8日"), since(Started, "2024年1月31日"), since(Paused, "2024年6月1日"), since(Started, "2024年10月1日")),
		2: built, // started, though only its milestone says so
		3: stood(since(Started, "2024年1月1日"), since(Terminated, "2024年4月30日")),
		4: stood(since(Started, "2024年")), // no day until the year is over
	})
	var got []int
	for _, p := range o.Line {
		got = append(got, p.N[1])
	}
	// November 2023 to December 2024
	if want := "[0 0 2 3 3 2 2 1 1 1 1 2 2 3]"; fmt.Sprint(got) != want {
		t.Errorf("started by then: %v, want %s", got, want)
	}
	if first := o.Line[0].Period; first != MonthOf(2023, 11) || o.Undated != 1 || o.Steps[1].N != 3 {
		t.Errorf("begins with %+v, %d undated, %d started", first, o.Undated, o.Steps[1].N)
	}
	if len(o.Ended) != 1 || o.Ended[0].Phase != Terminated || o.Ended[0].Name.Zh != "项目3" {
		t.Errorf("ended: %+v", o.Ended)
	}
}

func TestALineIsNeverLongerThanCanBeRead(t *testing.T) {
	for start, want := range map[string]string{
		"2024年12月": "1 month", "2023年8月": "17 month", "2023年5月": "7 quarter", "2019年1月": "24 quarter", "2010年6月": "15 year", "": "0 ", "2025年2月": "0 ",
	} {
		c := signedIn("2023年1月1日", Yuan(1))
		if c.Start = (Date{}); start != "" {
			c.Start = since("", start).Date
		}
		o := OutcomeOf(c, map[int64]StandingProject{1: stood(since(Started, "2024年3月"))})
		kind := Precision("")
		if len(o.Line) > 0 {
			kind = o.Line[0].Period.Precision
		}
		if got := fmt.Sprint(len(o.Line), " ", kind); got != want {
			t.Errorf("from %q: %s, want %s", start, got, want)
		}
	}
}
