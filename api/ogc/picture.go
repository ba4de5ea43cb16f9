package ogc

import (
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"time"

	"github.com/paulmach/orb/geojson"

	"honglinh/catalog/geo/locator"
	"honglinh/catalog/text"
)

// mostDrawn bounds the features of a picture; more cannot be told apart in it.
const mostDrawn = 500

// picture is the features of a page as a map, as an address that holds it; "" where there is none to draw. Only longitudes and latitudes are drawn.
func (f *Face) picture(r *http.Request, lang text.Lang, title string, raw []byte) template.URL {
	if crs := r.URL.Query().Get("crs"); crs != "" && crs != layerCRS84 {
		return ""
	}
	var doc struct {
		Type     string             `json:"type"`
		Features []*geojson.Feature `json:"features"`
	}
	if json.Unmarshal(raw, &doc) != nil {
		return ""
	}
	if doc.Type == "Feature" {
		one, err := geojson.UnmarshalFeature(raw)
		if err != nil {
			return ""
		}
		doc.Features = []*geojson.Feature{one}
	}
	var drawn []locator.Feature
	for _, one := range doc.Features {
		if one.Geometry != nil && len(drawn) < mostDrawn {
			name, _ := one.Properties["title_"+string(lang)].(string)
			if name == "" {
				name, _ = one.Properties["title"].(string)
			}
			drawn = append(drawn, locator.Feature{Geometry: one.Geometry, Label: name, Role: locator.Highlight})
		}
	}
	if len(drawn) == 0 {
		return ""
	}
	svg, err := locator.SVG(locator.Map{Title: title, Lang: string(lang), Width: 720, Height: 420, Attribution: say(lang, "Tham khảo, không phải ranh giới pháp lý.", "Reference, not a legal boundary.")}, append(f.outlines(time.Now()), drawn...))
	if err != nil {
		return "" // nothing of it is finite
	}
	return template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)) //nolint:gosec // made by locator, which escapes
}

// outlines are those of the units of a day, under what a picture shows.
func (f *Face) outlines(day time.Time) []locator.Feature {
	d, ok := f.set().Layer("units")
	if !ok {
		return nil
	}
	var out []locator.Feature
	for _, one := range d.Features {
		if g := one.Geometry(); g != nil && g.Dimensions() == 2 && one.Meets(day, day) && len(out) < mostDrawn {
			out = append(out, locator.Feature{Geometry: g, Role: locator.Background})
		}
	}
	return out
}
