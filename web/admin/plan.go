package admin

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wellspring/internal/invest"
	"wellspring/web/form"
)

// plan is what the form of the composer says: the groups with the keys of their
// rows, and which rows are on stage. It names rows and has nothing else of them,
// so that no row can be changed or lost by it.
type plan struct {
	groups   []invest.ArrangedGroup
	presence map[int]invest.Presence
}

// planOf is a ceremony as it is arranged.
func planOf(c *invest.Ceremony) plan {
	p := plan{groups: c.Arrangement(), presence: map[int]invest.Presence{}}
	for _, s := range c.Signings() {
		p.presence[s.Key] = s.Presence
	}
	return p
}

func groupID(key int) string { return "g" + strconv.Itoa(key) }
func rowID(key int) string   { return "r" + strconv.Itoa(key) }

// readPlan reads the form. Its field "order" stands before each group and in each
// row: the order on the page is the order of the ceremony.
func readPlan(sent url.Values) plan {
	p := plan{presence: map[int]invest.Presence{}}
	seen := map[string]bool{}
	for _, id := range sent["order"] {
		key, err := strconv.Atoi(id[min(len(id), 1):])
		if err != nil || key == 0 || seen[id] {
			continue
		}
		seen[id] = true
		switch {
		case id[0] == 'g' && len(p.groups) <= form.MaxRows:
			p.groups = append(p.groups, invest.ArrangedGroup{
				Key: key, Label: words(sent, id+".label"), Theme: words(sent, id+".theme"), HostText: form.Block(sent.Get(id + ".host")),
			})
		case id[0] == 'r' && len(p.groups) > 0:
			g := &p.groups[len(p.groups)-1]
			g.Rows = append(g.Rows, key)
			if sent.Has(id + ".presence") {
				p.presence[key] = invest.Presence(sent.Get(id + ".presence"))
			}
		}
	}
	return p
}

func words(sent url.Values, name string) invest.Text {
	return invest.Text{Zh: strings.TrimSpace(sent.Get(name + ".zh")), En: strings.TrimSpace(sent.Get(name + ".en"))}
}

// change does what a button of the composer says, and gives the id of what is to
// have the focus then. ok is false for a button that changes nothing of the plan.
func (p *plan) change(do string, sent url.Values) (focus string, ok bool) {
	verb, id, _ := strings.Cut(do, ":")
	key, _ := strconv.Atoi(id[min(len(id), 1):]) // of none there is nothing to move
	group := strings.HasPrefix(id, "g")
	switch {
	case do == "form":
		return "", true
	case do == "add":
		return groupID(p.addGroup()), true
	case group && verb == "up":
		p.moveGroup(key, -1)
	case group && verb == "down":
		p.moveGroup(key, 1)
	case group && verb == "remove":
		p.removeGroup(key, false)
		return "", true
	case group && verb == "merge":
		p.removeGroup(key, true)
		return "", true
	case verb == "up":
		p.stepRow(key, -1)
	case verb == "down":
		p.stepRow(key, 1)
	case verb == "move":
		to, _ := strconv.Atoi(strings.TrimPrefix(sent.Get(id+".to"), "g"))
		place, _ := strconv.Atoi(sent.Get(id + ".place")) // none: at the end
		p.moveRow(key, p.indexOf(to), place-1)
	default:
		return "", false
	}
	return id, true
}

func (p *plan) indexOf(group int) int {
	return slices.IndexFunc(p.groups, func(g invest.ArrangedGroup) bool { return g.Key == group })
}

// addGroup adds an empty group with a key below all others: only a stored group
// has one of its own.
func (p *plan) addGroup() int {
	key := -1
	for _, g := range p.groups {
		key = min(key, g.Key-1)
	}
	p.groups = append(p.groups, invest.ArrangedGroup{Key: key})
	return key
}

func (p *plan) moveGroup(key, by int) {
	i := p.indexOf(key)
	if j := i + by; i >= 0 && j >= 0 && j < len(p.groups) {
		p.groups[i], p.groups[j] = p.groups[j], p.groups[i]
	}
}

// removeGroup takes out an empty group, or with merge one whose rows then stand
// at the end of the group before.
func (p *plan) removeGroup(key int, merge bool) {
	i := p.indexOf(key)
	switch {
	case i < 0, len(p.groups[i].Rows) > 0 && (!merge || i == 0):
		return
	case len(p.groups[i].Rows) > 0:
		p.groups[i-1].Rows = append(p.groups[i-1].Rows, p.groups[i].Rows...)
	}
	p.groups = slices.Delete(p.groups, i, i+1)
}

// place finds a row.
func (p *plan) place(row int) (group, at int) {
	for i, g := range p.groups {
		if j := slices.Index(g.Rows, row); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}

// stepRow moves a row one place up or down, at the end of its group into the
// next one.
func (p *plan) stepRow(row, by int) {
	g, at := p.place(row)
	if g < 0 {
		return
	}
	switch to := at + by; {
	case to >= 0 && to < len(p.groups[g].Rows):
		p.moveRow(row, g, to)
	case by < 0 && g > 0:
		p.moveRow(row, g-1, -1)
	case by > 0 && g < len(p.groups)-1:
		p.moveRow(row, g+1, 0)
	}
}

// moveRow puts a row into a group at a place from 0, below that at its end.
func (p *plan) moveRow(row, group, place int) {
	g, at := p.place(row)
	if g < 0 || group < 0 {
		return
	}
	p.groups[g].Rows = slices.Delete(p.groups[g].Rows, at, at+1)
	to := &p.groups[group].Rows
	if place < 0 || place > len(*to) {
		place = len(*to)
	}
	*to = slices.Insert(*to, place, row)
}
