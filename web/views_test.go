package web_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/web/webtest"
)

// Executing a template against the zero value of its struct finds every field
// that the struct does not have outside of branches; the pages of the shipped
// records run the branches.
func TestEveryTemplatePrintsTheZeroValueOfItsStruct(t *testing.T) {
	s := webtest.Shipped(t)
	for _, part := range s.Parts() {
		for name, zero := range part.Views.Pages {
			for _, lang := range text.Langs() {
				if _, err := s.Render(name, lang, zero); err != nil {
					t.Errorf("%s in %s: %v", name, lang, err)
				}
			}
		}
	}
}

func TestEveryTemplateFileIsListed(t *testing.T) {
	for _, part := range webtest.Shipped(t).Parts() {
		if part.Views.Files == nil {
			continue
		}
		names, err := fs.Glob(part.Views.Files, "templates/*.html")
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			n = strings.TrimSuffix(path.Base(n), ".html")
			if _, ok := part.Views.Pages[n]; !ok && n != "layout" && n != "parts" {
				t.Errorf("templates/%s.html is in no list", n)
			}
		}
	}
}
