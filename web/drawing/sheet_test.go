package drawing

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/proof"
)

// update writes the rules into the style sheet: go test ./web/drawing -run Sheet -update
var update = flag.Bool("update", false, "write the look of the base map into map.css")

func TestTheStyleSheetHasTheLookOfTheBaseMap(t *testing.T) {
	path := filepath.Join(proof.Root(t), "web", "frame", "static", "map.css")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "held by a test */\n", "/* base map ends */"
	before, rest, _ := strings.Cut(string(b), begin)
	got, after, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatal("map.css has no place for the base map")
	}
	want := basemap.Sheet(".drawing") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Error("map.css does not have the look of the base map; run go test ./web/drawing -run Sheet -update")
	}
}
