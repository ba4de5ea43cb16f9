package web

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"honglinh/catalog/text"
)

// Executing a template against the zero value of its struct finds every field
// that the struct does not have outside of branches; the pages of the shipped
// records run the branches.
func TestEveryTemplatePrintsTheZeroValueOfItsStruct(t *testing.T) {
	files, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	v, err := loadViews(locales(t), files)
	if err != nil {
		t.Fatal(err)
	}
	for name, zero := range pageStructs() {
		for _, lang := range text.Langs() {
			if _, err := v.render(name, lang, zero); err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
			}
		}
	}
}

func TestEveryTemplateFileIsListed(t *testing.T) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		n = strings.TrimSuffix(path.Base(n), ".html")
		if _, ok := pageStructs()[n]; !ok && n != "layout" && n != "parts" && n != "dataparts" {
			t.Errorf("templates/%s.html is in no list", n)
		}
	}
}

func TestMarkdownIsMadeSafe(t *testing.T) {
	p := newProse()
	tests := []struct{ name, in, without, with string }{
		{"a script is dropped", "a <script>alert(1)</script> b", "<script", "a"},
		{"a javascript address is dropped", "[x](javascript:alert(1))", "javascript:", "x"},
		{"an event handler is dropped", `<img src=x onerror=alert(1)>`, "onerror", ""},
		{"headings go below the page's own", "# One", "<h1", "<h2"},
		{"a heading deeper than the page's own comes up to it", "### One", "<h3", "<h2"},
		{"no heading skips a level", "# One\n\n#### Two", "<h5", "<h3"},
		{"tables stay", "| a | b |\n|---|---|\n| 1 | 2 |", "|", "<table>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(p.html(tt.in))
			if strings.Contains(got, tt.without) || !strings.Contains(got, tt.with) {
				t.Errorf("got %q", got)
			}
		})
	}
}
