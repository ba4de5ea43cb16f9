package convert

import (
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// recordID makes a record id of the value of the id column: a slug, or a whole
// id of the mapped kind. Values that are no slug are folded into one.
func recordID(m *datasets.Mapping, value string) (string, *notice.Notice) {
	value = strings.TrimSpace(value)
	if value == "" {
		return "", notice.Of("id-missing")
	}
	if kind, _, ok := catalog.SplitID(value); ok {
		if string(kind) != m.Kind {
			return "", notice.Of("id-kind", value, m.Kind)
		}
		return value, nil
	}
	slug := strings.ToLower(value)
	if !catalog.ValidSlug(slug) {
		slug = text.Slug(value, catalog.MaxSlug)
	}
	if slug == "" {
		return "", notice.Of("id-empty", value)
	}
	return catalog.MakeID(vocab.Kind(m.Kind), slug), nil
}

// fail refuses a row that was read.
func (c *Converter) fail(row source.Row, id, column string, why *notice.Notice) {
	c.refuse(source.Refusal{File: row.File, Row: row.Row, Column: column, ID: id}.For(why))
}
