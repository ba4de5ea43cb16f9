package indexer

import (
	"os"
	"path/filepath"
	"testing"

	"honglinh/indexer/source"
	"honglinh/indexer/source/sourcetest"
)

const suitePackage = `{"name":"diem","title":"Điểm","resources":[{"name":"diem","path":"diem.csv","format":"csv","type":"table",
"schema":{"fields":[{"name":"id","type":"string","constraints":{"required":true}},{"name":"ten","type":"string"},{"name":"lat","type":"number"}]},
"honglinh":{"kind":"place","id":"id","title":{"vi":"ten"}}}]}`

// TestPackagesPassTheSuite reads data packages as a run does: gathered, copied and
// opened.
func TestPackagesPassTheSuite(t *testing.T) {
	sourcetest.Run(t, func(t *testing.T) sourcetest.Rig {
		dir := t.TempDir()
		put := func(t *testing.T, name, body string) {
			full := filepath.Join(dir, "packages", "diem", name)
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(full, []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		put(t, "datapackage.json", suitePackage)
		put(t, "diem.csv", "id,ten,lat\na,Điểm A,1.5\nb,Điểm B,2\nc,Điểm C,3\n")
		s, err := Open(t.Context(), Options{Data: filepath.Join(dir, "data"), NoEmbedded: true, NoTables: true, Packages: []string{filepath.Join(dir, "packages")}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return sourcetest.Rig{
			Open:   func(t *testing.T) source.Source { return opened(t, s) },
			Change: func(t *testing.T) { put(t, "diem.csv", "id,ten,lat\na,Điểm A,1.5\nb,Điểm B,2\nc,Điểm Ç,3\n") },
			Spoil: func(t *testing.T) {
				put(t, "diem.csv", "id,ten,lat\na,Điểm A,1.5\nb,Điểm B,hai\nc,Điểm C,3\n")
			},
			Lose: func(t *testing.T) {
				if err := os.Remove(filepath.Join(dir, "packages", "diem", "diem.csv")); err != nil {
					t.Fatal(err)
				}
			},
		}
	})
}

// opened returns the one source that a run would read.
func opened(t *testing.T, s *Service) source.Source {
	t.Helper()
	rep := &Report{}
	batches := s.copyAll(t.Context(), s.gather(rep), rep)
	if len(batches) != 1 || len(rep.Refused) > 0 {
		t.Fatalf("%d sources, refused %v", len(batches), rep.Refused)
	}
	return batches[0].src
}
