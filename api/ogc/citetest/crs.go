package citetest

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

const (
	crsClass = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs"
	crs84    = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	epsg     = "http://www.opengis.net/def/crs/EPSG/0/"
)

func crsChecks() []check {
	return []check{
		{crsClass, "/req/crs/crs-uri", text.New("Mỗi tập hợp liệt kê các hệ toạ độ bằng URI, trong đó có CRS84", "Every collection lists its reference systems as URIs, CRS84 among them"), checkList},
		{crsClass, "/req/crs/fc-md-storageCrs", text.New("Hệ toạ độ lưu trữ nằm trong danh sách", "The storage system is one of the list"), checkStorage},
		{crsClass, "/req/crs/fc-crs-definition", text.New("crs và bbox-crs được mô tả là URI", "crs and bbox-crs are defined as URIs"), checkCRSDefinition},
		{crsClass, "/req/crs/ogc-crs-header", text.New("Mọi câu trả lời có đối tượng ghi hệ toạ độ trong Content-Crs", "Every answer with features says its reference system in Content-Crs"), checkHeader},
		{crsClass, "/req/crs/fc-crs-action", text.New("Hệ nào trong danh sách cũng hỏi được, đầu đề ghi đúng hệ đó", "Every listed system can be asked for, and the header says so"), checkEverySystem},
		{crsClass, "/req/crs/fc-crs-valid-value", text.New("Hệ không có trong danh sách bị từ chối", "Systems that are not listed are refused"), checkForeign},
		{crsClass, "/req/crs/axis-order", text.New("EPSG:4326 để vĩ độ trước, trong câu trả lời và trong bbox", "EPSG:4326 has latitude first, in answers and in bbox"), checkAxes},
		{crsClass, "/req/crs/bbox-crs-action", text.New("Phạm vi chuyển sang hệ khác tìm ra cùng các đối tượng", "The extent converted to a listed system finds the same features"), checkBBoxCRS},
		{crsClass, "/req/crs/bbox-crs-action axes", text.New("Trong mọi hệ được liệt kê, khung bao các toạ độ đã nhận tìm ra cùng các đối tượng, đúng thứ tự trục", "In every listed system the box around the coordinates received finds the same features, in its own axis order"), checkOwnBoxes},
		{crsClass, "/req/crs/fc-crs-action first page", text.New("Trang đầu có hình học trước, nên bộ kiểm thử có gì mà chuyển đổi", "The first page has features with geometry first, so that clients find something to convert"), checkFirstPage},
		{crsClass, "/req/crs/coordinates", text.New("Toạ độ trong UTM, Web Mercator và VN-2000 đúng tới xăng-ti-mét", "Coordinates in UTM, Web Mercator and VN-2000 are right to a centimetre"), checkCoordinates},
	}
}

func checkList(s *session) error {
	return s.each(func(_ string, c map[string]any) error {
		l := strs(c, "crs")
		if !slices.Contains(l, crs84) {
			return wrong("CRS84 is not listed")
		}
		for _, u := range l {
			if !strings.HasPrefix(u, "http://www.opengis.net/def/crs/") {
				return wrong("%q is not the URI of a reference system", u)
			}
		}
		return nil
	})
}

func checkStorage(s *session) error {
	return s.each(func(_ string, c map[string]any) error {
		if !slices.Contains(strs(c, "crs"), str(c, "storageCrs")) {
			return wrong("storageCrs %q is not listed", str(c, "storageCrs"))
		}
		return nil
	})
}

func checkCRSDefinition(s *session) error {
	for _, name := range []string{"crs", "bbox-crs"} {
		if err := s.parameter(name, func(_, schema map[string]any) error {
			if str(schema, "type") != "string" || str(schema, "format") != "uri" {
				return wrong("%s is defined as %v", name, schema)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func checkHeader(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		r, err := s.get(items(id))
		if err != nil {
			return err
		}
		if r.header.Get("Content-Crs") != "<"+crs84+">" {
			return wrong("Content-Crs is %q", r.header.Get("Content-Crs"))
		}
		page, err := s.object(items(id, "limit", "1"))
		if err != nil {
			return err
		}
		for _, f := range ids(page) {
			r, err := s.get("/collections/" + id + "/items/" + f)
			if err != nil {
				return err
			}
			if r.header.Get("Content-Crs") != "<"+crs84+">" {
				return wrong("Content-Crs of a feature is %q", r.header.Get("Content-Crs"))
			}
		}
		return nil
	})
}

func checkEverySystem(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		for _, u := range strs(c, "crs") {
			r, err := s.get(items(id, "crs", u))
			if err != nil {
				return err
			}
			if r.status != http.StatusOK || r.header.Get("Content-Crs") != "<"+u+">" {
				return wrong("crs=%s: status %d, Content-Crs %q", u, r.status, r.header.Get("Content-Crs"))
			}
		}
		page, err := s.object(items(id, "limit", "1"))
		if err != nil {
			return err
		}
		for _, f := range ids(page) {
			u := strs(c, "crs")[len(strs(c, "crs"))-1]
			r, err := s.get("/collections/" + id + "/items/" + f + "?" + url.Values{"crs": {u}}.Encode())
			if err != nil {
				return err
			}
			if r.status != http.StatusOK || r.header.Get("Content-Crs") != "<"+u+">" {
				return wrong("feature %s with crs=%s: status %d, Content-Crs %q", f, u, r.status, r.header.Get("Content-Crs"))
			}
		}
		return nil
	})
}

func checkForeign(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		for _, u := range []string{epsg + "28992", "http://www.opengis.net/def/crs/EPSG/0/0", "urn:nothing"} {
			for _, p := range []string{items(id, "crs", u), items(id, "bbox", "105,18,106,19", "bbox-crs", u)} {
				if err := s.expect(http.StatusBadRequest, p); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// firstPoint is the first coordinates of the first feature that has any, and the feature.
func (s *session) firstPoint(id, crs string) (point []float64, feature string, err error) {
	all, err := s.everything(id, "crs", crs)
	if err != nil {
		return nil, "", err
	}
	for _, f := range all {
		g, _ := f["geometry"].(map[string]any)
		eachPoint(g["coordinates"], func(p []float64) {
			if point == nil {
				point, feature = p, str(f, "id")
			}
		})
		if point != nil {
			return point, feature, nil
		}
	}
	return nil, "", nil
}

func checkAxes(s *session) error {
	looked := false
	err := s.each(func(id string, _ map[string]any) error {
		a, _, err := s.firstPoint(id, crs84)
		if err != nil || a == nil {
			return err
		}
		looked = true
		b, _, err := s.firstPoint(id, epsg+"4326")
		if err != nil {
			return err
		}
		if a[0] != b[1] || a[1] != b[0] {
			return wrong("%v in CRS84 is %v in EPSG:4326", a, b)
		}
		x, err := s.object(items(id, "bbox", fmt.Sprintf("%v,%v,%v,%v", a[0]-.1, a[1]-.1, a[0]+.1, a[1]+.1)))
		if err != nil {
			return err
		}
		y, err := s.object(items(id, "bbox-crs", epsg+"4326", "bbox", fmt.Sprintf("%v,%v,%v,%v", a[1]-.1, a[0]-.1, a[1]+.1, a[0]+.1)))
		if err == nil && !slices.Equal(ids(x), ids(y)) {
			return wrong("the same box in both axis orders finds %v and %v", ids(x), ids(y))
		}
		return err
	})
	return needed(err, looked)
}

func needed(err error, looked bool) error {
	if err == nil && !looked {
		return skip("no feature has coordinates")
	}
	return err
}

func checkBBoxCRS(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		b, ok := bbox(c)
		if !ok {
			return nil
		}
		looked = true
		want, err := s.object(items(id, "bbox", joined(b)))
		if err != nil {
			return err
		}
		x0, y0 := mercator(b[0], b[1])
		x1, y1 := mercator(b[2], b[3])
		got, err := s.object(items(id, "bbox", joined([]float64{x0, y0, x1, y1}), "bbox-crs", epsg+"3857"))
		if err == nil && !slices.Equal(ids(want), ids(got)) {
			return wrong("the extent finds %v, in Web Mercator %v", ids(want), ids(got))
		}
		return err
	})
	return needed(err, looked)
}

// checkOwnBoxes asks for the box around what a system gave, in the system's own numbers: a server that turns the axes of answers and of boxes differently loses all.
func checkOwnBoxes(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		if str(c, "itemType") != "feature" {
			return nil // the same features as in the other collections, and many of them
		}
		for _, u := range strs(c, "crs") {
			first, err := s.object(items(id, "limit", "100", "crs", u))
			if err != nil {
				return err
			}
			all := list(first, "features")
			low, high := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
			var placed []string
			for _, f := range all {
				g, _ := f["geometry"].(map[string]any)
				if g == nil {
					continue
				}
				placed = append(placed, str(f, "id"))
				eachPoint(g["coordinates"], func(p []float64) {
					for i := range 2 {
						low[i], high[i] = min(low[i], p[i]), max(high[i], p[i])
					}
				})
			}
			if placed == nil {
				return nil
			}
			looked = true
			slack := 1.0 // metres: the sides of a box bend on the globe, and servers follow them at some points only
			if math.Abs(high[0]) <= 180 && math.Abs(high[1]) <= 180 {
				slack = 1e-6
			}
			found, err := s.everything(id, "bbox-crs", u, "bbox", joined([]float64{low[0] - slack, low[1] - slack, high[0] + slack, high[1] + slack}))
			if err != nil {
				return err
			}
			for _, f := range placed {
				if !slices.ContainsFunc(found, func(g map[string]any) bool { return str(g, "id") == f }) {
					return wrong("%s: the box around all coordinates in %s does not find %s", id, u, f)
				}
			}
		}
		return nil
	})
	return needed(err, looked)
}

// checkFirstPage wants geometry first: the official suite converts the geometries of the first page, and GDAL and QGIS take a collection that begins without any for a table.
func checkFirstPage(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		if _, ok := bbox(c); !ok {
			return nil
		}
		page, err := s.object(items(id))
		if err != nil {
			return err
		}
		adrift := ""
		for i, f := range list(page, "features") {
			switch {
			case f["geometry"] == nil:
				adrift = str(f, "id")
			case adrift != "":
				return wrong("%s: feature %s without geometry comes before %s", id, adrift, str(f, "id"))
			}
			looked = looked || f["geometry"] != nil
			if i == 0 && adrift != "" {
				return wrong("%s has geometries, and its first feature %s has none", id, adrift)
			}
		}
		return nil
	})
	return needed(err, looked)
}

func mercator(lon, lat float64) (x, y float64) {
	const r = 6378137
	return r * lon * math.Pi / 180, r * math.Asinh(math.Tan(lat*math.Pi/180))
}

// checkCoordinates holds conversions against series of its own: the transverse Mercator of Snyder, Map Projections, 1987, eqs. 8-9 to 8-10, good to a
// centimetre within four degrees of the axis, and for VN-2000 against the figures of the decree's shift, which moves Ha Tinh by 180 to 260 m.
func checkCoordinates(s *session) error {
	looked := false
	err := s.each(func(id string, c map[string]any) error {
		a, feature, err := s.firstPoint(id, crs84)
		if err != nil || a == nil || math.Abs(a[0]-105) > 4 {
			return err
		}
		looked = true
		x, y := mercator(a[0], a[1])
		if err := s.near(id, feature, epsg+"3857", x, y, 0.01); err != nil {
			return err
		}
		east, north := transverse(a[0], a[1], 105, 0.9996)
		if err := s.near(id, feature, epsg+"32648", east, north, 0.02); err != nil {
			return err
		}
		if !slices.Contains(strs(c, "crs"), epsg+"3405") {
			return nil
		}
		p, _, err := s.firstPoint(id, epsg+"3405")
		if err != nil {
			return err
		}
		if d := math.Hypot(p[0]-east, p[1]-north); d < 180 || d > 260 {
			return wrong("feature %s lies %.3f m from its WGS 84 place in VN-2000 / UTM 48N; the shift of the decree is 180 to 260 m", feature, d)
		}
		return nil
	})
	return needed(err, looked)
}

func (s *session) near(id, feature, crs string, x, y, tolerance float64) error {
	p, got, err := s.firstPoint(id, crs)
	if err != nil {
		return err
	}
	if got != feature || math.Hypot(p[0]-x, p[1]-y) > tolerance {
		return wrong("feature %s in %s is %v, want %.3f, %.3f", got, crs, p, x, y)
	}
	return nil
}

func transverse(lon, lat, axis, scale float64) (east, north float64) {
	const a, f, rad = 6378137.0, 1 / 298.257223563, math.Pi / 180
	e2 := f * (2 - f)
	phi := lat * rad
	sin, cos, tan := math.Sin(phi), math.Cos(phi), math.Tan(phi)
	ep2 := e2 / (1 - e2)
	n, t, c, l := a/math.Sqrt(1-e2*sin*sin), tan*tan, ep2*cos*cos, (lon-axis)*rad*cos
	m := a * ((1-e2/4-3*e2*e2/64-5*e2*e2*e2/256)*phi - (3*e2/8+3*e2*e2/32+45*e2*e2*e2/1024)*math.Sin(2*phi) +
		(15*e2*e2/256+45*e2*e2*e2/1024)*math.Sin(4*phi) - 35*e2*e2*e2/3072*math.Sin(6*phi))
	east = 500000 + scale*n*(l+(1-t+c)*l*l*l/6+(5-18*t+t*t+72*c-58*ep2)*math.Pow(l, 5)/120)
	north = scale * (m + n*tan*(l*l/2+(5-t+9*c+4*c*c)*math.Pow(l, 4)/24+(61-58*t+t*t+600*c-330*ep2)*math.Pow(l, 6)/720))
	return east, north
}
