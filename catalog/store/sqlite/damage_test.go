package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func fill(t *testing.T, s *Store, from, to int) error {
	t.Helper()
	p, err := s.Publish(t.Context(), "places")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Discard()
	for i := from; i < to; i++ {
		r := catalog.Record{ID: fmt.Sprintf("place/p%d", i), Kind: vocab.Place,
			Title: text.New("Đền thờ", ""), Body: text.New(strings.Repeat("núi Hồng ", 200), "")}
		if _, err := p.Put(t.Context(), r); err != nil {
			return err
		}
	}
	_, err = p.Commit(t.Context())
	return err
}

func TestAFullDiskIsToldAndLosesNothingAcknowledged(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := fill(t, s, 0, 50); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.write.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+20)); err != nil {
		t.Fatal(err)
	}
	err = fill(t, s, 50, 5000)
	if err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Fatalf("got %v, want a fault that says the disk is full", err)
	}
	counts, err := s.Counts(t.Context())
	if err != nil || counts["place"] != 50 {
		t.Errorf("after the failure: got %v, %v, want the 50 records acknowledged before", counts, err)
	}
	if _, err := s.write.Exec("PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if err := fill(t, s, 0, 500); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestADamagedFileIsNamedNotServed(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, records().file), []byte(strings.Repeat("not a database ", 500)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, Options{}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v, want a fault that says the file is damaged", err)
	}
}

func BenchmarkUnchangedPut(b *testing.B) {
	s, err := Open(b.Context(), b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	rec := catalog.Record{ID: "place/a", Kind: vocab.Place, Title: text.New("Đền thờ", ""), Body: text.New(strings.Repeat("núi ", 300), "")}
	p, err := s.Publish(b.Context(), "places")
	if err != nil {
		b.Fatal(err)
	}
	defer p.Discard()
	for b.Loop() {
		if _, err := p.Put(b.Context(), rec); err != nil {
			b.Fatal(err)
		}
	}
}
