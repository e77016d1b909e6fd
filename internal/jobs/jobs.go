// Package jobs does what comes due while nobody asks: scheduled publications and
// withdrawals, and what else it is given.
package jobs

import (
	"context"
	"log/slog"
	"time"
)

// Desk is as much of the desk as the jobs need.
type Desk interface {
	// RunDue does what is due and says when the next is, zero for never.
	RunDue(ctx context.Context) (done int, next time.Time, err error)
	Now() time.Time
}

// Run does what is due, and each job of also, at once and then about every
// while, sooner where something is due sooner. It ends with ctx. A failure is
// logged when it begins, not each time it comes again, and does not end Run.
func Run(ctx context.Context, d Desk, log *slog.Logger, every time.Duration, also ...func(context.Context) error) {
	failures := make([]string, len(also)+1) // of each job the failure last logged, the desk's last
	note := func(job int, err error) {
		if ctx.Err() != nil {
			return // it was told to stop
		}
		text := ""
		if err != nil {
			text = err.Error()
		}
		switch {
		case text == failures[job]:
		case err != nil:
			log.Error("job failed", slog.Int("job", job), slog.Any("cause", err))
		default:
			log.Info("job works again", slog.Int("job", job))
		}
		failures[job] = text
	}
	for {
		for i, job := range also {
			note(i, job(ctx))
		}
		done, next, err := d.RunDue(ctx)
		note(len(also), err)
		if done > 0 {
			log.Info("done as scheduled", slog.Int("texts", done))
		}
		wait := every
		if err == nil && !next.IsZero() {
			// Never no wait at all: a desk's clock may stand still.
			wait = min(every, max(next.Sub(d.Now()), every/10))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
