package datasets

import (
	"fmt"

	"honglinh/catalog/text"
)

// shown takes what acts on a screen instead of being shown out of the texts of a
// package that people read.
func (c *reader) shown(p *Package) {
	c.seen("title", p.Title)
	c.seen("description", p.Description)
	for i := range p.Contributors {
		c.line(fmt.Sprintf("contributors[%d].title", i), &p.Contributors[i].Title)
	}
	for i := range p.Sources {
		c.line(fmt.Sprintf("sources[%d].title", i), &p.Sources[i].Title)
	}
	for i, r := range p.Resources {
		where := fmt.Sprintf("resources[%d]", i)
		c.seen(where+".title", r.Title)
		c.seen(where+".description", r.Description)
		for j, f := range r.Schema.Fields {
			at := fmt.Sprintf("%s.schema.fields[%d]", where, j)
			c.seen(at+".title", f.Title)
			c.seen(at+".description", f.Description)
			for code, label := range f.Labels {
				c.seen(at+".categories."+code, label)
			}
		}
	}
}

func (c *reader) seen(where string, t text.Text) {
	for _, lang := range text.Langs() {
		if s := t[lang]; s != "" {
			c.line(where, &s)
			t[lang] = s
		}
	}
}

func (c *reader) line(where string, s *string) {
	was := *s
	var n int
	if *s, n = text.Shown(was); n > 0 {
		c.warn(where, "unseen-in-descriptor", n, text.Visible(was))
	}
}
