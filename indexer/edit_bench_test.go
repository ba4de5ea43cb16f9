package indexer_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"honglinh/catalog/search"
	"honglinh/datasets/revise"
	"honglinh/indexer"
	"honglinh/indexer/desk"
)

// BenchmarkTheDeskPublishes is how long readers wait for what the desk publishes into a
// catalogue of 100,000 records: two seconds are allowed.
func BenchmarkTheDeskPublishes(b *testing.B) {
	dir := b.TempDir()
	write(b, filepath.Join(dir, "p", "diem"), map[string]string{"datapackage.json": placesPackage, "diem.csv": places(100_000, 0)})
	write(b, filepath.Join(dir, "p", "cho"), map[string]string{"datapackage.json": marketsDescriptor, "cho.csv": markets})
	s, err := indexer.Open(b.Context(), indexer.Options{Data: filepath.Join(dir, "data"), Packages: []string{filepath.Join(dir, "p")}, NoEmbedded: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Ingest(b.Context()); err != nil {
		b.Fatal(err)
	}
	n := 0
	b.Run("a record", func(b *testing.B) {
		for b.Loop() {
			n++
			word := fmt.Sprintf("zyx%d", n)
			if _, err := s.Edit(b.Context(), desk.Item{ID: "article/" + word, Fields: map[string]string{"title_vi": "Tin " + word}}); err != nil {
				b.Fatal(err)
			}
			res, err := s.State().Finder.Search(b.Context(), search.Query{Text: word, Lang: "vi", Limit: 1})
			if err != nil || res.Total == 0 {
				b.Fatalf("not found: %v", err)
			}
		}
	})
	b.Run("a row of a table", func(b *testing.B) {
		for b.Loop() {
			n++
			if err := s.ReviseTables(b.Context(), "cho", map[string]string{revise.Cell("cho", revise.ID([]string{"a"}), "ten"): fmt.Sprintf("=Chợ %d", n)}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
