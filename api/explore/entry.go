package explore

import (
	"slices"
	"strings"
	"time"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"honglinh/datasets/table/clause"
)

// entry is a dataset of this face: one table, or a package without any.
type entry struct {
	id       string
	pack     *datasets.Package
	resource datasets.Resource
	ref      table.Ref
	// version is nil where the package holds only files.
	version *table.Version
	geo     *point
}

// point says which columns make the point of a row.
type point struct{ lon, lat string }

// geoField is the name of the field that a table with coordinates gains.
const geoField = "geo_point_2d"

// entries lists the datasets by id. A table named like its package has the
// package's name for its id; another is <package>--<table>.
func (f *Face) entries() []entry {
	var out []entry
	for _, p := range f.library().All() {
		n := len(out)
		for _, r := range p.Resources {
			ref := table.Ref{Dataset: p.Name, Table: r.Name}
			s, err := f.tables.State(ref)
			if err != nil || s.Current() == nil {
				continue
			}
			e := entry{id: p.Name + "--" + r.Name, pack: p, resource: r, ref: ref, version: s.Current()}
			if r.Name == p.Name {
				e.id = p.Name
			}
			e.geo = pointOf(r, e.version)
			out = append(out, e)
		}
		if len(out) == n {
			out = append(out, entry{id: p.Name, pack: p})
		}
	}
	slices.SortFunc(out, func(a, b entry) int { return strings.Compare(a.id, b.id) })
	return out
}

func pointOf(r datasets.Resource, v *table.Version) *point {
	pairs := []point{{"lon", "lat"}, {"longitude", "latitude"}}
	if r.Mapping != nil && r.Mapping.Lon != "" {
		pairs = append([]point{{r.Mapping.Lon, r.Mapping.Lat}}, pairs...)
	}
	if _, taken := v.Column(geoField); taken {
		return nil
	}
	for _, p := range pairs {
		lon, okLon := v.Column(p.lon)
		lat, okLat := v.Column(p.lat)
		if okLon && okLat && lon.Type.Numeric() && lat.Type.Numeric() {
			return &p
		}
	}
	return nil
}

// find finds a dataset by id; the name of a package is also that of its first table.
func (f *Face) find(id string) (entry, error) {
	all := f.entries()
	var known []string
	for _, e := range all {
		if e.id == id {
			return e, nil
		}
		known = append(known, e.id)
	}
	for _, e := range all {
		if e.pack.Name == id && e.version != nil && e.pack.Resources[0].Name == e.resource.Name {
			return e, nil
		}
	}
	message := "The requested dataset " + clause.Short(id) + " does not exist."
	if near := text.Nearest(id, known); near != "" {
		message += " Did you mean " + near + "?"
	}
	return entry{}, noResource("%s", message)
}

// table returns the entry if it has records.
func (f *Face) table(id string) (entry, error) {
	e, err := f.find(id)
	if err == nil && e.version == nil {
		err = noResource("The dataset %s has files, no records; see its attachments.", e.id)
	}
	return e, err
}

func (e entry) title(l text.Lang) string {
	if e.version != nil && e.resource.Name != e.pack.Name && len(e.pack.Resources) > 1 && !e.resource.Title.IsZero() {
		s, _ := e.resource.Title.Best(l)
		return s
	}
	s, _ := e.pack.Title.Best(l)
	return s
}

func (e entry) description(l text.Lang) string {
	if s, _ := e.pack.Description.Best(l); s != "" {
		return s
	}
	s, _ := e.resource.Description.Best(l)
	return s
}

func (e entry) keywords(l text.Lang) []string {
	if k := e.pack.Keywords[l]; len(k) > 0 {
		return k
	}
	return e.pack.Keywords[l.Other()]
}

func (e entry) modified() time.Time {
	if !e.pack.Modified.IsZero() || e.version == nil {
		return e.pack.Modified
	}
	return e.version.Created
}

// column finds a column as ODSQL may name it.
func (e entry) column(name string) (table.Column, bool) { return e.version.Column(name) }

func (e entry) columnNames() []string {
	var out []string
	for _, c := range e.version.Columns {
		out = append(out, c.Name)
	}
	if e.geo != nil {
		out = append(out, geoField)
	}
	return out
}
