package maps

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
)

// around tells what is around a point or a record.
func (f *Face) around(w http.ResponseWriter, r *http.Request) error {
	v := httpkit.Parsed(r)
	asked := 0
	for _, name := range []string{"near", "record", "lon"} {
		if v.Has(name) {
			asked++
		}
	}
	if asked != 1 || v.Has("lon") != v.Has("lat") {
		return catalog.NewFault(catalog.Invalid, "lon", "Cho một trong ba: lon và lat (có thể kèm crs), near (kinh độ,vĩ độ) hoặc record (định danh bản ghi).", "Give one of three: lon and lat (with crs if not WGS 84), near (longitude,latitude) or record (the id of a record).")
	}
	s, err := f.current()
	if err != nil {
		return err
	}
	ask := layers.AroundAsk{RadiusKm: v.Float("radius"), Now: f.now(), Kin: f.kin}
	if on := v.Date("as_of"); on != "" {
		ask.Now = on.Start()
	}
	if id := v.String("record"); id != "" {
		a, ok := s.AroundRecord(id, ask)
		if !ok {
			return catalog.NewFault(catalog.NotFound, "record", fmt.Sprintf("Không có bản ghi %.100q.", id), fmt.Sprintf("There is no record %.100q.", id))
		}
		return httpkit.WriteJSON(w, r, a, httpkit.Validator{Modified: s.Modified})
	}
	p, err := point(v)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, s.Around(p, ask), httpkit.Validator{Modified: s.Modified})
}

// point is the point asked for, in WGS 84.
func point(v httpkit.Values) (orb.Point, error) {
	if v.Has("near") {
		return parsePoint(v.String("near"))
	}
	p, err := crs.Point(v.String("crs"), v.Float("lon"), v.Float("lat"))
	if err != nil {
		f := catalog.NewFault(catalog.Invalid, "crs", fmt.Sprintf("Không có điểm %g, %g trong hệ toạ độ %.60q: lon là kinh độ hoặc toạ độ Đông (m), lat là vĩ độ hoặc toạ độ Bắc (m).", v.Float("lon"), v.Float("lat"), v.String("crs")),
			fmt.Sprintf("There is no point %g, %g in the reference system %.60q: lon is the longitude or easting in metres, lat the latitude or northing.", v.Float("lon"), v.Float("lat"), v.String("crs")))
		f.Err = err
		return p, f
	}
	return p, nil
}

func parsePoint(s string) (orb.Point, error) {
	a, b, ok := strings.Cut(s, ",")
	lon, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lat, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if !ok || err1 != nil || err2 != nil || !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
		return orb.Point{}, catalog.NewFault(catalog.Invalid, "near", fmt.Sprintf("Điểm %.60q không đúng: viết kinh độ,vĩ độ theo độ WGS 84.", s), fmt.Sprintf("Point %.60q is not right: write lon,lat in degrees of WGS 84.", s))
	}
	return orb.Point{lon, lat}, nil
}
