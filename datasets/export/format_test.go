package export

import (
	"errors"
	"mime"
	"slices"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func TestEveryFormatSaysWhatItIs(t *testing.T) {
	names, extensions := map[string]bool{}, map[string]bool{}
	for _, f := range Formats() {
		if names[f.Name] || extensions[f.Extension] {
			t.Errorf("%s: two formats have this name, or the extension %q", f.Name, f.Extension)
		}
		names[f.Name], extensions[f.Extension] = true, true
		if _, _, err := mime.ParseMediaType(f.Media); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if f.Label[text.VI] == "" || f.Label[text.EN] == "" || f.Short == "" || f.FileType == "" {
			t.Errorf("%s: a label, a short name or a code of the file-type list is missing: %+v", f.Name, f)
		}
		if f.Uses&^(Tables|Layers|Searches) != 0 || f.Uses == 0 {
			t.Errorf("%s holds nothing, or what nobody knows: %b", f.Name, f.Uses)
		}
		if f.Degrees && !f.Geographic {
			t.Errorf("%s has degrees and no geometry", f.Name)
		}
	}
}

func TestAFormatIsFoundByItsUseAndName(t *testing.T) {
	if f, err := Find(Layers, "fgb"); err != nil || f.MediaType() != "application/flatgeobuf" {
		t.Error(f, err)
	}
	if f, err := Find(Tables, "csv"); err != nil || f.MediaType() != "text/csv" {
		t.Error(f, err)
	}
	var fault *catalog.Fault
	if _, err := Find(Layers, "xlsx"); !errors.As(err, &fault) || fault.Kind != catalog.NotFound {
		t.Errorf("a workbook holds no layer: %v", err)
	}
	if _, err := Find(Tables, "geoparkuet"); !errors.As(err, &fault) || fault.Nearest != "geoparquet" {
		t.Errorf("the nearest name is missing: %v", err)
	}
	if got := Names(Searches); !slices.Contains(got, "atom") || slices.Contains(got, "xlsx") {
		t.Error(got)
	}
}
