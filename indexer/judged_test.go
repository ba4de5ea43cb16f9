package indexer

import (
	"bufio"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/search/opensearchtest"
	"honglinh/catalog/text"
)

// The least mean recall@5 and reciprocal rank over the judged queries.
const (
	judgedFloor  = 0.999
	judgedFirsts = 0.92
)

// judgement is a query with the records that answer it.
type judgement struct {
	query, class string
	relevant     []string
}

func judgements(t *testing.T) []judgement {
	t.Helper()
	f, err := os.Open("testdata/judged.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []judgement
	for s := bufio.NewScanner(f); s.Scan(); {
		if cells := strings.Split(s.Text(), "\t"); len(cells) == 3 && !strings.HasPrefix(s.Text(), "#") {
			out = append(out, judgement{cells[0], cells[1], strings.Fields(cells[2])})
		}
	}
	if len(out) < 350 {
		t.Fatalf("%d judged queries, want at least 350", len(out))
	}
	return out
}

func TestJudgedQueriesFindWhatTheyMean(t *testing.T) {
	judge(t, shipped(t))
}

// TestJudgedQueriesFindWhatTheyMeanInOpenSearch holds the other engine to the same floors.
func TestJudgedQueriesFindWhatTheyMeanInOpenSearch(t *testing.T) {
	c, end, err := opensearchtest.New(opensearchtest.Script(t), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	s, err := Open(t.Context(), Options{Data: t.TempDir(), NoTables: true, Engine: c.Address() + "/judged"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Ingest(t.Context()); err != nil {
		t.Fatal(err)
	}
	judge(t, s)
}

func judge(t *testing.T, s *Service) {
	t.Helper()
	recall, reciprocal := map[string][]float64{}, 0.0
	all := judgements(t)
	for _, j := range all {
		lang := text.VI
		if strings.HasSuffix(j.class, "english") {
			lang = text.EN
		}
		a, err := s.State().Finder.Search(context.Background(), search.Query{Text: j.query, Lang: lang, Limit: 10})
		if err != nil {
			t.Fatalf("%s: %v", j.query, err)
		}
		var ids []string
		for _, h := range a.Hits {
			ids = append(ids, h.Record.ID)
		}
		found := 0
		for _, id := range j.relevant {
			if i := slices.Index(ids, id); i >= 0 && i < 5 {
				found++
			}
		}
		r := float64(found) / float64(len(j.relevant))
		recall[j.class] = append(recall[j.class], r)
		recall[""] = append(recall[""], r)
		if first := slices.IndexFunc(ids, func(id string) bool { return slices.Contains(j.relevant, id) }); first >= 0 {
			reciprocal += 1 / float64(first+1)
		}
		if r < 1 {
			t.Logf("%.2f %s %q: want %v\n     got %v", r, j.class, j.query, j.relevant, ids[:min(5, len(ids))])
		}
	}
	for class, rs := range recall {
		t.Logf("recall@5 %.3f over %d %s", mean(rs), len(rs), class)
	}
	t.Logf("MRR@10 %.3f", reciprocal/float64(len(all)))
	if got := mean(recall[""]); got < judgedFloor {
		t.Errorf("recall@5 is %.3f, want at least %.3f", got, judgedFloor)
	}
	if got := reciprocal / float64(len(all)); got < judgedFirsts {
		t.Errorf("MRR@10 is %.3f, want at least %.2f", got, judgedFirsts)
	}
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(max(len(xs), 1))
}
