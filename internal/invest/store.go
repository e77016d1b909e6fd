package invest

import (
	"context"
	"time"
)

// The store has two sides. Reader is the catalogue: it has no method that could
// return a draft. DeskStore is the desk: only package desk holds one.
//
// Every list has a total order, ending in the number, so that pages neither
// repeat nor miss a row. A method that fails for a reason not named in its
// comment returns an error without a Code.

// Publication is what the catalogue knows of a published text besides the text.
type Publication struct {
	Kind     Kind
	Number   int64
	Revision int64     // the revision it shows
	PubDate  time.Time // the moment it was first published, UTC to the second
	Updated  time.Time // the moment the shown revision was published; equal to PubDate at first
}

// Reader reads the catalogue: published content and nothing else.
type Reader interface {
	SettingsReader
	ProjectReader
	CeremonyReader
	LiveReader
	ParkReader
	ArticleReader
	PolicyReader
	UpdateReader
	ReleaseReader
	SearchReader

	// Version is raised by each change of the catalogue, settings included.
	Version(ctx context.Context) (int64, error)
	// Titles gives the titles of what is published among the numbers; what is
	// not is absent. An empty list asks nothing.
	Titles(ctx context.Context, k Kind, numbers []int64) (map[int64]Text, error)
	// Published lists what is published of a kind with a number above after,
	// ascending by number, at most limit: for site maps.
	Published(ctx context.Context, k Kind, after int64, limit int) ([]Publication, error)
	// LinksTo reports whether some published text links to that address on another site.
	LinksTo(ctx context.Context, url string) (bool, error)
	// ShowsMedia reports whether some published text shows a file of the library.
	ShowsMedia(ctx context.Context, hash string) (bool, error)
	// Ping says whether the store answers.
	Ping(ctx context.Context) error
}

// SettingsReader reads the settings as the public pages use them.
type SettingsReader interface {
	// Settings gives all parts; one never saved is DefaultSettings' part.
	Settings(ctx context.Context) (Settings, error)
}

// ProjectReader reads published projects.
type ProjectReader interface {
	// Project gives one. NotFound if it never was published, Gone if it was withdrawn.
	Project(ctx context.Context, number int64) (*Project, Publication, error)
	// Projects lists those that match. Sorted as the filter says; unknown
	// amounts last in either sort by amount.
	Projects(ctx context.Context, f ProjectFilter) (ProjectList, error)
	// ProjectRows gives the rows of those published among the numbers; what is
	// not is absent. An empty list asks nothing.
	ProjectRows(ctx context.Context, numbers []int64) (map[int64]ProjectRow, error)
	// ProjectFacets counts what each choice of each facet would give: every
	// facet without its own filter, with all the others.
	ProjectFacets(ctx context.Context, f ProjectFilter) (ProjectFacets, error)
	// RelatedProjects gives up to limit others that share a sector, a park or a
	// ceremony, nearest first.
	RelatedProjects(ctx context.Context, number int64, limit int) ([]ProjectRow, error)
}

// ProjectSort is an order of the project list.
type ProjectSort string

const (
	SortNew       ProjectSort = "new"       // newest publication first; the zero value means this
	SortAmount    ProjectSort = "amount"    // largest total investment first, by its low end
	SortRelevance ProjectSort = "relevance" // for a text query; until ranking comes, the newest first
)

// ProjectSorts lists them all.
var ProjectSorts = []ProjectSort{SortNew, SortAmount, SortRelevance}

// ProjectFilter narrows the project list. Choices of one facet are joined by
// or, facets by and. The zero value lists everything that is published.
type ProjectFilter struct {
	Query   string // free text
	Sectors []string
	Parks   []int64
	Places  []string // Place.Zh
	Phases  []Phase
	Modes   []Mode
	Levels  []Level
	Bands   []Band
	Years   []int // the year in which the project reached its present public phase
	Min     int64 // low end of the total, CNY; 0: no bound. A bound leaves out unknown and foreign amounts
	Max     int64
	KeyOnly bool // only projects with a level

	Sort   ProjectSort
	Limit  int    // at most so many rows; 0: 20
	Offset int    //
	After  string // a ProjectList.Next: rows after that one; Offset is then ignored. Invalid if it is none
}

// ProjectRow is a project as lists show it.
type ProjectRow struct {
	Publication
	Title, Summary Text
	Sectors        []string
	Phase          PhaseEntry // the last public one
	Level          Level
	Park           int64 // 0: none, or one that is not published
	ParkName       Text
	Place          Text
	Total          Money
	Modes          []Mode
	Picture        Picture // the first of its pictures; zero for none
}

// ProjectList is one page of the project list.
type ProjectList struct {
	Rows  []ProjectRow
	Total int    // how many match in all
	Next  string // for ProjectFilter.After; "" on the last page
}

// Count is one choice of a facet with the number of projects it would give.
type Count struct {
	Value string // as in the address
	Label Text   // where the store knows it better than the page: parks and places
	N     int
}

// ProjectFacets is the counts of every facet. Choices that would give nothing
// are absent unless they are chosen. Order: as in the enumeration where there is one,
// else by count, then by value; years newest first.
type ProjectFacets struct {
	Sectors, Parks, Places, Phases, Modes, Levels, Bands, Years []Count
}

// CeremonyReader reads published ceremonies.
type CeremonyReader interface {
	// Ceremony gives one. NotFound, Gone.
	Ceremony(ctx context.Context, number int64) (*Ceremony, Publication, error)
	// Ceremonies lists them, latest start first.
	Ceremonies(ctx context.Context, f CeremonyFilter) (CeremonyList, error)
	// SigningsOf lists the signings of a project, latest ceremony first.
	SigningsOf(ctx context.Context, project int64) ([]SigningRow, error)
	// Outcome says what became of the projects a ceremony's rows point at: the
	// zero Outcome of a ceremony that is not published.
	Outcome(ctx context.Context, number int64) (Outcome, error)
}

// CeremonyFilter narrows the list of ceremonies.
type CeremonyFilter struct {
	Form   CeremonyForm // "": all
	Year   int          // of the start; 0: all
	Limit  int          // 0: 20
	Offset int
}

// CeremonyRow is a ceremony as lists show it.
type CeremonyRow struct {
	Publication
	Form             CeremonyForm
	Title, TitleLine Text
	Umbrella, City   Text
	Start            Date
	Tally            Tally
}

// CeremonyList is one page of the list of ceremonies.
type CeremonyList struct {
	Rows  []CeremonyRow
	Total int
	Years []int // in which any ceremony began, whatever the filter; newest first
}

// SigningRow is a signing as a project's page shows it.
type SigningRow struct {
	Ceremony int64
	Title    Text // of the ceremony
	Start    Date // of the ceremony
	Group    Text
	Signing  Signing
}

// LiveReader reads what the public may see of ceremonies that are on the stage.
type LiveReader interface {
	// Live gives the live page of a ceremony. NotFound where there is none.
	Live(ctx context.Context, ceremony int64) (Live, error)
}

// ParkReader reads published parks.
type ParkReader interface {
	// Park gives one. NotFound, Gone.
	Park(ctx context.Context, number int64) (*Park, Publication, error)
	// Parks lists them, by number.
	Parks(ctx context.Context) ([]ParkRow, error)
}

// ParkRow is a park as lists show it.
type ParkRow struct {
	Publication
	Park          *Park
	Projects      int // published projects located in it
	FreePlots     int
	FreeWorkshops int
}

// ArticleReader reads published articles.
type ArticleReader interface {
	// Article gives one. NotFound, Gone.
	Article(ctx context.Context, number int64) (*Article, Publication, error)
	// Articles lists them, newest first.
	Articles(ctx context.Context, f ArticleFilter) (ArticleList, error)
	// ArticleColumns counts the published articles of each column that has any.
	ArticleColumns(ctx context.Context) (map[string]int, error)
}

// ArticleFilter narrows the list of articles.
type ArticleFilter struct {
	Column   string
	Project  int64 // those that speak of it
	Ceremony int64
	Park     int64
	Except   int64 // leave this one out
	Limit    int   // 0: 20
	Offset   int
}

// ArticleRow is an article as lists show it.
type ArticleRow struct {
	Publication
	Column                 string
	Title, Kicker, Summary Text
	Source                 Text
	Picture                Picture // zero for none
}

// ArticleList is one page of the list of articles.
type ArticleList struct {
	Rows  []ArticleRow
	Total int
}

// PolicyReader reads published policies.
type PolicyReader interface {
	// Policy gives one. NotFound, Gone.
	Policy(ctx context.Context, number int64) (*Policy, Publication, error)
	// Policies lists them: those in force first, then newest first.
	Policies(ctx context.Context) ([]PolicyRow, error)
}

// PolicyRow is a policy as lists show it.
type PolicyRow struct {
	Publication
	Policy *Policy
}

// UpdateReader reads published notes of progress.
type UpdateReader interface {
	// Update gives one. NotFound, Gone.
	Update(ctx context.Context, number int64) (*Update, Publication, error)
	// Updates lists them, latest date first; those whose project is not
	// published keep their place without its title.
	Updates(ctx context.Context, f UpdateFilter) (UpdateList, error)
}

// UpdateFilter narrows the list of updates.
type UpdateFilter struct {
	Project int64
	Limit   int // 0: 20
	Offset  int
}

// UpdateRow is an update with its project's title, which is zero where the
// project is not published.
type UpdateRow struct {
	Publication
	Update  *Update
	Project Text
}

// UpdateList is one page of the list of updates.
type UpdateList struct {
	Rows  []UpdateRow
	Total int
}

// ReleaseReader reads published figures.
type ReleaseReader interface {
	// Release gives one. NotFound, Gone.
	Release(ctx context.Context, number int64) (*Release, Publication, error)
	// Releases lists them: latest end of period first.
	Releases(ctx context.Context) ([]ReleaseRow, error)
	// Figures gives every published figure of an indicator, latest period
	// first, then by region as in the release. An indicator without any gives none.
	Figures(ctx context.Context, indicator string) ([]FigureRow, error)
	// LatestFigures gives, for each indicator named, its figure of the latest
	// period, the first region's where a release has several; absent where there is none.
	LatestFigures(ctx context.Context, indicators []string) (map[string]FigureRow, error)
}

// ReleaseRow is a release whole: they are few.
type ReleaseRow struct {
	Publication
	Release *Release
}

// FigureRow is a figure with what a page must say of it.
type FigureRow struct {
	Publication // of its release
	Figure      Figure
	Period      Period
	Source      Source
}

// SearchReader finds published content by its words.
type SearchReader interface {
	// Search finds what holds all the words of a query, newest first. Nothing
	// in a query is syntax. A query without a word finds nothing.
	Search(ctx context.Context, q SearchQuery) (SearchResult, error)
}

// SearchQuery asks for words in one kind or in all.
type SearchQuery struct {
	Text   string
	Kind   Kind // "": all
	Limit  int  // 0: 20
	Offset int
}

// SearchHit is one thing found.
type SearchHit struct {
	Publication
	Title   Text
	Summary Text // what its list would show under the title
}

// SearchResult is one page of what was found.
type SearchResult struct {
	Hits  []SearchHit
	Total int          // of the kind asked for
	Kinds map[Kind]int // of every kind, whichever was asked for
}

// DeskReader reads the desk: drafts with all their internal fields.
type DeskReader interface {
	ImportReader
	// Draft gives one with its latest text. NotFound.
	Draft(ctx context.Context, k Kind, number int64) (Draft, error)
	// Drafts lists them without their texts, in the order the filter says.
	Drafts(ctx context.Context, f DraftFilter) (DraftList, error)
	// Revision gives one saved text. NotFound.
	Revision(ctx context.Context, k Kind, number, revision int64) (Revision, error)
	// Revisions lists the saved texts of a draft without their bodies, newest first.
	Revisions(ctx context.Context, k Kind, number int64) ([]Revision, error)
	// Reviews lists the verdicts on a draft, oldest first, voided ones too.
	Reviews(ctx context.Context, k Kind, number int64) ([]Review, error)
	// Comments lists what was said of a draft, oldest first.
	Comments(ctx context.Context, k Kind, number int64) ([]Comment, error)
	// PreviewLinks lists the links to a draft, newest first.
	PreviewLinks(ctx context.Context, k Kind, number int64) ([]PreviewLink, error)
	// PreviewLink and PreviewByHash give one, by the SHA-256 of its token in hex. NotFound.
	PreviewLink(ctx context.Context, id int64) (PreviewLink, error)
	PreviewByHash(ctx context.Context, hash string) (PreviewLink, error)
	// BegunBy gives the draft that an editor began with a form of that key. NotFound.
	BegunBy(ctx context.Context, editor int64, key string) (DraftID, error)
	// Shares lists the editors whom a draft is shared with, by ID.
	Shares(ctx context.Context, k Kind, number int64) ([]int64, error)
	// Schedules lists what is to happen to a draft by itself, one at most of each
	// act, what failed too.
	Schedules(ctx context.Context, k Kind, number int64) ([]Schedule, error)
	// Waiting lists the schedules that have not failed, soonest first, at most limit.
	Waiting(ctx context.Context, limit int) ([]Schedule, error)
	// Autosaves gives the forms of a draft that are kept for an editor, latest first.
	Autosaves(ctx context.Context, editor int64, k Kind, number int64) ([]Autosave, error)
	// MediaByNumber, MediaByHash and MediaByUpload give one file of the library,
	// the newest of one upload. NotFound.
	MediaByNumber(ctx context.Context, number int64) (Media, error)
	MediaByHash(ctx context.Context, hash string) (Media, error)
	MediaByUpload(ctx context.Context, upload string) (Media, error)
	// MediaList lists the library, newest first.
	MediaList(ctx context.Context, f MediaFilter) (MediaList, error)
	// MediaHashes lists the hashes of all files of the library, ascending.
	MediaHashes(ctx context.Context) ([]string, error)
	// MediaUsedIn lists the texts that show a file: in their latest text, or in public.
	MediaUsedIn(ctx context.Context, hash string) ([]DraftID, error)
	// Overrides lists what reviewers let stand of a text, oldest first.
	Overrides(ctx context.Context, k Kind, number int64) ([]Override, error)
	// FigureUses lists the bound figures in the latest texts of all drafts that
	// are not in the bin, and KeptFigures what was decided to stay as it was.
	FigureUses(ctx context.Context) ([]FigureUse, error)
	KeptFigures(ctx context.Context) ([]KeptFigure, error)
	// BrokenLinks lists what the last round of checking links has found.
	BrokenLinks(ctx context.Context) ([]BrokenLink, error)
	// LastRound is when a job came to its end last; zero if never.
	LastRound(ctx context.Context, job string) (time.Time, error)
	// Stage gives a ceremony's stage with its copy of the text. NotFound where it
	// was never opened.
	Stage(ctx context.Context, ceremony int64) (Stage, error)
	// StagePulse says whether anything of a stage has changed; of one that was
	// never opened the revision is 0.
	StagePulse(ctx context.Context, ceremony int64) (StagePulse, error)
	// StageLog lists the lines of a stage's log, newest first, at most limit, and
	// StageEntry gives one. NotFound.
	StageLog(ctx context.Context, ceremony int64, limit int) ([]StageEntry, error)
	StageEntry(ctx context.Context, ceremony, revision int64) (StageEntry, error)
	// StageLinks lists the links to a stage, newest first, revoked ones too.
	StageLinks(ctx context.Context, ceremony int64) ([]StageLink, error)
	// StageLink and StageLinkByHash give one, by the SHA-256 of its token in hex. NotFound.
	StageLink(ctx context.Context, id int64) (StageLink, error)
	StageLinkByHash(ctx context.Context, hash string) (StageLink, error)
	// Setting gives a part of the settings with its version; one never saved is
	// DefaultSettings' part at version 0.
	Setting(ctx context.Context, k SettingKey) (Setting, int64, error)
	// SettingRevisions lists the saved states of a part, newest first.
	SettingRevisions(ctx context.Context, k SettingKey) ([]SettingRevision, error)
	// Editor and EditorByLogin give one. NotFound.
	Editor(ctx context.Context, id int64) (Editor, error)
	EditorByLogin(ctx context.Context, login string) (Editor, error)
	// Editors lists them all, disabled ones too, by login.
	Editors(ctx context.Context) ([]Editor, error)
	// Audit lists the trail from an entry on, ascending, at most limit.
	Audit(ctx context.Context, from int64, limit int) ([]AuditEntry, error)
	// FindAudit lists what matches of the trail, newest first.
	FindAudit(ctx context.Context, f AuditFilter) (AuditList, error)
}

// DraftFilter narrows a list of drafts. Its zero value lists all that are not
// in the bin.
type DraftFilter struct {
	Kind     Kind
	Kinds    []Kind // any of these; none named: every kind
	Work     Work
	Works    []Work // any of these; none named: every state
	Public   Publicity
	Owner    int64
	Query    string    // stands in the title, in either language, in small or capital letters; no character of it is special
	Filed    string    // an article's column, a project's first sector
	After    time.Time // changed at that moment or later
	Before   time.Time // changed before that moment
	StaleEn  bool      // only those with English older than the Chinese
	SentBack bool      // only those sent back
	Binned   bool      // those in the bin, and no others
	// Expiring is for those that will be withdrawn by themselves before that
	// moment, and those of which a schedule failed.
	Expiring time.Time
	// SeenBy is for what an editor began, wrote in, or was given a share of;
	// the kinds in Whole are not narrowed by it. 0: no limit.
	SeenBy int64
	Whole  []Kind
	// ReviewableBy leaves out what waits for a review that this editor may not
	// give, having written part of it or reviewed it already.
	ReviewableBy int64

	Sort   DraftSort
	Limit  int // 0: 50
	Offset int
}

// DraftSort is an order of the list of drafts.
type DraftSort string

const (
	SortUpdated DraftSort = "updated" // last changed first; the zero value means this
	SortOldest  DraftSort = "oldest"  // longest unchanged first
	SortNumber  DraftSort = "number"  // highest number first
	SortDue     DraftSort = "due"     // what happens soonest first, what failed before it
)

// DraftSorts lists them all.
var DraftSorts = []DraftSort{SortUpdated, SortOldest, SortNumber, SortDue}

// DraftRow is a draft as work lists show it.
type DraftRow struct {
	Draft               // without Body
	Title     Text      //
	Column    string    // an article's column, a project's first sector
	Place     string    //
	PublishAt time.Time // when it will be published by itself
	EndsAt    time.Time // when it will be withdrawn by itself
	Failed    Code      // why the last schedule of it came to nothing
}

// DraftList is one page of the work list.
type DraftList struct {
	Rows  []DraftRow
	Total int
}

// DeskTx is the desk inside one write transaction. Its changes are seen by its
// own reads at once, by others after the commit, or never.
type DeskTx interface {
	DeskReader
	ImportStore
	// CreateDraft stores a new draft with its first text: it gives the number,
	// sets Version and Revision to 1, and is the only way a number comes about.
	CreateDraft(ctx context.Context, d *Draft, hash, note string, editor int64) error
	// SaveRevision stores the draft's body as its next revision and the row
	// with it, and voids the reviews of the text before. It raises Version and
	// Revision. Stale if the stored version is not d.Version; NotFound.
	SaveRevision(ctx context.Context, d *Draft, hash, note string, editor int64) error
	// UpdateDraft stores the row of a draft without a new text. It raises
	// Version. Stale if the stored version is not d.Version; NotFound.
	UpdateDraft(ctx context.Context, d *Draft) error
	// NoteOrigin keeps which draft an editor's form began. Conflict if one of that
	// key has begun another; NotFound if the draft is not there.
	NoteOrigin(ctx context.Context, editor int64, key string, id DraftID) error
	// SetShare shares a draft with an editor or ends that; either may be so
	// already. NotFound if the draft is not there.
	SetShare(ctx context.Context, k Kind, number, editor int64, on bool) error
	// PutSchedule stores a schedule in place of the draft's one of that act.
	// NotFound if the draft is not there.
	PutSchedule(ctx context.Context, s Schedule) error
	// DropSchedule removes a schedule; there may be none.
	DropSchedule(ctx context.Context, k Kind, number int64, act ScheduledAct) error
	// PutAutosave keeps a form, in place of the editor's one of that origin, and
	// forgets all of the draft but the latest MaxAutosaves.
	PutAutosave(ctx context.Context, a Autosave) error
	// DropAutosave forgets a form; there may be none.
	DropAutosave(ctx context.Context, editor int64, origin string) error
	// PurgeDraft removes a draft that is in the bin and all that belongs to it,
	// for good; its number is not given again. Conflict if it is not in the bin or
	// was ever public; NotFound.
	PurgeDraft(ctx context.Context, k Kind, number int64) error
	// AddReview records a verdict. NotFound if its revision is not there.
	AddReview(ctx context.Context, r Review) error
	// AddComment stores a comment and gives it its ID. NotFound if its revision is
	// not there.
	AddComment(ctx context.Context, c *Comment) error
	// AddPreview stores a link under the hash of its token and gives it its ID.
	// NotFound if the draft is not there.
	AddPreview(ctx context.Context, l *PreviewLink, hash string) error
	// RevokePreview closes a link; one that was closed keeps its time. NotFound.
	RevokePreview(ctx context.Context, id int64, at time.Time) error
	// PutStage stores the next revision of a stage with its line in the log, and
	// what the public live page may show of it; it raises Revision. Of Copy, which
	// must be the text of CopyRevision, only that number is stored. Stale if the stored revision is not s.Revision; NotFound if
	// the ceremony or the text of that number is not there.
	PutStage(ctx context.Context, s *Stage, c StageCommand) error
	// AddStageLink stores a link under the hash of its token and gives it its ID.
	// NotFound if the ceremony is not there.
	AddStageLink(ctx context.Context, l *StageLink, hash string) error
	// RevokeStageLink closes a link; one that was closed keeps its time. NotFound.
	RevokeStageLink(ctx context.Context, id int64, at time.Time) error
	// VoidReviews voids every review that a draft has had: a new round begins.
	VoidReviews(ctx context.Context, k Kind, number int64) error
	// AddMedia stores a new file of the library and gives it its Number and
	// Version 1. Conflict if one of its hash is there.
	AddMedia(ctx context.Context, m *Media) error
	// PutMediaWords stores a file's words and name, and raises its Version. Stale if the
	// stored version is not m.Version; NotFound.
	PutMediaWords(ctx context.Context, m *Media) error
	// DropMedia takes a file out of the library. Conflict if a text shows it; NotFound.
	DropMedia(ctx context.Context, number int64) error
	// AddOverride stores a reviewer's word, in place of one on the same finding.
	// NotFound if the draft is not there.
	AddOverride(ctx context.Context, o Override) error
	// DropOverride takes such a word back; there may be none.
	DropOverride(ctx context.Context, k Kind, number int64, finding string) error
	// KeepFigure stores a decision; it may be stored already. NotFound if the
	// draft is not there.
	KeepFigure(ctx context.Context, f KeptFigure, at time.Time) error
	// DropKeptFigure takes such a decision back; there may be none.
	DropKeptFigure(ctx context.Context, f KeptFigure) error
	// PutBrokenLinks stores what a round of checking links has found, in place of
	// what the round before has.
	PutBrokenLinks(ctx context.Context, links []BrokenLink) error
	// EndRound notes that a job has come to its end.
	EndRound(ctx context.Context, job string, at time.Time) error
	// PutSetting stores the next version of a part, for the catalogue too.
	// Stale if the stored version is not version.
	PutSetting(ctx context.Context, s Setting, version, editor int64, at time.Time) error
	// PutEditor stores an editor and gives a new one its ID. Conflict if the
	// login belongs to another; NotFound if no editor has the ID.
	PutEditor(ctx context.Context, e *Editor) error
	// EndSessions ends the login sessions of an editor: the next request of any
	// of them is one of nobody.
	EndSessions(ctx context.Context, editor int64) error
	// AppendAudit writes the next entry of the trail; it sets Seq, Prev and Hash.
	AppendAudit(ctx context.Context, e AuditEntry) error

	// Show puts the public form of a text into the catalogue in place of what it
	// showed of that number, searchable, and raises the versions.
	Show(ctx context.Context, p Publication, public Content) error
	// ShowAll does the same for many, raising the versions once.
	ShowAll(ctx context.Context, ps []Publication, public []Content) error
	// Hide takes a number out of the catalogue and leaves Gone in its place.
	Hide(ctx context.Context, k Kind, number int64, at time.Time) error
}

// DeskStore is the whole store as the desk and the program's commands hold it.
type DeskStore interface {
	DeskReader
	// InTx runs f in one write transaction: committed when f returns nil, rolled
	// back whole when it returns an error or panics. It is not cancelled by the
	// client's leaving once begun. Transactions run one at a time.
	InTx(ctx context.Context, f func(ctx context.Context, tx DeskTx) error) error
	// Check compares the catalogue with what the desk would make of it and
	// verifies the audit trail. With rebuild it also puts the catalogue right.
	Check(ctx context.Context, rebuild bool) (CheckReport, error)
}

// CheckReport is what Check found; empty lists mean that all is well.
type CheckReport struct {
	Shown     int      // published texts looked at
	Audit     int64    // audit entries looked at
	Differing []string // catalogue tables that differed from the desk
	Broken    []int64  // audit entries whose hash does not hold, or the last where some are missing
	Altered   []string // saved texts that are not what was saved or reviewed; nothing is then rebuilt
	Corrupt   []string // what the database's own check says
	Rebuilt   bool     // the catalogue was put right
}

// OK reports whether nothing was wrong.
func (r CheckReport) OK() bool {
	return len(r.Differing) == 0 && len(r.Broken) == 0 && len(r.Altered) == 0 && len(r.Corrupt) == 0
}
