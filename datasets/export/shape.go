package export

import (
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Shape says which columns of a table hold its geometry.
type Shape struct {
	Lon, Lat string
	Column   string // GeoJSON or WKT text
	CRS      string // "" is WGS 84
	Name     string // the column that names a feature
}

// ShapeOf finds the geometry of a table: what the mapping says, the geometry of
// GeoJSON, or two columns named as coordinates usually are. False if there is none.
func ShapeOf(r datasets.Resource, v *table.Version) (Shape, bool) {
	var s Shape
	if m := r.Mapping; m != nil {
		s = Shape{Lon: m.Lon, Lat: m.Lat, Column: m.Geometry, CRS: m.CRS, Name: m.Title[text.VI]}
	}
	if r.Geographic() { // features are loaded in WGS 84
		s.Column, s.CRS = table.GeometryColumn, ""
	}
	if s.Column == "" && s.Lon == "" {
		if c, ok := v.Column(table.GeometryColumn); ok && c.Type == table.Text {
			s.Column = c.Name
		}
	}
	if s.Column == "" && s.Lon == "" {
		s.Lon, s.Lat = pick(v, "lon", "lng", "longitude", "kinh_do"), pick(v, "lat", "latitude", "vi_do")
	}
	return s, s.Column != "" && has(v, s.Column) || s.Lon != "" && s.Lat != "" && has(v, s.Lon) && has(v, s.Lat)
}

func has(v *table.Version, name string) bool { _, ok := v.Column(name); return ok }

func pick(v *table.Version, names ...string) string {
	for _, n := range names {
		if c, ok := v.Column(n); ok && c.Type.Numeric() {
			return n
		}
	}
	return ""
}
