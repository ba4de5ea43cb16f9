package relevancetest

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/proof"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/search/lexicon"
	"honglinh/catalog/search/syllables"
)

// Library is a Finder on records with what belongs to it.
type Library struct {
	*search.Finder
	Records enginetest.Shelf
}

// New fills an empty engine with records, as the program fills one.
func New(tb testing.TB, e search.Engine, records []catalog.Record) *Library {
	tb.Helper()
	lib := &Library{Records: enginetest.Shelf{}}
	restorer := analysis.NewRestorerBuilder(syllables.Base())
	thesaurus := Glossary(tb)
	feed := search.NewFeed(e, int64(len(records)), search.Preparer{Thesaurus: thesaurus, Lexicon: lexicon.General()})
	var prep search.Preparer
	for i := range records {
		lib.Records[records[i].ID] = records[i]
		restorer.Add(prep.Document(&records[i]).Terms[search.Toned])
		if err := feed.Put(context.Background(), &records[i]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := feed.Close(context.Background()); err != nil {
		tb.Fatal(err)
	}
	lib.Finder = search.NewFinder(search.FinderOptions{Records: lib.Records})
	lib.Swap(search.Snapshot{Engine: e, Words: feed.Words(), Restorer: restorer.Build(), Thesaurus: thesaurus, Lexicon: lexicon.General()})
	return lib
}

// Glossary is the thesaurus that ships with the program.
func Glossary(tb testing.TB) *analysis.Thesaurus {
	tb.Helper()
	f, err := os.Open(filepath.Join(proof.Root(tb), "datasets", "packages", "glossary", "concepts.csv"))
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
