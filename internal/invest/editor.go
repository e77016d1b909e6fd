package invest

import (
	"regexp"
	"slices"
)

// Editor (编辑人员) is whoever signs in, whatever the role.
type Editor struct {
	ID       int64
	Login    string
	Name     string // as shown in reviews and the audit trail
	Roles    []Role
	Disabled bool
}

// Role is what an editor was made for.
type Role string

const (
	Writer        Role = "writer"       // 撰稿
	Reviewer1     Role = "reviewer1"    // 初审
	Reviewer2     Role = "reviewer2"    // 复审
	Reviewer3     Role = "reviewer3"    // 终审
	ColumnManager Role = "columns"      // 栏目管理员
	Director      Role = "director"     // 导播
	Statistician  Role = "statistician" // 统计员
	Lead          Role = "lead"         // 领导, reads only
	Admin         Role = "admin"        // 系统管理员
	Auditor       Role = "auditor"      // 安全审计员
	// Operator is nobody who signs in: it is whoever has the data folder and
	// runs the program's commands on it. Its acts are recorded as such.
	Operator Role = "operator"
)

// Roles lists those an editor can be given.
var Roles = []Role{
	Writer, Reviewer1, Reviewer2, Reviewer3, ColumnManager, Director, Statistician, Lead, Admin, Auditor,
}

// Right is one thing an editor may or may not do.
type Right string

const (
	MayWrite    Right = "write"    // save and submit drafts
	MayReview1  Right = "review1"  //
	MayReview2  Right = "review2"  //
	MayReview3  Right = "review3"  //
	MayPublish  Right = "publish"  // publish what is approved
	MayWithdraw Right = "withdraw" //
	MayColumns  Right = "columns"  // change the columns
	MaySettings Right = "settings" // change the other settings, and people
	MayStage    Right = "stage"    // run a ceremony's screen
	MayAudit    Right = "audit"    // read the audit trail
	MayImport   Right = "import"   // publish without review, as the operator does
)

// rights is the table of roles of the product, one row a role.
var rights = map[Role][]Right{
	Writer:        {MayWrite},
	Reviewer1:     {MayWrite, MayReview1},
	Reviewer2:     {MayWrite, MayReview2},
	Reviewer3:     {MayWrite, MayReview3, MayPublish, MayWithdraw},
	ColumnManager: {MayWrite, MayPublish, MayWithdraw, MayColumns},
	Director:      {MayStage},
	Statistician:  {MayWrite}, // releases only: see May
	Lead:          {},
	Admin:         {MaySettings},
	Auditor:       {MayAudit},
	Operator:      {MayWrite, MayPublish, MayWithdraw, MayColumns, MaySettings, MayImport},
}

// May reports whether the editor has a right over a kind of content ("" where
// the right is not about content). A disabled editor has none.
func (e Editor) May(r Right, k Kind) bool {
	if e.Disabled {
		return false
	}
	for _, role := range e.Roles {
		if role == Statistician && k != KindRelease {
			continue
		}
		// Figures are written by who answers for them, and by nobody else.
		if r == MayWrite && k == KindRelease && role != Statistician && role != Operator {
			continue
		}
		if slices.Contains(rights[role], r) {
			return true
		}
	}
	return false
}

// Disposes reports whether the editor may throw a draft away: their own, or with
// the right to withdraw anybody's.
func (e Editor) Disposes(d Draft) bool {
	return d.Owner == e.ID && e.May(MayWrite, d.Kind) || e.May(MayWithdraw, d.Kind)
}

// Scope is how much of a kind of content an editor sees on the desk.
type Scope int

const (
	SeesNone Scope = iota
	SeesOwn        // what they began, what was shared with them, what they wrote in
	SeesAll
)

// Sees reports how much of a kind the editor sees: of several roles the widest
// counts. A disabled editor sees nothing.
func (e Editor) Sees(k Kind) Scope {
	widest := SeesNone
	for _, role := range e.Roles {
		if !e.Disabled {
			widest = max(widest, role.sees(k))
		}
	}
	return widest
}

// sees is the last column of the product's table of roles.
func (r Role) sees(k Kind) Scope {
	switch r {
	case Writer:
		if k != KindRelease { // of which none can be theirs
			return SeesOwn
		}
	case Reviewer1, Reviewer2, Reviewer3, ColumnManager, Lead, Operator:
		return SeesAll
	case Director:
		if k == KindCeremony {
			return SeesAll
		}
	case Statistician:
		if k == KindRelease {
			return SeesAll
		}
	}
	return SeesNone
}

// WorksOn reports whether the editor has a part in making a kind public, more
// than reading it: only then may they speak in a draft's margin or show it around.
func (e Editor) WorksOn(k Kind) bool {
	for _, r := range []Right{MayWrite, MayReview1, MayReview2, MayReview3, MayPublish} {
		if e.May(r, k) {
			return true
		}
	}
	return false
}

// Active reports whether this is somebody who is signed in and has any role.
func (e Editor) Active() bool { return !e.Disabled && len(e.Roles) > 0 }

// ReviewRight is the right to give the review of a level from 1 to 3.
func ReviewRight(level int) Right {
	return []Right{MayReview1, MayReview2, MayReview3}[level-1]
}

// loginForm is plain ASCII in one case: two logins must not look the same.
var loginForm = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,59}$`)

// Validate reports what is wrong with an editor: no login or name, a login that
// is none, the one that the audit trail keeps for the operator, a role that does
// not exist, none at all, or admin with auditor, who must not be one person.
func (e Editor) Validate() FieldErrors {
	c := newChecker()
	switch {
	case e.Login == "":
		c.fail("login", "required")
	case !loginForm.MatchString(e.Login):
		c.fail("login", "login")
	case e.Login == string(Operator):
		c.fail("login", "reserved")
	}
	c.str("name", e.Name, maxName, true)
	if len(e.Roles) == 0 {
		c.fail("roles", "required")
	}
	eachOneOf(c, "roles", e.Roles, Roles)
	if slices.Contains(e.Roles, Admin) && slices.Contains(e.Roles, Auditor) {
		c.fail("roles", "separation")
	}
	return *c.errs
}

// CheckNote reports what is wrong with what an editor said about an act.
func CheckNote(field, note string, required bool) FieldErrors {
	c := newChecker()
	c.str(field, note, maxPlain, required)
	return *c.errs
}
