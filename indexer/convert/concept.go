package convert

import (
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// Concept is one row of a thesaurus.
type Concept struct {
	ID, Domain       string
	Pref             map[string]string
	Alt, Abbr        map[string][]string
	Broader, Related []string
}

func (c *Converter) concept(row source.Row) {
	m := c.res.Thesaurus
	k := Concept{ID: row.String(m.ID), Domain: row.String(m.Domain), Pref: map[string]string{},
		Alt: lists(row, m.Alt), Abbr: lists(row, m.Abbr), Broader: split(row, m.Broader), Related: split(row, m.Related)}
	for _, lang := range text.Langs() {
		if s := row.String(m.Pref[lang]); s != "" {
			k.Pref[string(lang)] = s
		}
	}
	if k.ID == "" || len(k.Pref) == 0 {
		c.fail(row, "", m.ID, notice.Of("concept-empty"))
		return
	}
	c.Concepts = append(c.Concepts, k)
}

func lists(row source.Row, cols datasets.Columns) map[string][]string {
	out := map[string][]string{}
	for lang, col := range cols {
		for _, s := range strings.Split(row.String(col), ";") {
			if s = strings.TrimSpace(s); s != "" {
				out[string(lang)] = append(out[string(lang)], s)
			}
		}
	}
	return out
}
