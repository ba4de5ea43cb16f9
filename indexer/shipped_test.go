package indexer

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

func TestTheIndicatorThatIsCalledSoComesBeforeItsParts(t *testing.T) {
	s := shipped(t)
	for query, want := range map[string][]string{
		"PCI":            {"indicator/pci-score", "indicator/pci-rank"},
		"chỉ số PCI":     {"indicator/pci-score", "indicator/pci-rank"},
		"budget revenue": {"indicator/budget-revenue"},
		"thu ngan sach":  {"indicator/budget-revenue"},
	} {
		a, err := s.Finder().Search(context.Background(), search.Query{Text: query, Lang: text.VI, Limit: len(want)})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range a.Hits {
			if !slices.Contains(want, h.Record.ID) {
				t.Errorf("%q finds %s among the first %d, want %v", query, h.Record.ID, len(want), want)
			}
		}
	}
}

func TestANameSpeltAsTheThesaurusSpellsItIsNotRestored(t *testing.T) {
	a, err := shipped(t).Finder().Search(context.Background(), search.Query{Text: "Nguyễn Du", Lang: text.VI, Limit: 10})
	if err != nil || a.Total == 0 {
		t.Fatalf("got %d hits, %v", a.Total, err)
	}
	for _, h := range a.Hits {
		for _, why := range h.Matched {
			if why.Kind == search.RestoredReason {
				t.Errorf("%s matched as %q", h.Record.ID, why)
			}
		}
	}
}

// shipped returns a service that has taken in the shipped packages, one for all tests of
// this package that only read.
func shipped(t testing.TB) *Service {
	t.Helper()
	s, err := ingested()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ingested ingests the shipped packages once into a folder that is removed as soon as
// it is open: its files live as long as this process.
var ingested = sync.OnceValues(func() (*Service, error) {
	dir, err := os.MkdirTemp("", "honglinh-shipped")
	if err != nil {
		return nil, err
	}
	s, err := Open(context.Background(), Options{Data: dir, NoTables: true})
	if err != nil {
		return nil, err
	}
	if _, err := s.Ingest(context.Background()); err != nil {
		return nil, err
	}
	return s, os.RemoveAll(dir)
})

func TestAProposalFillsNoGapInTheFacts(t *testing.T) {
	s := shipped(t)
	rec, err := s.Store().Record(context.Background(), "unit/phuong-bac-hong-linh")
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := rec.Attributes["draft_population"]; ok {
		t.Errorf("the proposal's population %v is shown as the ward's own", v)
	}
	proposals := 0
	for _, st := range rec.Statements {
		if st.Attributes["status"] == "draft" {
			proposals++
		}
	}
	if rec.Status != "existing" || proposals != 1 {
		t.Errorf("status %q with %d proposals beside it, want existing with one", rec.Status, proposals)
	}
}
