package enquiry

import (
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/place"
)

// UnitOf is the unit, of those at the desk, that today's ward or commune of a record
// is; "" where its places lie in none or in several, or nobody at the desk is of it:
// then the board knows whom to ask.
func UnitOf(rec *catalog.Record, places *place.Register, units []string) string {
	var found []string
	for _, ref := range append(slices.Clone(rec.Places), catalog.PlaceRef{ID: rec.ID}) {
		for _, u := range places.Current(ref.ID) {
			if (u.Level == "ward" || u.Level == "commune") && !slices.Contains(found, u.ID) {
				found = append(found, u.ID)
			}
		}
	}
	if len(found) != 1 {
		return ""
	}
	if i := slices.IndexFunc(units, func(unit string) bool { return slices.Contains(account.Wards(unit), found[0]) }); i >= 0 {
		return units[i]
	}
	return ""
}
