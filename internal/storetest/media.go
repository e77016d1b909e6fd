package storetest

import (
	"context"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// fileHash is a hash made of one letter.
func fileHash(letter string) string { return strings.Repeat(letter, 64) }

// file is a picture of the library.
func (s *site) file(letter, name string, change ...func(m *invest.Media)) invest.Media {
	s.t.Helper()
	m := invest.Media{
		Hash: fileHash(letter), Upload: strings.ToUpper(fileHash(letter)), Name: name, Type: "image/jpeg", Size: 1000,
		Width: 1600, Height: 900, Widths: []int{480, 960}, Editor: 7, At: s.tick(),
	}
	for _, f := range change {
		f(&m)
	}
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddMedia(ctx, &m) })
	return m
}

// showing is an article with a file in its body.
func showing(title string, m invest.Media) *invest.Article {
	a := article(title, "news")
	a.Body = zh(`<figure><img src="` + m.Path() + `" alt="厂房"/></figure>`)
	return a
}

func testMedia(t *testing.T, open func(t *testing.T) Store) {
	numbers := func(l invest.MediaList) []int64 {
		return numbersOf(l.Rows, func(m invest.Media) int64 { return m.Number })
	}

	t.Run("a file is kept as it is, and found by its number, its hash and what was sent", func(t *testing.T) {
		s := newSite(t, open)
		m := s.file("a", "厂房.jpg", func(m *invest.Media) {
			m.Alt, m.Credit, m.Taken, m.Focus = zh("厂房"), zh("本局"), day(2023, 3, 1), invest.Focus{X: -20, Y: 10}
		})
		equal(t, "by number", must(s.MediaByNumber(t.Context(), m.Number))(t), m)
		equal(t, "by hash", must(s.MediaByHash(t.Context(), m.Hash))(t), m)
		equal(t, "by upload", must(s.MediaByUpload(t.Context(), m.Upload))(t), m)
		_, err := s.MediaByHash(t.Context(), fileHash("b"))
		wantCode(t, err, invest.NotFound)
		equal(t, "all hashes", must(s.MediaHashes(t.Context()))(t), []string{m.Hash})
	})

	t.Run("one hash is kept once", func(t *testing.T) {
		s := newSite(t, open)
		m := s.file("a", "厂房.jpg")
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.AddMedia(ctx, &m) })
		wantCode(t, err, invest.Conflict)
	})

	t.Run("words are changed at the version they were read at", func(t *testing.T) {
		s := newSite(t, open)
		m := s.file("a", "厂房.jpg")
		old := m
		m.Alt, m.Name = zh("新厂房"), "新厂房.jpg"
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutMediaWords(ctx, &m) })
		equal(t, "the file", must(s.MediaByNumber(t.Context(), m.Number))(t), m)
		for code, stale := range map[invest.Code]invest.Media{invest.Stale: old, invest.NotFound: {Number: 9, Version: 1}} {
			err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.PutMediaWords(ctx, &stale) })
			wantCode(t, err, code)
		}
	})

	t.Run("the library is listed newest first, by words, by kind, by what is missing, by use", func(t *testing.T) {
		s := newSite(t, open)
		a := s.file("a", "Plant_1.jpg", func(m *invest.Media) { m.Alt, m.Credit = zh("厂房"), zh("本局") })
		b := s.file("b", "方案.pdf", func(m *invest.Media) { m.Type, m.Width, m.Height, m.Widths = "application/pdf", 0, 0, nil })
		c := s.file("c", "街景.jpg", func(m *invest.Media) { m.Caption = zh("Plant 的街景") })
		s.create(showing("文章", c))
		for _, x := range []struct {
			name string
			f    invest.MediaFilter
			want []int64
		}{
			{"all", invest.MediaFilter{}, []int64{c.Number, b.Number, a.Number}},
			{"a page", invest.MediaFilter{Limit: 1, Offset: 1}, []int64{b.Number}},
			{"by words in any case", invest.MediaFilter{Query: "pLANT"}, []int64{c.Number, a.Number}},
			{"nothing in a query is a sign", invest.MediaFilter{Query: "Plant%1"}, []int64{}},
			{"pictures", invest.MediaFilter{Pictures: true}, []int64{c.Number, a.Number}},
			{"files", invest.MediaFilter{Files: true}, []int64{b.Number}},
			{"without words", invest.MediaFilter{Wordless: true}, []int64{c.Number}},
			{"unused", invest.MediaFilter{Unused: true}, []int64{b.Number, a.Number}},
		} {
			list := must(s.MediaList(t.Context(), x.f))(t)
			equal(t, x.name, numbers(list), x.want)
			if x.f.Limit == 0 {
				equal(t, "the total of "+x.name, list.Total, len(x.want))
			}
		}
	})

	t.Run("the public is shown a file while a published text shows it", func(t *testing.T) {
		s := newSite(t, open)
		m := s.file("a", "厂房.jpg")
		shows := func(want bool) {
			t.Helper()
			equal(t, "shown", must(s.ShowsMedia(t.Context(), m.Hash))(t), want)
		}
		d := s.create(showing("文章", m))
		shows(false)
		d = s.show(d)
		shows(true)
		d = s.edit(d, article("无图", "news"))
		shows(true)
		d = s.withdraw(d)
		shows(false)
		s.show(d)
		shows(false)
	})

	t.Run("a file is used in the texts that show it, in the latest text or in public, wherever in it", func(t *testing.T) {
		s := newSite(t, open)
		m := s.file("a", "厂房.jpg")
		used := func(want ...invest.DraftID) {
			t.Helper()
			equal(t, "used in", must(s.MediaUsedIn(t.Context(), m.Hash))(t), want)
		}
		public := s.publish(showing("文章", m))
		used(public.ID())
		public = s.edit(public, article("无图", "news"))
		used(public.ID())
		p := s.create(project("项目", func(p *invest.Project) {
			p.Pictures = []invest.Picture{{Media: m.Hash}}
			p.Attachments = []invest.Attachment{{Media: m.Hash, Title: zh("附件")}}
		}))
		used(public.ID(), p.ID())
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.DropMedia(ctx, m.Number) })
		wantCode(t, err, invest.Conflict)
		s.edit(p, project("项目"))
		s.show(public)
		used([]invest.DraftID{}...)
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropMedia(ctx, m.Number) })
		err = s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.DropMedia(ctx, m.Number) })
		wantCode(t, err, invest.NotFound)
		if next := s.file("b", "又一张.jpg"); next.Number <= m.Number {
			t.Errorf("the number %d is given again", next.Number)
		}
	})
}
