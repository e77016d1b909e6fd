package invest

import "slices"

// Phase (项目阶段) is where a project stands.
type Phase string

const (
	Planned           Phase = "planned"            // 谋划
	Promoted          Phase = "promoted"           // 推介
	Negotiating       Phase = "negotiating"        // 在谈: internal, always
	Signed            Phase = "signed"             // 签约
	Registered        Phase = "registered"         // 注册
	Filed             Phase = "filed"              // 立项备案
	LandSecured       Phase = "land_secured"       // 用地落实
	Started           Phase = "started"            // 开工
	UnderConstruction Phase = "under_construction" // 在建
	Completed         Phase = "completed"          // 竣工
	InProduction      Phase = "in_production"      // 投产
	AtCapacity        Phase = "at_capacity"        // 达产

	Paused     Phase = "paused"     // 暂停
	Dropped    Phase = "dropped"    // 退库
	Terminated Phase = "terminated" // 终止
)

// Ladder is the way a project goes, in order; Exits are the ways off it.
var (
	Ladder = []Phase{
		Planned, Promoted, Negotiating, Signed, Registered, Filed, LandSecured,
		Started, UnderConstruction, Completed, InProduction, AtCapacity,
	}
	Exits  = []Phase{Paused, Dropped, Terminated}
	Phases = slices.Concat(Ladder, Exits)
)

// Step is the phase's place on the ladder from 0, -1 for an exit.
func (p Phase) Step() int { return slices.Index(Ladder, p) }

// Reached reports whether p is q or further along the ladder; false for exits.
func (p Phase) Reached(q Phase) bool { return p.Step() >= q.Step() && q.Step() >= 0 }

// Investable reports whether a project in this phase looks for an investor in public.
func (p Phase) Investable() bool { return p == Planned || p == Promoted }

// PhaseEntry is one step of a project's history.
type PhaseEntry struct {
	Phase  Phase  `json:"phase"`
	Date   Date   `json:"date"`
	Editor string `json:"editor,omitempty"` // internal: the login that entered it
	Reason string `json:"reason,omitempty"` // internal: required to skip, go back, pause or end
}

// needsReason reports whether going from one phase to the next has to be
// explained: anything but the next step of the ladder, or going on after a
// pause from where it stood. before is the last phase that was on the ladder.
func needsReason(before, from, to Phase) bool {
	switch {
	case to.Step() < 0:
		return true
	case from == Paused:
		return to != before && to.Step() != before.Step()+1
	case from.Step() < 0:
		return true
	}
	return to.Step() != from.Step()+1
}

// checkPhases checks a history: known phases, dates in order, reasons where needed.
func checkPhases(c checker, history []PhaseEntry) {
	c.rows("phases", len(history))
	var from, before Phase
	var last Date
	for i, e := range history {
		row := c.at("phases", i)
		oneOf(row, "phase", e.Phase, Phases, true)
		row.requiredDate("date", e.Date)
		row.inOrder("date", last, e.Date)
		needs := slices.Contains(Phases, e.Phase) && (i > 0 && needsReason(before, from, e.Phase) || i == 0 && e.Phase.Step() < 0)
		row.str("reason", e.Reason, maxLine, needs)
		row.str("editor", e.Editor, maxName, false)
		if e.Phase.Step() >= 0 {
			before = e.Phase
		}
		from = e.Phase
		if _, _, ok := e.Date.Span(); ok {
			last = e.Date
		}
	}
}

// publicPhases is the part of a history that the public may see, without its
// internal fields: negotiations never, and a pause or an ending only of a
// project that was signed (before that, nobody was promised anything).
func publicPhases(history []PhaseEntry) []PhaseEntry {
	var out []PhaseEntry
	signed := false
	for _, e := range history {
		signed = signed || e.Phase.Reached(Signed)
		if e.Phase == Negotiating || e.Phase.Step() < 0 && !signed {
			continue
		}
		out = append(out, PhaseEntry{Phase: e.Phase, Date: e.Date})
	}
	return out
}

// Phase is where the project stands now, "" before any entry.
func (p *Project) Phase() Phase {
	if len(p.Phases) == 0 {
		return ""
	}
	return p.Phases[len(p.Phases)-1].Phase
}

// PublicPhase is the last entry that the public may see; ok is false where
// there is none: the project cannot be published.
func (p *Project) PublicPhase() (e PhaseEntry, ok bool) {
	public := publicPhases(p.Phases)
	if len(public) == 0 {
		return PhaseEntry{}, false
	}
	return public[len(public)-1], true
}
