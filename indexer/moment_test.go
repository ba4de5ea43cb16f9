package indexer_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/indexer"
	shown "honglinh/indexer/live"
)

// seen is what a request that holds a state gets from it: records, histories, feed, links,
// searches with totals and facets, completions.
func seen(ctx context.Context, s *shown.State) (string, error) {
	var b strings.Builder
	say := func(v any, err error) error {
		fmt.Fprintf(&b, "%+v %v\n", v, catalog.KindOf(err))
		if k := catalog.KindOf(err); k == catalog.Internal || k == catalog.Busy {
			return err
		}
		return nil
	}
	for _, id := range []string{"place/p7", "place/p8", "place/p29", "dataset/diem"} {
		rec, err := s.Records.Record(ctx, id)
		if err := say([]any{id, rec.Version, rec.Title}, err); err != nil {
			return "", err
		}
		versions, err := s.Records.Versions(ctx, id)
		if err := say(len(versions), err); err != nil {
			return "", err
		}
		back, err := s.Records.Backlinks(ctx, id)
		if err := say(back, err); err != nil {
			return "", err
		}
	}
	counts, err := s.Records.Counts(ctx)
	if err := say(counts, err); err != nil {
		return "", err
	}
	changes, err := s.Records.Changes(ctx, 0, 1000)
	if err := say(len(changes), err); err != nil {
		return "", err
	}
	for _, q := range []search.Query{{Kinds: []string{"place"}, Facets: []string{"kind"}, Limit: 50}, {Text: "Chùa"}, {Text: "Đền", Limit: 3}} {
		a, err := s.Finder.Search(ctx, q)
		if err := say([]any{a.Total, a.Seq, a.Facets, len(a.Hits)}, err); err != nil {
			return "", err
		}
		for _, h := range a.Hits {
			_ = say([]any{h.Record.ID, h.Record.Version, h.Record.Title}, nil)
		}
	}
	list, err := s.Finder.Suggest(ctx, "chu", text.VI, 5)
	return b.String(), say(list, err)
}

func TestARequestSeesOneStateWhileARunChangesIt(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(30, 0)})
	var s *indexer.Service
	stages := map[string]bool{}
	var was *shown.State
	var said string
	watch := func(stage string, _, _ int) { // in the middle of the run, by who runs it
		if was == nil {
			return
		}
		got, err := seen(t.Context(), was)
		if diff := cmp.Diff(said, got); diff != "" || err != nil {
			t.Errorf("in stage %q a request sees something else, %v (-before +now):\n%s", stage, err, diff)
		}
		if rec, err := s.Store().Record(t.Context(), "place/p7"); err == nil && rec.Version == 2 {
			stages[stage] = true
		}
		if s.State() != was {
			t.Errorf("in stage %q the state is another", stage)
		}
	}
	s = open(t, filepath.Join(t.TempDir(), "data"), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}, AllowRemoval: true, Progress: watch})
	defer s.Close()
	ingest(t, s)
	var release func()
	was, release = s.Live().Take()
	defer release()
	said, _ = seen(t.Context(), was)
	// A record changes, one goes, one comes.
	write(t, src, map[string]string{"diem/diem.csv": strings.Replace(places(29, 0), "p7,Đền", "p7,Chùa Đá", 1) + "p99,Chùa Mới,18.5,105.7\n"})
	ingest(t, s)
	held := was
	was = nil
	for _, stage := range []string{"layers", "index"} {
		if !stages[stage] {
			t.Errorf("nobody looked in stage %q after the store had changed; looked in %v", stage, stages)
		}
	}
	if got, err := seen(t.Context(), held); got != said || err != nil {
		t.Errorf("after the run the request that still goes on sees something else, %v", err)
	}
	a, err := s.State().Finder.Search(t.Context(), search.Query{Text: "Chùa Đá"})
	if rec, errNow := s.State().Records.Record(t.Context(), "place/p7"); err != nil || errNow != nil || rec.Version != 2 || a.Total == 0 {
		t.Errorf("a new request sees version %d, %v, and finds %d, %v", rec.Version, errNow, a.Total, err)
	}
}
