package storetest

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// staged is a ceremony with two groups, of which the first is shown live.
func staged(s *site) invest.Stage {
	s.t.Helper()
	c := ceremony("签约仪式", day(2023, 11, 8), 1, 2)
	c.LivePage, c.Note = true, "内部备注"
	c.Groups[0].HostText = "内部主持词"
	c.Groups = append(c.Groups, invest.Group{Label: zh("未上屏的组"), Signings: []invest.Signing{signing(3, "未上屏的项目", invest.Yuan(1))}})
	c.Groups[0].Signings[1].Amount, c.Groups[0].Signings[1].AmountHidden = invest.Yuan(98_765), true
	c.GiveKeys()
	d := s.create(c)
	at := s.tick()
	stage := invest.Stage{Ceremony: d.Number, Mode: invest.StageLive, CopyRevision: d.Revision, Copy: c, LiveAt: at, At: at, Editor: 8}
	stage.State = stage.Reopened(c, at)
	stage.State.Seen = append(stage.State.Seen, invest.Seen{Shot: invest.Shot{View: invest.ViewGroup, Group: c.Groups[0].Key}, At: at})
	return stage
}

func (s *site) putStage(stage *invest.Stage, c invest.StageCommand) error {
	return s.InTx(s.t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.PutStage(ctx, stage, c) })
}

func testStage(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a stage is one row with a revision, whole with its copy, and a line of its log for each", func(t *testing.T) {
		s := newSite(t, open)
		stage := staged(s)
		_, err := s.Stage(t.Context(), stage.Ceremony)
		wantCode(t, err, invest.NotFound)
		equal(t, "the pulse of none", must(s.StagePulse(t.Context(), stage.Ceremony))(t), invest.StagePulse{})
		opening := invest.StageCommand{Mode: invest.StageLive}
		if err := s.putStage(&stage, opening); err != nil {
			t.Fatal(err)
		}
		equal(t, "the stage", must(s.Stage(t.Context(), stage.Ceremony))(t), stage)
		first := stage
		stage.State.Black, stage.State.Message, stage.At = true, "请稍候", s.tick()
		black := invest.StageCommand{Act: invest.ActBlack, On: true}
		if err := s.putStage(&stage, black); err != nil || stage.Revision != 2 {
			t.Fatal(stage.Revision, err)
		}
		equal(t, "the next", must(s.Stage(t.Context(), stage.Ceremony))(t), stage)
		entry := func(x invest.Stage, c invest.StageCommand) invest.StageEntry {
			return invest.StageEntry{
				Ceremony: x.Ceremony, Revision: x.Revision, Mode: x.Mode, CopyRevision: x.CopyRevision, State: x.State, Command: c, At: x.At, Editor: 8,
			}
		}
		equal(t, "the log", must(s.StageLog(t.Context(), stage.Ceremony, 9))(t), []invest.StageEntry{entry(stage, black), entry(first, opening)})
		equal(t, "the latest of it", len(must(s.StageLog(t.Context(), stage.Ceremony, 1))(t)), 1)
		equal(t, "one line", must(s.StageEntry(t.Context(), stage.Ceremony, 1))(t), entry(first, opening))
		_, err = s.StageEntry(t.Context(), stage.Ceremony, 3)
		wantCode(t, err, invest.NotFound)
		if d := must(s.Draft(t.Context(), invest.KindCeremony, stage.Ceremony))(t); d.Version != 1 || d.Revision != 1 {
			t.Errorf("the draft is at version %d, revision %d", d.Version, d.Revision)
		}
		wantNoProblem(t, s)
	})

	t.Run("an edit of the text leaves the copy on the stage as it is", func(t *testing.T) {
		s := newSite(t, open)
		stage := staged(s)
		if err := s.putStage(&stage, invest.StageCommand{}); err != nil {
			t.Fatal(err)
		}
		s.edit(must(s.Draft(t.Context(), invest.KindCeremony, stage.Ceremony))(t), ceremony("改过的", day(2023, 11, 8)))
		equal(t, "the copy", must(s.Stage(t.Context(), stage.Ceremony))(t).Copy, stage.Copy)
	})

	t.Run("of two who change one revision the second is told, and what is not there is not found", func(t *testing.T) {
		s := newSite(t, open)
		stage := staged(s)
		other, third := stage, stage
		if err := s.putStage(&stage, invest.StageCommand{}); err != nil {
			t.Fatal(err)
		}
		wantCode(t, s.putStage(&other, invest.StageCommand{}), invest.Stale)
		equal(t, "the log's lines", len(must(s.StageLog(t.Context(), stage.Ceremony, 9))(t)), 1)
		third.CopyRevision, third.Revision = 9, 1
		wantCode(t, s.putStage(&third, invest.StageCommand{}), invest.NotFound)
		equal(t, "after what was refused", must(s.Stage(t.Context(), stage.Ceremony))(t), stage)
	})

	t.Run("the public sees what was shown live, and nothing else", func(t *testing.T) {
		s := newSite(t, open)
		stage := staged(s)
		live := func() (invest.Live, error) { return s.Live(t.Context(), stage.Ceremony) }
		put := func(change func(x *invest.Stage)) {
			t.Helper()
			change(&stage)
			if err := s.putStage(&stage, invest.StageCommand{}); err != nil {
				t.Fatal(err)
			}
		}
		put(func(x *invest.Stage) { x.Mode, x.LiveAt = invest.StageRehearsal, time.Time{} })
		_, err := live()
		wantCode(t, err, invest.NotFound)
		version := must(s.Version(t.Context()))(t)

		put(func(x *invest.Stage) { x.Mode, x.LiveAt = invest.StageLive, dawn })
		got := must(live())(t)
		if got.Revision != 2 || got.Ended || got.Text.Title.Zh != "签约仪式" || len(got.Text.Groups) != 1 || len(got.Text.Groups[0].Signings) != 2 {
			t.Errorf("it is %+v with %+v", got, got.Text)
		}
		b := string(must(json.Marshal(got))(t))
		for _, secret := range []string{"内部", "未上屏", "98765"} {
			if strings.Contains(b, secret) {
				t.Errorf("it tells %s: %s", secret, b)
			}
		}
		put(func(x *invest.Stage) {
			x.State.Absent = []int{x.Copy.Groups[0].Signings[0].Key}
			x.Mode = invest.StageEnded
		})
		if got := must(live())(t); !got.Ended || len(got.Text.Groups[0].Signings) != 1 {
			t.Errorf("after the end with one absent it is %+v", got.Text.Groups)
		}
		put(func(x *invest.Stage) { x.State.PageOff = true })
		_, err = live()
		wantCode(t, err, invest.NotFound)
		equal(t, "the version of the catalogue", must(s.Version(t.Context()))(t), version)
		wantNoProblem(t, s)
	})

	t.Run("a link is found by its hash until it is revoked, once, and not while the ceremony is in the bin", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(ceremony("签约仪式", day(2023, 11, 8)))
		add := func(role invest.StageRole, hash string) invest.StageLink {
			l := invest.StageLink{Ceremony: d.Number, Role: role, Editor: 8, Made: dawn}
			s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddStageLink(ctx, &l, hash) })
			return l
		}
		revoke := func(id int64, at time.Time) error {
			return s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.RevokeStageLink(ctx, id, at) })
		}
		links := func() []int64 { return must(s.StagePulse(t.Context(), d.Number))(t).Links }
		a, b := add(invest.RoleScreen, "aa"), add(invest.RolePrompter, "bb")
		equal(t, "all", must(s.StageLinks(t.Context(), d.Number))(t), []invest.StageLink{b, a})
		equal(t, "by hash", must(s.StageLinkByHash(t.Context(), "bb"))(t), b)
		equal(t, "by ID", must(s.StageLink(t.Context(), a.ID))(t), a)
		equal(t, "those that open", links(), []int64{a.ID, b.ID})
		for i := range time.Duration(2) {
			if err := revoke(a.ID, dawn.Add(i*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		a.Revoked = dawn
		equal(t, "revoked", must(s.StageLink(t.Context(), a.ID))(t), a)
		equal(t, "those that open after that", links(), []int64{b.ID})
		s.change(d, func(d *invest.Draft) { d.Binned, d.BinnedBy = s.tick(), 7 })
		equal(t, "those that open in the bin", links(), []int64{})
		_, err := s.StageLinkByHash(t.Context(), "")
		wantCode(t, err, invest.NotFound)
		_, err = s.StageLink(t.Context(), b.ID+1)
		wantCode(t, err, invest.NotFound)
		wantCode(t, revoke(b.ID+1, dawn), invest.NotFound)
		for hash, number := range map[string]int64{"cc": 99, "bb": d.Number} {
			code := invest.NotFound
			if number == d.Number {
				code = "" // a hash twice: the secret was not random
			}
			err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
				return tx.AddStageLink(ctx, &invest.StageLink{Ceremony: number, Role: invest.RoleScreen}, hash)
			})
			wantCode(t, err, code)
		}
	})
}
