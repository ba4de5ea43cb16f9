package layers

import (
	"maps"
	"regexp"
	"slices"
)

// Field is a property that features of a layer have.
type Field struct {
	Name string
	// Type is the kind of value: string, number, integer, boolean or array.
	Type string
	// Format is "date" where every value is a day and "date-time" where every value is an instant, as JSON Schema names them; a property with a year or a month
	// among its values has none.
	Format string
}

// Fields lists the properties that features have, by name.
func (d *Data) Fields() []Field { return d.fields() }

func fieldsOf(features []*Feature) []Field {
	kinds, formats := map[string]string{}, map[string]string{}
	for _, f := range features {
		for name, v := range f.Properties {
			kind, format := kindOf(v), formatOf(v)
			if was, ok := kinds[name]; ok {
				if was != kind {
					kind = widened(was, kind)
				}
				if formats[name] != format {
					format = ""
				}
			}
			kinds[name], formats[name] = kind, format
		}
	}
	var out []Field
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		out = append(out, Field{name, kinds[name], formats[name]})
	}
	return out
}

// GeometryTypes lists the GeoJSON types of the geometries, by name.
func (d *Data) GeometryTypes() []string {
	seen := map[string]bool{}
	for _, f := range d.Features {
		if f.geometry != nil {
			seen[f.geometry.GeoJSONType()] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

var (
	day    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	moment = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$`)
)

// formatOf is the format of a text.
func formatOf(v any) string {
	s, _ := v.(string)
	switch {
	case len(s) < 10 || s[4] != '-':
		return ""
	case day.MatchString(s):
		return "date"
	case moment.MatchString(s):
		return "date-time"
	}
	return ""
}

func kindOf(v any) string {
	switch v.(type) {
	case bool:
		return "boolean"
	case int64:
		return "integer"
	case float64:
		return "number"
	case []string:
		return "array"
	}
	return "string"
}

// widened is the kind that holds values of both.
func widened(a, b string) string {
	if (a == "integer" || a == "number") && (b == "integer" || b == "number") {
		return "number"
	}
	return "string"
}
