package soda

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// tableView is a table as this face names it.
type tableView struct {
	id       string
	pack     *datasets.Package
	resource datasets.Resource
	ref      table.Ref
	version  *table.Version
	lon, lat string // columns of the point, "" for none
}

// alphabet leaves out 0, 1, l and o, which look alike.
const alphabet = "23456789abcdefghijkmnpqrstuvwxyz"

// fourByFour derives the id of a table from its name: the same in every
// installation and after every rebuild. A second try is for a table whose id is taken.
func fourByFour(ref table.Ref, try int) string {
	name := ref.String()
	if try > 0 {
		name = fmt.Sprintf("%s#%d", name, try)
	}
	sum := sha256.Sum256([]byte(name))
	s := base32.NewEncoding(alphabet).EncodeToString(sum[:5])
	return s[:4] + "-" + s[4:]
}

// pointField is the name of the column that a table with coordinates gains.
const pointField = "geo_point"

// tablesByID lists the tables. Of two with one id the later in order of names
// takes the next try.
func (f *Face) tablesByID() []tableView {
	taken := map[string]bool{}
	var out []tableView
	for _, p := range f.library().All() {
		for _, r := range p.Resources {
			ref := table.Ref{Dataset: p.Name, Table: r.Name}
			s, err := f.tables.State(ref)
			if err != nil || s.Current() == nil {
				continue
			}
			v := tableView{pack: p, resource: r, ref: ref, version: s.Current()}
			for try := 0; v.id == "" || taken[v.id]; try++ {
				v.id = fourByFour(ref, try)
			}
			taken[v.id] = true
			v.locate()
			out = append(out, v)
		}
	}
	return out
}

func (v *tableView) locate() {
	pairs := [][2]string{{"lon", "lat"}, {"longitude", "latitude"}}
	if m := v.resource.Mapping; m != nil && m.Lon != "" {
		pairs = append([][2]string{{m.Lon, m.Lat}}, pairs...)
	}
	if _, taken := v.version.Column(pointField); taken {
		return
	}
	for _, p := range pairs {
		lon, okLon := v.version.Column(p[0])
		lat, okLat := v.version.Column(p[1])
		if okLon && okLat && lon.Type.Numeric() && lat.Type.Numeric() {
			v.lon, v.lat = p[0], p[1]
			return
		}
	}
}

func (f *Face) findTable(id string) (tableView, error) {
	for _, v := range f.tablesByID() {
		if v.id == strings.ToLower(id) {
			return v, nil
		}
	}
	return tableView{}, missing(id)
}

// idColumn is the number of the row; it stands for the engine's.
const idColumn = ":id"

func (v tableView) column(name string) (table.Column, bool) {
	if strings.EqualFold(name, idColumn) {
		return table.Column{Name: table.RowNumber, Type: table.Integer}, true
	}
	return v.version.Column(name)
}

func (v tableView) columnNames() []string {
	var out []string
	for _, c := range v.version.Columns {
		out = append(out, c.Name)
	}
	if v.lon != "" {
		out = append(out, pointField)
	}
	return out
}

func (v tableView) title(l text.Lang) string {
	if len(v.pack.Resources) > 1 && v.resource.Name != v.pack.Name && !v.resource.Title.IsZero() {
		s, _ := v.resource.Title.Best(l)
		return s
	}
	s, _ := v.pack.Title.Best(l)
	return s
}
