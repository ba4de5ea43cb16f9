package frame

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAFileIsKeptForEverUnderTheAddressOfItsContent(t *testing.T) {
	files, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	s := &Frame{assets: files}
	if len(files.byPath) < 10 {
		t.Errorf("only %d files", len(files.byPath))
	}
	for path := range files.byPath {
		w := httptest.NewRecorder()
		if err := s.static(w, httptest.NewRequest(http.MethodGet, path, nil)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: %q", path, got)
		}
	}
}

func TestTheScriptOfKindsIsMadeOfTheirTable(t *testing.T) {
	made, err := kindsForScripts()
	if err != nil || !strings.Contains(string(made), `"star"`) && !strings.Contains(string(made), `"opportunity":"M0-7L`) {
		t.Errorf("the script of kinds: %v\n%s", err, made)
	}
}
