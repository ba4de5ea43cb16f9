package table

import (
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// Unit is the function that groups rows by the administrative unit they
// lie in.
const Unit = "unit"

// UsesUnits reports whether the query asks for units, so that its answer
// depends on the register as well.
func (q Query) UsesUnits() bool {
	return slices.ContainsFunc(slices.Concat(q.Select, q.GroupBy), func(it Item) bool { return it.Func == Unit })
}

// within lists the ids, codes and names of a place, of what it was before and
// became after, and of every unit in them.
func within(places *place.Register, name string) ([]string, error) {
	found := places.Resolve(name, "")
	if len(found) == 0 {
		return nil, catalog.NewFault(catalog.Invalid, "within", "Không có đơn vị hành chính nào có mã hoặc tên này.", "No administrative unit has this code or name.")
	}
	seen := map[string]bool{}
	var out []string
	var add func(u place.Unit)
	add = func(u place.Unit) {
		if seen[u.ID] {
			return
		}
		seen[u.ID] = true
		for _, s := range append([]string{u.ID, u.Code, u.Name[text.VI], u.Name[text.EN]}, u.Aliases...) {
			if s != "" {
				out = append(out, s)
			}
		}
		for _, c := range places.Children(u.ID, "") {
			add(c)
		}
	}
	for _, u := range found {
		for _, member := range places.Family(u.ID) {
			add(member)
		}
		add(u)
	}
	return out, nil
}
