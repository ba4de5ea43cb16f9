package brief

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/brief"
	"honglinh/datasets/export"
)

// Records are the records as they are now.
type Records interface {
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
}

// Options of the face; all are needed.
type Options struct {
	Kit     *httpkit.Kit
	Records Records
	// Compose makes the brief of a list in a language.
	Compose func(ctx context.Context, lang text.Lang, ids string) (brief.Document, error)
	Now     func() time.Time
}

// Face serves briefs.
type Face struct{ Options }

// New returns the face.
func New(o Options) *Face { return &Face{o} }

// Mount adds the face's routes to the router.
func (f *Face) Mount(router *mux.Router) { f.Kit.Mount(router, f.Routes()) }

// Media types of the forms.
const (
	pdfMedia  = "application/pdf"
	xlsxMedia = export.WorkbookMedia
)

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	params := []httpkit.Param{
		{Name: "ids", Type: httpkit.String, Required: true, Max: httpkit.Bound(2000), Example: "unit/phuong-bac-hong-linh", Help: text.New("Nhiều nhất 20 mã bản ghi, cách nhau bằng dấu phẩy.", "At most 20 record ids, separated by commas.")},
		{Name: "lang", Type: httpkit.String, Enum: []string{"vi", "en", "both"}, Example: "en", Help: text.New("Ngôn ngữ: vi, en hoặc both (cả hai).", "Language: vi, en or both.")},
	}
	faults := []catalog.FaultKind{catalog.Invalid, catalog.NotFound}
	route := func(ext, media, schema, vi, en string, handle httpkit.Handler) httpkit.Route {
		return httpkit.Route{Name: "shortlist." + ext, Path: "/api/v1/shortlist." + ext, Tag: "records", Class: httpkit.Export, Handle: handle, Params: params, Faults: faults,
			Answers: []httpkit.Answer{{Media: media, Schema: schema}}, Summary: text.New(vi, en)}
	}
	return []httpkit.Route{
		route("pdf", pdfMedia, "", "Bản tóm lược của một danh sách, PDF", "The brief of a shortlist, as PDF", f.pdf),
		route("xlsx", xlsxMedia, "", "Bản tóm lược của một danh sách, XLSX", "The brief of a shortlist, as XLSX", f.xlsx),
		route("json", httpkit.JSONMedia, "Shortlist", "Các bản ghi của một danh sách và bảng so sánh", "The records of a shortlist with their comparison", f.json),
	}
}

// Schemas returns the components of the OpenAPI document.
func (f *Face) Schemas() openapi3.Schemas {
	free := openapi3.NewObjectSchema()
	list := func(of *openapi3.Schema) *openapi3.Schema { return openapi3.NewArraySchema().WithItems(of) }
	s := openapi3.NewObjectSchema().WithProperties(map[string]*openapi3.Schema{"items": list(free), "comparison": list(free), "computed_on": openapi3.NewStringSchema(), "url": openapi3.NewStringSchema()})
	s.Required = []string{"items", "comparison", "computed_on", "url"}
	return openapi3.Schemas{"Shortlist": s.NewRef()}
}

// documents are the briefs in the languages asked for.
func (f *Face) documents(r *http.Request) ([]brief.Document, error) {
	p := httpkit.Parsed(r)
	langs := []text.Lang{text.Lang(p.String("lang"))}
	switch langs[0] {
	case "both":
		langs = f.Kit.Site().Languages
	case "":
		langs[0] = httpkit.AcceptLanguage(r)
	}
	var out []brief.Document
	for _, l := range langs {
		d, err := f.Compose(r.Context(), l, p.String("ids"))
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (f *Face) pdf(w http.ResponseWriter, r *http.Request) error {
	return f.file(w, r, pdfMedia, "pdf", func(b *bytes.Buffer, docs []brief.Document) error { return brief.PDF(b, f.Now(), docs...) })
}

func (f *Face) xlsx(w http.ResponseWriter, r *http.Request) error {
	return f.file(w, r, xlsxMedia, "xlsx", func(b *bytes.Buffer, docs []brief.Document) error { return brief.Workbook(b, docs...) })
}

func (f *Face) file(w http.ResponseWriter, r *http.Request, media, ext string, write func(*bytes.Buffer, []brief.Document) error) error {
	docs, err := f.documents(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, docs); err != nil {
		return err
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	w.Header().Set("Content-Disposition", `attachment; filename="shortlist.`+ext+`"`)
	return httpkit.WriteBytes(w, r, media, b.Bytes(), httpkit.Validator{})
}

// row is a line of the comparison.
type row struct {
	Group   string   `json:"group"`
	Field   string   `json:"field"`
	Values  []string `json:"values"` // in the order of the items; "" is not stated
	Differs bool     `json:"differs"`
}

func (f *Face) json(w http.ResponseWriter, r *http.Request) error {
	docs, err := f.documents(r)
	if err != nil {
		return err
	}
	var ids []string
	for _, rec := range docs[0].Records {
		ids = append(ids, rec.ID)
	}
	recs, err := f.Records.Records(r.Context(), ids)
	if err != nil {
		return err
	}
	byID := map[string]catalog.Record{}
	for _, rec := range recs {
		byID[rec.ID] = rec
	}
	out := struct {
		Items      []catalog.Record `json:"items"`
		Comparison []row            `json:"comparison"`
		ComputedOn string           `json:"computed_on"`
		URL        string           `json:"url"`
	}{[]catalog.Record{}, []row{}, f.Now().UTC().Format(time.DateOnly), docs[0].URL}
	for _, id := range ids {
		out.Items = append(out.Items, byID[id])
	}
	for _, line := range docs[0].Rows {
		out.Comparison = append(out.Comparison, row{strings.TrimSpace(line.Group), line.Label, line.Cells, line.Differs})
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	return httpkit.WriteJSON(w, r, out, httpkit.Validator{})
}
