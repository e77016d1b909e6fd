package storetest

import (
	"context"
	"testing"
	"time"

	"wellspring/internal/invest"
)

func testPreview(t *testing.T, open func(t *testing.T) Store) {
	add := func(s *site, d invest.Draft, hash string) invest.PreviewLink {
		l := invest.PreviewLink{Kind: d.Kind, Number: d.Number, Editor: 8, Made: dawn, Expires: dawn.Add(time.Hour)}
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddPreview(ctx, &l, hash) })
		return l
	}
	revoke := func(s *site, id int64, at time.Time) error {
		return s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.RevokePreview(ctx, id, at) })
	}

	t.Run("a link is found by its ID, by its hash, and among its draft's, newest first", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(project("项目")), s.create(project("别的项目"))
		a, b := add(s, d, "aa"), add(s, d, "bb")
		add(s, other, "cc")
		equal(t, "by ID", must(s.PreviewLink(t.Context(), a.ID))(t), a)
		equal(t, "by hash", must(s.PreviewByHash(t.Context(), "bb"))(t), b)
		equal(t, "of the draft", must(s.PreviewLinks(t.Context(), d.Kind, d.Number))(t), []invest.PreviewLink{b, a})
	})

	t.Run("a link is revoked once and keeps that time", func(t *testing.T) {
		s := newSite(t, open)
		l := add(s, s.create(project("项目")), "aa")
		l.Revoked = dawn.Add(time.Minute)
		for i := range time.Duration(2) {
			if err := revoke(s, l.ID, l.Revoked.Add(i*time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "the link", must(s.PreviewLink(t.Context(), l.ID))(t), l)
	})

	t.Run("what is not there is not found, and a hash is given once", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		l := add(s, d, "aa")
		_, err := s.PreviewLink(t.Context(), l.ID+1)
		wantCode(t, err, invest.NotFound)
		_, err = s.PreviewByHash(t.Context(), "")
		wantCode(t, err, invest.NotFound)
		wantCode(t, revoke(s, l.ID+1, dawn), invest.NotFound)
		for hash, number := range map[string]int64{"bb": 99, "aa": d.Number} {
			code := invest.NotFound
			if number == d.Number {
				code = "" // a hash twice: the secret was not random
			}
			err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
				return tx.AddPreview(ctx, &invest.PreviewLink{Kind: d.Kind, Number: number, Expires: dawn}, hash)
			})
			wantCode(t, err, code)
		}
	})
}
