package quality

import (
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/quality"
)

// Options of the face; all are needed.
type Options struct {
	Kit     *httpkit.Kit
	Library func() *datasets.Library
	Book    *quality.Book
}

// Face is the quality face.
type Face struct{ Options }

// New returns the face.
func New(o Options) *Face { return &Face{o} }

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.Kit.Mount(router, f.Routes()) }

// Schemas returns the components of the OpenAPI document.
func (f *Face) Schemas() openapi3.Schemas {
	text, number, flag, object := openapi3.NewStringSchema(), openapi3.NewIntegerSchema(), openapi3.NewBoolSchema(), openapi3.NewObjectSchema()
	list := func(of *openapi3.Schema) *openapi3.Schema { return openapi3.NewArraySchema().WithItems(of) }
	report := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"dataset": text, "version": text, "mqa": object, "gate": number, "dcat_ap": list(object), "google": list(object),
		"data_gouv": list(object), "data_gouv_passed": number, "table_schema": object, "open_data_list": object, "history": list(object)})
	report.Required = []string{"dataset", "mqa", "gate", "dcat_ap", "google", "data_gouv", "data_gouv_passed", "table_schema", "open_data_list", "history"}
	item := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"dataset": text, "title": object, "open": flag, "publisher": text, "licence": text,
		"next_review": text, "overdue": flag, "mqa": number, "quality": text})
	item.Required = []string{"dataset", "title", "open", "overdue", "mqa", "quality"}
	entries := openapi3.NewObjectSchema().WithProperty("items", list(item)).WithProperty("legal_frame", object).WithProperty("note", object).WithRequired([]string{"items", "legal_frame"})
	return openapi3.Schemas{"Quality": report.NewRef(), "OpenDataList": entries.NewRef()}
}

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	return []httpkit.Route{
		{Name: "quality", Path: "/api/v1/datasets/{slug}/quality", Tag: "datasets", Handle: f.one, Faults: []catalog.FaultKind{catalog.NotFound},
			Params:  []httpkit.Param{{Name: "slug", Path: true, Type: httpkit.String, Required: true, Example: "indicators", Help: text.New("Mã bộ dữ liệu.", "The dataset's slug.")}},
			Summary: text.New("Chất lượng của một bộ dữ liệu", "The quality of a dataset"), Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Quality"}},
			Help: text.New("Điểm MQA (trên 405) với từng chỉ số, cách sửa và điểm được thêm; quy tắc Google Dataset Search; chín tiêu chí của data.gouv.fr; kết quả kiểm lược đồ; mục trong danh mục dữ liệu mở; lịch sử.",
				"The MQA score (of 405) metric by metric with the fix and the points it gains; Google Dataset Search rules; the nine criteria of data.gouv.fr; schema validation; the entry of the open data list; history.")},
		{Name: "open-data-list", Path: "/api/v1/open-data-list", Tag: "datasets", Handle: f.list,
			Summary: text.New("Danh mục dữ liệu mở", "The open data list"), Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "OpenDataList"}},
			Help: text.New("Mọi bộ dữ liệu: người công bố, giấy phép, căn cứ pháp lý, ngày rà soát tiếp theo, lý do nếu chưa mở, điểm chất lượng.",
				"Every dataset: publisher, licence, legal ground, next review, the reason where it is not open, quality score.")},
	}
}

func (f *Face) one(w http.ResponseWriter, r *http.Request) error {
	slug, _ := httpkit.PathVar(r, "slug")
	p, ok := f.Library().Find(slug)
	if !ok {
		fault := catalog.NewFault(catalog.NotFound, "slug", "Không có bộ dữ liệu này.", "There is no such dataset.")
		var known []string
		for _, p := range f.Library().All() {
			known = append(known, p.Name)
		}
		fault.Nearest = text.Nearest(slug, known)
		return fault
	}
	report, _, err := f.Book.Report(r.Context(), p)
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, report, httpkit.Validator{})
}

// line is a dataset in the open data list.
type line struct {
	Dataset string    `json:"dataset"`
	Title   text.Text `json:"title"`
	quality.Entry
	MQA     int    `json:"mqa"`
	Quality string `json:"quality"`
}

func (f *Face) list(w http.ResponseWriter, r *http.Request) error {
	out := struct {
		LegalFrame quality.Frame `json:"legal_frame"`
		Note       text.Text     `json:"note"`
		Items      []line        `json:"items"`
	}{quality.Decree194(), text.New("Nghị định quy định dữ liệu mở của cơ quan nhà nước; được nêu để tham chiếu, không khẳng định người công bố là cơ quan nhà nước.",
		"The decree governs the open data of state bodies; it is named for reference and is no claim that a publisher is one."), []line{}}
	for _, p := range f.Library().All() {
		report, _, err := f.Book.Report(r.Context(), p)
		if err != nil {
			return err
		}
		out.Items = append(out.Items, line{p.Name, p.Title, report.Entry, report.MQA.Points, f.Kit.URL("/api/v1/datasets/" + p.Name + "/quality")})
	}
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{})
}
