package indexer_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/indexer"
)

// TestAFolderOfAnEarlierProgramGoesOn opens what the program before the owners
// wrote, serves it, and reads the same packages again: nothing is lost, nothing
// is new.
func TestAFolderOfAnEarlierProgramGoesOn(t *testing.T) {
	dir := t.TempDir()
	fixture := filepath.Join("..", "catalog", "store", "sqlite", "testdata", "folder-1.tar.gz")
	if out, err := exec.Command("tar", "-xzf", fixture, "-C", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	data := filepath.Join(dir, "data")
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true, Packages: []string{filepath.Join(dir, "packages")}})
	if err != nil {
		t.Fatal(err)
	}
	serves := func(when string) {
		a, err := s.State().Finder.Search(t.Context(), search.Query{Text: "điểm thử"})
		if err != nil || a.Total < 3 || len(s.State().Library.All()) != 2 {
			t.Errorf("%s: %d found, %v, %d datasets", when, a.Total, err, len(s.State().Library.All()))
		}
		if _, err := s.Store().Record(t.Context(), "place/bon"); catalog.KindOf(err) != catalog.Gone {
			t.Errorf("%s: a record that was removed: %v", when, err)
		}
		if rec, err := s.Store().RecordVersion(t.Context(), "place/hai", 1); err != nil || rec.Title["en"] != "Test point two" {
			t.Errorf("%s: the version before: %v, %v", when, rec.Title, err)
		}
	}
	if !s.Ready() {
		t.Error("the folder is not served at once")
	}
	serves("at once")
	rep := ingest(t, s)
	// A later program may complete a record otherwise; it makes none and loses none.
	if rep.Added+rep.Removed+len(rep.Refused) > 0 || rep.Changed+rep.Unchanged != 7 {
		t.Errorf("the same packages again: %+v, want the same 7 records", rep)
	}
	if rep = ingest(t, s); rep.Changed > 0 || rep.Unchanged != 7 {
		t.Errorf("the run after it: %+v, want 7 unchanged", rep)
	}
	serves("after a run")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if found, err := indexer.Check(t.Context(), indexer.Options{Data: data}); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}
