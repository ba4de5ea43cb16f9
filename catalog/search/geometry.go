package search

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"
)

// maxVertices bounds a polygon sent with a query: a ward's outline at survey accuracy
// has some thousands of points, and each is tested against every candidate.
const maxVertices = 20_000

func (q *Query) setGeometry(name, s string) error {
	if len(s) > MaxGeometry {
		return invalid(name, fmt.Sprintf("Dài hơn %d byte.", MaxGeometry), fmt.Sprintf("Longer than %d bytes.", MaxGeometry))
	}
	switch name {
	case "bbox":
		return q.setBBox(s)
	case "near":
		return q.setNear(s)
	}
	g, err := readPolygon(s)
	if err != nil {
		return invalid(name, "Đa giác phải viết bằng WKT hoặc GeoJSON, loại Polygon hay MultiPolygon, WGS 84, vòng khép kín: "+err.Error()+".",
			"The polygon must be WKT or GeoJSON, a Polygon or MultiPolygon in WGS 84 with closed rings: "+err.Error()+".")
	}
	q.Polygon = g
	return nil
}

func (q *Query) setBBox(s string) error {
	n, err := floats(s, 4)
	if err != nil || !lonLat(n[0], n[1]) || !lonLat(n[2], n[3]) || n[1] > n[3] {
		return invalid("bbox", fmt.Sprintf("Khung %q không đúng: viết kinh độ nhỏ,vĩ độ nhỏ,kinh độ lớn,vĩ độ lớn theo độ WGS 84.", shown(s)),
			fmt.Sprintf("Box %q is not right: write minlon,minlat,maxlon,maxlat in degrees of WGS 84.", shown(s)))
	}
	q.BBox = &orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}
	return nil
}

func (q *Query) setNear(s string) error {
	n, err := floats(s, 2)
	if err != nil || !lonLat(n[0], n[1]) {
		vi, en := "", ""
		if err == nil && lonLat(n[1], n[0]) {
			vi, en = " Kinh độ đứng trước.", " Longitude comes first."
		}
		return invalid("near", fmt.Sprintf("Điểm %q không đúng: viết kinh độ,vĩ độ theo độ WGS 84.%s", shown(s), vi),
			fmt.Sprintf("Point %q is not right: write lon,lat in degrees of WGS 84.%s", shown(s), en))
	}
	q.Near = &orb.Point{n[0], n[1]}
	return nil
}

func lonLat(lon, lat float64) bool { return math.Abs(lon) <= 180 && math.Abs(lat) <= 90 }

func floats(s string, want int) ([]float64, error) {
	parts := strings.Split(s, ",")
	if len(parts) != want {
		return nil, fmt.Errorf("want %d numbers, not %d", want, len(parts))
	}
	out := make([]float64, want)
	for i, p := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("%q is not a number", shown(p))
		}
		out[i] = f + 0 // turns -0 into 0, which prints the same way it reads
	}
	return out, nil
}

// readPolygon reads a Polygon or MultiPolygon from WKT or GeoJSON.
func readPolygon(s string) (orb.Geometry, error) {
	var g orb.Geometry
	if strings.HasPrefix(s, "{") {
		var doc geojson.Geometry
		if err := json.Unmarshal([]byte(s), &doc); err != nil {
			return nil, err
		}
		g = doc.Geometry()
	} else {
		parsed, err := wkt.Unmarshal(s)
		if err != nil {
			return nil, err
		}
		g = parsed
	}
	switch p := g.(type) {
	case orb.Polygon:
		return g, checkRings(p)
	case orb.MultiPolygon:
		if len(p) == 0 {
			return nil, fmt.Errorf("no polygon in it")
		}
		vertices := 0
		for _, one := range p {
			if err := checkRings(one); err != nil {
				return nil, err
			}
			for _, ring := range one {
				vertices += len(ring)
			}
		}
		if vertices > maxVertices {
			return nil, fmt.Errorf("more than %d vertices", maxVertices)
		}
		return g, nil
	case nil:
		return nil, fmt.Errorf("no geometry in it")
	}
	return nil, fmt.Errorf("it is a %s", g.GeoJSONType())
}

// mistaken says what a pair of numbers that is no longitude and latitude may be.
func mistaken(pt orb.Point) string {
	switch x, y := math.Abs(pt[0]), math.Abs(pt[1]); {
	case x <= 90 && y <= 180:
		return "; longitude comes first"
	case x >= 1e5 && x < 1e7 && y >= 1e5 && y < 1e7:
		return "; metres of VN-2000 or UTM must be converted first (/en/coordinates)"
	}
	return ""
}

func checkRings(p orb.Polygon) error {
	if len(p) == 0 {
		return fmt.Errorf("no ring in it")
	}
	vertices := 0
	for _, ring := range p {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			return fmt.Errorf("a ring needs four points, the last being the first")
		}
		if vertices += len(ring); vertices > maxVertices {
			return fmt.Errorf("more than %d vertices", maxVertices)
		}
		for _, pt := range ring {
			if !(math.Abs(pt[0]) <= 360 && math.Abs(pt[1]) <= 90) { // beyond 180 it crosses the antimeridian
				return fmt.Errorf("%v is not a longitude and a latitude in degrees%s", pt, mistaken(pt))
			}
		}
	}
	return nil
}
