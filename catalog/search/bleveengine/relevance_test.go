package bleveengine_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"honglinh/catalog"
	"honglinh/catalog/proof"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/lexicon"
	"honglinh/catalog/search/syllables"
	"honglinh/catalog/text"
)

// shelf is a store of records in memory.
type shelf map[string]catalog.Record

func (s shelf) Record(_ context.Context, id string) (catalog.Record, error) {
	if r, ok := s[id]; ok {
		return r, nil
	}
	return catalog.Record{}, catalog.NotFoundf("id", "no record %s", id)
}

func (s shelf) Records(_ context.Context, ids []string) ([]catalog.Record, error) {
	var out []catalog.Record
	for _, id := range ids {
		if r, ok := s[id]; ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// sharedData finds the folder of test data that may not be committed, beside the checkout.
func sharedData(tb testing.TB) string {
	tb.Helper()
	return proof.Shared(tb, "data")
}

type passage struct{ ID, Title, Text string }
type question struct{ ID, Text, Doc string }
type pair struct{ VI, EN string }

func readLines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	f, err := os.Open(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []T
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var one T
		if err := json.Unmarshal(sc.Bytes(), &one); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		out = append(out, one)
	}
	return out
}

func article(id, title, body string, lang text.Lang) catalog.Record {
	return catalog.Record{ID: "article/" + id, Kind: "article", Title: text.Text{lang: title}, Body: text.Text{lang: body}}
}

// library is a Finder on records with what belongs to it.
type library struct {
	*search.Finder
	engine  *bleveengine.Engine
	records shelf
}

func newLibrary(tb testing.TB, records []catalog.Record) *library {
	tb.Helper()
	e, err := bleveengine.Create("")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { e.Close() })
	lib := &library{engine: e, records: shelf{}}
	restorer := analysis.NewRestorerBuilder(syllables.Base())
	thesaurus := glossary(tb)
	feed := search.NewFeed(e, int64(len(records)), search.Preparer{Thesaurus: thesaurus, Lexicon: lexicon.General()})
	var prep search.Preparer
	for i := range records {
		lib.records[records[i].ID] = records[i]
		restorer.Add(prep.Document(&records[i]).Terms[search.Toned])
		if err := feed.Put(context.Background(), &records[i]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := feed.Close(context.Background()); err != nil {
		tb.Fatal(err)
	}
	lib.Finder = search.NewFinder(search.FinderOptions{Records: lib.records})
	lib.Swap(search.Snapshot{Engine: e, Words: feed.Words(), Restorer: restorer.Build(), Thesaurus: thesaurus, Lexicon: lexicon.General()})
	return lib
}

// glossary is the thesaurus that ships with the program.
func glossary(tb testing.TB) *analysis.Thesaurus {
	tb.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "datasets", "packages", "glossary", "concepts.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	var concepts []analysis.Concept
	for _, row := range rows[1:] {
		list := func(name string) []string {
			var out []string
			for _, s := range strings.Split(row[at[name]], ";") {
				if s = strings.TrimSpace(s); s != "" {
					out = append(out, s)
				}
			}
			return out
		}
		concepts = append(concepts, analysis.Concept{ID: row[at["concept_id"]],
			Pref: map[string]string{"vi": row[at["term_vi"]], "en": row[at["term_en"]]},
			Alt:  map[string][]string{"vi": list("synonyms_vi"), "en": list("synonyms_en")},
			Abbr: map[string][]string{"vi": list("abbr_vi"), "en": list("abbr_en")},
		})
	}
	t, err := analysis.NewThesaurus(concepts)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func vietnamesePool(tb testing.TB) []catalog.Record {
	data := sharedData(tb)
	var out []catalog.Record
	for _, p := range readLines[passage](tb, filepath.Join(data, "relevance-dev", "docs.vi.jsonl")) {
		out = append(out, article(p.ID, p.Title, p.Text, text.VI))
	}
	for i, p := range readLines[pair](tb, filepath.Join(data, "parallel", "pairs.jsonl")) {
		out = append(out, article(fmt.Sprintf("help%05d", i), "", p.VI, text.VI))
	}
	return out
}

// englishPool is the English passages among the English paragraphs.
func englishPool(tb testing.TB) []catalog.Record {
	data := sharedData(tb)
	var out []catalog.Record
	for _, p := range readLines[passage](tb, filepath.Join(data, "relevance-dev", "docs.en.jsonl")) {
		out = append(out, article(p.ID, p.Title, p.Text, text.EN))
	}
	for i, p := range readLines[pair](tb, filepath.Join(data, "parallel", "pairs.jsonl")) {
		out = append(out, article(fmt.Sprintf("help%05d", i), "", p.EN, text.EN))
	}
	return out
}

// figures are the relevance of a set of questions.
type figures struct {
	NDCG10  float64 `json:"ndcg@10"`
	Recall1 float64 `json:"recall@1"`
	Recall5 float64 `json:"recall@5"`
	MRR     float64 `json:"mrr"`
}

func measure(tb testing.TB, lib *library, lang text.Lang, questions []question, spoil func(i int, s string) string) figures {
	tb.Helper()
	var f figures
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
	return figures{round(f.NDCG10 / n), round(f.Recall1 / n), round(f.Recall5 / n), round(f.MRR / n)}
}

func round(f float64) float64 { return math.Round(f*10000) / 10000 }

// The ways in which a question is spoilt.
func asWritten(_ int, s string) string { return s }
func upper(_ int, s string) string     { return strings.ToUpper(s) }
func nfd(_ int, s string) string       { return norm.NFD.String(s) }
func noMarks(_ int, s string) string   { return analysis.Unmark(s) }

// halfMarks takes the marks off every other word.
func halfMarks(i int, s string) string {
	words := strings.Fields(s)
	for j := range words {
		if (i+j*7)%2 == 0 {
			words[j] = analysis.Unmark(words[j])
		}
	}
	return strings.Join(words, " ")
}

// oldTones writes the tone on the first vowel of oa, oe and uy.
func oldTones(_ int, s string) string {
	return strings.NewReplacer("oà", "òa", "oá", "óa", "oả", "ỏa", "oã", "õa", "oạ", "ọa", "oè", "òe", "oé", "óe", "oẻ", "ỏe",
		"uỳ", "ùy", "uý", "úy", "uỷ", "ủy", "uỹ", "ũy", "uỵ", "ụy").Replace(norm.NFC.String(s))
}

// keys are the keys of an input method for tones and for other marks.
type keys struct {
	tones  map[rune]string
	shapes map[rune]string
}

// telex and vni type the text with the input method off: the tone key after the word.
func telex(_ int, s string) string {
	return keys{map[rune]string{0x0301: "s", 0x0300: "f", 0x0309: "r", 0x0303: "x", 0x0323: "j"},
		map[rune]string{'â': "aa", 'ê': "ee", 'ô': "oo", 'ă': "aw", 'ơ': "ow", 'ư': "uw", 'đ': "dd", 'Â': "Aa", 'Ê': "Ee", 'Ô': "Oo", 'Ă': "Aw", 'Ơ': "Ow", 'Ư': "Uw", 'Đ': "Dd"}}.typed(s)
}

func vni(_ int, s string) string {
	return keys{map[rune]string{0x0301: "1", 0x0300: "2", 0x0309: "3", 0x0303: "4", 0x0323: "5"},
		map[rune]string{'â': "a6", 'ê': "e6", 'ô': "o6", 'ă': "a8", 'ơ': "o7", 'ư': "u7", 'đ': "d9", 'Â': "A6", 'Ê': "E6", 'Ô': "O6", 'Ă': "A8", 'Ơ': "O7", 'Ư': "U7", 'Đ': "D9"}}.typed(s)
}

func (k keys) typed(s string) string {
	words := strings.Fields(norm.NFC.String(s))
	for i, w := range words {
		words[i] = k.word(w)
	}
	return strings.Join(words, " ")
}

func (k keys) word(w string) string {
	var out, tone strings.Builder
	tail := ""
	for _, r := range w {
		base := []rune(norm.NFD.String(string(r)))
		var kept []rune
		for _, c := range base {
			if key, ok := k.tones[c]; ok {
				tone.WriteString(key)
				continue
			}
			kept = append(kept, c)
		}
		letter := norm.NFC.String(string(kept))
		if s, ok := k.shapes[[]rune(letter)[0]]; ok {
			letter = s
		}
		if strings.ContainsAny(letter, "?.,;:!\"')") {
			tail += letter
			continue
		}
		out.WriteString(tail + letter)
		tail = ""
	}
	return out.String() + tone.String() + tail
}
