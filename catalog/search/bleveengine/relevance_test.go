package bleveengine_test

import (
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/proof"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/search/relevancetest"
	"honglinh/catalog/text"
)

// shelf is a store of records in memory.
type shelf = enginetest.Shelf

// sharedData finds the folder of test data that may not be committed, beside the checkout.
func sharedData(tb testing.TB) string {
	tb.Helper()
	return proof.Shared(tb, "data")
}

type (
	passage  = relevancetest.Passage
	question = relevancetest.Question
	pair     = relevancetest.Pair
	figures  = relevancetest.Figures
)

func readLines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	return relevancetest.ReadLines[T](tb, name)
}

func article(id, title, body string, lang text.Lang) catalog.Record {
	return relevancetest.Article(id, title, body, lang)
}

func glossary(tb testing.TB) *analysis.Thesaurus {
	tb.Helper()
	return relevancetest.Glossary(tb)
}

// newLibrary is a library on an index in memory.
func newLibrary(tb testing.TB, records []catalog.Record) *relevancetest.Library {
	tb.Helper()
	e, err := bleveengine.Create("")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { e.Close() })
	return relevancetest.New(tb, e, records)
}
