package indexer_test

import (
	"bytes"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
	"honglinh/indexer"
)

// withPeople makes a data folder with a catalogue and a private store in which
// three things were logged.
func withPeople(t *testing.T) (data string) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "packages"), map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(2, 0)})
	data = filepath.Join(dir, "data")
	s, err := indexer.Open(t.Context(), indexer.Options{Data: data, NoEmbedded: true, NoTables: true, Packages: []string{filepath.Join(dir, "packages")}})
	if err != nil {
		t.Fatal(err)
	}
	ingest(t, s)
	people, err := sqlite.OpenPrivate(t.Context(), data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		err := people.Write(t.Context(), func(tx private.Tx) error {
			if _, err := tx.Append(t.Context(), private.Entry{Role: "editor", Action: "publish", Target: "drafts/1", Subject: "account/bi-mat"}); err != nil {
				return err
			}
			d, err := tx.Find(t.Context(), "accounts", "bi-mat")
			if err != nil {
				d = private.Document{Collection: "accounts", ID: "bi-mat", Body: []byte(`{"name":"Bí Mật"}`)}
			}
			_, err = tx.Save(t.Context(), d)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := people.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCheckHoldsTheLogAgainstItsChain(t *testing.T) {
	data := withPeople(t)
	if found, err := indexer.Check(t.Context(), indexer.Options{Data: data}); err != nil || len(found) > 0 {
		t.Fatalf("a sound folder: %v, %v", found, err)
	}
	db, err := sql.Open("sqlite", filepath.Join(data, "private.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE entry SET role = 'program' WHERE seq = 2"); err != nil {
		t.Fatal(err)
	}
	found, err := indexer.Check(t.Context(), indexer.Options{Data: data})
	if err != nil || len(found) != 1 || found[0].Code != "private-chain" || found[0].ID != "log/2" || found[0].Grade != indexer.Damage {
		t.Errorf("a line of the log was changed: %v, %v, want damage at log/2", found, err)
	}
}

func TestNothingPrivateIsExported(t *testing.T) {
	data := withPeople(t)
	out := filepath.Join(t.TempDir(), "out")
	if _, err := indexer.Export(t.Context(), indexer.Options{Data: data}, out); err != nil {
		t.Fatal(err)
	}
	files := 0
	err := filepath.WalkDir(out, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(p)
		for _, secret := range []string{"bi-mat", "Bí Mật"} {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s holds %q", p, secret)
			}
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("%d files exported, %v", files, err)
	}
	if _, err := os.Stat(filepath.Join(out, "private.sqlite")); err == nil {
		t.Error("the private store is exported")
	}
}
