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
	"honglinh/catalog/geo/layers"
)

// around tells what is around a point or a record.
func (f *Face) around(w http.ResponseWriter, r *http.Request) error {
	v := httpkit.Parsed(r)
	if v.Has("near") == v.Has("record") {
		return catalog.NewFault(catalog.Invalid, "near", "Cho một trong hai: near (kinh độ,vĩ độ) hoặc record (định danh bản ghi).", "Give either near (longitude,latitude) or record (the id of a record).")
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
	p, err := parsePoint(v.String("near"))
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, s.Around(p, ask), httpkit.Validator{Modified: s.Modified})
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
