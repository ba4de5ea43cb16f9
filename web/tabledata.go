package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// Tables is the rows of the datasets as the pages see them; *duck.Engine
// satisfies it.
type Tables interface {
	State(ref table.Ref) (*table.State, error)
	Version(ref table.Ref, number string, asOf catalog.Date) (*table.Version, error)
	Query(ctx context.Context, q table.Query) (*table.Result, error)
	Profile(ctx context.Context, ref table.Ref, version, column string) (*table.Profile, error)
	Diff(ctx context.Context, ref table.Ref, from, to string, fn func(table.RowChange) error) (table.Counts, error)
	CSV(ctx context.Context, q table.Query, w io.Writer, opt table.CSVOptions) (int, error)
}

var _ Tables = table.Reader(nil)

// The names of the routes of the dataset pages.
const (
	routeTable   = "web.table"
	routeColumn  = "web.column"
	routeRowDiff = "web.rowdiff"
)

// pageRows are the rows of a page of a table unless the reader asks otherwise,
// maxPageRows the most: a telephone lays out a thousand rows of forty cells in
// about a second.
const (
	pageRows    = 50
	maxPageRows = 500
)

// tableView is one table on its way to becoming a page.
type tableView struct {
	*site
	ctx      context.Context
	l        *locale
	ref      table.Ref
	pack     *datasets.Package
	resource datasets.Resource
	state    *table.State
	version  *table.Version
	values   url.Values // as asked, without what is empty
	trail    []string
	query    table.Query
}

// openTable finds the table in the path.
func (s *site) openTable(r *http.Request) (*tableView, error) {
	lang := pathLang(r)
	slug, _ := httpkit.PathVar(r, "slug")
	name, _ := httpkit.PathVar(r, "table")
	pack, ok := s.Library().Find(slug)
	if !ok {
		return nil, missing(slug, datasetNames(s.Library()), "Không có bộ dữ liệu này.", "There is no such dataset.")
	}
	res, ok := pack.Resource(name)
	if !ok {
		return nil, missing(name, tableNames(pack), "Bộ dữ liệu này không có bảng đó.", "This dataset has no such table.")
	}
	v := &tableView{site: s, ctx: r.Context(), l: s.locales[lang], ref: table.Ref{Dataset: pack.Name, Table: res.Name}, pack: pack, resource: res}
	if s.Tables == nil || !table.Loadable(res) {
		return nil, catalog.NewFault(catalog.NotFound, "", "Phần này của bộ dữ liệu không phải bảng; hãy tải cả bộ dữ liệu.", "This part of the dataset is no table; download the whole dataset.")
	}
	var err error
	if v.state, err = s.Tables.State(v.ref); catalog.KindOf(err) == catalog.NotFound { // a first start loads the tables after the records
		return nil, catalog.NewFault(catalog.Busy, "", "Bảng đang được nạp; hãy thử lại sau một phút.", "The table is being loaded; try again in a minute.")
	}
	return v, err
}

func missing(name string, known []string, vi, en string) error {
	return &catalog.Fault{Kind: catalog.NotFound, Where: "path", Nearest: text.Nearest(name, known), Detail: text.New(vi, en)}
}

func datasetNames(l *datasets.Library) []string {
	var out []string
	for _, p := range l.All() {
		out = append(out, p.Name)
	}
	return out
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
func (v *tableView) ask(r *http.Request) error {
	values, err := httpkit.RawParams(r)
	if err != nil {
		return err
	}
	v.trail = values["back"]
	v.trail = v.trail[max(0, len(v.trail)-maxTrail):]
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
	if v.version, err = v.Tables.Version(v.ref, values.Get("version"), asOf); err != nil {
		return err
	}
	v.values = values
	if v.query, err = v.codec().Parse(values, v.version); err != nil {
		return err
	}
	return v.bound()
}

// bound completes the query for a page.
func (v *tableView) bound() error {
	q := &v.query
	q.Ref, q.Lang, q.Total = v.ref, v.l.lang, true
	if q.Limit == 0 {
		q.Limit = pageRows
	}
	if q.Limit > maxPageRows {
		return catalog.NewFault(catalog.Invalid, "limit", "Một trang có nhiều nhất 500 dòng; muốn nhiều hơn hãy tải tệp xuống.", "A page has at most 500 rows; for more, download a file.")
	}
	if q.Cursor == "" {
		q.Version, q.AsOf = v.version.Number, ""
	}
	return nil
}

func (v *tableView) codec() table.Codec {
	c := table.Codec{Places: v.Places()}
	if shape, ok := export.ShapeOf(v.resource, v.version); ok && shape.Column == "" {
		c.Lon, c.Lat = shape.Lon, shape.Lat
	}
	if m := v.resource.Mapping; m != nil {
		if _, ok := v.version.Column(m.Place); ok {
			c.Place = m.Place
		}
	}
	return c
}

// tablePath returns the page of the table.
func (v *tableView) tablePath(lang text.Lang) string {
	return v.path(routeTable, "lang", string(lang), "slug", v.ref.Dataset, "table", v.ref.Table)
}

// at returns the page with some parameters changed: pairs of name and value, ""
// takes one away. The page of the answer starts anew.
func (v *tableView) at(pairs ...string) string {
	values := url.Values{}
	for k, list := range v.values {
		values[k] = list
	}
	values.Del("cursor")
	for i := 0; i+1 < len(pairs); i += 2 {
		if values.Del(pairs[i]); pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return withQuery(v.tablePath(v.l.lang), values)
}

// name is the table's title, with that of the dataset where it has several.
func (v *tableView) name() Phrase {
	if p := v.l.pick(v.resource.Title); p.Text != "" {
		return p
	}
	return v.l.pick(v.pack.Title)
}

func (v *tableView) crumbs(p *Page) {
	title := v.l.pick(v.pack.Title)
	p.Crumbs = []Link{{Text: v.l.t("nav.home"), URL: p.Home}, {Text: v.l.t("data_datasets"), URL: v.path(routeKind, "lang", string(v.l.lang), "kind", "dataset")},
		{Text: title.Text, URL: v.recordPath(v.l.lang, "dataset/"+v.ref.Dataset)}}
}
