package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

func testEditor(t *testing.T, open func(t *testing.T) Store) {
	put := func(s *site, e invest.Editor) (invest.Editor, error) {
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.PutEditor(ctx, &e) })
		return e, err
	}

	t.Run("a new editor gets an ID and is found by it and by login", func(t *testing.T) {
		s := newSite(t, open)
		e := must(put(s, invest.Editor{Login: "lin", Name: "撰稿一", Roles: []invest.Role{invest.Writer, invest.Reviewer1}}))(t)
		if e.ID <= 0 {
			t.Errorf("ID %d", e.ID)
		}
		equal(t, "by ID", must(s.Editor(t.Context(), e.ID))(t), e)
		equal(t, "by login", must(s.EditorByLogin(t.Context(), "lin"))(t), e)
	})

	t.Run("an editor is changed in place", func(t *testing.T) {
		s := newSite(t, open)
		e := must(put(s, invest.Editor{Login: "lin", Name: "撰稿一", Roles: []invest.Role{invest.Writer}}))(t)
		e.Login, e.Name, e.Roles, e.Disabled = "lin2", "撰稿二", []invest.Role{invest.Auditor}, true
		changed := must(put(s, e))(t)
		equal(t, "the editor", must(s.Editor(t.Context(), e.ID))(t), changed)
		_, err := s.EditorByLogin(t.Context(), "lin")
		wantCode(t, err, invest.NotFound)
	})

	t.Run("a login belongs to one editor", func(t *testing.T) {
		s := newSite(t, open)
		must(put(s, invest.Editor{Login: "lin", Name: "甲"}))(t)
		other := must(put(s, invest.Editor{Login: "qin", Name: "乙"}))(t)
		_, err := put(s, invest.Editor{Login: "lin", Name: "丙"})
		wantCode(t, err, invest.Conflict)
		other.Login = "lin"
		_, err = put(s, other)
		wantCode(t, err, invest.Conflict)
		equal(t, "the other's login", must(s.Editor(t.Context(), other.ID))(t).Login, "qin")
	})

	t.Run("all are listed by login, disabled ones too", func(t *testing.T) {
		s := newSite(t, open)
		equal(t, "of none", must(s.Editors(t.Context()))(t), []invest.Editor{})
		qin := must(put(s, invest.Editor{Login: "qin", Name: "甲", Roles: []invest.Role{invest.Writer}}))(t)
		lin := must(put(s, invest.Editor{Login: "lin", Name: "乙", Roles: []invest.Role{invest.Admin}, Disabled: true}))(t)
		equal(t, "the editors", must(s.Editors(t.Context()))(t), []invest.Editor{lin, qin})
	})

	t.Run("who is not there is not found", func(t *testing.T) {
		s := newSite(t, open)
		_, err := s.Editor(t.Context(), 1)
		wantCode(t, err, invest.NotFound)
		_, err = s.EditorByLogin(t.Context(), "")
		wantCode(t, err, invest.NotFound)
		_, err = put(s, invest.Editor{ID: 5, Login: "lin"})
		wantCode(t, err, invest.NotFound)
	})
}
