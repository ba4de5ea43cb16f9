package basemap_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/proof"
)

// update writes the archives: go test ./catalog/geo/basemap -run Shipped -update
var update = flag.Bool("update", false, "write the archives that ship")

func TestShippedArchivesAreWhatTheFactsMake(t *testing.T) {
	facts := proof.Shared(t, "facts")
	made, err := basemap.Shipped(os.DirFS(facts), os.DirFS("source"))
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for name, b := range made {
		total += len(b)
		t.Logf("%s has %d bytes", name, len(b))
		if *update {
			if err := os.WriteFile(name, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		stored, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(stored, b) {
			t.Errorf("%s is not what the facts make; run go test ./catalog/geo/basemap -run Shipped -update", name)
		}
	}
	if total > 3<<20 {
		t.Errorf("the archives have %d bytes together, over 3 MB", total)
	}
}
