package store

import (
	"context"
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
		if _, err := p.Put(r); err != nil {
			return err
		}
	}
	_, err = p.Commit(t.Context())
	return err
}

func TestAFullDiskIsToldAndLosesNothingAcknowledged(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir())
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

func TestCheckFindsWhatWasTamperedWith(t *testing.T) {
	cases := []struct{ name, sql, code string }{
		{"a sound store has no damage", "SELECT 1", ""},
		{"a body that was rewritten", `UPDATE version SET body = x'7b7d' WHERE id = 'place/p1'`, "hash"},
		{"a pointer at an old version", "UPDATE current SET seq = 1 WHERE id = 'place/p2'", "pointer"},
		{"a record without its pointer", "DELETE FROM current WHERE id = 'place/p3'", "pointer"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, err := Open(t.Context(), t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := fill(t, s, 0, 5); err != nil {
				t.Fatal(err)
			}
			if _, err := s.write.Exec(c.sql); err != nil {
				t.Fatal(err)
			}
			got, err := s.Check(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			code := ""
			if len(got) > 0 {
				code = got[0].Code
			}
			if code != c.code {
				t.Errorf("got %v, want damage %q", got, c.code)
			}
		})
	}
}

func TestADamagedFileIsNamedNotServed(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), []byte(strings.Repeat("not a database ", 500)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v, want a fault that says the file is damaged", err)
	}
}

func TestAStoreOfANewerProgramIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("got %v, want a fault that names the newer program", err)
	}
}

func BenchmarkUnchangedPut(b *testing.B) {
	s, err := Open(b.Context(), b.TempDir())
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
		if _, err := p.Put(rec); err != nil {
			b.Fatal(err)
		}
	}
}
