package api

import (
	"honglinh/api/dcat"
	"honglinh/api/httpkit"
	"honglinh/api/mcp"
	"honglinh/api/native"
	"honglinh/api/quality"
	"honglinh/api/sdmx"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/metadata"
	scores "honglinh/datasets/quality"
)

// catalogues are the faces that describe the datasets to harvesters, statistics
// programs and language models, and those of them that OpenAPI documents.
func catalogues(kit *httpkit.Kit, o Options) ([]Face, []native.Documented) {
	describer, book := o.Describer, o.Quality
	if describer == nil {
		describer = metadata.New(o.Tables.Engine, o.Sources.Places)
	}
	if book == nil {
		book = scores.NewBook(describer, nil, o.Now)
	}
	described := dcat.New(dcat.Options{Kit: kit, Library: o.Sources.Library, Describer: describer, Places: o.Sources.Places, About: about()})
	judged := quality.New(quality.Options{Kit: kit, Library: o.Sources.Library, Book: book})
	return []Face{described, judged,
		sdmx.New(sdmx.Options{Kit: kit, Library: o.Sources.Library, Tables: o.Tables.Engine}),
		mcp.New(mcp.Options{Kit: kit, Finder: o.Sources.Finder, Records: o.Sources.Store, Library: o.Sources.Library, Tables: o.Tables.Engine,
			Title: about().Title, Version: o.Version, Now: o.Now}),
	}, []native.Documented{described, judged}
}

// about is what the catalogue says of itself.
func about() dcat.About {
	licence, _ := vocab.FindLicence("CC-BY-4.0")
	service := func(name, vi, en, path, description, standard string) dcat.Service {
		return dcat.Service{Name: name, Title: text.New(vi, en), Path: path, Description: description, ConformsTo: standard}
	}
	return dcat.About{
		Title: text.New("Danh mục dữ liệu và đầu tư Hồng Lĩnh", "Hong Linh data and investment catalogue"),
		Description: text.New("Dữ liệu mở song ngữ về Hồng Lĩnh, Hà Tĩnh: cơ hội đầu tư, dự án, quy hoạch, thủ tục, đơn vị hành chính qua các thời kỳ và chỉ tiêu kinh tế - xã hội, mỗi con số có nguồn.",
			"Bilingual open data of Hồng Lĩnh, Hà Tĩnh: investment opportunities, projects, plans, procedures, administrative units through time and socio-economic indicators, every figure with its source."),
		Publisher: metadata.Agent{Name: "Nhóm biên soạn dữ liệu Hồng Lĩnh"},
		Licence:   metadata.Licence{Code: licence.Code, Label: licence.Label, URL: licence.URL, EU: licence.EU},
		Services: []dcat.Service{
			service("native", "API của danh mục", "The catalogue's API", "/api/v1", "/api/v1/openapi.json", "https://spec.openapis.org/oas/v3.1.0"),
			service("sdmx", "API thống kê SDMX 3", "SDMX 3 statistics API", sdmx.Root, sdmx.Root+"/structure/dataflow", "https://github.com/sdmx-twg/sdmx-rest"),
		},
	}
}
