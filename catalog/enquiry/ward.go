package enquiry

import (
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/place"
)

// WardOf is the unit of the desk that today's ward or commune of a record is, "" where
// its places lie in none or in several: then the board knows whom to ask.
func WardOf(rec *catalog.Record, places *place.Register) string {
	var found []string
	for _, ref := range rec.Places {
		for _, u := range places.Current(ref.ID) {
			if u.Level != "ward" && u.Level != "commune" {
				continue
			}
			if _, slug, ok := catalog.SplitID(u.ID); ok && !slices.Contains(found, slug) {
				found = append(found, slug)
			}
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}
