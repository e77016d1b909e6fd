package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// KeptFor is how long an import that has come to its end can be undone; then its
// rows and its file go.
const KeptFor = 30 * 24 * time.Hour

// Office runs the imports of a server: each is read, and made drafts of, while
// whoever asked does something else. A file is kept in a folder of its own until
// its import is forgotten.
type Office struct {
	*Intake
	folder string
	log    *slog.Logger
	ctx    context.Context // ends with the server
	work   sync.WaitGroup

	turn sync.Mutex // held from the end of one run to the beginning of the next

	mu      sync.Mutex
	running map[int64]run
	ended   map[int64]error // why the last making came to nothing
}

// run is what is being done for an import.
type run struct {
	cancel context.CancelFunc
	done   chan struct{} // closed once nothing of it runs
}

// NewOffice keeps its files in a folder, which it makes when the first comes.
// ctx ends what runs.
func NewOffice(ctx context.Context, d *desk.Desk, folder string, log *slog.Logger) *Office {
	return &Office{Intake: New(d), folder: folder, log: log, ctx: ctx, running: map[int64]run{}, ended: map[int64]error{}}
}

// Wait waits until nothing runs any more.
func (o *Office) Wait() { o.work.Wait() }

func (o *Office) path(id int64) string {
	return filepath.Join(o.folder, strconv.FormatInt(id, 10))
}

// Begin takes a file and begins to read it. Forbidden; errors of the reader as
// they are.
func (o *Office) Begin(ctx context.Context, who desk.Actor, lists, name string, r io.Reader) (int64, error) {
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return 0, err
	}
	file, err := os.CreateTemp(o.folder, "coming-*")
	if err != nil {
		return 0, err
	}
	defer os.Remove(file.Name()) // of no name once it was renamed
	_, err = io.Copy(file, r)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return 0, err
	}
	now := o.desk.Now()
	head := Head{AsOf: invest.Date{Precision: invest.Day, Year: now.Year(), Month: int(now.Month()), Day: now.Day()}}
	imp := invest.Import{Lists: lists, File: name, Head: head.Bytes()}
	if err := o.desk.BeginImport(ctx, who, &imp); err != nil {
		return 0, err
	}
	if err := os.Rename(file.Name(), o.path(imp.ID)); err != nil {
		return 0, errors.Join(err, o.desk.CancelImport(ctx, who, imp.ID))
	}
	o.start(imp.ID, func(ctx context.Context) error { return o.readKept(ctx, who, imp.ID) })
	return imp.ID, nil
}

// Again reads the file of an import once more, as was said by now. What was said
// of its headings is remembered for the next sheet. What still runs of the import
// is ended first, for whom it is to end. Conflict if it was taken; Forbidden, NotFound.
func (o *Office) Again(ctx context.Context, who desk.Actor, id int64, lists string, head Head) error {
	o.turn.Lock()
	defer o.turn.Unlock()
	imp, err := o.desk.Import(ctx, who, id)
	if err != nil {
		return err
	}
	if !desk.WorksOnImport(who.Editor, imp) || !desk.MayImport(who.Editor, lists) {
		return invest.Errorf(invest.Forbidden, "%s may not read import %d again as %q", who.Editor.Login, id, lists)
	}
	if err := o.stop(ctx, id); err != nil {
		return err
	}
	head.Found = Found{}
	if !slices.ContainsFunc(slices.Collect(maps.Values(head.Mapping)), func(f sheet.Field) bool { return f != sheet.Ignored }) {
		head.Mapping = nil // to read nothing is a slip, and would be remembered for every such sheet
	}
	before, err := o.desk.Headings(ctx, lists)
	if err != nil {
		return err
	}
	saidOf := map[string][2]string{}
	for key, f := range head.Mapping {
		unit, said := head.Units[key]
		if !said {
			unit = before[key][1]
		}
		saidOf[key] = [2]string{string(f), unit}
	}
	if _, err := o.desk.ReadAgain(ctx, who, id, lists, head.Bytes(), saidOf); err != nil {
		return err
	}
	o.start(id, func(ctx context.Context) error { return o.readKept(ctx, who, id) })
	return nil
}

func (o *Office) readKept(ctx context.Context, who desk.Actor, id int64) error {
	file, err := os.Open(o.path(id))
	if errors.Is(err, os.ErrNotExist) {
		return o.desk.EndReading(ctx, who, id, "", nil, "no_file")
	}
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return o.Read(ctx, who, id, file, info.Size())
}

// Take begins to make drafts. What comes of it stands in the import, and where
// nothing did in Ended. Conflict if it is in another state; Forbidden, NotFound.
func (o *Office) Take(ctx context.Context, who desk.Actor, id int64, note string) error {
	o.turn.Lock()
	defer o.turn.Unlock()
	if o.Running(id) {
		return invest.Errorf(invest.Conflict, "import %d is being worked on", id)
	}
	if err := o.desk.BeginMaking(ctx, who, id); err != nil {
		return err
	}
	o.start(id, func(ctx context.Context) error {
		_, err := o.makeBegun(ctx, who, id, note)
		return err
	})
	return nil
}

// Cancel ends an import of which nothing stands, also while it is being read.
func (o *Office) Cancel(ctx context.Context, who desk.Actor, id int64) error {
	if err := o.desk.CancelImport(ctx, who, id); err != nil {
		return err
	}
	if err := o.stop(ctx, id); err != nil {
		return err
	}
	if err := os.Remove(o.path(id)); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil // its file was gone, or it came by a command
}

// Running reports whether an import is being read or made.
func (o *Office) Running(id int64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, is := o.running[id]
	return is
}

// Ended says why the last making of an import came to nothing, nil where it has
// not.
func (o *Office) Ended(id int64) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.ended[id]
}

func (o *Office) start(id int64, do func(context.Context) error) {
	ctx, cancel := context.WithCancel(o.ctx)
	done := make(chan struct{})
	o.mu.Lock()
	o.running[id] = run{cancel, done}
	delete(o.ended, id)
	o.mu.Unlock()
	o.work.Go(func() {
		defer close(done)
		err := do(ctx)
		cancel()
		o.mu.Lock()
		delete(o.running, id)
		if err != nil {
			o.ended[id] = err
		}
		o.mu.Unlock()
		if err != nil && unexpected(err) {
			o.log.Error("import", slog.Int64("import", id), slog.Any("cause", err))
		}
	})
}

// unexpected reports whether an error is none that whoever imports is told.
func unexpected(err error) bool {
	var wrong WrongRows
	return !errors.As(err, &wrong) && !errors.Is(err, ErrUndecided) && !errors.Is(err, ErrNothing) &&
		invest.CodeOf(err) != invest.Conflict && invest.CodeOf(err) != invest.Stale && !errors.Is(err, context.Canceled)
}

// stop ends what runs of an import and waits for it, as long as ctx lasts.
func (o *Office) stop(ctx context.Context, id int64) error {
	o.mu.Lock()
	r, is := o.running[id]
	o.mu.Unlock()
	if !is {
		return nil
	}
	r.cancel()
	select {
	case <-r.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Sweep forgets imports that came to their end long ago, with their files.
func (o *Office) Sweep(ctx context.Context) error {
	forgotten, err := o.desk.ForgetImports(ctx, o.desk.Now().Add(-KeptFor))
	for _, id := range forgotten {
		if e := os.Remove(o.path(id)); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, fmt.Errorf("file of import %d: %w", id, e))
		}
	}
	return err
}
