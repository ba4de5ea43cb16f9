package maps

import (
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/styles"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
)

// Routes returns every address of the face with its documentation.
func (f *Face) Routes() []httpkit.Route {
	lang := httpkit.LangParam()
	layer := httpkit.Param{Name: "layer", Path: true, Type: httpkit.String, Example: "units", Help: text.New("Mã lớp bản đồ.", "Id of the layer.")}
	asOf := httpkit.Param{Name: "as_of", Type: httpkit.Date, Example: "2025-07-01", Help: text.New("Chỉ các đối tượng có hiệu lực vào ngày này.", "Only features that hold on this day.")}
	theme := httpkit.Param{Name: "theme", Type: httpkit.String, Enum: []string{"light", "dark"}, Default: "light", Help: text.New("Nền sáng hoặc tối.", "Light or dark background.")}
	archive := httpkit.Param{Name: "archive", Path: true, Type: httpkit.String, Enum: []string{"country", "base"}, Example: "base", Help: text.New("Phần của bản đồ nền: country (cả nước) hoặc base (chi tiết).", "Part of the base map: country (the whole country) or base (in detail).")}
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound}
	tile := []httpkit.Param{coordinate("z"), coordinate("x"), coordinate("y"), asOf, lang}
	tileAnswers := []httpkit.Answer{{Media: mediaTile}, {Status: 204, Help: text.New("Ô trống.", "An empty tile.")}}
	route := func(name, path string, h httpkit.Handler, answers []httpkit.Answer, vi, en string, params ...httpkit.Param) httpkit.Route {
		return httpkit.Route{Name: "maps." + name, Path: "/api/v1" + path, Tag: "maps", Handle: h, Answers: answers, Params: params, Faults: faults, Summary: text.New(vi, en)}
	}
	json := func(schema string) []httpkit.Answer {
		return []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: schema}}
	}
	out := []httpkit.Route{
		route("layers", "/layers", f.list, json("LayerList"), "Các lớp bản đồ", "The map layers", lang),
		route("layer", "/layers/{layer}", f.one, json("Layer"), "Một lớp bản đồ", "One map layer", layer, lang),
		route("layer.tile", "/layers/{layer}/tiles/{z}/{x}/{y}.mvt", f.layerTile, tileAnswers, "Ô véc-tơ của một lớp", "Vector tile of a layer", append([]httpkit.Param{layer}, tile...)...),
		route("layer.tilejson", "/layers/{layer}/tilejson.json", f.layerTileJSON, json("Anything"), "TileJSON của một lớp", "TileJSON of a layer", layer, lang),
		route("layer.sld", "/layers/{layer}/style.sld", f.layerSLD, []httpkit.Answer{{Media: mediaSLD}}, "Cách vẽ một lớp, dạng SLD", "Look of a layer as SLD", layer, lang),
		route("layer.qlr", "/layers/{layer}/layer.qlr", f.layerQLR, []httpkit.Answer{{Media: mediaQLR}}, "Định nghĩa lớp cho QGIS", "Layer definition for QGIS", layer, lang),
		route("project", "/catalogue.qgs", f.project, []httpkit.Answer{{Media: mediaQGIS}}, "Dự án QGIS gồm mọi lớp", "QGIS project of all layers", lang),
		route("tile", "/tiles/{z}/{x}/{y}.mvt", f.allTile, tileAnswers, "Ô véc-tơ của mọi lớp", "Vector tile of all layers", tile...),
		route("tilejson", "/tilejson.json", f.allTileJSON, json("Anything"), "TileJSON của mọi lớp", "TileJSON of all layers", lang),
		route("style", "/style.json", f.style, json("Anything"), "Kiểu bản đồ MapLibre", "MapLibre style", theme, lang),
		route("fonts", "/fonts/{fontstack}/{range}.pbf", f.glyphs, []httpkit.Answer{{Media: mediaGlyphs}}, "Chữ của nhãn bản đồ, 256 chữ một lần", "Letters of map labels, 256 at a time",
			httpkit.Param{Name: "fontstack", Path: true, Type: httpkit.String, Max: httpkit.Bound(200), Example: styles.Font, Help: text.New("Tên phông, hay nhiều tên cách nhau bằng dấu phẩy.", "Name of a font, or several separated by commas.")},
			httpkit.Param{Name: "range", Path: true, Type: httpkit.String, Max: httpkit.Bound(20), Example: "0-255", Help: text.New("Dải mã Unicode.", "Range of Unicode code points.")}),
		route("basemap.style", "/basemap/style.json", f.baseStyle, json("Anything"), "Kiểu của bản đồ nền", "Style of the base map", theme, lang),
		route("basemap.tile", "/basemap/{archive}/{z}/{x}/{y}.mvt", f.baseTile, tileAnswers, "Ô véc-tơ của bản đồ nền", "Vector tile of the base map", archive, coordinate("z"), coordinate("x"), coordinate("y")),
		route("basemap.drawing", "/basemap/drawing/{z}/{x}/{y}.svg", f.baseDrawing, []httpkit.Answer{{Media: "image/svg+xml"}}, "Ô của bản đồ nền dạng hình, 256 điểm ảnh", "Tile of the base map as a picture, 256 pixels", coordinate("z"), coordinate("x"), coordinate("y"), theme, lang),
		route("basemap.relief", "/basemap/relief/{z}/{x}/{y}.png", f.reliefTile, []httpkit.Answer{{Media: "image/png"}, {Status: 204, Help: text.New("Ô trống.", "An empty tile.")}}, "Ô bóng địa hình của bản đồ nền", "Tile of the relief of the base map", coordinate("z"), coordinate("x"), coordinate("y")),
		route("around", "/around", f.around, json("Surroundings"), "Xung quanh một điểm hoặc một bản ghi có gì", "What is around a point or a record",
			httpkit.Param{Name: "lon", Type: httpkit.Number, Example: "105.7", Help: text.New("Kinh độ, hoặc toạ độ Đông (Y) theo mét trong crs; cùng với lat.", "Longitude, or easting in metres of crs; together with lat.")},
			httpkit.Param{Name: "lat", Type: httpkit.Number, Example: "18.53", Help: text.New("Vĩ độ, hoặc toạ độ Bắc (X) theo mét trong crs.", "Latitude, or northing in metres of crs.")},
			httpkit.Param{Name: "crs", Type: httpkit.String, Max: httpkit.Bound(200), Example: "EPSG:9209", Help: text.New("Hệ toạ độ của lon và lat; mọi múi VN-2000; mặc định WGS 84.", "Reference system of lon and lat; every zone of VN-2000; WGS 84 unless given.")},
			httpkit.Param{Name: "near", Type: httpkit.String, Max: httpkit.Bound(100), Example: "105.70,18.53", Help: text.New("Kinh độ,vĩ độ WGS 84; hoặc record.", "Longitude,latitude in WGS 84; or record.")},
			httpkit.Param{Name: "record", Type: httpkit.String, Max: httpkit.Bound(200), Help: text.New("Định danh bản ghi, thay cho near; bản ghi không có toạ độ được tính từ giữa xã, phường của nó và nói rõ điều đó.", "Id of a record, instead of near; one without coordinates is measured from the middle of its commune, and the answer says so.")},
			httpkit.Param{Name: "radius", Type: httpkit.Number, Min: httpkit.Bound(0), Max: httpkit.Bound(200), Default: "10", Help: text.New("Bán kính tìm di tích và khu bảo vệ, km.", "Radius for heritage and protected zones in km.")}, asOf, lang),
		route("basemap", "/basemap.pmtiles", f.archive, []httpkit.Answer{{Media: export.TilesMedia}}, "Bản đồ nền: của đơn vị vận hành, hoặc bản đi kèm", "The base map: the operator's, or the one that ships", lang),
	}
	return append(append(out, f.exportRoutes(layer, lang)...), f.resultRoutes()...)
}

func coordinate(name string) httpkit.Param {
	return httpkit.Param{Name: name, Path: true, Type: httpkit.Integer, Min: httpkit.Bound(0), Example: map[string]string{"z": "10", "x": "812", "y": "459"}[name], Help: text.New("Số của ô (lưới WebMercatorQuad).", "Number of the tile (WebMercatorQuad).")}
}

func (f *Face) exportRoutes(layer, lang httpkit.Param) []httpkit.Route {
	var answers []httpkit.Answer
	for _, e := range export.For(export.Layers) {
		answers = append(answers, httpkit.Answer{Media: e.MediaType()})
	}
	format := httpkit.Param{Name: "format", Path: true, Type: httpkit.String, Enum: export.Names(export.Layers), Example: "geojson", Help: text.New("Định dạng tệp.", "Format of the file.")}
	system := httpkit.Param{Name: "crs", Type: httpkit.String, Max: httpkit.Bound(200), Example: "EPSG:9209", Help: text.New("Hệ toạ độ của tệp: mã EPSG hoặc URI; mặc định WGS 84.", "Reference system of the file: EPSG code or URI; WGS 84 unless given.")}
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound, catalog.TooLarge}
	pair := func(name, path string, find wants, vi, en string, own bool, params ...httpkit.Param) []httpkit.Route {
		verbs := []string{http.MethodGet, http.MethodHead}
		if own {
			verbs = append(verbs, http.MethodPost)
		}
		return []httpkit.Route{
			{Name: "maps." + name + ".manifest", Path: path + ".json", Tag: "maps", Class: httpkit.Export, Handle: f.manifest(find), OwnQuery: own, Methods: verbs, Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "LayerManifest"}}, Params: params, Faults: faults, Timeout: httpkit.StreamTimeout,
				Summary: text.New("Tệp tải về chứa gì: "+vi, "What a download holds: "+en), Help: text.New("Số đối tượng, khung, hệ toạ độ và mã băm; tệp đã được đọc lại để kiểm.", "Count, box, reference system and checksum; the file was read again to prove them.")},
			{Name: "maps." + name + ".export", Path: path, Tag: "maps", Class: httpkit.Export, Handle: f.download(find), OwnQuery: own, Methods: verbs, Answers: answers, Params: params, Faults: faults, Timeout: httpkit.StreamTimeout,
				Summary: text.New("Tải "+vi, "Download "+en)},
		}
	}
	searched := append([]httpkit.Param{format, system}, httpkit.SearchParams("facets")...)
	return append(pair("layer", "/api/v1/layers/{layer}/exports/{format}", f.layerWanted, "một lớp bản đồ", "a map layer", false, layer, format, system, lang),
		pair("search", "/api/v1/search/exports/{format}", f.resultWanted, "kết quả tìm kiếm", "what a search finds", true, searched...)...)
}

// resultRoutes are the addresses of what a search finds as a map shows it.
func (f *Face) resultRoutes() []httpkit.Route {
	route := func(name, path string, h httpkit.Handler, answer httpkit.Answer, vi, en string, params ...httpkit.Param) httpkit.Route {
		return httpkit.Route{Name: "maps.search." + name, Path: "/api/v1/search/" + path, Tag: "maps", Handle: h, OwnQuery: true, Answers: []httpkit.Answer{answer}, Params: append(params, httpkit.SearchParams("facets", "limit", "cursor")...),
			Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound, catalog.Busy}, Summary: text.New(vi, en),
			Help: text.New("Mọi bản ghi tìm thấy, nhiều nhất 10.000 bản ghi đầu; các dấu sẽ che nhau thì gộp thành một dấu có số đếm.", "Everything that is found, at most the first 10,000; marks that would cover each other are one with a count.")}
	}
	z, x, y := coordinate("z"), coordinate("x"), coordinate("y")
	return []httpkit.Route{
		route("map", "map", f.resultMap, httpkit.Answer{Media: httpkit.JSONMedia, Schema: "ResultMap"}, "Kết quả tìm kiếm nằm ở đâu: số có toạ độ, khung, số đếm theo đơn vị", "Where results are: how many have coordinates, their box, counts by unit"),
		route("tile", "tiles/{z}/{x}/{y}.mvt", f.resultTile, httpkit.Answer{Media: mediaTile}, "Ô véc-tơ của kết quả tìm kiếm", "Vector tile of what a search finds", z, x, y),
		route("marks", "tiles/{z}/{x}/{y}.geojson", f.resultMarks, httpkit.Answer{Media: "application/geo+json", Schema: "Anything"}, "Ô của kết quả tìm kiếm dạng GeoJSON", "Tile of what a search finds, as GeoJSON", z, x, y),
	}
}

// Schemas describes the answers in OpenAPI.
func (f *Face) Schemas() openapi3.Schemas {
	str, num, whole, flag := openapi3.NewStringSchema, openapi3.NewFloat64Schema, openapi3.NewIntegerSchema, openapi3.NewBoolSchema
	bilingual := func() *openapi3.Schema {
		return openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"vi": str(), "en": str()})
	}
	neighbour := func() map[string]*openapi3.Schema {
		return map[string]*openapi3.Schema{"id": str(), "title": bilingual(), "km": num(), "bearing": num(), "direction": bilingual(), "geometry_quality": str(), "modified": str()}
	}
	list := func(s *openapi3.Schema) *openapi3.Schema { return openapi3.NewArraySchema().WithItems(s) }
	named := func() *openapi3.Schema {
		return openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"id": str(), "title": bilingual()})
	}
	near := neighbour()
	near["category"], near["label"], near["known"], near["recorded"], near["same_unit"], near["printed_km"] = str(), bilingual(), flag(), whole(), list(named()), num()
	area := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"id": str(), "title": bilingual(), "valid_from": str(), "valid_to": str(), "current": flag(), "geometry_quality": str(),
		"basis": str().WithEnum(layers.ByOutline, layers.ByRecord, layers.ByHistory, layers.ByUnit), "number": str(), "decision": str(), "status": str(), "land_use": str(), "land_use_title": bilingual(),
		"overlap": openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"area_ha": num(), "share": num(), "of_area_ha": num()})})
	basis := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"kind": str().WithEnum(layers.FromPoint, layers.FromRecord, layers.FromUnit, layers.FromNone), "unit": named(), "geometry_quality": str()})
	layer := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"id": str(), "title": bilingual(), "description": bilingual(), "geometries": list(str()), "features": whole(),
		"without_geometry": whole(), "bbox": list(num()).WithNullable(), "from": str(), "to": str(), "modified": openapi3.NewDateTimeSchema(), "tiles": str(), "tilejson": str(), "items": str(),
		"exports":   openapi3.NewObjectSchema().WithAdditionalProperties(str()),
		"colour_by": str(), "legend": list(openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"value": str(), "title": bilingual(), "colour": str(), "count": whole()})),
		"popup": list(openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"property": str(), "title": bilingual()})),
		"style": openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"colour": str(), "outline": str(), "opacity": num(), "width": num(), "radius": num(), "min_zoom": whole()})})
	return openapi3.Schemas{
		"Layer": layer.NewRef(),
		"ResultMap": openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"total": whole(), "listed": whole(), "located": whole(), "bbox": list(num()).WithNullable(),
			"units": list(openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"id": str(), "code": str(), "name": bilingual(), "point": list(num()), "count": whole(), "outline": openapi3.NewObjectSchema().WithNullable()}))}).NewRef(),
		"LayerList": openapi3.NewObjectSchema().WithProperty("items", list(layer)).NewRef(),
		"LayerManifest": openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"layer": str(), "file": str(), "format": str(), "count": whole(), "without_geometry": whole(), "bbox": list(num()), "crs": str(), "crs_name": str(), "crs_uri": str(),
			"operation": str(), "operation_code": str(), "operation_accuracy_m": num(), "bytes": whole(), "sha256": str(), "verified": flag(), "state": str()}).NewRef(),
		"Surroundings": openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"point": list(num()).WithNullable(), "basis": basis, "method": bilingual(), "as_of": str(), "radius_km": num(),
			"filed": list(openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"kind": str(), "count": whole(), "records": list(named())})), "nearest": list(openapi3.NewObjectSchema().WithProperties(near)), "units": list(area), "plans": list(area), "conformity": str(), "conformity_printed": bilingual(),
			"heritage": list(openapi3.NewObjectSchema().WithProperties(neighbour())), "heritage_same_unit": list(named()), "heritage_recorded": whole(),
			"protected": list(openapi3.NewObjectSchema().WithProperties(neighbour())), "protected_same_unit": list(named()), "protected_recorded": whole()}).NewRef(),
	}
}
