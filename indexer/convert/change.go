package convert

import (
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/indexer/source"
)

// changed notes that a value was changed on its way into a record.
func (c *Converter) changed(row source.Row, column, code, example string) {
	c.changes.Add(row.File, row.Row, column, code, example)
}

// after is the beginning of a text from a place on.
func after(s string, at int) string { return strings.ToValidUTF8(s[at:min(len(s), at+20)], "") }

// shown takes what acts on a screen instead of being shown out of the values of a
// row: no text of a record has it. The tables keep what the file has.
func (c *Converter) shown(row source.Row) {
	for _, column := range slices.Sorted(maps.Keys(row.Cells)) {
		v, example := visible(row.Cells[column])
		if example == "" {
			continue
		}
		row.Cells[column] = v
		c.changed(row, column, "unseen-removed", text.Visible(example))
	}
	for _, lang := range slices.Sorted(maps.Keys(row.Body)) {
		s, n := text.Shown(row.Body[lang])
		if n == 0 {
			continue
		}
		example := row.Body[lang]
		row.Body[lang] = s
		c.changed(row, "body", "unseen-removed", text.Visible(example))
	}
}

// visible returns a value without what is not shown, and the first text that had it;
// "" for none.
func visible(v any) (any, string) {
	switch v := v.(type) {
	case string:
		s, n := text.Shown(v)
		if n == 0 {
			return s, ""
		}
		return s, v
	case []any:
		first := ""
		for i := range v {
			x, example := visible(v[i])
			if v[i] = x; first == "" {
				first = example
			}
		}
		return v, first
	case map[string]any:
		first := ""
		for _, k := range slices.Sorted(maps.Keys(v)) {
			x, example := visible(v[k])
			if v[k] = x; first == "" {
				first = example
			}
		}
		return v, first
	}
	return v, ""
}
