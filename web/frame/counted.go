package frame

import (
	"html/template"
	"strings"
)

// Counted is the link as a value of a facet: its text, then in Note how many there are. A page has
// hundreds of them, so that they are written here: as a template each takes ten times as long.
// URL is an address of this catalogue.
func (l Link) Counted() template.HTML {
	var b strings.Builder
	b.Grow(len(l.URL) + len(l.Text) + 96)
	b.WriteString(`<a href="`)
	b.WriteString(template.HTMLEscapeString(l.URL))
	b.WriteByte('"')
	if l.Current {
		b.WriteString(` class="on" aria-current="true"`)
	}
	b.WriteString(`><span`)
	if l.Lang != "" {
		b.WriteString(` lang="` + template.HTMLEscapeString(l.Lang) + `"`)
	}
	b.WriteString(`>` + template.HTMLEscapeString(l.Text) + `</span> <span class="n">` + template.HTMLEscapeString(l.Note) + `</span></a>`)
	return template.HTML(b.String())
}
