package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// TablePage is the rows of a table that a query asks for, with what belongs to
// them: downloads, citation, code, columns, versions.
type TablePage struct {
	Page
	Name        Phrase
	Description Phrase
	Dataset     Link
	Count       string
	State       string // version, day, checksum
	Old         *Link  // to the newest version, where this is not
	Chips       []Chip
	Form        TableForm
	Grid        Grid
	First       string
	Back        string
	Next        string
	Picture     Picture
	Exports     []Export
	Whole       Link
	Rows        Link // of the API
	Cite        CiteBlock
	Code        []Snippet
	Columns     []ColumnView
	Versions    []VersionLine
	Feeds       []Link
}

// Export is a download of the rows shown and of all rows, or why there is none.
type Export struct {
	Label, Query, Whole, Size, Why string
}

// VersionLine is one version of a table.
type VersionLine struct {
	Number, Day, Change, Counts, SHA256 string
	URL, Diff                           string
	Current                             bool
}

func (s *site) table(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openTable(r)
	if err != nil {
		return err
	}
	if err := v.ask(r); err != nil {
		return err
	}
	res, err := s.Tables.Query(v.ctx, v.query)
	if err != nil {
		return err
	}
	rows, err := readRows(v.ctx, res)
	if err != nil {
		return err
	}
	v.version = res.Version // of a cursor, the one it began with
	p, err := v.page(r, res, rows)
	if err != nil {
		return err
	}
	return s.show(w, r, "table", v.l.lang, p)
}

// readRows reads a page of rows, whose number the query bounds, and closes the result.
func readRows(ctx context.Context, res *table.Result) ([][]any, error) {
	var rows [][]any
	for {
		row, err := res.Next(ctx)
		if err != nil {
			_ = res.Close() // the first error says more
			return nil, err
		}
		if row == nil {
			return rows, res.Close()
		}
		rows = append(rows, slices.Clone(row))
	}
}

func (v *tableView) page(r *http.Request, res *table.Result, rows [][]any) (TablePage, error) {
	l := v.l
	name := v.name()
	p := TablePage{Name: name, Description: l.pick(v.resource.Description)}
	p.Page = v.frame(r, name.Text, firstOf(p.Description.Text, l.t("data_table.lead", name.Text)), v.tablePath)
	p.NoIndex = len(v.values) > 0
	v.crumbs(&p.Page)
	p.Dataset = p.Crumbs[2]
	p.Count = l.t("data_count", l.exact(res.Total), l.exact(v.version.Rows))
	if res.Total == v.version.Rows && len(v.query.GroupBy) == 0 {
		p.Count = l.n("count.rows", res.Total)
	}
	p.State = l.t("data_state", v.version.Number, l.day(v.version.Created))
	if now := v.state.Current().Number; now != v.version.Number {
		p.Old = &Link{Text: now, URL: v.at("version", "", "as_of", "")}
	}
	p.Chips, p.Form, p.Grid = v.chips(), v.form(), v.grid(res.Columns, rows)
	v.paging(&p, res.Cursor())
	p.Picture = v.picture()
	p.Exports, p.Rows = v.exports(), Link{Text: l.t("dataset.rows"), URL: withQuery(v.apiPath("/rows"), v.pageQuery().Values())}
	p.Whole = Link{Text: l.t("data_whole"), URL: apiDatasets + "/" + v.ref.Dataset + "/package.zip"}
	p.Cite, p.Code = v.citations(res.Total), snippets(v.BaseURL, v.apiPath(""), v.fixedQuery().Values(), v.ref)
	for _, f := range v.resource.Schema.Fields {
		p.Columns = append(p.Columns, (&view{site: v.site, l: l}).columnView(v.resource, f))
	}
	p.Versions = v.versions()
	p.Feeds = v.datasetFeeds(l, v.ref.Dataset)
	return p, nil
}

// paging sets the links to the first, the previous and the next page.
func (v *tableView) paging(p *TablePage, next string) {
	here := v.values.Get("cursor")
	at := func(cursor string, trail []string) string {
		values := url.Values{}
		for k, list := range v.values {
			values[k] = list
		}
		if values.Del("cursor"); cursor != "" {
			values.Set("cursor", cursor)
		}
		if len(trail) > 0 {
			values["back"] = trail
		}
		return withQuery(v.tablePath(v.l.lang), values)
	}
	if next != "" {
		p.Next = at(next, nonEmpty(append(slices.Clone(v.trail), here)))
	}
	if here == "" {
		return
	}
	p.First = at("", nil)
	if p.Back = p.First; len(v.trail) > 0 {
		p.Back = at(v.trail[len(v.trail)-1], v.trail[:len(v.trail)-1])
	}
}

// apiPath is the table in the API, or what is below it.
func (v *tableView) apiPath(below string) string {
	return apiDatasets + "/" + url.PathEscape(v.ref.Dataset) + "/tables/" + url.PathEscape(v.ref.Table) + below
}

// fixedQuery is the query as it is asked of the API: all its rows, of this version.
func (v *tableView) fixedQuery() table.Query {
	q := v.query
	q.Version, q.AsOf, q.Cursor, q.Lang, q.Total, q.Limit, q.Offset = v.version.Number, "", "", "", false, 0, 0
	if q.Labels != "" && q.Labels != table.Codes {
		q.Lang = v.l.lang
	}
	return q
}

// pageQuery is the query of the first page in the API, of the newest version.
func (v *tableView) pageQuery() table.Query {
	q := v.fixedQuery()
	if q.Version == v.state.Current().Number {
		q.Version = ""
	}
	return q
}

func (v *tableView) plain() bool {
	q := v.fixedQuery()
	q.Version, q.Lang = "", ""
	return len(q.Values()) == 0
}

func (v *tableView) exports() []Export {
	_, geographic := export.ShapeOf(v.resource, v.version)
	query := v.fixedQuery().Values()
	whole := url.Values{"version": {v.version.Number}}
	var out []Export
	for _, f := range export.For(export.Tables) {
		e := Export{Label: v.l.label(f.Label, f.Name)}
		switch {
		case f.Geographic && !geographic:
			e.Why = v.l.t("data_nogeometry")
		case f.Geographic && len(v.query.GroupBy) > 0:
			e.Why = v.l.t("data_grouped")
			e.Whole = withQuery(v.apiPath("/exports/"+f.Name), whole)
		default:
			e.Whole = withQuery(v.apiPath("/exports/"+f.Name), whole)
			if !v.plain() {
				e.Query = withQuery(v.apiPath("/exports/"+f.Name), query)
			}
		}
		if f.Name == "csv" && v.resource.Bytes > 0 && v.resource.Format == "csv" {
			e.Size = v.l.bytes(v.resource.Bytes)
		}
		out = append(out, e)
	}
	return out
}

func (v *tableView) versions() []VersionLine {
	l := v.l
	var out []VersionLine
	for i := len(v.state.Versions) - 1; i >= 0; i-- {
		one := v.state.Versions[i]
		line := VersionLine{Number: one.Number, Day: l.day(one.Created), Change: l.t("data_change." + string(one.Change)), SHA256: one.SHA256, Current: one.Number == v.version.Number,
			Counts: l.n("count.rows", one.Rows), URL: withQuery(v.tablePath(l.lang), url.Values{"version": {one.Number}})}
		if i > 0 {
			line.Counts += "; " + l.t("data_changes", one.Added, one.Removed, one.Changed)
			line.Diff = v.diffPath(l.lang, v.state.Versions[i-1].Number, one.Number)
		}
		out = append(out, line)
	}
	return out
}

func (v *tableView) diffPath(lang text.Lang, from, to string) string {
	return withQuery(v.path(routeRowDiff, "lang", string(lang), "slug", v.ref.Dataset, "table", v.ref.Table), url.Values{"from": {from}, "to": {to}})
}
