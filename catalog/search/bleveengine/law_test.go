package bleveengine_test

import (
	"testing"

	"honglinh/catalog/search/relevancetest"
)

func TestRelevanceOfArticlesOfLawWithoutTheirTitles(t *testing.T) {
	records, questions := relevancetest.Laws(t)
	lib := newLibrary(t, records)
	relevancetest.HoldLaws(t, lib, questions)
}
