package indexer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/indexer"
)

// tamper changes the store file behind the program's back.
func tamper(t *testing.T, data, old, new string) {
	t.Helper()
	name := filepath.Join(data, "catalogue.sqlite")
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if len(old) != len(new) || !bytes.Contains(raw, []byte(old)) {
		t.Fatalf("%q cannot be replaced by %q", old, new)
	}
	if err := os.WriteFile(name, bytes.Replace(raw, []byte(old), []byte(new), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// index applies a batch to the index behind the program's back.
func index(t *testing.T, data string, b search.Batch) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(data, "index", "CURRENT"))
	if err != nil {
		t.Fatal(err)
	}
	var g struct {
		Generation int `json:"generation"`
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		t.Fatal(err)
	}
	e, err := bleveengine.Open(filepath.Join(data, "index", strconv.Itoa(g.Generation)))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if b.Seq == 0 {
		b.Seq = e.Seq()
	}
	if err := e.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func TestCheckNamesEachSortOfDamage(t *testing.T) {
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, data string)
		code   string // "" is none
		grade  indexer.Grade
	}{
		{"a sound folder", func(*testing.T, string) {}, "", ""},
		{"the index is gone", func(t *testing.T, data string) { remove(t, filepath.Join(data, "index")) }, "index-missing", indexer.Heals},
		{"the index points into nothing", func(t *testing.T, data string) {
			write(t, data, map[string]string{"index/CURRENT": `{"generation":99}`})
		}, "index-damaged", indexer.Heals},
		{"the index lacks a record", func(t *testing.T, data string) { index(t, data, search.Batch{Delete: []string{"place/p1"}}) }, "index-lacks", indexer.Damage},
		{"the index holds a record too many", func(t *testing.T, data string) {
			index(t, data, search.Batch{Put: []search.Document{{ID: "place/la"}}})
		}, "index-extra", indexer.Damage},
		{"the index is of another change", func(t *testing.T, data string) { index(t, data, search.Batch{Seq: 1}) }, "index-behind", indexer.Heals},
		{"the copy of a package is gone", func(t *testing.T, data string) { remove(t, filepath.Join(data, "packages", "diem")) }, "copy-missing", indexer.Damage},
		{"the copy of a package was written over", func(t *testing.T, data string) {
			write(t, filepath.Dir(oneFile(t, data, "diem.csv")), map[string]string{"diem.csv": places(3, 1)})
		}, "copy-damaged", indexer.Damage},
		{"a version was changed by hand", func(t *testing.T, data string) { tamper(t, data, "số 1 đợt", "số 9 đợt") }, "store-hash", indexer.Damage},
		{"a record is one that the rules refuse", func(t *testing.T, data string) { tamper(t, data, `"kind":"place","title"`, `"kind":"plans","title"`) }, "invalid", indexer.Damage},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, data := t.TempDir(), t.TempDir()
			write(t, filepath.Join(src, "diem"), map[string]string{"datapackage.json": placesPackage, "diem.csv": places(3, 0)})
			s := open(t, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
			ingest(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			c.damage(t, data)
			found, err := indexer.Check(t.Context(), indexer.Options{Data: data})
			if err != nil {
				t.Fatal(err)
			}
			if c.code == "" {
				if len(found) > 0 {
					t.Errorf("found %v", found)
				}
				return
			}
			if !slices.ContainsFunc(found, func(f indexer.Finding) bool { return f.Code == c.code && f.Grade == c.grade && f.Detail != "" }) {
				t.Errorf("found %v, want %s of grade %q", found, c.code, c.grade)
			}
		})
	}
}

// oneFile returns the path of a file in the copy of the package diem.
func oneFile(t *testing.T, data, name string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(data, "packages", "diem", "*", name))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	return found[0]
}
