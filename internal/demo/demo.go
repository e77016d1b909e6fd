// Package demo is a demonstration district: data files that are loaded through
// the Desk like an editor's work, with reviews by the editors of each level, on
// a clock that stands in December 2023.
package demo

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

//go:embed data
var files embed.FS

// kindFiles are loaded in this order: an item refers only to earlier ones.
var kindFiles = []struct {
	kind invest.Kind
	name string
}{
	{invest.KindPark, "parks.json"},
	{invest.KindPolicy, "policies.json"},
	{invest.KindProject, "projects.json"},
	{invest.KindCeremony, "ceremonies.json"},
	{invest.KindArticle, "articles.json"},
	{invest.KindUpdate, "updates.json"},
	{invest.KindRelease, "releases.json"},
}

// zone is the district's; the files' times are in it.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// opening is when the demonstration's editors were made and its settings saved.
var opening = time.Date(2023, 12, 1, 8, 0, 0, 0, zone)

// item is one piece of content in a data file.
type item struct {
	Ref       string          `json:"ref"`
	By        string          `json:"by"`        // login of who writes it
	Published string          `json:"published"` // "2023-12-05T09:30" in the district's time
	Withdrawn string          `json:"withdrawn"` // the reason, of a text that was taken back an hour later
	Kind      invest.Kind     `json:"kind"`      // in desk.json, which has all kinds
	Until     string          `json:"until"`     // in desk.json: where it stops, a Work or "sent_back"
	Verdict   string          `json:"verdict"`   // what the reviewer says who sends it back
	Content   json.RawMessage `json:"content"`
}

// loader carries what is known so far: the clock, the editors, the numbers.
type loader struct {
	desk    *desk.Desk
	store   invest.DeskStore
	now     time.Time
	editors map[string]desk.Actor
	numbers map[string]int64 // by ref
	last    map[invest.Kind]int64
}

// arrived reports whether a text that is to stay in work is where it stops. One
// that an editor has taken further stays as they left it.
func (it item) arrived(d invest.Draft) bool {
	if it.Until == "sent_back" {
		return d.SentBack || d.Revision > 1
	}
	return string(d.Work) == it.Until || it.Until != "" && d.Revision > 1
}

// Load puts the district into a store. One that was cut off goes on where it
// stopped, by the numbers of its items; after one that came to its end no editor
// may have been at work, since their drafts would be taken for its own.
func Load(ctx context.Context, store invest.DeskStore) error {
	l := &loader{store: store, now: opening, editors: map[string]desk.Actor{}, numbers: map[string]int64{}, last: map[invest.Kind]int64{}}
	l.desk = desk.New(store, func() time.Time { return l.now })
	if err := l.people(ctx); err != nil {
		return fmt.Errorf("editors: %w", err)
	}
	if err := l.settings(ctx); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	// All are written before the first is published: they link to each other.
	for _, do := range []func(context.Context, invest.Kind, int64, item) error{l.write, l.bring} {
		for _, k := range kindFiles {
			if err := l.kind(ctx, k.kind, k.name, do); err != nil {
				return fmt.Errorf("%s: %w", k.name, err)
			}
		}
	}
	if err := l.inWork(ctx); err != nil {
		return fmt.Errorf("desk.json: %w", err)
	}
	return nil
}

// Clock is the demonstration's time: it goes on from the last thing that was
// done in it, so that what an editor publishes stands after the rest, in the
// year of which the figures tell.
func Clock(ctx context.Context, store invest.DeskStore) (func() time.Time, error) {
	began, from := time.Now(), opening
	last, err := store.FindAudit(ctx, invest.AuditFilter{Limit: 1})
	if err != nil {
		return nil, err
	}
	changed, err := store.Drafts(ctx, invest.DraftFilter{Limit: 1})
	if err != nil {
		return nil, err
	}
	// The files are loaded kind by kind: the last line of the trail is not the latest.
	for _, e := range last.Entries {
		from = later(from, e.At)
	}
	for _, d := range changed.Rows {
		from = later(from, d.Updated)
	}
	from = from.Add(time.Minute)
	return func() time.Time { return from.Add(time.Since(began)) }, nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func read(name string, into any) error {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// people makes one editor a role.
func (l *loader) people(ctx context.Context) error {
	var all []invest.Editor
	if err := read("editors.json", &all); err != nil {
		return err
	}
	for _, e := range all {
		known, err := l.store.EditorByLogin(ctx, e.Login)
		if invest.CodeOf(err) == invest.NotFound {
			known, err = l.desk.SaveEditor(ctx, desk.Operator, e)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", e.Login, err)
		}
		l.editors[e.Login] = desk.Actor{Editor: known}
	}
	return nil
}

// settings saves each part that has never been saved.
func (l *loader) settings(ctx context.Context) error {
	var parts map[string]json.RawMessage
	if err := read("settings.json", &parts); err != nil {
		return err
	}
	var all invest.Settings
	for _, key := range invest.SettingKeys {
		raw, ok := parts[string(key)]
		if !ok {
			continue
		}
		_, version, err := l.store.Setting(ctx, key)
		if err != nil {
			return err
		}
		if version > 0 {
			continue
		}
		part := all.Part(key)
		if err := l.decode(raw, part); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if err := l.desk.SaveSetting(ctx, desk.Operator, part, 0); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

// kind loads one file. Items become numbers 1, 2, 3 … in their order, which is
// how a load that was cut off knows what is there already.
func (l *loader) kind(ctx context.Context, kind invest.Kind, name string, do func(context.Context, invest.Kind, int64, item) error) error {
	var items []item
	if err := read(name, &items); err != nil {
		return err
	}
	for i, it := range items {
		number := int64(i + 1)
		if n, taken := l.numbers[it.Ref]; taken && n != number {
			return fmt.Errorf("%s: this ref is given twice", it.Ref)
		}
		l.numbers[it.Ref] = number
		if err := do(ctx, kind, number, it); err != nil {
			return fmt.Errorf("%s: %w", it.Ref, err)
		}
	}
	l.last[kind] = int64(len(items))
	return nil
}

// inWork loads what is not published yet, so that the desk of the demonstration
// has something to do. Its numbers follow those of each kind's own file.
func (l *loader) inWork(ctx context.Context) error {
	var items []item
	if err := read("desk.json", &items); err != nil {
		return err
	}
	for _, it := range items {
		l.last[it.Kind]++
		for _, do := range []func(context.Context, invest.Kind, int64, item) error{l.write, l.bring} {
			if err := do(ctx, it.Kind, l.last[it.Kind], it); err != nil {
				return fmt.Errorf("%s: %w", it.Ref, err)
			}
		}
	}
	return nil
}

// write saves one piece of content, if it is not there.
func (l *loader) write(ctx context.Context, kind invest.Kind, number int64, it item) error {
	published, err := time.ParseInLocation("2006-01-02T15:04", it.Published, zone)
	if err != nil {
		return err
	}
	l.now = published.Add(-4 * time.Hour)
	d, err := l.store.Draft(ctx, kind, number)
	if invest.CodeOf(err) == invest.NotFound {
		body := invest.NewContent(kind)
		if err := l.decode(it.Content, body); err != nil {
			return err
		}
		d, err = l.desk.Save(ctx, l.editors[it.By], invest.Draft{Body: body}, "")
	}
	if err != nil {
		return err
	}
	if d.Number != number {
		return fmt.Errorf("has number %d where %d was due", d.Number, number)
	}
	return nil
}

// bring takes one piece of content all the way to the public, or on from where
// it stands.
func (l *loader) bring(ctx context.Context, kind invest.Kind, number int64, it item) error {
	published, err := time.ParseInLocation("2006-01-02T15:04", it.Published, zone)
	if err != nil {
		return err
	}
	l.now = published.Add(-4 * time.Hour)
	d, err := l.store.Draft(ctx, kind, number)
	if err != nil {
		return err
	}
	for d.Work != invest.WorkNone && d.Public != invest.Withdrawn && !it.arrived(d) {
		l.now = l.now.Add(time.Hour)
		if d, err = l.advance(ctx, d, it, published); err != nil {
			return err
		}
	}
	if it.Withdrawn != "" && d.Public == invest.Published {
		l.now = published.Add(time.Hour)
		_, err = l.desk.Withdraw(ctx, l.editors["columns"], kind, number, d.Version, it.Withdrawn)
	}
	return err
}

// advance takes a draft one step on: submitted, reviewed, published.
func (l *loader) advance(ctx context.Context, d invest.Draft, it item, published time.Time) (invest.Draft, error) {
	switch level := d.Work.InReview(); {
	case level > 0:
		reviewer := l.editors[fmt.Sprintf("reviewer%d", level)]
		verdict := invest.Passed
		if it.Until == "sent_back" {
			verdict = invest.SentBack
		}
		return l.desk.Review(ctx, reviewer, d.Kind, d.Number, d.Version, verdict, it.Verdict)
	case d.Work == invest.WorkDraft:
		return l.desk.Submit(ctx, l.editors[it.By], d.Kind, d.Number, d.Version)
	}
	l.now = published
	return l.desk.Publish(ctx, l.editors["columns"], d.Kind, d.Number, d.Version)
}

// decode reads a value in which "@ref" stands for a number and "file:name" for
// a file's text.
func (l *loader) decode(raw json.RawMessage, into any) error {
	var tree any
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&tree); err != nil {
		return err
	}
	tree, err := l.resolve(tree)
	if err != nil {
		return err
	}
	b, err := json.Marshal(tree)
	if err != nil {
		return err
	}
	strict := json.NewDecoder(strings.NewReader(string(b)))
	strict.DisallowUnknownFields()
	return strict.Decode(into)
}

func (l *loader) resolve(v any) (any, error) {
	var err error
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			if v[k], err = l.resolve(v[k]); err != nil {
				return nil, err
			}
		}
	case []any:
		for i := range v {
			if v[i], err = l.resolve(v[i]); err != nil {
				return nil, err
			}
		}
	case string:
		if ref, ok := strings.CutPrefix(v, "@"); ok {
			n, known := l.numbers[ref]
			if !known {
				return nil, fmt.Errorf("refers to %q, which is not loaded before it", ref)
			}
			return n, nil
		}
		if name, ok := strings.CutPrefix(v, "file:"); ok {
			b, err := files.ReadFile("data/" + name)
			return strings.TrimSpace(string(b)), err
		}
	}
	return v, nil
}
