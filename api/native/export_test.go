package native

import (
	"net/http/httptest"
	"testing"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
)

func TestEveryFormatOfSearchesHasAWriter(t *testing.T) {
	f := &Face{kit: &httpkit.Kit{}}
	for _, form := range exportFormats() {
		if form.Name == "atom" {
			continue // a feed, see feed.go
		}
		if f.writerOf(form, httptest.NewRecorder(), search.Query{}) == nil {
			t.Errorf("the list has %s for searches, and nobody writes it", form.Name)
		}
	}
}
