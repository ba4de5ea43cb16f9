package ogc

import (
	"net/http"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/export"
)

// object is a JSON object of the OpenAPI document.
type object = map[string]any

// openapi is the OpenAPI 3.0 definition of everything below the landing page. Every collection has its own paths, so that a wrong name is seen in the definition.
func (f *Face) openapi(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaOpenAPI)
	if err != nil {
		return err
	}
	v, err := f.view()
	if err != nil {
		return err
	}
	return f.respond(w, r, o.now, o.lang, answer{title: say(o.lang, "Mô tả API", "API definition"), media: mediaOpenAPI, body: f.definition(v, o.lang), modified: v.set.Modified, trail: f.trail(o.lang)})
}

func (f *Face) definition(v *view, lang text.Lang) object {
	d := definer{lang: lang, paths: object{}}
	d.fixed()
	for _, c := range v.collections {
		d.collection(c)
	}
	return object{
		"openapi":    "3.0.3",
		"info":       f.info(lang),
		"servers":    []any{object{"url": f.url("")}},
		"tags":       []any{object{"name": "Capabilities"}, object{"name": "Data"}, object{"name": "Records"}, object{"name": "Tiles"}, object{"name": "Styles"}},
		"paths":      d.paths,
		"components": object{"schemas": schemas(), "responses": responses(lang)},
		"security":   []any{},
	}
}

// info names the API as the catalogue does, with its contact and licence where it states them.
func (f *Face) info(lang text.Lang) object {
	whose := f.kit.Site()
	info := object{"title": whose.Called(lang), "version": "1.0.0",
		"description": say(lang, "OGC API Features, Records, Tiles và Styles. Không cần khoá hay đăng nhập.", "OGC API Features, Records, Tiles and Styles. No key and no login are needed.")}
	if l, ok := vocab.FindLicence(whose.Licence); ok {
		info["license"] = object{"name": l.Code, "url": l.URL}
	}
	contact := object{"name": best(whose.Publisher.Name, lang)}
	if whose.Publisher.URL != "" {
		contact["url"] = whose.Publisher.URL
	}
	if whose.Contact.Email != "" {
		contact["email"] = whose.Contact.Email
	}
	info["contact"] = contact
	return info
}

// definer gathers paths.
type definer struct {
	lang  text.Lang
	paths object
}

// path adds a GET. Media types lead to the names of schemas; "" is anything.
func (d definer) path(path, id, tag, vi, en string, params []parameter, inPath []string, media map[string]string) {
	var list []any
	for _, name := range inPath {
		p := object{"name": name, "in": "path", "required": true, "schema": object{"type": "string"}}
		if strings.HasPrefix(name, "tile") {
			p["schema"] = object{"type": "integer", "minimum": 0}
		}
		list = append(list, p)
	}
	for _, p := range params {
		o := object{"name": p.name, "in": "query", "required": false, "style": "form", "explode": false, "schema": p.schema, "description": best(p.help, d.lang)}
		list = append(list, o)
	}
	content := object{}
	for m, name := range media {
		s := object{}
		switch {
		case name != "":
			s["$ref"] = "#/components/schemas/" + name
		case m == mediaHTML || strings.HasPrefix(m, "text/"):
			s["type"] = "string"
		case m == mediaTile || binary(m):
			s["type"], s["format"] = "string", "binary"
		default:
			s["type"] = "object"
		}
		content[m] = object{"schema": s}
	}
	answers := object{"200": object{"description": say(d.lang, "Thành công", "Success"), "content": content},
		"400": ref("Invalid"), "406": ref("NotAcceptable"), "500": ref("Internal"), "503": ref("Busy")}
	if len(inPath) > 0 || strings.Contains(path, "/collections/") {
		answers["404"] = ref("NotFound")
	}
	if _, tile := media[mediaTile]; tile {
		answers["204"] = object{"description": say(d.lang, "Ô trống", "An empty tile")}
	}
	op := object{"operationId": id, "tags": []any{tag}, "summary": say(d.lang, vi, en), "responses": answers}
	if list != nil {
		op["parameters"] = list
	}
	d.paths[path] = object{"get": op}
}

func ref(name string) object { return object{"$ref": "#/components/responses/" + name} }

func (d definer) fixed() {
	page := pageParameters(mediaJSON)
	html := func(media, schema string) map[string]string {
		return map[string]string{media: schema, mediaHTML: ""}
	}
	d.path("/", "getLandingPage", "Capabilities", "Trang đầu", "Landing page", page, nil, html(mediaJSON, "Links"))
	d.path("/conformance", "getConformanceDeclaration", "Capabilities", "Các lớp chuẩn", "Conformance classes", page, nil, html(mediaJSON, "Conformance"))
	d.path("/api", "getApi", "Capabilities", "Mô tả này", "This definition", pageParameters(mediaOpenAPI), nil, html(mediaOpenAPI, ""))
	d.path("/functions", "getFunctions", "Capabilities", "Các hàm cho filter", "Functions for filters", page, nil, html(mediaJSON, ""))
	d.path("/conformance-report", "getConformanceReport", "Capabilities", "Báo cáo kiểm thử", "Test report", page, nil, html(mediaJSON, ""))
	d.path("/collections", "getCollections", "Capabilities", "Các tập hợp", "The collections", collectionsParameters(), nil, html(mediaJSON, "Collections"))
	d.path("/tileMatrixSets", "getTileMatrixSetsList", "Tiles", "Các lưới ô", "Tile matrix sets", page, nil, html(mediaJSON, ""))
	d.path("/tileMatrixSets/{tileMatrixSetId}", "getTileMatrixSet", "Tiles", "Một lưới ô", "A tile matrix set", page, []string{"tileMatrixSetId"}, html(mediaJSON, ""))
	d.path("/styles", "getStyles", "Styles", "Các kiểu bản đồ", "The styles", page, nil, html(mediaJSON, ""))
	d.path("/styles/{styleId}", "getStyle", "Styles", "Một kiểu", "A style", styleParameters(), []string{"styleId"}, map[string]string{mediaMapbox: "", mediaSLD: "", mediaHTML: ""})
	d.path("/styles/{styleId}/metadata", "getStyleMetadata", "Styles", "Kiểu này là gì", "About a style", page, []string{"styleId"}, html(mediaJSON, ""))
	d.tiles("/tiles", "dataset")
}

func (d definer) tiles(root, name string) {
	page := pageParameters(mediaJSON)
	in := []string{"tileMatrixSetId"}
	html := map[string]string{mediaJSON: "", mediaHTML: ""}
	d.path(root, name+".vector.getTileSetsList", "Tiles", "Các bộ ô", "Tilesets", page, nil, html)
	d.path(root+"/{tileMatrixSetId}", name+".vector.getTileSet", "Tiles", "Một bộ ô", "A tileset", page, in, html)
	d.path(root+"/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", name+".vector.getTile", "Tiles", "Một ô", "A tile", tileParameters(), append(in, "tileMatrix", "tileRow", "tileCol"), map[string]string{mediaTile: ""})
}

func (d definer) collection(c *collection) {
	page, root := pageParameters(mediaJSON), c.path()
	tag := "Data"
	if c.records {
		tag = "Records"
	}
	html := func(media, schema string) map[string]string { return map[string]string{media: schema, mediaHTML: ""} }
	title := best(c.title, d.lang)
	op := operation(c.id)
	d.path(root, "describe"+op, tag, title, title, page, nil, html(mediaJSON, "Collection"))
	d.path(root+"/schema", "getSchema"+op, tag, "Lược đồ", "Schema", pageParameters(mediaSchema), nil, html(mediaSchema, ""))
	d.path(root+"/queryables", "getQueryables"+op, tag, "Thuộc tính để lọc", "Queryables", pageParameters(mediaSchema), nil, html(mediaSchema, ""))
	d.path(root+"/sortables", "getSortables"+op, tag, "Thuộc tính để sắp xếp", "Sortables", pageParameters(mediaSchema), nil, html(mediaSchema, ""))
	d.path(root+"/items", "getFeatures"+op, tag, "Các đối tượng", "The items", c.itemsParameters(), nil, itemMedia())
	d.path(root+"/items/{featureId}", "getFeature"+op, tag, "Một đối tượng", "One item", itemParameters(), []string{"featureId"}, html(mediaGeoJSON, "Feature"))
	if !c.records {
		d.tiles(root+"/tiles", "collection."+c.id)
		d.path(root+"/styles", "getStyles"+op, "Styles", "Kiểu của lớp", "Styles of the layer", page, nil, html(mediaJSON, ""))
	}
}

// itemMedia are the media types of a page of features.
func itemMedia() map[string]string {
	out := map[string]string{}
	for _, o := range itemForms() {
		out[o.media] = ""
	}
	out[mediaGeoJSON] = "FeatureCollection"
	return out
}

// binary tells whether answers of a media type are no text.
func binary(media string) bool {
	for _, e := range export.For(export.Layers) {
		if e.MediaType() == media {
			return !strings.HasSuffix(media, "json")
		}
	}
	return false
}

// operation is a collection's id as part of an operation id.
func operation(id string) string {
	var b strings.Builder
	for _, part := range strings.Split(id, "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

func responses(lang text.Lang) object {
	out := object{}
	for _, r := range []struct{ name, vi, en string }{
		{"Invalid", "Tham số không hợp lệ; parameter cho biết tham số nào.", "A parameter is not right; the member parameter says which."},
		{"NotFound", "Không có.", "There is no such thing."},
		{"NotAcceptable", "Không có dạng mà Accept yêu cầu.", "None of the forms that Accept asks for."},
		{"Internal", "Lỗi máy chủ.", "A fault of the server."},
		{"Busy", "Máy chủ đang bận hoặc đang nạp dữ liệu.", "The server is busy or loading."},
	} {
		out[r.name] = object{"description": say(lang, r.vi, r.en), "content": object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}}}
	}
	return out
}

func schemas() object {
	str := object{"type": "string"}
	named := func(required []string, props object) object {
		o := object{"type": "object", "properties": props}
		if len(required) > 0 {
			o["required"] = slices.Clone(required)
		}
		return o
	}
	to := func(name string) object { return object{"$ref": "#/components/schemas/" + name} }
	array := func(items object) object { return object{"type": "array", "items": items} }
	whole := object{"type": "integer", "minimum": 0}
	return object{
		"Link":        named([]string{"href", "rel"}, object{"href": str, "rel": str, "type": str, "hreflang": str, "title": str, "templated": object{"type": "boolean"}}),
		"Links":       named([]string{"links"}, object{"title": str, "description": str, "links": array(to("Link"))}),
		"Conformance": named([]string{"conformsTo"}, object{"conformsTo": array(str)}),
		"Collections": named([]string{"links", "collections"}, object{"links": array(to("Link")), "crs": array(str), "numberMatched": whole, "numberReturned": whole, "collections": array(to("Collection"))}),
		"Collection": named([]string{"id", "links"}, object{"id": str, "title": str, "description": str, "itemType": str, "storageCrs": str, "crs": array(str), "links": array(to("Link")),
			"extent": named(nil, object{"spatial": object{"type": "object"}, "temporal": object{"type": "object"}})}),
		"FeatureCollection": named([]string{"type", "features"}, object{"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "numberMatched": whole, "numberReturned": whole,
			"links": array(to("Link")), "features": array(to("Feature"))}),
		"Feature": named([]string{"type", "id", "geometry", "properties"}, object{"type": object{"type": "string", "enum": []string{"Feature"}}, "id": str,
			"geometry": object{"type": "object", "nullable": true}, "properties": object{"type": "object", "nullable": true}, "links": array(to("Link"))}),
		"Problem": named([]string{"type", "title", "status"}, object{"type": str, "title": str, "status": object{"type": "integer"}, "detail": str, "parameter": str, "nearest": str, "request_id": str}),
	}
}
