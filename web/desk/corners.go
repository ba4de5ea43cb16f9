package desk

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo/corners"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

// zones are the reference systems in which decisions print corners: the zones of VN-2000,
// and degrees.
func zones(chosen string) []frame.Pick {
	var out []frame.Pick
	for _, c := range crs.All() {
		if c.Kind == crs.Projected && strings.Contains(c.Name, "VN-2000") || c.Code == crs.CRS84 {
			out = append(out, frame.Pick{Value: c.Code, Text: c.Name + " (" + c.Code + ")", On: c.Code == chosen})
		}
	}
	return out
}

// located gives an edition the place that a table of corners says: one corner is a point,
// three or more are land. No table changes nothing.
func located(fields map[string]string, table, system string) error {
	if strings.TrimSpace(table) == "" {
		return nil
	}
	from, err := crs.Lookup(system)
	if err != nil {
		return catalog.NewFault(catalog.Invalid, "geometry", "Hãy chọn hệ toạ độ của bảng góc.", "Choose the reference system of the corners.")
	}
	t, err := corners.Read(strings.NewReader(table))
	if err != nil {
		return unlike(err)
	}
	if len(t.Points) == 1 && (from.Kind == crs.Geographic) == t.Report.Geographic {
		at, err := crs.Transform(from, crs.MustLookup(crs.CRS84)).Point(t.Points[0])
		if err != nil {
			return unlike(err)
		}
		fields["lon"], fields["lat"] = degrees(at.Lon()), degrees(at.Lat())
		delete(fields, "geometry")
		return nil
	}
	shape, err := land(t, from)
	if err != nil {
		return err
	}
	fields["geometry"] = string(shape)
	delete(fields, "lon")
	delete(fields, "lat")
	if fields["geometry_quality"] == "" {
		fields["geometry_quality"] = vocab.GeometryQualities()[0].Code // corners are of a survey
	}
	return nil
}

// land is what the plots of a table enclose, as GeoJSON.
func land(t *corners.Table, from *crs.CRS) ([]byte, error) {
	var plots orb.MultiPolygon
	for _, plot := range t.Plots {
		p, err := t.Enclose(plot, from)
		if err != nil {
			return nil, unlike(err)
		}
		if p.Crossing {
			return nil, catalog.NewFault(catalog.Invalid, "geometry", "Các cạnh cắt nhau; hãy xem lại thứ tự các góc.", "The edges cross each other; see to the order of the corners.")
		}
		plots = append(plots, p.Polygon)
	}
	var shape orb.Geometry = plots
	if len(plots) == 1 {
		shape = plots[0]
	}
	return json.Marshal(geojson.NewGeometry(shape))
}

func unlike(err error) error {
	return catalog.NewFault(catalog.Invalid, "geometry", "Không đọc được bảng góc: "+err.Error(), "The corners cannot be read: "+err.Error())
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }

// shapeOf tells of an edition's shape how many corners it has, "" for none.
func shapeOf(l *frame.Locale, geometry string) string {
	g := &geojson.Geometry{}
	if geometry == "" || json.Unmarshal([]byte(geometry), g) != nil || g.Geometry() == nil {
		return ""
	}
	n := 0
	switch s := g.Geometry().(type) {
	case orb.Polygon:
		for _, ring := range s {
			n += len(ring) - 1
		}
	case orb.MultiPolygon:
		for _, part := range s {
			for _, ring := range part {
				n += len(ring) - 1
			}
		}
	case orb.LineString:
		n = len(s)
	}
	return l.T("desk.shape", g.Type, n)
}
