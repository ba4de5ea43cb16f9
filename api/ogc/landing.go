package ogc

import (
	"net/http"

	"honglinh/catalog/text"
)

// Relations of the OGC register.
const (
	relConformance = "http://www.opengis.net/def/rel/ogc/1.0/conformance"
	relData        = "http://www.opengis.net/def/rel/ogc/1.0/data"
	relQueryables  = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relSchema      = "http://www.opengis.net/def/rel/ogc/1.0/schema"
	relSortables   = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
	relTilesets    = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relTilingSchem = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	relTMSs        = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	relCatalog     = "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog"
	relFunctions   = "http://www.opengis.net/def/rel/ogc/1.0/functions"
)

type landing struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Attribution string `json:"attribution,omitempty"`
	Links       []link `json:"links"`
}

func (f *Face) landing(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	whose := f.kit.Site()
	doc := landing{Title: whose.Called(o.lang), Attribution: best(whose.Publisher.Name, o.lang), Description: best(whose.Description, o.lang) + " " + say(o.lang,
		"Theo chuẩn OGC API: đối tượng, bản ghi, ô bản đồ và kiểu. Hệ toạ độ mặc định là WGS 84; có các mã VN-2000.",
		"By the OGC API standards: features, records, tiles and styles. Coordinates are WGS 84 unless asked otherwise; the VN-2000 codes are offered.")}
	doc.Links = append(o.links, f.landingLinks(o.lang)...)
	return f.respond(w, r, o.now, o.lang, answer{title: doc.Title, media: mediaJSON, body: doc})
}

func (f *Face) landingLinks(lang text.Lang) []link {
	api := say(lang, "Mô tả API (OpenAPI 3.0)", "Definition of the API (OpenAPI 3.0)")
	conf := say(lang, "Các lớp chuẩn được tuân theo", "Conformance classes")
	data := say(lang, "Các tập hợp", "The collections")
	return []link{
		{Href: f.href("/api", "f", "json"), Rel: "service-desc", Type: mediaOpenAPI, Title: api},
		{Href: f.href("/api", "f", "html"), Rel: "service-doc", Type: mediaHTML, Title: api},
		{Href: f.href("/conformance", "f", "json"), Rel: "conformance", Type: mediaJSON, Title: conf},
		{Href: f.href("/conformance", "f", "json"), Rel: relConformance, Type: mediaJSON, Title: conf},
		{Href: f.href("/collections", "f", "json"), Rel: "data", Type: mediaJSON, Title: data},
		{Href: f.href("/collections", "f", "json"), Rel: relData, Type: mediaJSON, Title: data},
		{Href: f.href("/collections", "f", "html"), Rel: "data", Type: mediaHTML, Title: data},
		{Href: f.href("/collections/catalogue"), Rel: relCatalog, Type: mediaCatalog, Title: say(lang, "Danh mục (OGC API Records)", "The catalogue (OGC API Records)")},
		{Href: f.href("/tiles", "f", "json"), Rel: relTilesets, Type: mediaJSON, Title: say(lang, "Ô bản đồ véc-tơ của mọi lớp", "Vector tiles of all layers")},
		{Href: f.href("/tileMatrixSets", "f", "json"), Rel: relTMSs, Type: mediaJSON, Title: say(lang, "Lưới ô bản đồ", "Tile matrix sets")},
		{Href: f.href("/styles", "f", "json"), Rel: relStyles, Type: mediaJSON, Title: say(lang, "Các kiểu bản đồ (Mapbox, SLD)", "Styles of the layers (Mapbox, SLD)")},
		{Href: f.kit.URL("/api/v1/catalogue.qgs"), Rel: "related", Type: mediaQGS, Title: say(lang, "Dự án QGIS gồm mọi lớp", "QGIS project of all layers")},
		{Href: f.href("/functions", "f", "json"), Rel: relFunctions, Type: mediaJSON, Title: say(lang, "Các hàm dùng trong filter", "Functions for filters")},
		{Href: f.href("/conformance-report", "f", "html"), Rel: "related", Type: mediaHTML, Title: say(lang, "Báo cáo kiểm thử theo chuẩn", "Conformance test report")},
	}
}

type conformance struct {
	Links      []link   `json:"links"`
	ConformsTo []string `json:"conformsTo"`
}

func (f *Face) conformance(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	doc := conformance{o.links, Classes()}
	return f.respond(w, r, o.now, o.lang, answer{title: say(o.lang, "Các lớp chuẩn được tuân theo", "Conformance classes"), media: mediaJSON, body: doc, trail: f.trail(o.lang)})
}

// trail is the way from the main site to the landing page, and on to further pages given as pairs of title and path.
func (f *Face) trail(lang text.Lang, steps ...string) []crumb {
	out := []crumb{{say(lang, "Trang chủ", "Home"), f.kit.URL("/" + string(lang) + "/")}, {f.kit.Site().Called(lang), f.href("", "f", "html", "lang", string(lang))}}
	for i := 0; i+1 < len(steps); i += 2 {
		out = append(out, crumb{steps[i], f.href(steps[i+1], "f", "html", "lang", string(lang))})
	}
	return out
}
