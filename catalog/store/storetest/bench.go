package storetest

import (
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
)

// benched is how many records the benchmark publishes.
const benched = 10_000

// Benchmark measures what a catalogue asks most of a store: 10,000 records of about 1 kB
// published, 1,000 of them read at once, one of them, and all. Readings are of now, so that
// nothing that an implementation keeps decoded answers in its place. open gives a new empty
// store.
func Benchmark(b *testing.B, open func(b *testing.B) store.Store) {
	b.Run("publish 10,000 records", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			s := open(b)
			b.StartTimer()
			fill(b, s)
		}
	})
	s := open(b)
	fill(b, s)
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = benchID(i * 7)
	}
	b.Run("read 1,000 ids", func(b *testing.B) {
		for b.Loop() {
			if recs, err := s.Records(b.Context(), ids); err != nil || len(recs) != len(ids) {
				b.Fatalf("%d records, %v", len(recs), err)
			}
		}
	})
	b.Run("read one record", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Record(b.Context(), benchID(i%benched)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read all", func(b *testing.B) {
		for b.Loop() {
			n := 0
			if err := s.Each(b.Context(), func(catalog.Record, int64) error { n++; return nil }); err != nil || n != benched {
				b.Fatalf("%d records, %v", n, err)
			}
		}
	})
}

func benchID(i int) string { return "place/p" + itoa(i) }

func fill(b *testing.B, s store.Store) {
	b.Helper()
	p, err := s.Publish(b.Context(), "bench")
	if err != nil {
		b.Fatal(err)
	}
	defer p.Discard()
	body := strings.Repeat("Khu đất nằm cạnh quốc lộ, có điện và nước. ", 16)
	for i := range benched {
		rec := place("p"+itoa(i), "Điểm "+itoa(i))
		rec.Body = text.New(body, "")
		rec.Links = []catalog.Link{{Rel: "near", ID: benchID((i + 1) % benched)}}
		if _, err := p.Put(b.Context(), rec); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := p.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
}
