package intake_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/internal/sqlite"
)

// soakRows is how many rows a sheet has; make soak asks for 100,000.
func soakRows() int {
	if n, err := strconv.Atoi(os.Getenv("WELLSPRING_SOAK_ROWS")); err == nil {
		return n
	}
	return 3_000
}

// timed is a store that knows its longest transaction.
type timed struct {
	*sqlite.Store
	mu      sync.Mutex
	longest time.Duration
}

func (s *timed) InTx(ctx context.Context, f func(context.Context, invest.DeskTx) error) error {
	var begun time.Time
	err := s.Store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		begun = time.Now() // it has waited for its turn until now
		return f(ctx, tx)
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if !begun.IsZero() {
		s.longest = max(s.longest, time.Since(begun))
	}
	return err
}

// rest gives the longest transaction so far, and begins anew.
func (s *timed) rest() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.longest = 0 }()
	return s.longest.Round(time.Millisecond)
}

// heap is the most that the heap holds while do runs, in MB.
func heap(do func()) uint64 {
	var m runtime.MemStats
	most, ended := uint64(0), make(chan struct{})
	var looking sync.WaitGroup
	looking.Go(func() {
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-ended:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	do()
	close(ended)
	looking.Wait()
	return most / 1e6
}

func TestOthersSaveAndWhatIsDueIsPublishedWhileASheetIsImported(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	b.Desk = desk.New(b.store, time.Now)
	store := &timed{Store: b.store}
	importing := desk.New(store, time.Now)
	in := intake.New(importing)

	due := b.save(&invest.Policy{Title: zh("到期发布的政策"), Validity: invest.ToVerify, Source: source})
	hire := func(role invest.Role) desk.Actor {
		e, err := b.SaveEditor(ctx, desk.Operator, invest.Editor{Login: string(role), Name: string(role), Roles: []invest.Role{role}})
		if err != nil {
			t.Fatal(err)
		}
		return desk.Actor{Editor: e}
	}
	due, err := b.Submit(ctx, desk.Operator, due.Kind, due.Number, due.Version)
	var publisher desk.Actor
	for _, role := range []invest.Role{invest.Reviewer1, invest.Reviewer2, invest.Reviewer3} {
		publisher = hire(role)
		if err == nil {
			due, err = b.Review(ctx, publisher, due.Kind, due.Number, due.Version, invest.Passed, "")
		}
	}
	if err == nil {
		_, err = b.Schedule(ctx, publisher, due.Kind, due.Number, due.Version, time.Now().Add(2*time.Second))
	}
	if err != nil {
		t.Fatal(err)
	}

	var file strings.Builder
	file.WriteString(signingsHead)
	for i := range soakRows() {
		fmt.Fprintf(&file, "%d,渭滨区第%d号新能源汽车零部件项目,渭滨区政府,第%d号公司,%d,2023-11-08,第%d组,江苏,投资协议\n", i+1, i+1, i+1, 100+i, i/500+1)
	}
	imp := invest.Import{Lists: string(sheet.Signings), File: "报送.csv", Head: headOf().Bytes()}
	if err := importing.BeginImport(ctx, desk.Operator, &imp); err != nil {
		t.Fatal(err)
	}

	var longest time.Duration
	saves, ended := 0, make(chan struct{})
	var others sync.WaitGroup
	others.Go(func() {
		for {
			select {
			case <-ended:
				return
			case <-time.After(10 * time.Millisecond):
			}
			begun := time.Now()
			_, err := b.Save(ctx, desk.Operator, invest.Draft{Body: &invest.Policy{Title: zh(fmt.Sprint("政策", saves)), Validity: invest.ToVerify, Source: source}}, "")
			if err != nil {
				t.Error(err)
				return
			}
			longest = max(longest, time.Since(begun))
			saves++
			if _, _, err := b.RunDue(ctx); err != nil {
				t.Error(err)
				return
			}
		}
	})
	begun := time.Now()
	var staging, making time.Duration
	var longestStaging, longestMaking time.Duration
	most := heap(func() {
		reader := strings.NewReader(file.String())
		if err := in.Read(ctx, desk.Operator, imp.ID, reader, reader.Size()); err != nil {
			t.Error(err)
		}
		staging, longestStaging = time.Since(begun), store.rest()
		if _, err := in.Make(ctx, desk.Operator, imp.ID, "导入"); err != nil {
			t.Error(err)
		}
		making, longestMaking = time.Since(begun)-staging, store.rest()
	})
	close(ended)
	others.Wait()
	same(t, "projects", b.count(invest.KindProject), soakRows())
	for time.Since(begun) < 3*time.Second { // until it is due
		time.Sleep(50 * time.Millisecond)
	}
	if _, _, err := b.RunDue(ctx); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.store.Policy(ctx, due.Number); err != nil {
		t.Errorf("what was due: %v", err)
	}
	undoing := time.Now()
	if _, err := importing.UndoImport(ctx, desk.Operator, imp.ID, ""); err != nil {
		t.Error(err)
	}
	t.Logf("%d rows: read and staged in %v (longest step %v), made in %v (longest step, the taking, %v), undone in %v; %d MB of heap at most; %d saves meanwhile, the longest %v",
		soakRows(), staging.Round(time.Millisecond), longestStaging, making.Round(time.Millisecond), longestMaking, time.Since(undoing).Round(time.Millisecond), most, saves, longest.Round(time.Millisecond))
	same(t, "projects after the undoing", b.count(invest.KindProject), 0)
	if most > 200 {
		t.Errorf("%d MB", most)
	}
	if saves == 0 || longest > 5*time.Second {
		t.Errorf("%d saves, of which one waited %v", saves, longest)
	}
}
