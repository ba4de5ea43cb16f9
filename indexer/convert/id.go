package convert

import (
	"fmt"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// recordID makes a record id of the value of the id column: a slug, or a whole
// id of the mapped kind. Values that are no slug are folded into one.
func recordID(m *datasets.Mapping, value string) (string, error) {
	value = strings.TrimSpace(value)
	if value == "" {
		return "", fmt.Errorf("the id is missing")
	}
	if kind, _, ok := catalog.SplitID(value); ok {
		if string(kind) != m.Kind {
			return "", fmt.Errorf("the id %s is of another kind than the resource's %s", value, m.Kind)
		}
		return value, nil
	}
	slug := strings.ToLower(value)
	if !catalog.ValidSlug(slug) {
		slug = text.Slug(value, catalog.MaxSlug)
	}
	if slug == "" {
		return "", fmt.Errorf("the id %q has no letter or digit", value)
	}
	return catalog.MakeID(vocab.Kind(m.Kind), slug), nil
}

// fail refuses a row that was read.
func (c *Converter) fail(row source.Row, id, column, reason, remedy string) {
	c.refuse(source.Refusal{File: row.File, Row: row.Row, Column: column, Reason: reason, Remedy: remedy, ID: id})
}
