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
	"honglinh/catalog/text"
)

type aroundDoc struct {
	Point    orb.Point      `json:"point"`
	Method   text.Text      `json:"method"`
	AsOf     string         `json:"as_of"`
	Nearest  []nearDoc      `json:"nearest"`
	Units    []groundDoc    `json:"units"`
	Plans    []groundDoc    `json:"plans"`
	Heritage []neighbourDoc `json:"heritage"`
	RadiusKm float64        `json:"radius_km"`
}

type nearDoc struct {
	Category string    `json:"category"`
	Label    text.Text `json:"label"`
	Known    bool      `json:"known"`
	// Recorded is how many records of the category there are, with coordinates and without.
	Recorded int `json:"recorded"`
	*neighbourDoc
}

type neighbourDoc struct {
	ID        string    `json:"id"`
	Title     text.Text `json:"title"`
	Km        float64   `json:"km"`
	Bearing   float64   `json:"bearing"`
	Direction text.Text `json:"direction"`
	Quality   string    `json:"geometry_quality,omitempty"`
	Date      string    `json:"modified,omitempty"`
}

type groundDoc struct {
	ID      string    `json:"id"`
	Title   text.Text `json:"title"`
	From    string    `json:"valid_from,omitempty"`
	To      string    `json:"valid_to,omitempty"`
	Current bool      `json:"current"`
	Quality string    `json:"geometry_quality,omitempty"`
}

// around tells what is around a point.
func (f *Face) around(w http.ResponseWriter, r *http.Request) error {
	v := httpkit.Parsed(r)
	p, err := parsePoint(v.String("near"))
	if err != nil {
		return err
	}
	s, err := f.current()
	if err != nil {
		return err
	}
	now := f.now()
	if on := v.Date("as_of"); on != "" {
		now = on.Start()
	}
	a := s.Around(p, v.Float("radius"), now)
	doc := aroundDoc{Point: p, Method: a.Method, AsOf: day(now), Units: grounds(a.Units), Plans: grounds(a.Plans), Heritage: []neighbourDoc{}, RadiusKm: a.RadiusKm}
	for _, n := range a.Nearest {
		d := nearDoc{Category: n.Category, Label: n.Label, Known: n.Known, Recorded: n.Recorded}
		if n.Known {
			d.neighbourDoc = neighbour(n.Neighbour)
		}
		doc.Nearest = append(doc.Nearest, d)
	}
	for _, n := range a.Heritage {
		doc.Heritage = append(doc.Heritage, *neighbour(n))
	}
	return httpkit.WriteJSON(w, r, doc, httpkit.Validator{Modified: s.Modified})
}

func neighbour(n layers.Neighbour) *neighbourDoc {
	return &neighbourDoc{n.Record, n.Title, math.Round(n.Km*1000) / 1000, math.Round(n.Bearing*10) / 10, n.Direction, n.Quality, day(n.Date)}
}

func grounds(list []layers.Ground) []groundDoc {
	out := []groundDoc{}
	for _, g := range list {
		out = append(out, groundDoc{g.Record, g.Title, g.From, g.To, g.Current, g.Quality})
	}
	return out
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
