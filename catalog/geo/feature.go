package geo

import (
	"sort"

	"github.com/paulmach/orb"
)

// Feature is a geometry with an id and properties. Coordinates are WGS 84 longitude and latitude in degrees unless the reader
// that made it says otherwise; a nil Geometry is allowed. Property values are nil, bool, int64, float64, string, json.Number
// (integers too long for int64), time.Time, or lists and maps of them.
type Feature struct {
	ID         string
	Geometry   orb.Geometry
	Properties map[string]any
}

// Names lists the property names in alphabetical order, the order in which writers write them.
func (f Feature) Names() []string {
	names := make([]string, 0, len(f.Properties))
	for n := range f.Properties {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
