package rows

import (
	"maps"
	"slices"
	"strings"

	"honglinh/datasets"
	"honglinh/web/frame"
)

// Column is a line of the data dictionary.
type Column struct {
	Name, Title, Other, OtherLang, Type, Unit, Description string
	Key, Required                                          bool
	Codes                                                  []frame.Fact
}

// Describe makes the entry of a field in the data dictionary: its codes with their labels and the values
// that stand for a missing one, an example at the end of the description.
func Describe(l *frame.Locale, res datasets.Resource, f datasets.Field) Column {
	c := Column{Name: f.Name, Title: f.Title.In(l.Lang), Other: f.Title.In(l.Lang.Other()), OtherLang: string(l.Lang.Other()), Type: f.Type, Unit: f.Unit,
		Description: l.Label(f.Description, ""), Required: f.Constraints.Required}
	if l.Has("type." + f.Type) {
		c.Type = l.T("type." + f.Type)
	}
	for _, k := range res.Schema.PrimaryKey {
		c.Key = c.Key || k == f.Name
	}
	for _, code := range f.Categories {
		c.Codes = append(c.Codes, frame.Fact{Key: code, Label: code, Items: frame.Words(l.Label(f.Labels[code], ""))})
	}
	for _, code := range slices.Sorted(maps.Keys(f.Missing)) {
		c.Codes = append(c.Codes, frame.Fact{Key: code, Label: code, Items: frame.Words(l.T("dataset.missing", f.Missing[code]))})
	}
	if f.Example != nil {
		c.Description = strings.TrimSpace(c.Description + " " + l.T("dataset.example", datasets.Printed(f.Example)))
	}
	return c
}
