package tables

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/datasets/export"
	"honglinh/datasets/table"
	"honglinh/web/charts"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

// page is the rows of a table that a query asks for, with what belongs to
// them: downloads, citation, code, columns, versions.
type page struct {
	frame.Page
	Name        frame.Phrase
	Description frame.Phrase
	Dataset     frame.Link
	Count       string
	State       string      // version, day, checksum
	Old         *frame.Link // to the newest version, where this is not
	Chips       []frame.Chip
	Form        tableForm
	Facets      []columnFacet
	CountValues string // address of the page with Facets
	Grid        rows.Grid
	AllColumns  *frame.Link // where only those that lead are shown
	First       string
	Back        string
	Next        string
	Picture     charts.Picture
	Exports     []download
	Whole       frame.Link
	Rows        frame.Link // of the API
	Cite        rows.CiteBlock
	Code        []snippet
	Columns     []rows.Column
	Versions    []rows.VersionLine
	Feeds       []frame.Link
}

// download is a download of the rows shown and of all rows, or why there is none.
type download struct {
	Label, Query, Whole, Size, Why string
}

func (s *pages) table(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openTable(r)
	if err != nil {
		return err
	}
	if err := v.ask(r); err != nil {
		return err
	}
	res, err := s.Tables.Query(v.Ctx, v.Query)
	if err != nil {
		return err
	}
	rows, err := rows.ReadRows(v.Ctx, res)
	if err != nil {
		return err
	}
	v.Version = res.Version // of a cursor, the one it began with
	p, err := v.page(r, res, rows)
	if err != nil {
		return err
	}
	return s.Show(w, r, "table", v.L.Lang, p)
}

func (v *tableAsk) page(r *http.Request, res *table.Result, lines [][]any) (page, error) {
	l := v.L
	name := v.TableName()
	p := page{Name: name, Description: l.Pick(v.Resource.Description)}
	p.Page = v.NewPage(r, name.Text, cmp.Or(p.Description.Text, l.T("data_table.lead", name.Text)), v.TablePath)
	p.NoIndex = len(v.Values) > 0
	v.crumbs(&p.Page)
	p.Dataset = p.Crumbs[2]
	p.Count = l.T("data_count", l.Exact(res.Total), l.Exact(v.Version.Rows))
	if res.Total == v.Version.Rows && len(v.Query.GroupBy) == 0 {
		p.Count = l.N("count.rows", res.Total)
	}
	p.State = l.T("data_state", v.Version.Number, l.Day(v.Version.Created))
	if now := v.State.Current().Number; now != v.Version.Number {
		p.Old = &frame.Link{Text: now, URL: v.At("version", "", "as_of", "")}
	}
	p.Chips, p.Form, p.Grid = v.chips(), v.form(), v.Grid(only(v.leading(res.Columns), res.Columns, lines))
	if shown := len(p.Grid.Columns); shown < len(res.Columns) {
		var names []string
		for _, c := range res.Columns {
			names = append(names, c.Name)
		}
		p.AllColumns = &frame.Link{Text: l.T("data_columns.all", len(res.Columns)), URL: v.At("select", strings.Join(names, ",")), Note: l.T("data_columns.shown", shown, len(res.Columns))}
	}
	v.paging(&p, res.Cursor())
	var err error
	if p.Facets, err = v.facets(); err != nil {
		return p, err
	}
	if !v.Values.Has("facets") && v.Query.GroupBy == nil {
		p.CountValues = v.At("facets", table.AutoFacets)
	}
	p.Picture = v.picture()
	p.Exports, p.Rows = v.exports(), frame.Link{Text: l.T("dataset.rows"), URL: frame.WithQuery(v.APIPath("/rows"), v.pageQuery().Values())}
	p.Whole = frame.Link{Text: l.T("data_whole"), URL: frame.APIDatasets + "/" + v.Ref.Dataset + "/package.zip"}
	p.Cite, p.Code = v.Citations(res.Total), snippets(v.BaseURL, v.APIPath(""), v.FixedQuery().Values(), v.Ref)
	for _, f := range v.Resource.Schema.Fields {
		p.Columns = append(p.Columns, rows.Describe(l, v.Resource, f))
	}
	p.Versions = v.Versions()
	p.Feeds = rows.FeedLinks(v.Frame, l, v.Ref.Dataset)
	return p, nil
}

// paging sets the links to the first, the previous and the next page.
func (v *tableAsk) paging(p *page, next string) {
	here := v.Values.Get("cursor")
	at := func(cursor string, trail []string) string {
		values := url.Values{}
		for k, list := range v.Values {
			values[k] = list
		}
		if values.Del("cursor"); cursor != "" {
			values.Set("cursor", cursor)
		}
		if len(trail) > 0 {
			values["back"] = trail
		}
		return frame.WithQuery(v.TablePath(v.L.Lang), values)
	}
	if next != "" {
		p.Next = at(next, frame.NonEmpty(append(slices.Clone(v.trail), here)))
	}
	if here == "" {
		return
	}
	p.First = at("", nil)
	if p.Back = p.First; len(v.trail) > 0 {
		p.Back = at(v.trail[len(v.trail)-1], v.trail[:len(v.trail)-1])
	}
}

// pageQuery is the query of the first page in the API, of the newest version.
func (v *tableAsk) pageQuery() table.Query {
	q := v.FixedQuery()
	if q.Version == v.State.Current().Number {
		q.Version = ""
	}
	return q
}

func (v *tableAsk) exports() []download {
	_, geographic := export.ShapeOf(v.Resource, v.Version)
	query := v.FixedQuery().Values()
	whole := url.Values{"version": {v.Version.Number}}
	var out []download
	for _, f := range export.For(export.Tables) {
		e := download{Label: v.L.Label(f.Label, f.Name)}
		switch {
		case f.Geographic && !geographic:
			e.Why = v.L.T("data_nogeometry")
		case f.Geographic && len(v.Query.GroupBy) > 0:
			e.Why = v.L.T("data_grouped")
			e.Whole = frame.WithQuery(v.APIPath("/exports/"+f.Name), whole)
		default:
			e.Whole = frame.WithQuery(v.APIPath("/exports/"+f.Name), whole)
			if !v.Plain() {
				e.Query = frame.WithQuery(v.APIPath("/exports/"+f.Name), query)
			}
		}
		if f.Name == "csv" && v.Resource.Bytes > 0 && v.Resource.Format == "csv" {
			e.Size = v.L.Bytes(v.Resource.Bytes)
		}
		out = append(out, e)
	}
	return out
}
