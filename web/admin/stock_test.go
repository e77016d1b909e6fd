package admin_test

import (
	"os"
	"sync"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// stock is a text of every kind in every state of work.
type stock map[invest.Kind]map[invest.Work]invest.Draft

// stockroom is a folder with the stock in it, made by the first test that asks.
var (
	stockroom string
	shelved   = stock{}
	stocking  sync.Once
)

// newStockedHouse is a house with the stock in it.
func newStockedHouse(t *testing.T) (*house, stock) {
	t.Helper()
	stocking.Do(func() {
		if err := os.CopyFS(stockroom, os.DirFS(furnished)); err != nil {
			t.Fatal(err)
		}
		store, err := sqlite.Open(t.Context(), stockroom)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		h := &house{store: store, desk: desk.New(store, func() time.Time { return opening })}
		shelved = h.stock(t)
	})
	if len(shelved) == 0 {
		t.Fatal("there is no stock")
	}
	return houseFrom(t, stockroom, site, ""), shelved
}

func (h *house) stock(t *testing.T) stock {
	t.Helper()
	s := stock{}
	for _, k := range invest.Kinds {
		s[k] = map[invest.Work]invest.Draft{"": h.write(t, least(k, "草稿"))}
		for _, work := range []invest.Work{invest.WorkReview1, invest.WorkReview2, invest.WorkReview3, invest.WorkApproved, invest.WorkNone} {
			s[k][work] = h.bring(t, h.write(t, least(k, "稿件")), work)
		}
		d := h.bring(t, h.write(t, least(k, "定时")), invest.WorkApproved)
		d, err := h.desk.Schedule(t.Context(), h.actor(t, "columns"), k, d.Number, d.Version, opening.AddDate(0, 0, 30))
		if err != nil {
			t.Fatal(err)
		}
		s[k][invest.WorkScheduled] = d
		d = h.write(t, least(k, "废稿"))
		if d, err = h.desk.Discard(t.Context(), h.actor(t, author(k)), k, d.Number, d.Version); err != nil {
			t.Fatal(err)
		}
		s[k][binned] = d
	}
	return s
}

// unchanged holds a house to its stock.
func (h *house) unchanged(t *testing.T, s stock) {
	t.Helper()
	for k, texts := range s {
		for work, d := range texts {
			if h.draft(t, k, d.Number).Version != d.Version {
				t.Errorf("%s %d (%s) was changed", k, d.Number, work)
			}
		}
	}
}
