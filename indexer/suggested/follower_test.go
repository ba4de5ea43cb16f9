package suggested_test

import (
	"log/slog"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer/suggested"
)

// rig is a catalogue with a private store beside it.
type rig struct {
	*suggested.Follower
	store *sqlite.Store
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	st, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	people, err := sqlite.OpenPrivate(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close(); people.Close() })
	places := place.NewRegister(nil)
	return &rig{&suggested.Follower{Options: suggested.Options{Keeper: &suggested.Keeper{Store: people, Now: time.Now}, Log: slog.New(slog.DiscardHandler),
		Take:   func() suggested.View { return suggested.View{Records: st, Places: places, Release: func() {}} },
		Owners: func() []string { return []string{"package/bao"} }}}, st}
}

// publish has the owner tell these texts, and nothing else.
func (r *rig) publish(t *testing.T, owner string, texts map[string]string) {
	t.Helper()
	p, err := r.store.Publish(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Discard()
	for id, body := range texts {
		kind, _, _ := catalog.SplitID(id)
		rec := catalog.Record{ID: id, Kind: kind, Title: text.New("Tin", ""), Body: text.New(body, ""), Provenance: []catalog.Provenance{{Title: "Báo", URL: "https://bao.example/" + id}}}
		if _, err := p.Put(t.Context(), rec); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Sweep(t.Context(), func(string) bool { return false }); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// open are the values that wait, by record.
func (r *rig) open(t *testing.T) map[string]string {
	t.Helper()
	if err := r.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, _, err := r.List(t.Context(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, one := range list {
		for _, s := range one.Open {
			out[one.Record] += s.Field + "=" + s.Value + ";"
		}
	}
	return out
}

func TestTheFollowerReadsWhatChangedOfHarvestedTexts(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want := func(when string, want map[string]string) {
		t.Helper()
		got := r.open(t)
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", when, got, want)
		}
		for id, v := range want {
			if got[id] != v {
				t.Errorf("%s: %s: %q, want %q", when, id, got[id], v)
			}
		}
	}
	article := string(vocab.Article)
	r.publish(t, "package/own", map[string]string{article + "/own": "Dự án có diện tích 9 ha."})
	r.publish(t, "package/bao", map[string]string{article + "/a": "Dự án có diện tích 12 ha.", article + "/b": "Không có gì."})
	want("the first time only harvested texts", map[string]string{"article/a": "area=12;"})
	if err := r.Decide(t.Context(), suggested.Decision{Record: "article/a", Key: key(t, r, "article/a"), What: suggested.Rejected, Who: "lan", Role: "editor"}); err != nil {
		t.Fatal(err)
	}
	want("after it was rejected", nil)
	r.publish(t, "package/bao", map[string]string{article + "/a": "Sửa: dự án có diện tích 12 ha; tổng mức đầu tư 5 tỷ đồng.", article + "/b": "Quyết định này có hiệu lực từ ngày 1/7/2025."})
	want("a changed text gives what is new of it", map[string]string{"article/a": "capital=5;", "article/b": "valid_from=2025-07-01;"})
	r.publish(t, "package/bao", map[string]string{article + "/a": "Sửa: dự án có diện tích 12 ha; tổng mức đầu tư 5 tỷ đồng."})
	want("a text that went takes its suggestions along", map[string]string{"article/a": "capital=5;"})
	want("nothing changed", map[string]string{"article/a": "capital=5;"})
}

func key(t *testing.T, r *rig, record string) string {
	t.Helper()
	one, err := r.Find(t.Context(), record)
	if err != nil {
		t.Fatal(err)
	}
	return one.Open[0].Key()
}
