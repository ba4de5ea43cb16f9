package citetest

import (
	"fmt"
	"math"
	"net/url"
	"strings"

	"honglinh/catalog/text"
)

const geojson = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson"

func itemChecks() []check {
	return []check{
		{core, "/req/core/fc-response", text.New("Trang đối tượng có liên kết tới chính nó, các dạng khác và tập hợp của nó, với số đếm đúng", "A page of features has links to itself, its other forms and its collection, and right numbers"), checkPage},
		{geojson, "/req/geojson/definition", text.New("Đối tượng là FeatureCollection và Feature của GeoJSON", "Items are GeoJSON FeatureCollections and Features"), checkGeoJSON},
		{core, "/req/core/fc-limit-response-1", text.New("limit được giữ đúng; vượt mức lớn nhất thì lấy mức lớn nhất, không báo lỗi", "limit is kept, and over the maximum it is the maximum and no error"), checkLimit},
		{core, "/req/core/fc-numberMatched", text.New("Đi theo next, kể cả với limit lớn nhất, gặp mỗi đối tượng đúng một lần và numberMatched là số của chúng", "Following next, also with the greatest limit, reaches every feature once and numberMatched is their number"), checkNext},
		{core, "/req/core/fc-links-next", text.New("next là địa chỉ đầy đủ, mỗi phần của câu hỏi có dấu bằng", "next is absolute and every part of its query has an equals sign"), checkNextAddress},
		{core, "/req/core/fc-bbox-response", text.New("Khung: phạm vi của chính tập hợp, Greenwich, xích đạo, đường đổi ngày, hai cực", "Boxes: own extent, Greenwich, equator, date line, both poles"), checkBoxes},
		{core, "/req/core/fc-bbox-response C", text.New("Đối tượng không có hình học khớp mọi khung", "Features without geometry match every box"), checkAdrift},
		{core, "/req/core/fc-bbox-response B", text.New("Đối tượng có toạ độ mà khung tìm ra thì chạm khung", "What a box finds with coordinates meets the box"), checkInside},
		{core, "/req/core/fc-time-response", text.New("Thời điểm, khoảng thời gian và khoảng để ngỏ một đầu", "Instants, intervals and half-open intervals"), checkTimes},
		{core, "/req/core/fc-time-response C", text.New("Đối tượng không có thời gian khớp mọi thời gian", "Features without time match every time"), checkTimeless},
		{core, "/req/core/f-success", text.New("Đối tượng có liên kết tới chính nó, các dạng khác và tập hợp của nó", "A feature has links to itself, its other forms and its collection"), checkFeature},
		{core, "/rec/core/etag", text.New("Trang không thay đổi trả lời 304", "A page that has not changed is 304"), checkUnchanged},
	}
}

func checkPage(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		v, err := s.object(items(id))
		if err != nil {
			return err
		}
		for _, want := range [][2]string{{"self", "application/geo+json"}, {"alternate", "text/html"}, {"collection", ""}} {
			if _, ok := linked(v, want[0], want[1]); !ok {
				return wrong("no %s link of type %q", want[0], want[1])
			}
		}
		for _, l := range list(v, "links") {
			if str(l, "rel") == "" || str(l, "type") == "" {
				return wrong("a link lacks rel or type: %v", l)
			}
		}
		if n, ok := v["numberReturned"].(float64); !ok || int(n) != len(list(v, "features")) {
			return wrong("numberReturned is %v, the page has %d features", v["numberReturned"], len(list(v, "features")))
		}
		return nil
	})
}

func checkGeoJSON(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		r, err := s.get("/collections/" + id + "/items")
		if err != nil {
			return err
		}
		if r.header.Get("Content-Type") != "application/geo+json" {
			return wrong("items are %q", r.header.Get("Content-Type"))
		}
		v, err := s.object(items(id))
		if err != nil {
			return err
		}
		if str(v, "type") != "FeatureCollection" {
			return wrong("type is %q", str(v, "type"))
		}
		for _, f := range list(v, "features") {
			g, ok := f["geometry"]
			_, props := f["properties"].(map[string]any)
			if str(f, "type") != "Feature" || str(f, "id") == "" || !ok || !props {
				return wrong("not a feature: %v", f)
			}
			if g != nil {
				if err := checkGeometry(g); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// checkGeometry wants coordinates of longitude and latitude, and closed rings, outer ones counter-clockwise.
func checkGeometry(g any) error {
	o, _ := g.(map[string]any)
	var err error
	eachPoint(o["coordinates"], func(p []float64) {
		if len(p) < 2 || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
			err = wrong("%v is not a longitude and latitude", p)
		}
	})
	if str(o, "type") == "Polygon" {
		rings, _ := o["coordinates"].([]any)
		for i, r := range rings {
			var ring [][]float64
			eachPoint(r, func(p []float64) { ring = append(ring, p) })
			if n := len(ring); n < 4 || ring[0][0] != ring[n-1][0] || ring[0][1] != ring[n-1][1] {
				return wrong("ring %d is not closed", i)
			}
			if (area(ring) > 0) != (i == 0) {
				return wrong("ring %d is wound the wrong way (RFC 7946, 3.1.6)", i)
			}
		}
	}
	return err
}

func area(ring [][]float64) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		sum += (ring[i-1][0]-ring[0][0])*(ring[i][1]-ring[0][1]) - (ring[i][0]-ring[0][0])*(ring[i-1][1]-ring[0][1])
	}
	return sum
}

func eachPoint(v any, f func([]float64)) {
	l, _ := v.([]any)
	if p, ok := numbers(l); ok {
		f(p)
		return
	}
	for _, x := range l {
		eachPoint(x, f)
	}
}

func checkLimit(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		for _, limit := range []int{1, 5, 100} {
			v, err := s.object(items(id, "limit", fmt.Sprint(limit)))
			if err != nil {
				return err
			}
			total, _ := v["numberMatched"].(float64)
			if got := len(list(v, "features")); got != min(limit, int(total)) {
				return wrong("limit=%d gives %d of %v", limit, got, total)
			}
		}
		_, err := s.object(items(id, "limit", "99999999999"))
		return err
	})
}

func checkNext(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		size, err := s.counted(id)
		if err != nil {
			return err
		}
		for _, limit := range []string{fmt.Sprint(size/3 + 1), "2500"} {
			v, err := s.object(items(id, "limit", limit))
			if err != nil {
				return err
			}
			total, _ := v["numberMatched"].(float64)
			seen := map[string]bool{}
			for pages := 0; ; pages++ {
				for _, f := range ids(v) {
					if seen[f] {
						return wrong("feature %s is on two pages", f)
					}
					seen[f] = true
				}
				l, ok := linked(v, "next", "")
				if !ok || pages > 2000 {
					break
				}
				if v, err = s.object(str(l, "href")); err != nil {
					return err
				}
			}
			if len(seen) != int(total) {
				return wrong("the pages of %s hold %d features, numberMatched is %v", limit, len(seen), total)
			}
		}
		return nil
	})
}

func checkNextAddress(s *session) error {
	looked := false
	err := s.each(func(id string, _ map[string]any) error {
		v, err := s.object(items(id, "limit", "1"))
		if err != nil {
			return err
		}
		l, ok := linked(v, "next", "")
		if !ok {
			return nil
		}
		looked = true
		u, err := url.Parse(str(l, "href"))
		if err != nil || !u.IsAbs() {
			return wrong("next %q is not absolute", str(l, "href"))
		}
		for _, part := range strings.Split(u.RawQuery, "&") {
			if !strings.Contains(part, "=") {
				return wrong("next has the part %q without an equals sign", part)
			}
		}
		return nil
	})
	if err == nil && !looked {
		return skip("no collection has two features")
	}
	return err
}
