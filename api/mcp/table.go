package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/cite"
	"honglinh/datasets/table"
)

type listIn struct {
	texted
	Lang string `json:"lang,omitempty" jsonschema:"language of titles"`
}

type datasetsOut struct {
	Items []datasetOut `json:"items"`
	// Page is the address of a dataset's page, API that of its description.
	Links linkset `json:"links"`
}

type datasetOut struct {
	Dataset string `json:"dataset"`
	Title   string `json:"title"`
	// Tables are the rows of its tables by name.
	Tables  map[string]int `json:"tables"`
	Licence string         `json:"licence,omitempty"`
}

func (out datasetsOut) says() string { return fmt.Sprintf("%d datasets", len(out.Items)) }

func (f *Face) datasets(_ context.Context, in listIn) (datasetsOut, error) {
	lang := langOf(in.Lang)
	out := datasetsOut{Items: []datasetOut{}, Links: linkset{Page: f.Kit.URL("/" + string(lang) + "/dataset/{dataset}"), API: f.Kit.URL("/api/v1/datasets/{dataset}")}}
	for _, p := range f.Library().All() {
		d := datasetOut{Dataset: p.Name, Title: best(p.Title, lang), Tables: map[string]int{}}
		if len(p.Licences) > 0 {
			d.Licence = p.Licences[0].Name
		}
		for _, r := range p.Resources {
			if state, err := f.Tables.State(table.Ref{Dataset: p.Name, Table: r.Name}); err == nil {
				d.Tables[r.Name] = state.Current().Rows
			}
		}
		out.Items = append(out.Items, d)
	}
	return out, nil
}

// tableLinks are the addresses of a version of a table.
func (f *Face) tableLinks(ref table.Ref, version string) linkset {
	base := "/api/v1/datasets/" + url.PathEscape(ref.Dataset) + "/tables/" + url.PathEscape(ref.Table)
	v := url.Values{"version": {version}}
	return linkset{API: f.address(base+"/rows", v), CSV: f.address(base+"/exports/csv", v)}
}

type tableIn struct {
	texted
	Dataset string `json:"dataset" jsonschema:"slug of the dataset"`
	Table   string `json:"table,omitempty" jsonschema:"name of the table; the dataset's first if absent"`
	Version string `json:"version,omitempty" jsonschema:"a version number; the newest if absent"`
	AsOf    string `json:"as_of,omitempty" jsonschema:"the version that was current on this day, YYYY-MM-DD"`
}

// table returns the table that a call means, with its newest version. Fault: NotFound.
func (f *Face) table(in tableIn) (*datasets.Package, datasets.Resource, *table.Version, error) {
	p, ok := f.Library().Find(in.Dataset)
	if !ok {
		var names []string
		for _, p := range f.Library().All() {
			names = append(names, p.Name)
		}
		fault := catalog.Invalidf("dataset", "there is no such dataset; see list_datasets")
		fault.Nearest = text.Nearest(in.Dataset, names)
		return nil, datasets.Resource{}, nil, fault
	}
	if in.Table == "" {
		in.Table = p.Resources[0].Name
	}
	r, ok := p.Resource(in.Table)
	if !ok {
		var names []string
		for _, r := range p.Resources {
			names = append(names, r.Name)
		}
		fault := catalog.Invalidf("table", "there is no such table in the dataset")
		fault.Nearest = text.Nearest(in.Table, names)
		return nil, r, nil, fault
	}
	day, err := catalog.ParseDate(in.AsOf)
	if err != nil {
		return nil, r, nil, catalog.Invalidf("as_of", "want YYYY-MM-DD")
	}
	v, err := f.Tables.Version(table.Ref{Dataset: p.Name, Table: r.Name}, in.Version, day)
	return p, r, v, err
}

type schemaIn struct {
	tableIn
	Lang string `json:"lang,omitempty" jsonschema:"language of titles and labels"`
}

type schemaOut struct {
	Dataset  string             `json:"dataset"`
	Table    string             `json:"table"`
	Version  string             `json:"version"`
	SHA256   string             `json:"sha256"`
	Rows     int                `json:"rows"`
	Key      []string           `json:"key,omitempty"`
	Columns  []columnOut        `json:"columns"`
	Licences []datasets.Licence `json:"licences,omitempty"`
	Sources  []datasets.Source  `json:"sources,omitempty"`
	Links    linkset            `json:"links"`
}

type columnOut struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Title   string `json:"title,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Missing int    `json:"missing,omitempty"`
	// Labels are the names of codes, at most maxLabels; MoreLabels is how many are left out.
	Labels     map[string]string `json:"labels,omitempty"`
	MoreLabels int               `json:"more_labels,omitempty"`
}

// maxLabels is how many codes of a column a model is told.
const maxLabels = 20

func (out schemaOut) says() string {
	return fmt.Sprintf("%s/%s, %d rows, %d columns", out.Dataset, out.Table, out.Rows, len(out.Columns))
}

func (f *Face) schema(_ context.Context, in schemaIn) (schemaOut, error) {
	p, r, v, err := f.table(in.tableIn)
	if err != nil {
		return schemaOut{}, err
	}
	lang := langOf(in.Lang)
	ref := table.Ref{Dataset: p.Name, Table: r.Name}
	out := schemaOut{Dataset: p.Name, Table: r.Name, Version: v.Number, SHA256: v.SHA256, Rows: v.Rows, Key: v.Key, Columns: []columnOut{},
		Licences: p.Licences, Sources: p.Sources[:min(maxSources, len(p.Sources))], Links: f.tableLinks(ref, v.Number)}
	for _, c := range v.Columns {
		one := columnOut{Name: c.Name, Type: string(c.Type), Title: best(c.Title, lang), Unit: c.Unit, Missing: c.Evidence.Missing}
		for _, code := range slices.Sorted(maps.Keys(c.Labels)) {
			if len(one.Labels) == maxLabels {
				one.MoreLabels = len(c.Labels) - maxLabels
				break
			}
			if one.Labels == nil {
				one.Labels = map[string]string{}
			}
			one.Labels[code] = best(c.Labels[code], lang)
		}
		out.Columns = append(out.Columns, one)
	}
	return out, nil
}

type queryIn struct {
	tableIn
	Select  []string `json:"select,omitempty" jsonschema:"columns, or with group_by aggregates such as count(*), sum(value), avg(value), max(value)"`
	Filter  any      `json:"filter,omitempty" jsonschema:"{\"column\":\"c\",\"op\":\"eq|ne|lt|le|gt|ge|in|between|contains|prefix|like|null|notnull\",\"value\":v} or {\"and\":[…]}, {\"or\":[…]}, {\"not\":{…}}, {\"match\":\"words\"}"`
	Text    string   `json:"text,omitempty" jsonschema:"words that must all occur in the row, marks optional"`
	GroupBy []string `json:"group_by,omitempty" jsonschema:"columns, or year(column), month(column)"`
	Order   []string `json:"order,omitempty" jsonschema:"output columns, -column for the greatest first"`
	Limit   int      `json:"limit,omitempty" jsonschema:"1 to 500, default 20; fewer are given where they would be too long, next has the others"`
	Cursor  string   `json:"cursor,omitempty" jsonschema:"next of the page before"`
	Labels  string   `json:"labels,omitempty" jsonschema:"how codes are given"`
	Lang    string   `json:"lang,omitempty" jsonschema:"language of labels"`
}

// maxRows is what a model can read at once; exports have everything.
const (
	maxRows     = 500
	defaultRows = 20
)

type queryOut struct {
	Dataset  string   `json:"dataset"`
	Table    string   `json:"table"`
	Version  string   `json:"version"`
	SHA256   string   `json:"sha256"`
	Total    int      `json:"total"`
	Columns  []string `json:"columns"`
	Rows     [][]any  `json:"rows"`
	Next     string   `json:"next,omitempty"`
	Licences []string `json:"licences,omitempty"`
	// Sources are those of the whole dataset, in short.
	Sources []string `json:"sources,omitempty"`
	Links   linkset  `json:"links"`
}

func (out queryOut) says() string { return fmt.Sprintf("%d rows of %d", len(out.Rows), out.Total) }

func (f *Face) query(ctx context.Context, in queryIn) (queryOut, error) {
	p, r, v, err := f.table(in.tableIn)
	if err != nil {
		return queryOut{}, err
	}
	if in.Limit < 0 || in.Limit > maxRows {
		return queryOut{}, catalog.Invalidf("limit", "want 1 to %d; exports have all rows", maxRows)
	}
	q, err := in.typed(v)
	if err != nil {
		return queryOut{}, err
	}
	q.Ref, q.Version = table.Ref{Dataset: p.Name, Table: r.Name}, v.Number
	if q.Limit = in.Limit; q.Limit == 0 {
		q.Limit = defaultRows
	}
	q.Cursor, q.Total = in.Cursor, true
	return fit(q.Limit, func(n int) (queryOut, error) {
		q.Limit = n
		return f.answer(ctx, p, q)
	})
}

// typed reads the call with the codec of the table API, so that both mean the same.
func (in queryIn) typed(v *table.Version) (table.Query, error) {
	values := url.Values{}
	join := func(name string, list []string) {
		s := ""
		for i, one := range list {
			if i > 0 {
				s += ","
			}
			s += one
		}
		if s != "" {
			values.Set(name, s)
		}
	}
	join("select", in.Select)
	join("group_by", in.GroupBy)
	join("order", in.Order)
	for name, s := range map[string]string{"q": in.Text, "labels": in.Labels, "lang": in.Lang} {
		if s != "" {
			values.Set(name, s)
		}
	}
	q, err := table.ParseValues(values, v)
	if err != nil || in.Filter == nil {
		return q, err
	}
	filter, err := json.Marshal(in.Filter)
	if err != nil {
		return q, err
	}
	q.Where, err = table.ParseFilter("filter", filter)
	return q, err
}

func (f *Face) answer(ctx context.Context, p *datasets.Package, q table.Query) (queryOut, error) {
	res, err := f.Tables.Query(ctx, q)
	if err != nil {
		return queryOut{}, err
	}
	defer res.Close()
	out := queryOut{Dataset: q.Ref.Dataset, Table: q.Ref.Table, Version: res.Version.Number, SHA256: res.Version.SHA256, Total: res.Total, Columns: []string{}, Rows: [][]any{}}
	for _, l := range p.Licences {
		out.Licences = append(out.Licences, l.Name)
	}
	for _, s := range p.Sources[:min(maxSources, len(p.Sources))] {
		out.Sources = append(out.Sources, cut(cmp.Or(s.Title, s.Path), 2*sourceRunes))
	}
	for _, c := range res.Columns {
		out.Columns = append(out.Columns, c.Name)
	}
	for {
		row, err := res.Next(ctx)
		if err != nil {
			return queryOut{}, err
		}
		if row == nil {
			break
		}
		out.Rows = append(out.Rows, append([]any(nil), row...))
	}
	out.Next = res.Cursor()
	address := q
	address.Cursor, address.Limit, address.Total = "", 0, false
	base := "/api/v1/datasets/" + q.Ref.Dataset + "/tables/" + q.Ref.Table
	out.Links = linkset{API: f.address(base+"/rows", address.Values()), CSV: f.address(base+"/exports/csv", address.Values())}
	return out, nil
}

type citeOut struct {
	Text     text.Text          `json:"text"`
	BibTeX   string             `json:"bibtex"`
	Version  string             `json:"version"`
	SHA256   string             `json:"sha256"`
	Rows     int                `json:"rows"`
	Licences []datasets.Licence `json:"licences,omitempty"`
	Sources  []datasets.Source  `json:"sources,omitempty"`
	Links    linkset            `json:"links"`
}

func (out citeOut) says() string { return best(out.Text, text.EN) }

func (f *Face) cite(_ context.Context, in tableIn) (citeOut, error) {
	p, r, v, err := f.table(in)
	if err != nil {
		return citeOut{}, err
	}
	ref := table.Ref{Dataset: p.Name, Table: r.Name}
	w := cite.Of(p)
	w.Version, w.Date, w.Rows, w.SHA256 = v.Number, v.Created, v.Rows, v.SHA256
	w.Address, w.Key = f.tableLinks(ref, v.Number).CSV, ref.Dataset+"-"+ref.Table+"-"+v.Number
	form, err := cite.Find("bibtex")
	if err != nil {
		return citeOut{}, err
	}
	return citeOut{text.New(cite.Text(w, text.VI, f.Now()), cite.Text(w, text.EN, f.Now())), form.Print(w, text.EN, f.Now()), v.Number, v.SHA256, v.Rows,
		p.Licences, p.Sources[:min(maxSources, len(p.Sources))], f.tableLinks(ref, v.Number)}, nil
}
