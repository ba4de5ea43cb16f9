package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"honglinh/datasets/export"
)

// TestAFormatIsNamedInOneList finds a list of formats beside the one of
// datasets/export: a media type that nobody else has a reason to write.
func TestAFormatIsNamedInOneList(t *testing.T) {
	shared := map[string]bool{ // of answers that are no downloads, or of a dialect
		"text/csv": true, "application/zip": true, "application/json": true, "application/jsonl": true, "application/geo+json": true, "application/atom+xml": true, "text/tab-separated-values": true,
	}
	own := map[string]string{}
	for _, f := range export.Formats() {
		if !shared[f.MediaType()] {
			own[f.MediaType()] = f.Name
		}
	}
	allowed := map[string]bool{"datasets/export/format.go": true, "datasets/standard.go": true, // what the files of packages are
		"web/coordinates/file.go": true, // a converter's own file
		"api/httpkit/compress.go": true} // what is worth packing
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") || allowed[filepath.ToSlash(p)] {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, _ := strconv.Unquote(lit.Value)
			media, _, _ := strings.Cut(s, ";")
			if name, ok := own[media]; ok {
				t.Errorf("%s writes the media type of %q: formats are named in datasets/export alone", p, name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
