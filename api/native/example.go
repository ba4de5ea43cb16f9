package native

import (
	"context"
	"encoding/json"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// examples are values that exist in this very catalogue, so that what the
// document shows can be tried as it stands.
type examples struct {
	words   string
	unit    place.Unit // the zero one where no unit is known
	point   *orb.Point
	system  string
	dataset string
	table   string
	// publisher is the host of who publishes the catalogue, "" where none is stated.
	publisher string
	record    map[string]any
}

func (f *Face) examples(ctx context.Context) examples {
	whose := f.kit.Site()
	e := examples{words: "cụm công nghiệp", system: whose.Reference}
	if list := whose.Examples[text.VI]; len(list) > 0 {
		e.words = list[0]
	}
	if f.src.Places != nil {
		e.unit = f.exampleUnit(f.src.Places())
	}
	switch {
	case whose.Middle != nil:
		e.point = &orb.Point{whose.Middle.Lon, whose.Middle.Lat}
	case e.unit.HasPoint:
		e.point = &orb.Point{e.unit.Lon, e.unit.Lat}
	}
	if f.src.Library != nil {
		for _, p := range f.src.Library().All() {
			if e.dataset == "" || p.Name == "units" { // small, and every locality has one
				e.dataset, e.table = p.Name, p.Resources[0].Name
			}
		}
	}
	if u, err := url.Parse(whose.Publisher.URL); err == nil {
		e.publisher = strings.TrimPrefix(u.Hostname(), "www.")
	}
	e.record = f.exampleRecord(ctx, e.unit)
	return e
}

// exampleUnit is a unit of today on the territory of the home unit, else any of today's.
func (f *Face) exampleUnit(register *place.Register) place.Unit {
	candidates := register.All()
	if u, ok := home(f.kit.Site(), register); ok {
		candidates = append(register.Current(u.ID), candidates...)
	}
	for _, u := range candidates {
		if u.Current() && u.Code != "" {
			return u
		}
	}
	return place.Unit{}
}

// exampleRecord is the record of the unit as it is published, without its long parts.
func (f *Face) exampleRecord(ctx context.Context, u place.Unit) map[string]any {
	out := map[string]any{}
	if u.ID != "" && f.src.Store != nil {
		if rec, err := f.src.Store.Record(ctx, u.ID); err == nil {
			if b, err := httpkit.Marshal(rec); err == nil && json.Unmarshal(b, &out) == nil {
				maps.DeleteFunc(out, func(key string, _ any) bool {
					return slices.Contains([]string{"body", "attributes", "statements", "conflicts", "observations", "warnings", "aliases", "table"}, key)
				})
				return out
			}
		}
	}
	return map[string]any{
		"id": "organisation/co-quan-vi-du", "kind": "organisation", "title": map[string]any{"vi": "Cơ quan ví dụ", "en": "Example office"},
		"places": []any{}, "geometry": nil, "status": "existing", "topics": []any{"administration"},
		"provenance": []any{map[string]any{"title": "Nguồn ví dụ", "retrieved": "2026-01-31", "confidence": "low"}}, "version": 1.0, "modified": "2026-01-31T08:00:00Z",
	}
}

// name is a text that the catalogue has, for the example of a text.
func (e examples) name() any {
	if len(e.unit.Name) < 2 {
		return map[string]any{"vi": "Cơ quan ví dụ", "en": "Example office"}
	}
	return map[string]any{"vi": e.unit.Name[text.VI], "en": e.unit.Name[text.EN]}
}

// local gives the parameter an example of this catalogue. Where there is nothing of
// the sort, none is better than one of another place.
func (e examples) local(path string, p httpkit.Param) httpkit.Param {
	switch p.Name {
	case "q":
		if !strings.HasSuffix(path, "/suggest") {
			p.Example = e.words
		}
	case "ids":
		p.Example = e.unit.ID
	case "place", "within":
		p.Example = e.unit.Code
	case "name":
		p.Example = place.Bare(e.unit.Name.In(text.VI))
	case "parent":
		p.Example = e.unit.Parent
	case "source":
		p.Example = e.publisher
	case "near", "bbox", "polygon", "lon", "lat", "z", "x", "y":
		p.Example = e.region(p.Name)
	case "crs":
		if e.system != "" {
			p.Example = e.system
		}
	case "slug":
		switch {
		case strings.Contains(path, "/records/"):
			if _, slug, ok := catalog.SplitID(e.unit.ID); ok {
				p.Example = slug
			}
		case e.dataset != "":
			p.Example = e.dataset
		}
	case "table":
		if e.table != "" {
			p.Example = e.table
		}
	}
	return p
}

// region writes a place where the catalogue has records as a parameter wants it.
func (e examples) region(name string) string {
	if e.point == nil {
		return ""
	}
	lon, lat := math.Round(e.point.Lon()*100)/100, math.Round(e.point.Lat()*100)/100
	at := func(east, north float64, between string) string {
		return strconv.FormatFloat(lon+east, 'f', 2, 64) + between + strconv.FormatFloat(lat+north, 'f', 2, 64)
	}
	const reach = 0.05 // degrees, about 5 km
	tile := maptile.At(*e.point, 10)
	switch name {
	case "near":
		return at(0, 0, ",")
	case "lon":
		return strconv.FormatFloat(lon, 'f', 2, 64)
	case "lat":
		return strconv.FormatFloat(lat, 'f', 2, 64)
	case "bbox":
		return at(-reach, -reach, ",") + "," + at(reach, reach, ",")
	case "polygon":
		return "POLYGON((" + at(-reach, -reach, " ") + "," + at(reach, -reach, " ") + "," + at(reach, reach, " ") + "," + at(-reach, -reach, " ") + "))"
	case "z":
		return strconv.Itoa(int(tile.Z))
	case "x":
		return strconv.Itoa(int(tile.X))
	}
	return strconv.Itoa(int(tile.Y))
}
