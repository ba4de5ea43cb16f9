package table

import "honglinh/datasets"

// GeometryColumn holds the geometry of a feature as GeoJSON text.
const GeometryColumn = "geometry"

// Loadable reports whether the rows of a resource make a table: delimited text, JSON
// and sheets of office files, features, or texts with front matter.
func Loadable(r datasets.Resource) bool { return r.Tabular() || r.Geographic() || r.Texts() }
