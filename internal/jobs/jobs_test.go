package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wellspring/internal/jobs"
)

// fakeDesk has one act due at a time, and fails as long as it is told to.
type fakeDesk struct {
	due  time.Time
	runs []time.Time
	err  error
}

func (d *fakeDesk) Now() time.Time { return time.Now() }

func (d *fakeDesk) RunDue(context.Context) (int, time.Time, error) {
	d.runs = append(d.runs, time.Now())
	if d.err == nil && !d.due.IsZero() && !time.Now().Before(d.due) {
		d.due = time.Time{}
		return 1, time.Time{}, nil
	}
	return 0, d.due, d.err
}

// running runs the jobs for a while on the test's own clock and gives the log.
func running(t *testing.T, d *fakeDesk, what func(), also ...func(context.Context) error) string {
	t.Helper()
	var log bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		jobs.Run(ctx, d, slog.New(slog.NewTextHandler(&log, nil)), 2*time.Second, also...)
		close(ended)
	}()
	what()
	stop()
	<-ended
	return log.String()
}

func after(d time.Duration) func() {
	return func() { time.Sleep(d); synctest.Wait() }
}

func TestJobsRunAtOnceAndThenEveryWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDesk{}
		swept := 0
		running(t, d, after(5*time.Second), func(context.Context) error { swept++; return nil })
		if len(d.runs) != 3 || swept != 3 {
			t.Errorf("in five seconds %d and %d runs", len(d.runs), swept)
		}
	})
}

func TestWhatIsDueSoonerIsDoneSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDesk{due: time.Now().Add(500 * time.Millisecond)}
		log := running(t, d, after(time.Second))
		if len(d.runs) != 2 || d.runs[1].Sub(d.runs[0]) != 500*time.Millisecond || !strings.Contains(log, "done as scheduled") {
			t.Errorf("ran at %v: %s", d.runs, log)
		}
	})
}

func TestAFailureIsLoggedOnceAndEndsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &fakeDesk{err: errors.New("the disk is full"), due: time.Now()}
		log := running(t, d, func() {
			after(9 * time.Second)()
			d.err = nil
			after(2 * time.Second)()
		}, func(context.Context) error { return errors.New("cannot sweep") })
		if strings.Count(log, "the disk is full") != 1 || strings.Count(log, "cannot sweep") != 1 ||
			strings.Count(log, "works again") != 1 || !strings.Contains(log, "done as scheduled") {
			t.Errorf("the log says\n%s", log)
		}
		if len(d.runs) != 6 {
			t.Errorf("%d runs in eleven seconds", len(d.runs))
		}
	})
}

func TestADeskWhoseClockStandsStillIsNotAskedWithoutPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &stopped{}
		ctx, stop := context.WithCancel(t.Context())
		go jobs.Run(ctx, d, slog.New(slog.DiscardHandler), 2*time.Second)
		after(time.Second)()
		stop()
		synctest.Wait()
		if d.runs > 6 {
			t.Errorf("%d runs in a second", d.runs)
		}
	})
}

// stopped is a desk with something always due at this very moment.
type stopped struct{ runs int }

func (d *stopped) Now() time.Time { return time.Unix(0, 0) }

func (d *stopped) RunDue(context.Context) (int, time.Time, error) {
	d.runs++
	return 0, time.Unix(0, 0), nil
}
