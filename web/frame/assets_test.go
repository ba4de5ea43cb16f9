package frame

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestFilesPackedByHandAreTheFilesBesideThem(t *testing.T) {
	files, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	s, packed := &Frame{assets: files}, 0
	for path, f := range files.byPath {
		if f.br == nil {
			continue
		}
		packed++
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		w := httptest.NewRecorder()
		if err := s.static(w, r); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(brotli.NewReader(w.Body))
		if err != nil || !bytes.Equal(got, f.body) || w.Header().Get("Content-Encoding") != "br" || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %d bytes, %v, %v", path, len(got), err, w.Header())
		}
		r.Header.Set("Accept-Encoding", "gzip")
		w = httptest.NewRecorder()
		if err := s.static(w, r); err != nil || !bytes.Equal(w.Body.Bytes(), f.body) {
			t.Errorf("%s, for who knows no brotli: %v", path, err)
		}
	}
	if packed < 5 {
		t.Errorf("%d files are packed", packed)
	}
}

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
