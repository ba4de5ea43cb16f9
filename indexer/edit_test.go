package indexer_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/proof"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/desk"
	"honglinh/indexer/indexertest"
)

// shippedCopy opens a service of its own over the shipped packages.
func shippedCopy(t *testing.T, data string, propose func(context.Context, indexer.Proposal) error) *indexer.Service {
	t.Helper()
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoTables: true, Propose: propose})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestWhatTheDeskPublishesIsFoundAtOnceAndStays(t *testing.T) {
	var proposed []indexer.Proposal
	data := indexertest.Folder(t)
	s := shippedCopy(t, data, func(_ context.Context, p indexer.Proposal) error {
		proposed = append(proposed, p)
		return nil
	})
	t.Run("a record that is adopted unchanged says the same", func(t *testing.T) { sameAgain(t, s) })
	item := desk.Item{ID: "opportunity/trai-nghiem-nui-hong", Fields: map[string]string{"title_vi": "Khu trải nghiệm rừng thông Zyxwv", "title_en": "Pine forest experience Zyxwv", "place": "Nam Hồng Lĩnh",
		"capital": "120", "area": "12.5", "status": "calling", "lat": "18.52", "lon": "105.72", "attr.legal_basis": "Theo Nghị định 96/2026/NĐ-CP", "source_title": "Phường Nam Hồng Lĩnh", "source_date": "2026-11-30"}}
	begun := time.Now()
	if _, err := s.Edit(t.Context(), item); err != nil {
		t.Fatal(err)
	}
	took := time.Since(begun)
	if n := found(t, s, "Zyxwv"); n != 1 {
		t.Fatalf("found %d times", n)
	}
	t.Logf("published and found in %s", took)
	if took > 2*time.Second && !proof.Racing {
		t.Errorf("it took %s until readers find it; 2 s are allowed", took)
	}
	rec, err := s.Store().Record(t.Context(), item.ID)
	if err != nil || len(rec.Places) != 1 || rec.Places[0].Code != "18118" || rec.Capital == nil || *rec.Capital != 120 || rec.Geometry == nil || len(rec.Links) == 0 {
		t.Errorf("%+v, %v", rec, err)
	}
	t.Run("a later run leaves it", func(t *testing.T) {
		if _, err := s.Ingest(t.Context()); err != nil {
			t.Fatal(err)
		}
		again, err := s.Store().Record(t.Context(), item.ID)
		if err != nil || again.Version != rec.Version {
			t.Errorf("version %d after %d, %v", again.Version, rec.Version, err)
		}
	})
	t.Run("an export says that it is in none of its files", func(t *testing.T) {
		e, err := indexer.Export(t.Context(), indexer.Options{Data: data}, filepath.Join(t.TempDir(), "out"))
		if err != nil || !slices.Contains(e.Elsewhere, item.ID) {
			t.Errorf("%v, %v", e.Elsewhere, err)
		}
	})
	t.Run("a record of a package is adopted, and what the package says is a proposal", func(t *testing.T) {
		adopt(t, s, &proposed)
	})
	t.Run("what is wrong is refused by its field", func(t *testing.T) { refusals(t, s) })
	t.Run("what is withdrawn is gone from the search, and its history stays", func(t *testing.T) {
		if err := s.Retract(t.Context(), item.ID, text.New("Đăng nhầm.", "Published by mistake.")); err != nil {
			t.Fatal(err)
		}
		if n := found(t, s, "Zyxwv"); n != 0 {
			t.Errorf("still found %d times", n)
		}
		if _, err := s.Store().Record(t.Context(), item.ID); catalog.KindOf(err) != catalog.Gone {
			t.Errorf("it is not gone: %v", err)
		}
		if _, err := s.Store().RecordVersion(t.Context(), item.ID, 1); err != nil {
			t.Errorf("its first version: %v", err)
		}
		if last, err := s.Store().RecordVersion(t.Context(), item.ID, 2); err != nil || last.Summary[text.VI] != "Đăng nhầm." || last.Status != "withdrawn" {
			t.Errorf("its last version says %v, %v", last.Summary, err)
		}
	})
}

func found(t *testing.T, s *indexer.Service, words string) int {
	t.Helper()
	a, err := s.State().Finder.Search(t.Context(), search.Query{Text: words, Lang: text.VI, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	return a.Total
}

// sameAgain holds records against what becomes of them on the way through the
// fields of an edition.
func sameAgain(t *testing.T, s *indexer.Service) {
	n := 0
	for _, kind := range []string{"opportunity", "place", "procedure", "document", "article", "organisation", "plan", "project", "incentive"} {
		recs, err := s.Store().Kind(t.Context(), kind)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(recs); i += 1 + len(recs)/4 {
			n++
			want := recs[i]
			got, err := s.Proof(t.Context(), desk.Item{ID: want.ID, Fields: desk.Fields(&want)})
			if err != nil {
				t.Errorf("%s: %v", want.ID, err)
				continue
			}
			for _, r := range []*catalog.Record{&want, &got} {
				r.Table, r.Version, r.Modified, r.Warnings = nil, 0, time.Time{}, nil
				slices.SortFunc(r.Links, func(a, b catalog.Link) int { return cmpLink(a, b) })
			}
			a, _, errA := store.Content(want)
			b, _, errB := store.Content(got)
			if diff := cmp.Diff(string(a), string(b)); diff != "" || errA != nil || errB != nil {
				t.Errorf("%s (-was +is):\n%s", want.ID, diff)
			}
		}
	}
	if n < 25 {
		t.Errorf("only %d records were held against themselves", n)
	}
}

func cmpLink(a, b catalog.Link) int {
	for _, p := range [][2]string{{a.Rel, b.Rel}, {a.ID, b.ID}, {a.Href, b.Href}} {
		if p[0] != p[1] {
			if p[0] < p[1] {
				return -1
			}
			return 1
		}
	}
	return 0
}

func adopt(t *testing.T, s *indexer.Service, proposed *[]indexer.Proposal) {
	recs, err := s.Store().Kind(t.Context(), "organisation")
	if err != nil || len(recs) == 0 {
		t.Fatal(err)
	}
	f := desk.Fields(&recs[0])
	f["title_vi"] += " (đã sửa)"
	if _, err := s.Edit(t.Context(), desk.Item{ID: recs[0].ID, Fields: f}); err != nil {
		t.Fatal(err)
	}
	*proposed = nil
	rep, err := s.Ingest(t.Context())
	if err != nil || len(rep.Refused) > 0 {
		t.Fatalf("refused %v, %v", rep.Refused, err)
	}
	now, err := s.Store().Record(t.Context(), recs[0].ID)
	if err != nil || now.Title[text.VI] != f["title_vi"] {
		t.Errorf("the run took %q back to %q, %v", f["title_vi"], now.Title, err)
	}
	if len(*proposed) != 1 || (*proposed)[0].Record != recs[0].ID || (*proposed)[0].Fields["title_vi"] != recs[0].Title[text.VI] {
		t.Errorf("proposals: %+v", *proposed)
	}
}

func refusals(t *testing.T, s *indexer.Service) {
	good := map[string]string{"title_vi": "Một nơi"}
	for _, c := range []struct{ field, value string }{
		{"capital", "một trăm"}, {"capital", "-5"}, {"date", "2026-02-30"}, {"status", "hoan-thanh"}, {"sector", "ABC:1"}, {"licence", "WTFPL"}, {"lat", "18.5"}, {"geometry", "{}"}, {"title_vi", ""},
	} {
		f := map[string]string{}
		for k, v := range good {
			f[k] = v
		}
		f[c.field] = c.value
		_, err := s.Proof(t.Context(), desk.Item{ID: "place/mot-noi", Fields: f})
		var fault *catalog.Fault
		if !asFault(err, &fault) || fault.Kind != catalog.Invalid || fault.Where != c.field {
			t.Errorf("%s = %q: %v", c.field, c.value, err)
		}
	}
}

func asFault(err error, to **catalog.Fault) bool { return errors.As(err, to) }
