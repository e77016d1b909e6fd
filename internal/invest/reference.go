package invest

import "fmt"

// Reference is a record that a text refers to, with the field that does.
type Reference struct {
	DraftID
	Field string
}

// References lists the records that a text refers to, in the order of its
// fields. What it refers to need not be public: a relation comes alive when its
// target is.
func References(c Content) []Reference {
	var out []Reference
	add := func(k Kind, number int64, field string) {
		if number > 0 {
			out = append(out, Reference{DraftID: DraftID{Kind: k, Number: number}, Field: field})
		}
	}
	switch t := c.(type) {
	case *Project:
		add(KindPark, t.Park, "park")
		for _, n := range t.Policies {
			add(KindPolicy, n, "policies")
		}
	case *Ceremony:
		for i, g := range t.Groups {
			for j, row := range g.Signings {
				add(KindProject, row.Project, fmt.Sprintf("groups.%d.signings.%d.project", i, j))
				add(KindCeremony, row.Earlier.Ceremony, fmt.Sprintf("groups.%d.signings.%d.earlier.ceremony", i, j))
			}
		}
	case *Article:
		for _, n := range t.Projects {
			add(KindProject, n, "projects")
		}
		add(KindCeremony, t.Ceremony, "ceremony")
		add(KindPark, t.Park, "park")
	case *Update:
		add(KindProject, t.Project, "project")
	}
	return out
}
