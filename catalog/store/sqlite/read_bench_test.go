package sqlite_test

import (
	"fmt"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// BenchmarkRead is what a state of 5,000 records answers with: one that was read lately, one
// that was not, a page, all of them, the links to a record that a thousand point at; and the
// same while a run has published beside it.
func BenchmarkRead(b *testing.B) {
	s, err := sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	body := strings.Repeat("Khu đất nằm cạnh quốc lộ, có điện và nước. ", 20)
	fill := func(title string, n int) int64 {
		p, err := s.Publish(b.Context(), "o")
		if err != nil {
			b.Fatal(err)
		}
		for i := range n {
			rec := catalog.Record{ID: fmt.Sprintf("place/p%04d", i), Kind: vocab.Place, Title: text.New(fmt.Sprintf("%s %d", title, i), ""), Body: text.New(body, "")}
			if i%5 == 0 {
				rec.Links = []catalog.Link{{Rel: "near", ID: "place/p0001"}}
			}
			if _, err := p.Put(b.Context(), rec); err != nil {
				b.Fatal(err)
			}
		}
		seq, err := p.Commit(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		return seq
	}
	r := s.At(fill("Điểm", 5000))
	b.Run("quiet", func(b *testing.B) { read(b, r) })
	fill("Điểm mới", 200)
	b.Run("while a run publishes", func(b *testing.B) { read(b, r) })
}

func read(b *testing.B, r store.Reader) {
	n := 0
	ids := func(k int) []string {
		out := make([]string, k)
		for i := range out {
			n = (n + 37) % 5000
			out[i] = fmt.Sprintf("place/p%04d", n)
		}
		return out
	}
	check := func(b *testing.B, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("the same record", func(b *testing.B) {
		for b.Loop() {
			_, err := r.Record(b.Context(), "place/p4000")
			check(b, err)
		}
	})
	b.Run("a record", func(b *testing.B) {
		for b.Loop() {
			_, err := r.Record(b.Context(), ids(1)[0])
			check(b, err)
		}
	})
	b.Run("a page", func(b *testing.B) {
		for b.Loop() {
			_, err := r.Records(b.Context(), ids(20))
			check(b, err)
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			check(b, r.Each(b.Context(), func(catalog.Record, int64) error { return nil }))
		}
	})
	b.Run("links to one", func(b *testing.B) {
		for b.Loop() {
			_, err := r.Backlinks(b.Context(), "place/p0001")
			check(b, err)
		}
	})
}
