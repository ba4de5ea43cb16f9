package ogc

import (
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/cql2"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/text"
)

// filter reads filter, filter-lang and filter-crs into a question: what the index of the layer answers as areas, the rest as a test.
func (f *Face) filter(c *collection, v url.Values, q *request) error {
	system, err := f.systems.find("filter-crs", v.Get("filter-crs"))
	if err != nil {
		return err
	}
	parse := cql2.ParseText
	switch lang := v.Get("filter-lang"); lang {
	case "", "cql2-text":
	case "cql2-json":
		parse = func(s string, o cql2.Options) (*cql2.Filter, error) { return cql2.ParseJSON([]byte(s), o) }
	default:
		return invalidf("filter-lang", "%.40q không có; dùng cql2-text hoặc cql2-json.", "%.40q is not known; use cql2-text or cql2-json.", lang)
	}
	if !v.Has("filter") {
		return nil
	}
	options := cql2.Options{Known: c.filterable, Functions: functions()}
	if system.Code != crs.CRS84 {
		options.Convert = func(g orb.Geometry) (orb.Geometry, error) { return toMap(system, g) }
	}
	parsed, err := parse(v.Get("filter"), options)
	if err != nil {
		return filterFault(err)
	}
	areas, rest := parsed.Areas("geometry")
	for _, g := range areas {
		r, err := spatial.Polygon(g)
		if err != nil { // degrees outside of the globe: asked feature by feature
			rest = parsed
			break
		}
		q.areas = append(q.areas, r)
	}
	if rest != nil {
		q.tests = append(q.tests, func(x *layers.Feature) bool { return rest.Match(c.seen(x)) })
	}
	return nil
}

// filterable tells whether a filter may name the property: the queryables, the geometry and the validity.
func (c *collection) filterable(name string) bool {
	return name == "geometry" || name == "valid" || name == "id" || c.has(name)
}

// withID is a feature whose id and geometry can be asked for by name.
type withID struct{ *layers.Feature }

// Property is a property by name, the id and the geometry among them.
func (x withID) Property(name string) (any, bool) {
	switch name {
	case "id":
		return x.ID, true
	case "geometry":
		if g := x.Geometry(); g != nil {
			return g, true
		}
		return nil, false
	}
	return x.Feature.Property(name)
}

func (c *collection) seen(x *layers.Feature) cql2.Feature { return withID{x} }

func filterFault(err error) error {
	reason := err.Error()
	if at, ok := errors.AsType[*cql2.Error](err); ok {
		reason = at.Vietnamese()
	}
	f := catalog.NewFault(catalog.Invalid, "filter", fmt.Sprintf("Không hiểu bộ lọc: %s.", reason), fmt.Sprintf("The filter is not understood: %v.", err))
	if errors.Is(err, cql2.ErrTooLarge) {
		f.Kind = catalog.TooLarge
	}
	f.Err = err
	return f
}

func unknownProperty(where, name string, known []string) error {
	f := catalog.NewFault(catalog.Invalid, where, fmt.Sprintf("Không có thuộc tính %.60q.", name), fmt.Sprintf("There is no property %.60q.", name))
	f.Nearest = text.Nearest(name, slices.Clone(known))
	return f
}
