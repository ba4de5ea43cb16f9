package tables

import (
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

// tableAsk is a table with what is asked of it.
type tableAsk struct {
	*rows.View
	trail []string
}

// openTable finds the table in the path.
func (s *pages) openTable(r *http.Request) (*tableAsk, error) {
	lang := frame.PathLang(r)
	slug, _ := httpkit.PathVar(r, "slug")
	name, _ := httpkit.PathVar(r, "table")
	pack, ok := s.Library().Find(slug)
	if !ok {
		return nil, frame.Missing(slug, rows.DatasetNames(s.Library()), "Không có bộ dữ liệu này.", "There is no such dataset.")
	}
	res, ok := pack.Resource(name)
	if !ok {
		return nil, frame.Missing(name, tableNames(pack), "Bộ dữ liệu này không có bảng đó.", "This dataset has no such table.")
	}
	v := &tableAsk{View: rows.NewView(r.Context(), s.Frame, s.Locale(lang), pack, res)}
	if s.Tables == nil || !table.Loadable(res) {
		return nil, catalog.NewFault(catalog.NotFound, "", "Phần này của bộ dữ liệu không phải bảng; hãy tải cả bộ dữ liệu.", "This part of the dataset is no table; download the whole dataset.")
	}
	var err error
	if v.State, err = s.Tables.State(v.Ref); catalog.KindOf(err) == catalog.NotFound { // a first start loads the tables after the records
		return nil, catalog.NewFault(catalog.Busy, "", "Bảng đang được nạp; hãy thử lại sau một phút.", "The table is being loaded; try again in a minute.")
	}
	return v, err
}

func tableNames(p *datasets.Package) []string {
	var out []string
	for _, r := range p.Resources {
		if table.Loadable(r) {
			out = append(out, r.Name)
		}
	}
	return out
}

// ask reads the page's query: that of the API, with empty fields of the form
// left out, several boxes of select joined, and back, the cursors of the pages before.
func (v *tableAsk) ask(r *http.Request) error {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return err
	}
	v.trail = values["back"]
	v.trail = v.trail[max(0, len(v.trail)-frame.MaxTrail):]
	delete(values, "back")
	for name, list := range values {
		values[name] = slices.DeleteFunc(list, func(s string) bool { return s == "" })
		if len(values[name]) == 0 {
			delete(values, name)
		}
	}
	if len(values["select"]) > 1 {
		values.Set("select", strings.Join(values["select"], ","))
	}
	asOf, err := catalog.ParseDate(values.Get("as_of"))
	if err != nil {
		return catalog.NewFault(catalog.Invalid, "as_of", "Ngày phải viết YYYY-MM-DD, ví dụ 2025-06-30.", "A date is written YYYY-MM-DD, such as 2025-06-30.")
	}
	if v.Version, err = v.Tables.Version(v.Ref, values.Get("version"), asOf); err != nil {
		return err
	}
	v.Values = values
	if v.Query, err = v.codec().Parse(values, v.Version); err != nil {
		return err
	}
	return v.bound()
}

// bound completes the query for a page.
func (v *tableAsk) bound() error {
	q := &v.Query
	q.Ref, q.Lang, q.Total = v.Ref, v.L.Lang, true
	if q.Limit == 0 {
		q.Limit = pageRows
	}
	if q.Limit > maxPageRows {
		return catalog.NewFault(catalog.Invalid, "limit", "Một trang có nhiều nhất 500 dòng; muốn nhiều hơn hãy tải tệp xuống.", "A page has at most 500 rows; for more, download a file.")
	}
	if q.Cursor == "" {
		q.Version, q.AsOf = v.Version.Number, ""
	}
	return nil
}

func (v *tableAsk) codec() table.Codec {
	c := table.Codec{Places: v.Places(), Also: []string{"facets"}}
	if shape, ok := export.ShapeOf(v.Resource, v.Version); ok && shape.Column == "" {
		c.Lon, c.Lat = shape.Lon, shape.Lat
	}
	if m := v.Resource.Mapping; m != nil {
		if _, ok := v.Version.Column(m.Place); ok {
			c.Place = m.Place
		}
	}
	return c
}

func (v *tableAsk) crumbs(p *frame.Page) {
	title := v.L.Pick(v.Pack.Title)
	p.Crumbs = []frame.Link{{Text: v.L.T("nav.home"), URL: p.Home}, {Text: v.L.T("data_datasets"), URL: v.Path(frame.RouteKind, "lang", string(v.L.Lang), "kind", "dataset")},
		{Text: title.Text, URL: v.RecordPath(v.L.Lang, "dataset/"+v.Ref.Dataset)}}
}
