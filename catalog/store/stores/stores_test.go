package stores_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/store/postgrestest"
	"honglinh/catalog/store/stores"
)

func TestEveryFolderWithMigrationsIsInTheList(t *testing.T) {
	found, err := filepath.Glob("../*/migrations")
	if err != nil || len(found) == 0 {
		t.Fatalf("folders %v, %v", found, err)
	}
	listed := map[string]bool{}
	for _, s := range stores.List() {
		listed[s.Scheme] = true
	}
	for _, f := range found {
		if name := filepath.Base(filepath.Dir(f)); !listed[name] {
			t.Errorf("the store in %s is in no list", name)
		}
	}
}

func TestAPlaceIsEmptyThenHeldThenRead(t *testing.T) {
	for name, address := range map[string]string{"sqlite": "", "postgres": postgrestest.New(t).Place()} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			p, err := stores.Find(address, dir)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.OpenReader(t.Context()); catalog.KindOf(err) != catalog.NotFound {
				t.Errorf("an empty place: got %v, want NotFound", err)
			}
			if _, err := p.OpenPrivateReader(t.Context()); catalog.KindOf(err) != catalog.NotFound {
				t.Errorf("an empty place of people: got %v, want NotFound", err)
			}
			s, err := p.Open(t.Context(), stores.Options{Doing: "serve"})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			people, err := p.OpenPrivate(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer people.Close()
			id, err := p.Identity(t.Context())
			if err != nil || (id != "") != p.Outside() {
				t.Errorf("identity %q, %v", id, err)
			}
			if files, err := os.ReadDir(dir); err != nil || (len(files) == 0) != p.Outside() {
				t.Errorf("the data folder has %d files, %v", len(files), err)
			}
			r, err := p.OpenReader(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if seq, err := r.Seq(t.Context()); seq != 0 || err != nil {
				t.Errorf("a new store is at %d, %v", seq, err)
			}
		})
	}
}

func TestAnAddressThatIsNoneIsSaidToBeOne(t *testing.T) {
	for address, want := range map[string]string{
		"postgre://h/d":               `"postgres"`,
		"postgres://h/d?schema=A-B":   "a schema has",
		"postgres://u:secret@h:x/d":   "write it like postgres://",
		"postgres://h/d?sslmode=what": "write it like postgres://",
	} {
		_, err := stores.Find(address, "")
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want %s and no password", address, err, want)
		}
	}
}
