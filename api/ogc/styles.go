package ogc

import (
	"net/http"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/styles"
	"honglinh/catalog/text"
)

// Media types of stylesheets.
const (
	mediaMapbox = "application/vnd.mapbox.style+json"
	mediaSLD    = "application/vnd.ogc.sld+xml;version=1.0"
	mediaQLR    = "application/x-qgis-layer-definition"
	mediaQGS    = "application/x-qgis"
)

// relStyles is the relation of a list of styles (OGC 20-009).
const relStyles = "http://www.opengis.net/def/rel/ogc/1.0/styles"

// styleForms are the stylesheets of a layer, the native one first.
func styleForms() []form {
	return []form{{"mapbox", mediaMapbox}, {"html", mediaHTML}, {"sld10", mediaSLD}}
}

type stylesDoc struct {
	Links   []link      `json:"links"`
	Default string      `json:"default,omitempty"`
	Styles  []styleItem `json:"styles"`
}

type styleItem struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Links []link `json:"links"`
}

// styled lists the layers that have something to draw.
func (v *view) styled() []*layers.Data {
	return slices.DeleteFunc(slices.Clone(v.set.Layers()), func(d *layers.Data) bool { _, drawn := d.Drawn(); return !drawn })
}

// stylesheets are the links to the look of a layer in every form.
func (f *Face) stylesheets(d *layers.Data, lang text.Lang) []link {
	p := "/styles/" + d.ID
	l := string(lang)
	return []link{
		{Href: f.href(p, "f", "mapbox", "lang", l), Rel: "stylesheet", Type: mediaMapbox, Title: say(lang, "Kiểu MapLibre và Mapbox", "Style of MapLibre and Mapbox")},
		{Href: f.href(p, "f", "sld10", "lang", l), Rel: "stylesheet", Type: mediaSLD, Title: say(lang, "Kiểu SLD 1.0", "Style as SLD 1.0")},
		{Href: f.kit.URL("/api/v1/layers/" + d.ID + "/layer.qlr?lang=" + l), Rel: "alternate", Type: mediaQLR, Title: say(lang, "Định nghĩa lớp của QGIS, có dữ liệu và kiểu", "Layer definition of QGIS, with data and style")},
		{Href: f.href(p+"/metadata", "f", "json", "lang", l), Rel: "describedby", Type: mediaJSON, Title: say(lang, "Kiểu này là gì", "About the style")},
	}
}

// styleList lists the styles of the dataset, or of one collection.
func (f *Face) styleList(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	v, err := f.view()
	if err != nil {
		return err
	}
	doc := stylesDoc{Links: o.links, Styles: []styleItem{}}
	only, one := httpkit.PathVar(r, "collection")
	if one {
		if _, err := v.find(only); err != nil {
			return err
		}
	}
	for _, d := range v.styled() {
		if one && d.ID != only {
			continue
		}
		if one {
			doc.Default = d.ID
		}
		doc.Styles = append(doc.Styles, styleItem{d.ID, best(d.Title, o.lang), f.stylesheets(d, o.lang)})
	}
	if !one {
		doc.Links = append(doc.Links, link{Href: f.kit.URL("/api/v1/style.json?lang=" + string(o.lang)), Rel: "related", Type: mediaMapbox, Title: say(o.lang, "Mọi lớp trên bản đồ nền", "All layers on the base map")},
			link{Href: f.kit.URL("/api/v1/catalogue.qgs?lang=" + string(o.lang)), Rel: "related", Type: mediaQGS, Title: say(o.lang, "Dự án QGIS gồm mọi lớp", "QGIS project of all layers")})
	}
	return f.respond(w, r, o.now, o.lang, answer{title: say(o.lang, "Các kiểu bản đồ", "Styles"), media: mediaJSON, body: doc, modified: v.set.Modified, trail: f.trail(o.lang)})
}

// styleOf is the layer whose look a path names.
func (f *Face) styleOf(r *http.Request) (*layers.Data, error) {
	v, err := f.view()
	if err != nil {
		return nil, err
	}
	id, _ := httpkit.PathVar(r, "style")
	var known []string
	for _, d := range v.styled() {
		if d.ID == id {
			return d, nil
		}
		known = append(known, d.ID)
	}
	fault := catalog.NewFault(catalog.NotFound, "styleId", "Không có kiểu này.", "There is no such style.")
	fault.Nearest = text.Nearest(id, known)
	return nil, fault
}

func styleParameters() []parameter {
	return []parameter{{"f", map[string]any{"type": "string", "enum": []string{"mapbox", "sld10", "html"}},
		text.New("Dạng của kiểu: mapbox, sld10 hoặc html; mặc định theo tiêu đề Accept.", "Form of the style: mapbox, sld10 or html; by default what Accept asks for.")}, langParameter()}
}

// stylesheet answers with a stylesheet.
func (f *Face) stylesheet(w http.ResponseWriter, r *http.Request) error {
	if _, err := check(r, styleParameters()); err != nil {
		return err
	}
	d, err := f.styleOf(r)
	if err != nil {
		return err
	}
	now, lang, err := f.choose(w, r, styleForms())
	if err != nil {
		return err
	}
	look := d.Look(lang)
	if now.name == "sld10" {
		b, err := styles.SLD(look)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Language", string(lang))
		httpkit.AddVary(w.Header(), "Accept-Language")
		return httpkit.WriteBytes(w, r, mediaSLD, b, httpkit.Validator{Modified: d.Modified})
	}
	const source = "honglinh"
	doc := object{"version": 8, "name": look.Title, "glyphs": f.kit.URL("/api/v1/fonts/{fontstack}/{range}.pbf"),
		"sources": object{source: object{"type": "vector", "url": f.kit.URL("/api/v1/layers/" + d.ID + "/tilejson.json")}}, "layers": styles.GL(source, look)}
	return f.respond(w, r, now, lang, answer{title: look.Title, media: mediaMapbox, body: doc, modified: d.Modified, trail: f.trail(lang, say(lang, "Các kiểu bản đồ", "Styles"), "/styles")})
}

type styleMetadata struct {
	ID          string       `json:"id"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Updated     string       `json:"updated,omitempty"`
	Stylesheets []styleSheet `json:"stylesheets"`
	Layers      []styleLayer `json:"layers"`
	Links       []link       `json:"links"`
}

type styleSheet struct {
	Title         string `json:"title"`
	Version       string `json:"version"`
	Specification string `json:"specification"`
	Native        bool   `json:"native"`
	Link          link   `json:"link"`
}

type styleLayer struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	SampleData link   `json:"sampleData"`
}

// styleMetadata tells what a style is.
func (f *Face) styleMetadata(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	d, err := f.styleOf(r)
	if err != nil {
		return err
	}
	sheets := f.stylesheets(d, o.lang)
	look := d.Look(o.lang)
	doc := styleMetadata{ID: d.ID, Title: look.Title, Description: look.Abstract, Links: o.links,
		Stylesheets: []styleSheet{{sheets[0].Title, "8", "https://maplibre.org/maplibre-style-spec/", true, sheets[0]}, {sheets[1].Title, "1.0", "https://www.ogc.org/standard/sld/", false, sheets[1]}},
		Layers:      []styleLayer{{d.ID, []string{"point", "line", "polygon"}[max(0, look.Dimension)], link{Href: f.href("/collections/"+d.ID+"/items", "f", "json"), Rel: "data", Type: mediaGeoJSON}}}}
	if s := instant(d.Modified); s != nil {
		doc.Updated = *s
	}
	return f.respond(w, r, o.now, o.lang, answer{title: look.Title, media: mediaJSON, body: doc, modified: d.Modified, trail: f.trail(o.lang, say(o.lang, "Các kiểu bản đồ", "Styles"), "/styles")})
}
