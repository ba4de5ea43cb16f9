package engines_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/search/engines"
)

func TestEveryFolderOfAnEngineIsInTheList(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, s := range engines.List() {
		listed[s.Scheme] = true
	}
	for _, e := range entries {
		if sort, ok := strings.CutSuffix(e.Name(), "engine"); ok && e.IsDir() && !listed[sort] {
			t.Errorf("the engine in %s is in no list", e.Name())
		}
	}
}

func TestAFactoryMakesFindsAndRemovesEngines(t *testing.T) {
	for _, address := range []string{"", "bleve"} {
		dir := filepath.Join(t.TempDir(), "index")
		f, err := engines.Find(address, dir)
		if err != nil {
			t.Fatal(err)
		}
		e, err := f.Create(t.Context(), "1")
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Apply(t.Context(), search.Batch{Seq: 7, Put: []search.Document{{ID: "a/b"}}}); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Create(t.Context(), "1"); err == nil {
			t.Error("a name is given twice")
		}
		if e, err = f.Open(t.Context(), "1"); err != nil || e.Seq() != 7 {
			t.Fatalf("opened at %v, %v", e, err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := f.Remove(t.Context(), "1"); err != nil {
				t.Fatal(err)
			}
		}
		if e, err := f.Open(t.Context(), "1"); err == nil || e != nil {
			t.Errorf("what was removed opens: %v, %v", e, err)
		}
	}
}

func TestAnUnknownEngineIsSaidToBeOne(t *testing.T) {
	if _, err := engines.Find("blev://x", ""); err == nil || !strings.Contains(err.Error(), `"bleve"`) {
		t.Errorf("got %v, want the nearest name", err)
	}
}
