package ogc

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"honglinh/catalog/geo/layers"
)

// sortKey is a property to order by.
type sortKey struct {
	name string
	down bool
}

// mostKeys bounds sortby: more keys than columns that people read at once say nothing.
const mostKeys = 8

func (c *collection) parseSort(v url.Values) ([]sortKey, error) {
	if !v.Has("sortby") {
		return nil, nil
	}
	parts := strings.Split(v.Get("sortby"), ",")
	if len(parts) > mostKeys {
		return nil, invalidf("sortby", "Nhiều nhất %d thuộc tính.", "At most %d properties.", mostKeys)
	}
	var out []sortKey
	for _, p := range parts {
		p = strings.TrimSpace(p) // a plus sign in an address is a space
		k := sortKey{strings.TrimLeft(p, "+-"), strings.HasPrefix(p, "-")}
		if !slices.Contains(c.sortable(), k.name) {
			return nil, unknownProperty("sortby", k.name, c.sortable())
		}
		out = append(out, k)
	}
	return out, nil
}

// hasGeometry is a name to sort by that is no property: features with geometry come first unless an order is asked for.
const hasGeometry = "has_geometry"

// sortable lists the names to sort by: properties with one value, the id, and whether there is a geometry.
func (c *collection) sortable() []string {
	out := []string{"id", hasGeometry}
	for _, f := range c.fields {
		if f.Type != "array" && f.Name != "id" {
			out = append(out, f.Name)
		}
	}
	return out
}

// sortBy orders positions by properties; equal ones stay in the order of their ids, features without the property come last.
func sortBy(features []*layers.Feature, found []int, order []sortKey) {
	if len(order) == 0 {
		return
	}
	type row struct {
		at   int
		keys []any
	}
	col := collate.New(language.Vietnamese)
	var buffer collate.Buffer
	rows := make([]row, len(found))
	for i, at := range found {
		rows[i] = row{at: at, keys: make([]any, len(order))}
		for j, k := range order {
			v := features[at].Properties[k.name]
			switch k.name {
			case "id":
				v = features[at].ID
			case hasGeometry:
				v = features[at].Geometry() != nil
			}
			if s, ok := v.(string); ok {
				v = string(col.KeyFromString(&buffer, s))
				buffer.Reset()
			}
			rows[i].keys[j] = v
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		for j, k := range order {
			if c := compare(a.keys[j], b.keys[j], k.down); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.at, b.at)
	})
	for i, r := range rows {
		found[i] = r.at
	}
}

func compare(a, b any, down bool) int {
	if a == nil || b == nil {
		return cmp.Compare(btoi(a == nil), btoi(b == nil))
	}
	c := 0
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			c = strings.Compare(x, y)
		}
	default:
		c = cmp.Compare(number(a), number(b))
	}
	if down {
		return -c
	}
	return c
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func number(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	case bool:
		return float64(btoi(v))
	}
	return 0
}
