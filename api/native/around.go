package native

import (
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
)

// located is a record with what is around it, which is computed and no part of the record itself.
type located struct {
	catalog.Record
	Around *layers.Surroundings `json:"around,omitempty"`
}

// surroundings are facts with the state of the catalogue and the day of which they are.
type surroundings struct {
	*layers.Surroundings
	state string
	at    time.Time
}

// zoneKM is how far heritage and protected zones matter to whoever builds: the widest protection zones and views are well under it.
const zoneKM = 2

// surroundings computes what is around a record that lies somewhere, as it is now: of an old version nothing is told, since the rest of the map is today's.
func (f *Face) surroundings(rec catalog.Record, p httpkit.Values) surroundings {
	if !rec.Kind.Row().Sited {
		return surroundings{}
	}
	if f.src.Layers == nil || f.src.Layers() == nil || p.Has("version") || p.Has("as_of") {
		return surroundings{}
	}
	set := f.src.Layers()
	now := f.now()
	a, ok := set.AroundRecord(rec.ID, layers.AroundAsk{RadiusKm: zoneKM, Now: now, Kin: f.src.Places().FamilyIDs})
	if !ok {
		return surroundings{} // the map is a moment behind the store
	}
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	if set.Modified.After(day) {
		day = set.Modified
	}
	return surroundings{&a, set.Generation + a.AsOf, day}
}
