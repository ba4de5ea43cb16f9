package osmfile

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog/geo/basemap"
)

// MostGeoJSON bounds a file of GeoJSON, which is read whole.
const MostGeoJSON = 512 << 20

// GeoJSON reads features whose properties are OpenStreetMap's tags, such as QGIS and osmium write them, inside a box.
func GeoJSON(from io.Reader, box orb.Bound) ([]basemap.Feature, error) {
	b, err := io.ReadAll(io.LimitReader(from, MostGeoJSON+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MostGeoJSON {
		return nil, fmt.Errorf("GeoJSON over %d bytes: take the .osm.pbf", MostGeoJSON)
	}
	fc := geojson.NewFeatureCollection()
	if err := json.Unmarshal(b, fc); err != nil {
		return nil, fmt.Errorf("GeoJSON: %w", err)
	}
	var out []basemap.Feature
	for _, f := range fc.Features {
		if f.Geometry == nil || !f.Geometry.Bound().Intersects(box) {
			continue
		}
		tags := map[string]string{}
		for k, v := range f.Properties {
			if s, ok := v.(string); ok {
				tags[k] = s
			}
		}
		s, ok := seatOf(f.Geometry, tags)
		if !ok {
			continue
		}
		one := feature(s, tags)
		one.Geometry = f.Geometry
		out = append(out, one)
		if len(out) > MostFeatures {
			return nil, ErrTooLarge
		}
	}
	if len(out) == 0 {
		return nil, ErrNothing
	}
	return out, nil
}

func seatOf(g orb.Geometry, tags map[string]string) (seat, bool) {
	switch g.Dimensions() {
	case 0:
		return find(tags, points())
	case 1:
		if s, ok := find(tags, lines()); ok {
			return s, true
		}
		return border(tags)
	}
	return find(tags, areas())
}
