package invest

import (
	"slices"
	"testing"
)

func TestWhatAnEditorSeesIsByRole(t *testing.T) {
	all := map[Kind]Scope{}
	own := map[Kind]Scope{}
	for _, k := range Kinds {
		all[k], own[k] = SeesAll, SeesOwn
	}
	own[KindRelease] = SeesNone // figures are the statistician's
	for role, want := range map[Role]map[Kind]Scope{
		Writer: own, Reviewer1: all, Reviewer2: all, Reviewer3: all, ColumnManager: all, Lead: all, Operator: all,
		Director: {KindCeremony: SeesAll}, Statistician: {KindRelease: SeesAll}, Admin: {}, Auditor: {},
	} {
		for _, k := range Kinds {
			if got := (Editor{Roles: []Role{role}}).Sees(k); got != want[k] {
				t.Errorf("%s sees %d of %s, want %d", role, got, k, want[k])
			}
			if got := (Editor{Roles: []Role{role}, Disabled: true}).Sees(k); got != SeesNone {
				t.Errorf("disabled, %s sees %d of %s", role, got, k)
			}
		}
	}
}

func TestOfSeveralRolesTheWidestCounts(t *testing.T) {
	e := Editor{Roles: []Role{Statistician, Writer, Admin}}
	if e.Sees(KindRelease) != SeesAll || e.Sees(KindProject) != SeesOwn {
		t.Errorf("sees %d of releases, %d of projects", e.Sees(KindRelease), e.Sees(KindProject))
	}
	if (Editor{}).Sees(KindProject) != SeesNone {
		t.Error("nobody sees something")
	}
}

func TestFiguresAreWrittenByTheStatisticianAlone(t *testing.T) {
	for _, role := range append(slices.Clone(Roles), Operator) {
		e := Editor{Roles: []Role{role}}
		if got, want := e.May(MayWrite, KindRelease), role == Statistician || role == Operator; got != want {
			t.Errorf("%s may write releases: %v", role, got)
		}
		writes := slices.Contains([]Role{Writer, Reviewer1, Reviewer2, Reviewer3, ColumnManager, Operator}, role)
		if got := e.May(MayWrite, KindProject); got != writes {
			t.Errorf("%s may write projects: %v", role, got)
		}
	}
	if !(Editor{Roles: []Role{Writer, Statistician}}).May(MayWrite, KindRelease) {
		t.Error("a writer who is statistician too may not write releases")
	}
}

func TestWhoWorksOnAKindIsWhoHasAPartInIt(t *testing.T) {
	for role, want := range map[Role]bool{
		Writer: true, Reviewer2: true, ColumnManager: true, Operator: true,
		Lead: false, Director: false, Statistician: false, Admin: false, Auditor: false,
	} {
		if got := (Editor{Roles: []Role{role}}).WorksOn(KindCeremony); got != want {
			t.Errorf("%s works on ceremonies: %v", role, got)
		}
	}
}
