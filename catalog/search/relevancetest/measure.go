package relevancetest

import (
	"context"
	"math"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// Figures are the relevance of a set of questions.
type Figures struct {
	NDCG10  float64 `json:"ndcg@10"`
	Recall1 float64 `json:"recall@1"`
	Recall5 float64 `json:"recall@5"`
	MRR     float64 `json:"mrr"`
}

// Measure asks questions for a reader of a language, each spoilt in some way.
func Measure(tb testing.TB, lib *Library, lang text.Lang, questions []Question, spoil func(i int, s string) string) Figures {
	tb.Helper()
	var f Figures
	for i, q := range questions {
		a, err := lib.Search(context.Background(), search.Query{Text: spoil(i, q.Text), Lang: lang, Limit: 10})
		if err != nil {
			tb.Fatalf("%q: %v", q.Text, err)
		}
		for rank, h := range a.Hits {
			if h.Record.ID != "article/"+q.Doc {
				continue
			}
			f.NDCG10 += 1 / math.Log2(float64(rank)+2)
			f.MRR += 1 / float64(rank+1)
			if rank < 1 {
				f.Recall1++
			}
			if rank < 5 {
				f.Recall5++
			}
		}
	}
	n := float64(len(questions))
	return Figures{round(f.NDCG10 / n), round(f.Recall1 / n), round(f.Recall5 / n), round(f.MRR / n)}
}

func round(f float64) float64 { return math.Round(f*10000) / 10000 }
