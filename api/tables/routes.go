package tables

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/cite"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

const (
	onDataset = "/api/v1/datasets/{slug}"
	onTable   = onDataset + "/tables/{table}"
)

// Routes returns every address of the face with its documentation.
func (f *Face) Routes() []httpkit.Route {
	routes := append(f.rowRoutes(), f.historyRoutes()...)
	return append(routes, f.datasetRoutes()...)
}

func (f *Face) rowRoutes() []httpkit.Route {
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound, catalog.TooLarge}
	post := append(faults[:3:3], httpkit.UnsupportedMedia)
	var files []httpkit.Answer
	for _, form := range export.For(export.Tables) {
		files = append(files, httpkit.Answer{Media: form.MediaType()})
	}
	rows := httpkit.Route{Name: "rows", Path: onTable + "/rows", Tag: "tables", OwnQuery: true, Class: httpkit.Table, Handle: f.rows, Params: tableParams(append(queryParams(), facetsParam())...), Faults: faults,
		Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "TableRows"}},
		Summary: text.New("Dòng của một bảng", "Rows of a table"),
		Help: text.New("Lọc bằng tên cột: cột=giá trị, cột__ge=5 (eq ne lt le gt ge in contains prefix like between anyof null notnull; lte, gte cũng là le, ge), hoặc filter là JSON. Trang sau: gửi lại với cursor bằng next.",
			"Filter by column names: column=value, column__ge=5 (eq ne lt le gt ge in contains prefix like between anyof null notnull; lte and gte are le and ge too), or with filter as JSON. For the following page send the same with cursor set to next.")}
	asked := rows
	asked.Name, asked.Methods, asked.Handle, asked.Faults = "rows.post", []string{http.MethodPost}, f.posted(f.rows), post
	asked.Help = text.New("Như GET, tham số là khoá của một đối tượng JSON; filter và having là đối tượng.", "Like GET, with the parameters as members of a JSON object; filter and having are objects.")
	file := httpkit.Route{Name: "export", Path: onTable + "/exports/{format}", Use: httpkit.UseDownload, Dataset: "slug", Tag: "tables", OwnQuery: true, Class: httpkit.Export, Handle: f.export, Timeout: httpkit.StreamTimeout,
		Params: append(tableParams(queryParams()...), exportParams()...), Faults: faults, Answers: files,
		Summary: text.New("Bảng hoặc kết quả truy vấn thành tệp", "The table, or what a query finds, as a file"),
		Help:    text.New("Không có limit thì gồm mọi dòng. Có Content-Length và Range nên tải dở có thể tiếp tục.", "Without limit it holds every row. It has a length and takes ranges, so that a broken download can go on.")}
	filed := file
	filed.Name, filed.Methods, filed.Handle, filed.Faults = "export.post", []string{http.MethodPost}, f.posted(f.export), post
	return []httpkit.Route{rows, asked, file, filed}
}

func (f *Face) historyRoutes() []httpkit.Route {
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound}
	return []httpkit.Route{
		{Name: "tables", Path: onDataset + "/tables", Tag: "tables", Handle: f.list, Faults: faults, Params: datasetParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "TableStateList"}},
			Summary: text.New("Các bảng của một bộ dữ liệu: cột, bằng chứng về kiểu, phiên bản", "The tables of a dataset: columns, evidence of their types, versions")},
		{Name: "table", Path: onTable, Tag: "tables", Handle: f.one, Faults: faults, Params: tableParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "TableState"}}, Summary: text.New("Một bảng", "One table")},
		{Name: "table.versions", Path: onTable + "/versions", Tag: "tables", Handle: f.versions, Faults: faults, Params: tableParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "TableVersionList"}}, Summary: text.New("Các phiên bản của một bảng, cũ nhất trước", "Versions of a table, oldest first")},
		{Name: "table.diff", Path: onTable + "/diff", Tag: "tables", Class: httpkit.Export, Handle: f.diff, Faults: faults, Timeout: httpkit.StreamTimeout,
			Params: tableParams(short("from", "1.0.0", "Phiên bản cũ; mặc định là ngay trước to.", "The older version; by default the one before to."),
				short("to", "1.0.0", "Phiên bản mới; mặc định là mới nhất.", "The newer version; by default the newest."),
				choice("format", []string{"json", "csv", "atom"}, "json", "Định dạng.", "Format.")),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "TableDiff"}, {Media: "text/csv"}, {Media: "application/atom+xml"}},
			Summary: text.New("Dòng thêm, bớt, sửa giữa hai phiên bản", "Rows added, removed and changed between two versions")},
		{Name: "table.profile", Path: onTable + "/profile", Tag: "tables", Class: httpkit.Table, Handle: f.profile, Faults: faults,
			Params: tableParams(short("column", "ma", "Một cột; mặc định là mọi cột.", "One column; by default all of them."),
				short("version", "1.0.0", "Phiên bản; mặc định là mới nhất.", "Version; by default the newest.")),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "TableProfile"}}, Summary: text.New("Phân bố giá trị của các cột", "Distribution of the values of columns")},
		{Name: "table.cite", Path: onTable + "/cite", Tag: "tables", Class: httpkit.Table, OwnQuery: true, Handle: f.citeTable, Faults: faults, Timeout: httpkit.StreamTimeout,
			Params: append(tableParams(queryParams()...), citeFormat()), Answers: citeAnswers(),
			Summary: text.New("Cách trích dẫn bảng hoặc kết quả truy vấn, kèm địa chỉ cố định và SHA-256", "How to cite the table or what a query finds, with a permanent address and SHA-256")},
	}
}

func (f *Face) datasetRoutes() []httpkit.Route {
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound}
	routes := []httpkit.Route{
		{Name: "dataset.cite", Path: onDataset + "/cite", Tag: "datasets", Handle: f.citeDataset, Faults: faults, Params: append(datasetParams(), citeFormat()), Answers: citeAnswers(),
			Summary: text.New("Cách trích dẫn bộ dữ liệu", "How to cite the dataset")},
		{Name: "dataset.openapi", Path: onDataset + "/openapi.json", Tag: "datasets", Handle: f.openapi, Faults: faults, Params: datasetParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Anything"}}, Summary: text.New("OpenAPI của riêng bộ dữ liệu, tạo từ các cột của nó", "OpenAPI of this dataset alone, made of its columns")},
	}
	if f.src.Files == nil {
		return routes
	}
	zip := []httpkit.Answer{{Media: "application/zip"}}
	return append(routes,
		httpkit.Route{Name: "dataset.zip", Path: onDataset + "/package.zip", Use: httpkit.UseDownload, Dataset: "slug", Tag: "datasets", Class: httpkit.Export, Handle: f.packageZip, Faults: faults, Params: datasetParams(), Answers: zip, Timeout: httpkit.StreamTimeout,
			Summary: text.New("Cả bộ dữ liệu thành Data Package nén", "The whole dataset as a zipped Data Package")},
		httpkit.Route{Name: "catalogue.zip", Path: "/api/v1/catalogue.zip", Use: httpkit.UseDownload, Tag: "catalogue", Class: httpkit.Export, Handle: f.catalogueZip, Faults: faults[:1], Params: []httpkit.Param{httpkit.LangParam()}, Answers: zip, Timeout: httpkit.StreamTimeout,
			Summary: text.New("Cả danh mục thành một tệp nén", "The whole catalogue as one zip")})
}

func datasetParams(more ...httpkit.Param) []httpkit.Param {
	return append([]httpkit.Param{
		{Name: "slug", Path: true, Type: httpkit.String, Required: true, Example: "units", Help: text.New("Tên bộ dữ liệu.", "Name of the dataset.")},
		httpkit.LangParam(),
	}, more...)
}

func tableParams(more ...httpkit.Param) []httpkit.Param {
	return append(datasetParams(httpkit.Param{Name: "table", Path: true, Type: httpkit.String, Required: true, Example: "units", Help: text.New("Tên bảng.", "Name of the table.")}), more...)
}

// queryParams documents what table.Codec checks.
func queryParams() []httpkit.Param {
	var out []httpkit.Param
	for _, p := range table.Params() {
		if p.Name != "lang" { // documented with the path
			out = append(out, httpkit.Param{Name: p.Name, Type: httpkit.String, Example: p.Example, Help: p.Help})
		}
	}
	return out
}

func exportParams() []httpkit.Param {
	return []httpkit.Param{
		{Name: "format", Path: true, Type: httpkit.String, Required: true, Enum: export.Names(export.Tables), Example: "csv", Help: text.New("Định dạng.", "Format.")},
		choice("header", []string{string(export.ColumnNames), string(export.Titles), string(export.Bilingual)}, "names", "Dòng đầu: tên cột, tiêu đề, tiêu đề hai ngôn ngữ.", "First row: column names, titles, titles in both languages."),
		{Name: "bom", Type: httpkit.Boolean, Example: "true", Help: text.New("CSV cho bảng tính: có BOM, và dấu nháy đơn trước chữ mà bảng tính sẽ hiểu là công thức.", "CSV for spreadsheets: with a byte order mark, and an apostrophe before text that they would take for a formula.")},
		{Name: "semicolon", Type: httpkit.Boolean, Example: "true", Help: text.New("CSV phân tách bằng chấm phẩy.", "CSV separated by semicolons.")},
	}
}

func short(name, example, vi, en string) httpkit.Param {
	return httpkit.Param{Name: name, Type: httpkit.String, Max: httpkit.Bound(500), Example: example, Help: text.New(vi, en)}
}

func choice(name string, values []string, standard, vi, en string) httpkit.Param {
	return httpkit.Param{Name: name, Type: httpkit.String, Enum: values, Default: standard, Example: standard, Help: text.New(vi, en)}
}

func citeFormat() httpkit.Param {
	var names []string
	for _, form := range cite.Formats() {
		names = append(names, form.Name)
	}
	return choice("format", names, "text", "Dạng trích dẫn.", "Form of the citation.")
}

func citeAnswers() []httpkit.Answer {
	var out []httpkit.Answer
	for _, form := range cite.Formats() {
		out = append(out, httpkit.Answer{Media: bare(form.Media)})
	}
	return out
}
