package opensearch_test

import (
	"errors"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/search/opensearch"
)

func TestAFactoryMakesFindsAndRemovesEngines(t *testing.T) {
	address, dir := node(t)+"/xuong", t.TempDir()
	f, err := opensearch.NewFactory(address, dir)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Create(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if e.Seq() != 0 {
		t.Errorf("a new engine is at %d", e.Seq())
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
	again, err := opensearch.NewFactory(address, dir) // another process on the folder
	if err != nil {
		t.Fatal(err)
	}
	if e, err = again.Open(t.Context(), "1"); err != nil || e.Seq() != 7 {
		t.Fatalf("opened at %v, %v", e, err)
	}
	if other, err := opensearch.NewFactory(address, t.TempDir()); err != nil {
		t.Fatal(err)
	} else if _, err := other.Open(t.Context(), "1"); !errors.Is(err, search.ErrUnusable) {
		t.Errorf("another folder finds the index: %v", err)
	}
	for range 2 {
		if err := f.Remove(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
	}
	if e, err := f.Open(t.Context(), "1"); !errors.Is(err, search.ErrUnusable) || e != nil {
		t.Errorf("what was removed opens: %v, %v", e, err)
	}
}
