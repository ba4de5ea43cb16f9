package frame

import (
	"html/template"
	"strings"
	"testing"
)

func TestACountedLinkIsWhatATemplateWouldWrite(t *testing.T) {
	page := template.Must(template.New("").Parse(`<a href="{{.URL}}"{{if .Current}} class="on" aria-current="true"{{end}}><span{{if .Lang}} lang="{{.Lang}}"{{end}}>{{.Text}}</span> <span class="n">{{.Note}}</span></a>`))
	for name, l := range map[string]Link{
		"plain":                          {Text: "Đất đai", URL: "/vi/search?topic=land", Note: "10"},
		"chosen, in another language":    {Text: "Land", Lang: "en", URL: "/vi/search?q=c%E1%BB%A5m+c%C3%B4ng&topic=land", Note: "1.892", Current: true},
		"what would break out of a page": {Text: `<b>"x"</b> & 'y'`, Lang: `"><script>`, URL: "/vi/search?q=%22%3E%3Cscript%3E&kind=a", Note: `<i>`},
	} {
		var b strings.Builder
		if err := page.Execute(&b, l); err != nil {
			t.Fatal(err)
		}
		// A template writes a plus sign as a reference where it stands for a space.
		if got, want := strings.ReplaceAll(string(l.Counted()), "+", "&#43;"), b.String(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}
