package demo_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"wellspring/internal/demo"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

func open(t *testing.T, dir string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func loaded(t *testing.T) *sqlite.Store {
	t.Helper()
	store := open(t, t.TempDir())
	if err := demo.Load(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	return store
}

func must[V any](t *testing.T) func(V, error) V {
	return func(v V, err error) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// xian is the ceremony of 16 November 2023.
func xian(t *testing.T, store *sqlite.Store) *invest.Ceremony {
	t.Helper()
	list := must[invest.CeremonyList](t)(store.Ceremonies(t.Context(), invest.CeremonyFilter{}))
	for _, r := range list.Rows {
		if r.City.Zh == "西安" {
			c, _, err := store.Ceremony(t.Context(), r.Number)
			return must[*invest.Ceremony](t)(c, err)
		}
	}
	t.Fatal("there is no ceremony in Xi'an")
	return nil
}

func TestTheCeremonyStandsAsOnItsBackdrop(t *testing.T) {
	t.Parallel()
	c := xian(t, loaded(t))
	if c.TitleLine.Zh != "西部传感器产业园推介及签约专场" || c.Start.Key() != "2023-11-16" || c.Slogan.Zh != "感知世界 智创未来" {
		t.Errorf("title line %s, start %s, slogan %s", c.TitleLine.Zh, c.Start.Key(), c.Slogan.Zh)
	}
	var rows [][3]string
	for _, s := range c.Groups[0].Signings {
		rows = append(rows, [3]string{s.Name.Zh, s.A[0].Name.Zh, s.B[0].Name.Zh})
	}
	want := [][3]string{
		{"中核渭滨区100兆瓦分布式光伏发电项目", "渭滨区政府", "天津中核汇能"},
		{"宝鸡流量计扩产项目", "宝鸡市生态环境局渭滨分局", "澳克传感器股份有限公司"},
		{"宝鸡市渭滨区6号工程文化旅游建设项目", "渭滨区高家镇人民政府", "陕西峰见新川文化旅游有限公司"},
		{"如意茵香奥特莱斯文旅小镇（二期）", "天台山管委会", "陕西世茂实业有限公司"},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("group 1 is %v", rows)
	}
	for _, s := range c.Signings() {
		if s.Amount.Known() && s.AmountSource.Name.IsZero() {
			t.Errorf("the amount of %s has no source: the backdrop gave none", s.Name.Zh)
		}
	}
	tally := c.Tally()
	if *tally.DeclaredCount != 13 || tally.DeclaredTotal != invest.Yuan(6_747_000_000) ||
		tally.Known.In(invest.CNY) != invest.Yuan(4_500_000_000) || tally.Rest != invest.Yuan(2_247_000_000) || tally.Known.Known != 3 {
		t.Errorf("the tally is %+v", tally)
	}
}

func TestRatiosRecompute(t *testing.T) {
	t.Parallel()
	store := loaded(t)
	figures := must[map[string]invest.FigureRow](t)(store.LatestFigures(t.Context(), []string{"funds", "inter-funds", "key-projects", "key-new", "key-continued"}))
	for key, want := range map[string]struct{ ratio, ahead string }{"funds": {"107.76", "16.09"}, "inter-funds": {"108.23", "16.56"}} {
		r := figures[key]
		ratio, _ := r.Figure.Ratio()
		ahead, _ := r.Figure.Ahead(r.Period)
		if ratio.String() != want.ratio || ahead.String() != want.ahead || !r.Figure.TaskInferred {
			t.Errorf("%s: %s%%, %s points ahead, task inferred %v", key, ratio, ahead, r.Figure.TaskInferred)
		}
	}
	if all, fresh, old := figures["key-projects"].Figure.Value, figures["key-new"].Figure.Value, figures["key-continued"].Figure.Value; *all != invest.Dec(307) || *fresh+*old != *all {
		t.Errorf("key projects: %s new and %s continued of %s", fresh, old, all)
	}
}

// everything gives the drafts of a kind with their texts, but for those that
// were never public: see TestTheDeskHasSomethingToDo.
func everything[C invest.Content](t *testing.T, store *sqlite.Store, k invest.Kind) (drafts []invest.Draft, bodies []C) {
	t.Helper()
	for _, row := range must[invest.DraftList](t)(store.Drafts(t.Context(), invest.DraftFilter{Kind: k, Limit: 1000})).Rows {
		if row.Public == invest.NeverPublic {
			continue
		}
		d := must[invest.Draft](t)(store.Draft(t.Context(), k, row.Number))
		drafts, bodies = append(drafts, d), append(bodies, d.Body.(C))
	}
	return drafts, bodies
}

func TestEveryTextWentThroughItsReviewsInDecember2023(t *testing.T) {
	t.Parallel()
	store := loaded(t)
	settings := must[invest.Settings](t)(store.Settings(t.Context()))
	for _, k := range invest.Kinds {
		drafts, bodies := everything[invest.Content](t, store, k)
		if len(drafts) == 0 {
			t.Errorf("there is no %s", k)
		}
		for i, d := range drafts {
			people := map[int64]bool{d.Owner: true}
			for _, r := range must[[]invest.Review](t)(store.Reviews(t.Context(), k, d.Number)) {
				people[r.Editor] = true
			}
			if want := settings.Levels(bodies[i]) + 1; len(people) != want || d.Public != invest.Published && !withdrawn(d) {
				t.Errorf("%s %d is %s, by %d people, not %d", k, d.Number, d.Public, len(people), want)
			}
			if y, m, _ := d.PubDate.Date(); y != 2023 || m != time.December {
				t.Errorf("%s %d was published on %s", k, d.Number, d.PubDate)
			}
			if bodies[i].Citation().Name.Zh == "" {
				t.Errorf("%s %d has no source", k, d.Number)
			}
			if title := bodies[i].Heading(); title.Zh == "" || title.En == "" {
				t.Errorf("%s %d is named %q in Chinese, %q in English", k, d.Number, title.Zh, title.En)
			}
		}
	}
}

func TestTheDeskHasSomethingToDo(t *testing.T) {
	t.Parallel()
	store := loaded(t)
	works := map[invest.Work]int{}
	for _, row := range must[invest.DraftList](t)(store.Drafts(t.Context(), invest.DraftFilter{Public: invest.NeverPublic})).Rows {
		works[row.Work]++
		if !strings.HasPrefix(row.Title.Zh, "（示例）") {
			t.Errorf("%s %d does not say that it is a sample: %s", row.Kind, row.Number, row.Title.Zh)
		}
	}
	if works[invest.WorkDraft] != 2 || works[invest.WorkReview1] != 1 || works[invest.WorkApproved] != 1 {
		t.Errorf("in work: %v", works)
	}
}

// withdrawn tells the one text that was published twice and taken back once.
func withdrawn(d invest.Draft) bool {
	return d.Kind == invest.KindArticle && d.Number == 12 && d.Public == invest.Withdrawn
}

var tag = regexp.MustCompile(`<[^>]*>`)

func characters(markup string) int {
	n := 0
	for _, r := range tag.ReplaceAllString(markup, "") {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

func TestArticlesAreLongEnoughAndNoLonger(t *testing.T) {
	t.Parallel()
	_, articles := everything[*invest.Article](t, loaded(t), invest.KindArticle)
	if len(articles) < 8 {
		t.Errorf("only %d articles", len(articles))
	}
	for _, a := range articles {
		if n := characters(a.Body.Zh); n < 300 || n > 700 {
			t.Errorf("%s has %d characters", a.Title.Zh, n)
		}
		if a.Body.En == "" {
			t.Errorf("%s has no English", a.Title.Zh)
		}
	}
}

func TestSamplesAreMarkedAndNothingElseIs(t *testing.T) {
	t.Parallel()
	_, projects := everything[*invest.Project](t, loaded(t), invest.KindProject)
	samples := 0
	for _, p := range projects {
		marked := strings.HasPrefix(p.Title.Zh, "（示例）") && strings.HasPrefix(p.Title.En, "(Sample) ")
		if investable := p.Phase().Investable(); investable != marked {
			t.Errorf("%s: investable %v, marked %v", p.Title.Zh, investable, marked)
		}
		if marked {
			samples++
		}
		if p.Total.Known() && p.Total.Low == 0 {
			t.Errorf("%s is said to cost nothing", p.Title.Zh)
		}
	}
	if samples != 12 {
		t.Errorf("%d samples", samples)
	}
}

func TestUpdatesSpeakOfTheirProject(t *testing.T) {
	t.Parallel()
	store := loaded(t)
	_, updates := everything[*invest.Update](t, store, invest.KindUpdate)
	titles := map[string]string{} // of the update: of the project
	for _, u := range updates {
		p := must[invest.Draft](t)(store.Draft(t.Context(), invest.KindProject, u.Project))
		titles[u.Title.Zh] = p.Body.Heading().Zh
		if u.Title.Zh == "主体全面封顶" && (u.Date.Precision != invest.MonthEnd || u.Date.Month != 8) {
			t.Errorf("8月底 became %+v", u.Date)
		}
	}
	for update, project := range map[string]string{
		"主体全面封顶": "渭滨区第一初级中学项目", "一期接近完工": "南关路棚户区改造项目（一期）", "在西安签约": "中核渭滨区100兆瓦分布式光伏发电项目",
	} {
		if titles[update] != project {
			t.Errorf("%s is told of %q", update, titles[update])
		}
	}
}

func TestThreePoliciesAreToBeVerified(t *testing.T) {
	t.Parallel()
	_, policies := everything[*invest.Policy](t, loaded(t), invest.KindPolicy)
	if len(policies) != 3 {
		t.Errorf("%d policies", len(policies))
	}
	for _, p := range policies {
		if p.Validity != invest.ToVerify {
			t.Errorf("%s is %s", p.Title.Zh, p.Validity)
		}
	}
}

func trail(t *testing.T, store *sqlite.Store) int {
	t.Helper()
	return len(must[[]invest.AuditEntry](t)(store.Audit(t.Context(), 1, 100_000)))
}

var errCutOff = errors.New("cut off")

// cutOff is a store that fails after some transactions.
type cutOff struct {
	*sqlite.Store
	left int
}

func (c *cutOff) InTx(ctx context.Context, f func(ctx context.Context, tx invest.DeskTx) error) error {
	if c.left--; c.left < 0 {
		return errCutOff
	}
	return c.Store.InTx(ctx, f)
}

func TestALoadThatWasCutOffGoesOnAndASecondOneChangesNothing(t *testing.T) {
	t.Parallel()
	whole := trail(t, loaded(t))
	dir := t.TempDir()
	store := open(t, dir)
	for {
		err := demo.Load(t.Context(), &cutOff{Store: store, left: 7})
		if err == nil {
			break
		}
		if !errors.Is(err, errCutOff) {
			t.Fatal(err)
		}
	}
	if err := demo.Load(t.Context(), open(t, dir)); err != nil {
		t.Fatal(err)
	}
	if n := trail(t, store); n != whole {
		t.Errorf("%d entries in the trail, %d when loaded at once", n, whole)
	}
	if r := must[invest.CheckReport](t)(store.Check(t.Context(), false)); !r.OK() {
		t.Errorf("check: %+v", r)
	}
}
