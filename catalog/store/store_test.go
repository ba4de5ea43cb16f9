package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// clock ticks one hour per reading from 1 July 2025.
func clock() func() time.Time {
	t := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time { t = t.Add(time.Hour); return t }
}

func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.WithClock(clock()), store.WithHolder("ingest"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func place(slug, title string) catalog.Record {
	return catalog.Record{ID: catalog.MakeID(vocab.Place, slug), Kind: vocab.Place, Title: text.New(title, "")}
}

func publish(t *testing.T, s *store.Store, source string, recs ...catalog.Record) int64 {
	t.Helper()
	p, err := s.Publish(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Discard()
	for _, r := range recs {
		if _, err := p.Put(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Sweep(nil); err != nil {
		t.Fatal(err)
	}
	seq, err := p.Commit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

func TestUnchangedInputWritesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	first := publish(t, s, "places", place("a", "Chùa A"), place("b", "Chùa B"))
	second := publish(t, s, "places", place("b", "Chùa B"), place("a", "Chùa A"))
	if first != 2 || second != first {
		t.Errorf("sequence after the same input twice: got %d then %d, want 2 and 2", first, second)
	}
}

func TestARecordThatLeavesItsSourceBecomesATombstone(t *testing.T) {
	s := open(t, t.TempDir())
	publish(t, s, "places", place("a", "Chùa A"), place("b", "Chùa B"))
	publish(t, s, "other", place("c", "Chùa C"))
	publish(t, s, "places", place("a", "Chùa A"))
	if _, err := s.Record(t.Context(), "place/b"); catalog.KindOf(err) != catalog.Gone {
		t.Errorf("removed record: got %v, want a Gone fault", err)
	}
	if _, err := s.Record(t.Context(), "place/zz"); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("unknown record: got %v, want a NotFound fault", err)
	}
	publish(t, s, "places", place("a", "Chùa A"), place("b", "Chùa B"))
	got, err := s.Record(t.Context(), "place/b")
	if err != nil || got.Version != 3 {
		t.Errorf("record that came back: got version %d, %v, want version 3", got.Version, err)
	}
	counts, _ := s.Counts(t.Context())
	if diff := cmp.Diff(map[string]int{"place": 3}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestAMissingVersionIsNotAMissingRecord(t *testing.T) {
	ctx, s := context.Background(), open(t, t.TempDir())
	publish(t, s, "places", place("a", "Chùa A"))
	_, byVersion := s.RecordVersion(ctx, "place/a", 9)
	_, byDay := s.RecordAsOf(ctx, "place/a", "1990")
	_, byDiff := s.Diff(ctx, "place/a", 1, 9)
	for name, err := range map[string]error{"version": byVersion, "day": byDay, "difference": byDiff} {
		if catalog.KindOf(err) != catalog.NotFound || !strings.Contains(err.Error(), "versions 1 to 1") {
			t.Errorf("%s: got %v, want a NotFound fault that tells the versions there are", name, err)
		}
	}
	if _, err := s.RecordVersion(ctx, "place/zz", 1); strings.Contains(fmt.Sprint(err), "version") {
		t.Errorf("an unknown record: %v", err)
	}
}

func TestSweepLeavesWhatWasRefusedThisTime(t *testing.T) {
	s := open(t, t.TempDir())
	publish(t, s, "places", place("a", "Chùa A"), place("b", "Chùa B"))
	p, _ := s.Publish(t.Context(), "places")
	p.Keep("place/a")
	removed, err := p.Sweep(func(id string) bool { return id == "place/b" })
	if err != nil || len(removed) != 0 {
		t.Errorf("sweep removed %v, %v, want nothing", removed, err)
	}
	p.Discard()
}

func TestHistoryIsReadByVersionByDayAndByDifference(t *testing.T) {
	ctx, s := context.Background(), open(t, t.TempDir())
	publish(t, s, "places", place("a", "Chùa A")) // 01:00
	for range 30 {                                // into the next day
		publish(t, s, "tick", place("tick", "x"))
		publish(t, s, "tick")
	}
	b := place("a", "Chùa Á")
	b.Attributes = map[string]any{"rank": "national"}
	publish(t, s, "places", b)
	old, err := s.RecordAsOf(ctx, "place/a", "2025-07-01")
	if err != nil || old.Title[text.VI] != "Chùa A" {
		t.Errorf("as of the first day: got %v, %v", old.Title, err)
	}
	if now, err := s.RecordAsOf(ctx, "place/a", "2026"); err != nil || now.Version != 2 {
		t.Errorf("as of next year: got version %d, %v, want 2", now.Version, err)
	}
	if _, err := s.RecordAsOf(ctx, "place/a", "2025-06"); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("before it was published: got %v, want NotFound", err)
	}
	diff, err := s.Diff(ctx, "place/a", 1, 2)
	want := []store.FieldChange{{Path: "attributes.rank", New: "national"}, {Path: "title.vi", Old: "Chùa A", New: "Chùa Á"}}
	if d := cmp.Diff(want, diff); d != "" || err != nil {
		t.Errorf("difference (-want +got), %v:\n%s", err, d)
	}
	vs, err := s.Versions(ctx, "place/a")
	if err != nil || len(vs) != 2 || vs[0].Hash == vs[1].Hash {
		t.Errorf("versions: got %+v, %v", vs, err)
	}
}

func TestChangesAreReadInPagesOldestFirst(t *testing.T) {
	s := open(t, t.TempDir())
	publish(t, s, "places", place("a", "A"), place("b", "B"), place("c", "C"))
	publish(t, s, "places", place("a", "A"), place("c", "C2"))
	var got []string
	for since := int64(0); ; {
		page, err := s.Changes(t.Context(), since, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page {
			got = append(got, fmt.Sprintf("%d %s v%d removed=%v record=%v", c.Seq, c.ID, c.Version, c.Removed, c.Record != nil))
			since = c.Seq
		}
		if len(page) == 0 {
			break
		}
	}
	want := []string{
		"1 place/a v1 removed=false record=true", "2 place/b v1 removed=false record=true", "3 place/c v1 removed=false record=true",
		"4 place/c v2 removed=false record=true", "5 place/b v2 removed=true record=false",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("changes (-want +got):\n%s", d)
	}
}

func TestRecordsComeInTheOrderAskedWithoutTheMissing(t *testing.T) {
	s := open(t, t.TempDir())
	publish(t, s, "places", place("a", "A"), place("b", "B"))
	recs, err := s.Records(t.Context(), []string{"place/b", "place/zz", "place/a"})
	if err != nil || len(recs) != 2 || recs[0].ID != "place/b" || recs[1].ID != "place/a" {
		t.Errorf("got %v, %v", recs, err)
	}
}

func TestBacklinksFollowChangesAndDanglingLinksAreFound(t *testing.T) {
	s := open(t, t.TempDir())
	a := place("a", "A")
	a.Links = []catalog.Link{{Rel: "legal-basis", ID: "document/d"}, {Rel: "near", ID: "place/b"}}
	publish(t, s, "places", a, place("b", "B"))
	got, _ := s.Backlinks(t.Context(), "place/b")
	if d := cmp.Diff([]store.Backlink{{ID: "place/a", Rel: "near"}}, got); d != "" {
		t.Errorf("backlinks (-want +got):\n%s", d)
	}
	dangling, _ := s.Dangling(t.Context())
	if d := cmp.Diff([]store.Dangling{{From: "place/a", Rel: "legal-basis", To: "document/d"}}, dangling); d != "" {
		t.Errorf("dangling (-want +got):\n%s", d)
	}
	publish(t, s, "places", place("b", "B"))
	if got, _ := s.Backlinks(t.Context(), "place/b"); len(got) != 0 {
		t.Errorf("backlinks from a removed record: got %v", got)
	}
}

func TestASecondOpenerIsTurnedAwayAtOnceAndToldWhereToAsk(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := s.Announce("127.0.0.1:8080", "127.0.0.1:9080"); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err := store.Open(t.Context(), dir)
	if catalog.KindOf(err) != catalog.Busy || time.Since(start) > 30*time.Second {
		t.Fatalf("got %v after %v, want Busy at once", err, time.Since(start))
	}
	var f *catalog.Fault
	if !errors.As(err, &f) || !contains(f.Error(), "POST http://127.0.0.1:9080/ingest") || !contains(f.Detail[text.VI], "tiến trình") {
		t.Errorf("message %v does not name the way in both languages", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}

func TestAReaderBesideTheWriterSeesWhatIsAcknowledged(t *testing.T) {
	dir := t.TempDir()
	if _, err := store.OpenReadOnly(t.Context(), dir); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("no store: got %v, want NotFound", err)
	}
	s := open(t, dir)
	ro, err := store.OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	publish(t, s, "places", place("a", "A"))
	if _, err := ro.Record(t.Context(), "place/a"); err != nil {
		t.Errorf("reader beside the writer: %v", err)
	}
	if _, err := ro.Publish(t.Context(), "x"); err == nil {
		t.Error("a read-only store took a publication")
	}
}

func TestDocumentsAreKeptBesideTheRecords(t *testing.T) {
	s := open(t, t.TempDir())
	if _, err := s.Document(t.Context(), "k"); catalog.KindOf(err) != catalog.NotFound {
		t.Errorf("got %v, want NotFound", err)
	}
	for _, v := range []string{"one", "two"} {
		if err := s.PutDocument(t.Context(), "k", []byte(v)); err != nil {
			t.Fatal(err)
		}
	}
	if b, _ := s.Document(t.Context(), "k"); string(b) != "two" {
		t.Errorf("got %q, want two", b)
	}
}

func contains(s, sub string) bool {
	for i := 0; i+len(sub) <= len(s); i++ {
		if s[i:i+len(sub)] == sub {
			return true
		}
	}
	return false
}
