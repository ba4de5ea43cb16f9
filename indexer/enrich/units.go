package enrich

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/vocab"
)

// Units makes the units of the place register from the unit records among those
// that each calls its argument with.
func Units(each func(func(*catalog.Record))) []place.Unit {
	var out []place.Unit
	each(func(rec *catalog.Record) {
		if rec.Kind == vocab.Unit {
			out = append(out, unit(rec))
		}
	})
	return out
}

func unit(rec *catalog.Record) place.Unit {
	u := place.Unit{ID: rec.ID, Name: rec.Title, Aliases: rec.Aliases, From: string(rec.Valid.From), To: string(rec.Valid.To),
		Code: attribute(rec, "code"), Level: attribute(rec, "level"), Parent: attribute(rec, "parent")}
	for _, l := range rec.Links {
		switch l.Rel {
		case "predecessor":
			u.Predecessors = append(u.Predecessors, l.ID)
		case "successor":
			u.Successors = append(u.Successors, l.ID)
		}
	}
	if rec.Geometry != nil && rec.Geometry.Geometry() != nil {
		p := Point(rec.Geometry.Geometry())
		u.Lon, u.Lat, u.HasPoint = p.Lon(), p.Lat(), true
	}
	return u
}

// Point returns a point that stands for a geometry: itself, or its centroid.
func Point(g orb.Geometry) orb.Point {
	if p, ok := g.(orb.Point); ok {
		return p
	}
	p, _ := planar.CentroidArea(g)
	return p
}

func attribute(rec *catalog.Record, name string) string {
	if v := rec.Attributes[name]; v != nil {
		return fmt.Sprint(v)
	}
	return ""
}
