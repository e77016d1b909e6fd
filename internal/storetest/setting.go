package storetest

import (
	"context"
	"testing"
	"time"

	"wellspring/internal/invest"
)

func testSetting(t *testing.T, open func(t *testing.T) Store) {
	put := func(s *site, part invest.Setting, version int64) error {
		return s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.PutSetting(ctx, part, version, 7, s.tick())
		})
	}

	t.Run("a part never saved is the default's at version 0", func(t *testing.T) {
		s := newSite(t, open)
		defaults := invest.DefaultSettings()
		for _, k := range invest.SettingKeys {
			part, version, err := s.Setting(t.Context(), k)
			if err != nil || version != 0 {
				t.Errorf("%s: version %d, %v", k, version, err)
			}
			equal(t, string(k), part, defaults.Part(k))
		}
		equal(t, "all", must(s.Settings(t.Context()))(t), defaults)
	})

	t.Run("every part comes back as it was saved, and the others stay", func(t *testing.T) {
		for _, part := range []invest.Setting{
			&invest.Site{Name: invest.Text{Zh: "站点", En: "Site"}, HomeFigures: []string{"funds"}},
			&invest.Columns{{Key: "news", Name: zh("新闻"), Articles: true, Levels: 2}},
			&invest.Sectors{{Key: "solar", Name: zh("光伏"), GB: "3825"}},
			&invest.Indicators{{Key: "funds", Name: zh("到位资金"), Unit: zh("亿元"), Currency: invest.CNY, Scale: 100_000_000}},
			&invest.Redirects{{From: "/old", To: "/projects/1"}},
			&invest.ReviewLevels{invest.KindProject: 1},
		} {
			t.Run(string(part.Key()), func(t *testing.T) {
				s := newSite(t, open)
				if err := put(s, part, 0); err != nil {
					t.Fatal(err)
				}
				got, version, err := s.Setting(t.Context(), part.Key())
				if err != nil || version != 1 {
					t.Errorf("version %d, %v", version, err)
				}
				equal(t, "the part", got, part)
				want := invest.DefaultSettings()
				want.Set(part)
				equal(t, "all settings", must(s.Settings(t.Context()))(t), want)
			})
		}
	})

	t.Run("what was saved empty is empty, not the default's", func(t *testing.T) {
		s := newSite(t, open)
		if err := put(s, &invest.Site{Name: zh("站点")}, 0); err != nil {
			t.Fatal(err)
		}
		equal(t, "the site", must(s.Settings(t.Context()))(t).Site, invest.Site{Name: zh("站点")})
	})

	t.Run("each save raises the version of its part and of the catalogue", func(t *testing.T) {
		s := newSite(t, open)
		before := must(s.Version(t.Context()))(t)
		for version := range int64(3) {
			if err := put(s, &invest.Sectors{{Key: "solar", Name: zh("光伏")}}, version); err != nil {
				t.Fatal(err)
			}
		}
		_, version, err := s.Setting(t.Context(), invest.SettingSectors)
		if err != nil || version != 3 {
			t.Errorf("version %d, %v", version, err)
		}
		equal(t, "version of the catalogue", must(s.Version(t.Context()))(t), before+3)
	})

	t.Run("every saved state of a part can be read again, newest first", func(t *testing.T) {
		s := newSite(t, open)
		equal(t, "of a part never saved", must(s.SettingRevisions(t.Context(), invest.SettingSectors))(t), []invest.SettingRevision{})
		solar, chem := &invest.Sectors{{Key: "solar", Name: zh("光伏")}}, &invest.Sectors{{Key: "chem", Name: zh("化工")}}
		first := s.clock
		for version, part := range []invest.Setting{solar, chem} {
			if err := put(s, part, int64(version)); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "the states", must(s.SettingRevisions(t.Context(), invest.SettingSectors))(t), []invest.SettingRevision{
			{Version: 2, Part: chem, Editor: 7, At: first.Add(time.Minute)},
			{Version: 1, Part: solar, Editor: 7, At: first},
		})
		equal(t, "of another part", must(s.SettingRevisions(t.Context(), invest.SettingSite))(t), []invest.SettingRevision{})
	})

	t.Run("a stale version is refused and changes nothing", func(t *testing.T) {
		s := newSite(t, open)
		wantCode(t, put(s, &invest.Site{Name: zh("先生成的版本")}, 1), invest.Stale)
		if err := put(s, &invest.Site{Name: zh("第一版")}, 0); err != nil {
			t.Fatal(err)
		}
		before := must(s.Version(t.Context()))(t)
		wantCode(t, put(s, &invest.Site{Name: zh("另一个第一版")}, 0), invest.Stale)
		equal(t, "the name", must(s.Settings(t.Context()))(t).Site.Name, zh("第一版"))
		equal(t, "version", must(s.Version(t.Context()))(t), before)
	})

	t.Run("a part that does not exist is an error", func(t *testing.T) {
		s := newSite(t, open)
		_, _, err := s.Setting(t.Context(), "nothing")
		wantCode(t, err, "")
	})
}
