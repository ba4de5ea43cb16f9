package metadata

import (
	"context"
	"slices"
	"strings"

	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// maxAreas is the most units a description lists; beyond it the units above them
// say the same in fewer words.
const maxAreas = 12

// maxPlaces bounds the distinct places of a table that are looked up.
const maxPlaces = 1000

// Country is the EU country list's concept of Vietnam, in which every unit of
// the register lies.
const Country = "http://publications.europa.eu/resource/authority/country/VNM"

// cover adds the units that the place column of a table names.
func (d *Describer) cover(ctx context.Context, ds *Dataset, ref table.Ref, r datasets.Resource, v *table.Version) error {
	if d.places == nil || r.Mapping == nil || r.Mapping.Place == "" {
		return nil
	}
	if _, ok := v.Column(r.Mapping.Place); !ok {
		return nil
	}
	ids, err := d.named(ctx, ref, v, r.Mapping.Place)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(ds.Spatial, func(p Place) bool { return p.Unit == id }) {
			ds.Spatial = append(ds.Spatial, Place{Unit: id})
		}
	}
	return nil
}

// named returns the ids of the units that a column names, in the order of the names.
func (d *Describer) named(ctx context.Context, ref table.Ref, v *table.Version, column string) ([]string, error) {
	register := d.places()
	if ids, ok := d.remembered(register, v.SHA256); ok {
		return ids, nil
	}
	res, err := d.tables.Query(ctx, table.Query{Ref: ref, Version: v.Number, Select: []table.Item{{Column: column}}, Distinct: true,
		Where: &table.Expr{Op: table.NotNull, Column: column}, Order: []table.Order{{By: column}}, Limit: maxPlaces})
	if err != nil {
		return nil, err
	}
	rows, err := res.All(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, row := range rows {
		s, _ := row[0].(string)
		for _, name := range strings.Split(s, ";") {
			if id := unitOf(register, strings.TrimSpace(name)); id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	d.remember(register, v.SHA256, ids)
	return ids, nil
}

// remembered returns the units that a version names by a register, if it was asked before.
func (m *memory) remembered(register *place.Register, version string) ([]string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.units != register {
		return nil, false
	}
	ids, ok := m.areas[version]
	return ids, ok
}

// remember keeps the units that a version names; those of another register are forgotten.
func (m *memory) remember(register *place.Register, version string, ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.units != register || len(m.areas) > maxRemembered {
		clear(m.areas)
	}
	m.units, m.areas[version] = register, ids
}

// unitOf resolves an id, or a name or code that means exactly one unit.
func unitOf(register *place.Register, name string) string {
	if name == "" || register == nil {
		return ""
	}
	if u, ok := register.ByID(name); ok {
		return u.ID
	}
	if found := register.Resolve(name, ""); len(found) == 1 {
		return found[0].ID
	}
	return ""
}

// shorten shortens a long list of units to the units above them, puts names to
// units and says in which country they lie.
func (d *Describer) shorten(ds *Dataset) {
	if d.places == nil {
		return
	}
	register := d.places()
	if len(ds.Spatial) > maxAreas {
		ds.Spatial = above(register, ds.Spatial)
	}
	for i, p := range ds.Spatial {
		if u, ok := register.ByID(p.Unit); ok {
			ds.Spatial[i].Label = u.Name
		}
	}
	if !slices.ContainsFunc(ds.Spatial, func(p Place) bool { return p.IRI == Country }) {
		ds.Spatial = append(ds.Spatial, Place{IRI: Country, Label: text.New("Việt Nam", "Vietnam")})
	}
}

// above returns the topmost units that hold the given ones.
func above(register *place.Register, list []Place) []Place {
	var out []Place
	for _, p := range list {
		id := p.Unit
		for range maxAreas { // no country has as many levels; a loop in the data ends here
			u, ok := register.ByID(id)
			if !ok || u.Parent == "" {
				break
			}
			id = u.Parent
		}
		top := Place{Unit: id, IRI: p.IRI}
		if !slices.ContainsFunc(out, func(q Place) bool { return q.Unit == top.Unit && q.IRI == top.IRI }) {
			out = append(out, top)
		}
	}
	return out[:min(maxAreas, len(out))]
}
