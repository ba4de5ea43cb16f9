package bleveengine_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"honglinh/catalog/search/relevancetest"
	"honglinh/catalog/text"
)

// slack is how much a figure may fall below the golden one before the test fails: the
// glossary grows, and rounding differs between machines.
const slack = 0.01

// TestRelevance measures ranking on the development sets and compares it with
// testdata/golden.json. After a change that is meant, run it with GOLDEN=write.
func TestRelevance(t *testing.T) {
	data := sharedData(t)
	pool := relevancetest.VietnamesePool(t)
	for _, p := range readLines[passage](t, filepath.Join(data, "relevance-dev", "docs.en.jsonl")) {
		pool = append(pool, article(p.ID, p.Title, p.Text, text.EN))
	}
	onlyVI := newLibrary(t, relevancetest.VietnamesePool(t))
	onlyEN := newLibrary(t, relevancetest.EnglishPool(t))
	both := newLibrary(t, pool)
	read := func(name string) []question {
		return readLines[question](t, filepath.Join(data, "relevance-dev", "queries."+name+".jsonl"))
	}
	vi := read("vi")
	got := map[string]figures{}
	for _, c := range []struct {
		name      string
		lib       *relevancetest.Library
		lang      text.Lang // that the reader chose
		questions []question
		spoil     func(int, string) string
	}{
		{"vi as written", onlyVI, "", vi, relevancetest.AsWritten}, {"vi without marks", onlyVI, "", vi, relevancetest.NoMarks}, {"vi half the marks lost", onlyVI, "", vi, relevancetest.HalfMarks},
		{"vi raw Telex", onlyVI, "", vi, relevancetest.Telex}, {"vi raw VNI", onlyVI, "", vi, relevancetest.VNI}, {"vi decomposed", onlyVI, "", vi, relevancetest.NFD}, {"vi capitals", onlyVI, "", vi, relevancetest.Upper},
		{"vi old tone placement", onlyVI, "", vi, relevancetest.OldTones}, {"en to vi", onlyVI, "", read("en-to-docs.vi"), relevancetest.AsWritten},
		{"vi to en", onlyEN, "", read("vi-to-docs.en"), relevancetest.AsWritten}, {"vi to en without marks", onlyEN, "", read("vi-to-docs.en"), relevancetest.NoMarks}, {"en to en", onlyEN, "", read("en"), relevancetest.AsWritten},
		{"en among both", both, "", read("en"), relevancetest.AsWritten}, {"vi among both", both, "", vi, relevancetest.AsWritten},
		{"en among both, reader of en", both, text.EN, read("en"), relevancetest.AsWritten}, {"vi among both, reader of vi", both, text.VI, vi, relevancetest.AsWritten},
		{"en to vi, reader of en", onlyVI, text.EN, read("en-to-docs.vi"), relevancetest.AsWritten}, {"vi to en, reader of vi", onlyEN, text.VI, read("vi-to-docs.en"), relevancetest.AsWritten},
	} {
		got[c.name] = relevancetest.Measure(t, c.lib, c.lang, c.questions, c.spoil)
		t.Logf("%-28s %+v", c.name, got[c.name])
	}
	for _, same := range []string{"vi decomposed", "vi capitals", "vi old tone placement"} {
		if d := math.Abs(got[same].NDCG10 - got["vi as written"].NDCG10); d > 0.005 {
			t.Errorf("%s differs from as written by %.4f nDCG, want at most 0.005", same, d)
		}
	}
	compareGolden(t, got)
}

func compareGolden(t *testing.T, got map[string]figures) {
	t.Helper()
	name := filepath.Join("testdata", "golden.json")
	if os.Getenv("GOLDEN") == "write" {
		b, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]figures
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	for set, w := range want {
		g := got[set]
		for _, one := range []struct {
			what      string
			got, want float64
		}{{"nDCG@10", g.NDCG10, w.NDCG10}, {"recall@1", g.Recall1, w.Recall1}, {"recall@5", g.Recall5, w.Recall5}, {"MRR", g.MRR, w.MRR}} {
			if one.got < one.want-slack {
				t.Errorf("%s: %s is %.4f, was %.4f", set, one.what, one.got, one.want)
			}
		}
	}
}
