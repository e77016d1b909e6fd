package invest

import (
	"context"
	"encoding/json"
	"time"
)

// Import (导入) is a workbook on its way into drafts: read and staged row by row,
// looked over, then made into drafts whole or not at all.
type Import struct {
	ID      int64
	Version int64
	Owner   int64  // Editor.ID, 0 the operator's
	Lists   string // what the sheet lists, a sheet.Kind
	File    string // its name
	State   ImportState
	Problem string // why it failed: import.problem.{Problem}
	Rows    int    // staged so far
	Made    int    // drafts staged so far, or made
	// Head is how the sheet was read and what its rows become; its form is the
	// intake's own.
	Head    json.RawMessage
	Created time.Time
	Updated time.Time
}

// ImportState is how far an import has come.
type ImportState string

const (
	ImportReading   ImportState = "reading"   // rows are being staged
	ImportRead      ImportState = "read"      // to be looked over
	ImportMaking    ImportState = "making"    // drafts are being staged
	ImportTaken     ImportState = "taken"     // its drafts stand
	ImportUndone    ImportState = "undone"    // they were taken back
	ImportCancelled ImportState = "cancelled" // nothing was written
	ImportFailed    ImportState = "failed"    // the file could not be read
)

// ImportStates lists them all.
var ImportStates = []ImportState{ImportReading, ImportRead, ImportMaking, ImportTaken, ImportUndone, ImportCancelled, ImportFailed}

// Choice is what becomes of a row that is like a record that is there.
type Choice string

const (
	ChoiceOpen   Choice = ""       // to be decided
	ChoiceNew    Choice = "new"    // a record of its own
	ChoiceSame   Choice = "same"   // the one that is there, as it is
	ChoiceUpdate Choice = "update" // the one that is there, with what the row says
	ChoiceIgnore Choice = "ignore" // left out
)

// Choices lists those that can be chosen.
var Choices = []Choice{ChoiceNew, ChoiceSame, ChoiceUpdate, ChoiceIgnore}

// ImportRow is a staged body row.
type ImportRow struct {
	Row    int    // of the sheet's body, from 1
	Status string // a sheet.Status
	Choice Choice
	Match  int64           // number of the draft that it is like, 0 for none
	Why    string          // by what
	Reason string          // why a project is signed once more
	Body   json.RawMessage // record, messages and cells, in the intake's own form
}

// ImportRowFilter narrows the rows of an import. The zero value is all.
type ImportRowFilter struct {
	Status string
	Match  bool // only those that are like another
	Open   bool // only those to be decided
	After  int  // rows after that one
	Limit  int  // 0: 50
}

// ImportRowList is one page of them.
type ImportRowList struct {
	Rows  []ImportRow
	Total int // that match in all; counted where After is 0
}

// StagedDraft is a text that an import will make, or change.
type StagedDraft struct {
	Row   int
	Draft Draft  // with Version 0 for a new one, else the version that it changes
	Hash  string // of its text
}

// DraftMatch is a draft that has a name or a code.
type DraftMatch struct {
	Number int64
	Title  Text
	Key    string // MatchKey of its title
	Code   string
}

// ImportStore is the part of the desk's store that imports are staged in. Its
// changes are inside a transaction, like all of DeskTx.
type ImportStore interface {
	// PutImport stores an import and gives a new one its ID. Stale, NotFound.
	PutImport(ctx context.Context, i *Import) error
	// AddImportRows stages rows; rows of the same number are replaced.
	AddImportRows(ctx context.Context, id int64, rows []ImportRow) error
	// DropImportRows forgets all staged rows and drafts of an import.
	DropImportRows(ctx context.Context, id int64) error
	// DropStaged forgets the staged drafts of an import, and keeps its rows.
	DropStaged(ctx context.Context, id int64) error
	// TakeNumbers gives the first of n numbers of a kind that nobody else gets.
	TakeNumbers(ctx context.Context, k Kind, n int) (int64, error)
	// StageDrafts keeps texts that TakeStaged will make drafts of.
	StageDrafts(ctx context.Context, id int64, drafts []StagedDraft) error
	// TakeStaged makes the staged texts drafts, all at once: new ones, or the next
	// revision of one. Stale if one that is changed was saved in between.
	TakeStaged(ctx context.Context, id int64, owner int64, at time.Time, note string) (int, error)
	// UndoStaged takes the drafts of an import back: new ones that
	// were never public go, changed ones get the text from before as their next revision. Conflict if one was touched since.
	UndoStaged(ctx context.Context, id int64, editor int64, at time.Time, note string) (int, error)
	// NoteStaged says that a draft of an import was changed on its behalf, once: at
	// that version it still counts as untouched. Conflict if it did not before, or
	// is none of the import.
	NoteStaged(ctx context.Context, id int64, draft DraftID, version int64) error
	// PutHeading remembers which field a heading is, "" for a column that is not read.
	PutHeading(ctx context.Context, lists, heading, field, unit string) error
}

// ImportReader reads imports.
type ImportReader interface {
	// Import gives one. NotFound.
	Import(ctx context.Context, id int64) (Import, error)
	// Imports lists them without their heads, newest first, at most limit.
	Imports(ctx context.Context, limit int) ([]Import, error)
	// ImportRows lists staged rows in order.
	ImportRows(ctx context.Context, id int64, f ImportRowFilter) (ImportRowList, error)
	// ImportDrafts lists the drafts that an import has made or changed, or will, in
	// the order of their rows, at most limit after an offset.
	ImportDrafts(ctx context.Context, id int64, offset, limit int) ([]DraftID, error)
	// PublicImportDrafts lists those of them that are published, in the same order.
	PublicImportDrafts(ctx context.Context, id int64) ([]DraftID, error)
	// MatchDrafts gives the drafts, not in the bin, of which the key of the title
	// or the code is among those named.
	MatchDrafts(ctx context.Context, k Kind, keys, codes []string) ([]DraftMatch, error)
	// DraftNames gives number and title key of all drafts of a kind that are not
	// in the bin, at most limit: those that an editor began, wrote in or was given
	// a share of, and what is public; 0 for all.
	DraftNames(ctx context.Context, k Kind, seenBy int64, limit int) ([]DraftMatch, error)
	// Headings gives what is remembered of headings: field and unit by heading.
	Headings(ctx context.Context, lists string) (map[string][2]string, error)
}
