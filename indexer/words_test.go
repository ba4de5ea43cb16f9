package indexer_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/indexer"
)

// offered are the titles that complete what is typed.
func offered(t *testing.T, s *indexer.Service, typed string) []string {
	t.Helper()
	list, err := s.State().Finder.Suggest(t.Context(), typed, text.VI, 8)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, one := range list {
		out = append(out, one.Text)
	}
	slices.Sort(out)
	return out
}

// meant is what is offered instead of a misspelt word.
func meant(t *testing.T, s *indexer.Service, typed string) string {
	t.Helper()
	a, err := s.State().Finder.Search(t.Context(), search.Query{Text: typed})
	if err != nil {
		t.Fatal(err)
	}
	return a.Suggestion
}

func TestWordsFollowTheStoreThroughChangesRestartsAndLosses(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "packages"), 0o755); err != nil {
		t.Fatal(err)
	}
	start := func() *indexer.Service {
		return open(t, filepath.Join(dir, "data"), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{filepath.Join(dir, "packages")}})
	}
	s := start()
	t.Cleanup(func() { s.Close() })
	restart := func(lose func(file string) error) {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "data", "index", "*.words"))
		if err != nil || len(files) != 1 {
			t.Fatalf("files of words: %v, %v", files, err)
		}
		if lose != nil {
			if err := lose(files[0]); err != nil {
				t.Fatal(err)
			}
		}
		s = start()
	}
	check := func(when string, bridges []string, mended string) {
		t.Helper()
		if got := offered(t, s, "cau"); !slices.Equal(got, bridges) {
			t.Errorf("%s: %q completes, want %q", when, got, bridges)
		}
		if got := meant(t, s, "gianngg"); got != mended {
			t.Errorf("%s: %q is meant, want %q", when, got, mended)
		}
	}
	atDesk(t, s, placeOf("a", "Cầu Treo"), placeOf("b", "Cầu Giang"), placeOf("c", "Cầu Giảngg"))
	ingest(t, s)
	check("at first", []string{"Cầu Giang", "Cầu Giảngg", "Cầu Treo"}, "giangg")

	atDesk(t, s, placeOf("c", "Cầu Mới"))
	atDesk(t, s, placeOf("c", "Cầu Mới nhất"), placeOf("a", "Chợ Treo"))
	ingest(t, s)
	check("after changes", []string{"Cầu Giang", "Cầu Mới nhất"}, "")
	restart(nil)
	check("after a restart", []string{"Cầu Giang", "Cầu Mới nhất"}, "")

	var before []byte
	restart(func(file string) (err error) { before, err = os.ReadFile(file); return err })
	atDesk(t, s, placeOf("d", "Cầu Giangg"))
	ingest(t, s)
	check("after one more", []string{"Cầu Giang", "Cầu Giangg", "Cầu Mới nhất"}, "giangg")
	for name, lose := range map[string]func(string) error{
		"the file of before is back": func(file string) error { return os.WriteFile(file, before, 0o644) },
		"the file is gone":           os.Remove,
		"the file is cut":            func(file string) error { return os.Truncate(file, 20) },
	} {
		restart(lose)
		ingest(t, s)
		check(name, []string{"Cầu Giang", "Cầu Giangg", "Cầu Mới nhất"}, "giangg")
	}
}
