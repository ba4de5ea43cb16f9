package native

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Routes returns every address of the native API with its documentation: what is
// not in this list is not served.
func (f *Face) Routes() []httpkit.Route {
	routes := f.searchRoutes()
	routes = append(routes, f.recordRoutes()...)
	routes = append(routes, f.siteRoutes()...)
	return append(routes, f.listRoutes()...)
}

func (f *Face) searchRoutes() []httpkit.Route {
	forms := []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Answer"}}
	for _, form := range exportFormats() {
		forms = append(forms, exportAnswer(form))
	}
	routes := []httpkit.Route{
		{Name: "search", Path: "/api/v1/search", Use: httpkit.UseSearch, Methods: searchVerbs(), Tag: "search", OwnQuery: true, Handle: f.search, Timeout: httpkit.StreamTimeout,
			Params: append(httpkit.SearchParams(), negotiated(append([]httpkit.Format{jsonFormat()}, exportFormats()...)...)...), Answers: forms,
			Faults:  []catalog.FaultKind{catalog.Invalid, catalog.NotFound, httpkit.NotAcceptable},
			Summary: text.New("Tìm kiếm", "Search"),
			Help: text.New("Không có q và không có bộ lọc thì liệt kê mọi bản ghi. Các giá trị của cùng một tham số là hoặc, các tham số khác nhau là và. Trang sau: gửi lại cùng tham số với cursor bằng next.",
				"Without q and filters everything is listed. Values of one parameter are alternatives, different parameters narrow. For the following page send the same parameters with cursor set to next.")},
		{Name: "suggest", Path: "/api/v1/suggest", Use: httpkit.UseNone, Tag: "search", Class: httpkit.Light, Handle: f.suggest, Params: suggestParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "SuggestionList"}}, Faults: []catalog.FaultKind{catalog.Invalid},
			Summary: text.New("Gợi ý khi gõ", "Suggestions while typing")},
	}
	for _, form := range exportFormats() {
		routes = append(routes, f.exportRoute(form))
	}
	return routes
}

// searchVerbs takes POST for outlines that are too long for an address.
func searchVerbs() []string { return []string{http.MethodGet, http.MethodHead, http.MethodPost} }

func exportAnswer(form httpkit.Format) httpkit.Answer {
	a := httpkit.Answer{Media: bare(form.Media)}
	if form.Name == geojsonFormat().Name {
		a.Schema = "FeatureCollection"
	}
	return a
}

func (f *Face) exportRoute(form httpkit.Format) httpkit.Route {
	rt := httpkit.Route{Name: "search." + form.Name, Path: "/api/v1/search." + form.Name, Use: httpkit.UseSearch, Methods: searchVerbs(), Tag: "search", OwnQuery: true, Class: httpkit.Export, Handle: f.searchAs(form), Timeout: httpkit.StreamTimeout,
		Params: httpkit.SearchParams(), Answers: []httpkit.Answer{exportAnswer(form)}, Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound},
		Summary: text.New("Toàn bộ kết quả tìm kiếm dạng "+form.Name, "Everything a search finds, as "+form.Name),
		Help: text.New("Không có limit thì gồm mọi bản ghi tìm thấy, kể từ cursor nếu có; có limit thì nhiều nhất chừng ấy.",
			"Without limit it holds every record found, from cursor on if one is given; with limit at most that many.")}
	if form.Name == "atom" {
		rt.Class, rt.Use = httpkit.Page, httpkit.UseFeed
		rt.Summary = text.New("Nguồn cấp Atom của một tìm kiếm", "Atom feed of a search")
		rt.Help = text.New("Một trang, mới nhất trước nếu không nêu sort; trang sau ở liên kết next.", "One page, newest first unless sort says otherwise; the next page is at the next link.")
	}
	return rt
}

func (f *Face) recordRoutes() []httpkit.Route {
	const record = "/api/v1/records/{kind}/{slug}"
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound, catalog.Gone}
	return []httpkit.Route{
		{Name: "record", Path: record, Class: httpkit.Light, Tag: "records", Handle: f.record, Faults: append(faults, httpkit.NotAcceptable),
			Params: append(recordParams(
				asOf("Bản ghi như danh mục công bố vào cuối ngày này (thời gian công bố, không phải hiệu lực).", "The record as the catalogue published it at the end of this day (time of publication, not of validity)."),
				version("version", "Một phiên bản nhất định.", "One version.")), negotiated(jsonFormat(), geojsonFormat())...),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Record"}, {Media: geojsonFormat().Media, Schema: "Feature"}},
			Summary: text.New("Một bản ghi", "One record"),
			Help:    text.New("Bản ghi đã gỡ trả về 410 với superseded_by.", "A removed record is a 410 with superseded_by.")},
		{Name: "record.versions", Path: record + "/versions", Tag: "records", Handle: f.versions, Faults: faults[:2], Params: recordParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "VersionList"}},
			Summary: text.New("Lịch sử của một bản ghi, cũ nhất trước", "History of a record, oldest first")},
		{Name: "record.diff", Path: record + "/diff", Tag: "records", Handle: f.diff, Faults: faults,
			Params: recordParams(version("from", "Phiên bản cũ; mặc định là ngay trước to.", "The older version; by default the one before to."),
				version("to", "Phiên bản mới; mặc định là mới nhất.", "The newer version; by default the newest.")),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Difference"}},
			Summary: text.New("Khác biệt giữa hai phiên bản", "Differences between two versions")},
		{Name: "record.related", Path: record + "/related", Tag: "records", Handle: f.related, Faults: faults,
			Params:  recordParams(limit(1, maxRelated, "10", "Số bản ghi nhiều nhất.", "Most records.")),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "HitList"}},
			Summary: text.New("Các bản ghi gần giống", "Records like this one")},
		{Name: "record.cite", Path: record + "/cite", Tag: "records", Handle: f.cite, Faults: faults, Params: recordParams(citeParam(), version("version", "Một phiên bản nhất định.", "One version.")),
			Answers: citeAnswers(), Summary: text.New("Cách trích dẫn một bản ghi", "How to cite a record"),
			Help: text.New("Địa chỉ cố định trong trích dẫn là trang của bản ghi.", "The permanent address in a citation is the record's page.")},
		{Name: "record.backlinks", Path: record + "/backlinks", Tag: "records", Handle: f.backlinks, Faults: faults, Params: recordParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "BacklinkList"}},
			Summary: text.New("Các bản ghi trỏ đến bản ghi này", "Records that point at this one")},
	}
}

func (f *Face) listRoutes() []httpkit.Route {
	lang := []httpkit.Param{httpkit.LangParam()}
	return []httpkit.Route{
		{Name: "changes", Path: "/api/v1/changes", Tag: "changes", Handle: f.changes, Params: changesParams(), Faults: []catalog.FaultKind{catalog.Invalid},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "ChangeList"}},
			Summary: text.New("Những gì đã công bố và gỡ bỏ, cũ nhất trước", "What was published and removed, oldest first"),
			Help: text.New("Bắt đầu từ since=0, rồi mỗi lần dùng next làm since. Ở cuối, next giữ nguyên để hỏi lại sau.",
				"Start with since=0 and use next as the following since. At the end next stays as it is, to be asked again later.")},
		{Name: "datasets", Path: "/api/v1/datasets", Tag: "datasets", Handle: f.datasets, Params: lang, Faults: []catalog.FaultKind{catalog.Invalid},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "DatasetList"}},
			Summary: text.New("Các bộ dữ liệu", "The datasets")},
		{Name: "dataset", Path: "/api/v1/datasets/{slug}", Tag: "datasets", Handle: f.dataset, Params: append([]httpkit.Param{slugParam()}, lang...),
			Faults:  []catalog.FaultKind{catalog.Invalid, catalog.NotFound},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Dataset"}},
			Summary: text.New("Một bộ dữ liệu với từ điển dữ liệu", "One dataset with its data dictionary")},
		{Name: "dataset.geometry", Path: "/api/v1/datasets/{slug}/geometry", Tag: "datasets", Handle: f.geometry, Params: append([]httpkit.Param{slugParam()}, lang...),
			Faults:  []catalog.FaultKind{catalog.Invalid, catalog.NotFound},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "GeometryReportList"}},
			Summary: text.New("Kiểm tra hình học của một bộ dữ liệu", "What was found of the geometries of a dataset"),
			Help: text.New("Mỗi tài nguyên có hình học một báo cáo của lần nạp gần nhất: hệ toạ độ đọc được và cách chuyển về WGS 84, những gì đã tự sửa, những gì cần người xem. Bộ dữ liệu không có hình học trả về danh sách rỗng.",
				"A report of the last ingest per resource with geometry: the reference systems and how they came to WGS 84, what was mended, what a person should look at. A dataset without geometry has an empty list.")},
		{Name: "units", Path: "/api/v1/units", Tag: "units", Handle: f.units, Params: unitsParams(), Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "UnitList"}},
			Summary: text.New("Đơn vị hành chính qua các thời kỳ", "Administrative units through time")},
		{Name: "status", Path: "/api/v1/status", Tag: "catalogue", Handle: f.status, Params: lang, Faults: []catalog.FaultKind{catalog.Invalid},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Status"}},
			Summary: text.New("Danh mục có gì và mới đến đâu", "What the catalogue holds and how fresh it is")},
		{Name: "problem", Path: "/problems/{problem}", Tag: "catalogue", Handle: f.problem, Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound},
			Params:  append([]httpkit.Param{{Name: "problem", Path: true, Type: httpkit.String, Required: true, Example: "invalid", Help: text.New("Loại lỗi.", "Kind of problem.")}}, lang...),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "ProblemKind"}},
			Summary: text.New("Ý nghĩa của một loại lỗi", "What a kind of problem means")},
		{Name: "openapi", Path: "/api/v1/openapi.json", Tag: "catalogue", Handle: f.openapi, Params: lang, Faults: []catalog.FaultKind{catalog.Invalid},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Anything"}},
			Summary: text.New("Tài liệu OpenAPI này", "This OpenAPI document")},
	}
}
