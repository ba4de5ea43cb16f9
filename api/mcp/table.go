package mcp

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/cite"
	"honglinh/datasets/table"
)

type none struct{}

type datasetOut struct {
	Dataset     string             `json:"dataset"`
	Title       text.Text          `json:"title"`
	Description text.Text          `json:"description,omitzero"`
	Topics      []string           `json:"topics,omitempty"`
	Licences    []datasets.Licence `json:"licences,omitempty"`
	Tables      []tableOut         `json:"tables"`
	Sources     []datasets.Source  `json:"sources,omitempty"`
	Links       linkset            `json:"links"`
}

type tableOut struct {
	Table   string    `json:"table"`
	Title   text.Text `json:"title,omitzero"`
	Rows    int       `json:"rows"`
	Version string    `json:"version"`
	SHA256  string    `json:"sha256"`
	Updated time.Time `json:"updated"`
	Links   linkset   `json:"links"`
}

func (f *Face) datasets(_ context.Context, _ none) (any, error) {
	out := struct {
		Items []datasetOut `json:"items"`
	}{[]datasetOut{}}
	for _, p := range f.Library().All() {
		d := datasetOut{Dataset: p.Name, Title: p.Title, Description: p.Description, Topics: p.Topics, Licences: p.Licences, Tables: []tableOut{},
			Sources: p.Sources[:min(maxSources, len(p.Sources))],
			Links:   linkset{PageVI: f.Kit.URL("/vi/dataset/" + p.Name), PageEN: f.Kit.URL("/en/dataset/" + p.Name), API: f.Kit.URL("/api/v1/datasets/" + p.Name)}}
		for _, r := range p.Resources {
			if state, err := f.Tables.State(table.Ref{Dataset: p.Name, Table: r.Name}); err == nil {
				v := state.Current()
				d.Tables = append(d.Tables, tableOut{r.Name, r.Title, v.Rows, v.Number, v.SHA256, v.Created, f.tableLinks(state.Ref, v.Number)})
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
	Dataset string `json:"dataset" jsonschema:"slug of the dataset"`
	Table   string `json:"table,omitempty" jsonschema:"name of the table; the dataset's first if absent"`
	Version string `json:"version,omitempty" jsonschema:"a version number; the newest if absent"`
	AsOf    string `json:"as_of,omitempty" jsonschema:"the version that was current on this day, YYYY-MM-DD"`
}

// find returns the table that a call means.
func (f *Face) find(in tableIn) (*datasets.Package, datasets.Resource, *table.Version, error) {
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

func (f *Face) schema(_ context.Context, in tableIn) (any, error) {
	p, r, v, err := f.find(in)
	if err != nil {
		return nil, err
	}
	ref := table.Ref{Dataset: p.Name, Table: r.Name}
	return struct {
		Dataset  string             `json:"dataset"`
		Table    string             `json:"table"`
		Version  string             `json:"version"`
		SHA256   string             `json:"sha256"`
		Rows     int                `json:"rows"`
		Key      []string           `json:"key,omitempty"`
		Columns  []table.Column     `json:"columns"`
		Licences []datasets.Licence `json:"licences,omitempty"`
		Sources  []datasets.Source  `json:"sources,omitempty"`
		Links    linkset            `json:"links"`
	}{p.Name, r.Name, v.Number, v.SHA256, v.Rows, v.Key, v.Columns, p.Licences, p.Sources, f.tableLinks(ref, v.Number)}, nil
}

type queryIn struct {
	tableIn
	Select  []string `json:"select,omitempty" jsonschema:"columns, or with group_by aggregates such as count(*), sum(value), avg(value), max(value)"`
	Filter  any      `json:"filter,omitempty" jsonschema:"{\"column\":\"c\",\"op\":\"eq|ne|lt|le|gt|ge|in|between|contains|prefix|like|null|notnull\",\"value\":v} or {\"and\":[…]}, {\"or\":[…]}, {\"not\":{…}}, {\"match\":\"words\"}"`
	Text    string   `json:"text,omitempty" jsonschema:"words that must all occur in the row, marks optional"`
	GroupBy []string `json:"group_by,omitempty" jsonschema:"columns, or year(column), month(column)"`
	Order   []string `json:"order,omitempty" jsonschema:"output columns, -column for the greatest first"`
	Limit   int      `json:"limit,omitempty" jsonschema:"1 to 500, default 50"`
	Cursor  string   `json:"cursor,omitempty" jsonschema:"next of the page before"`
	Labels  string   `json:"labels,omitempty" jsonschema:"codes, labels or both: how codes are given"`
	Lang    string   `json:"lang,omitempty" jsonschema:"vi or en: language of labels"`
}

// maxRows is what a model can read at once; exports have everything.
const (
	maxRows     = 500
	defaultRows = 50
)

func (f *Face) query(ctx context.Context, in queryIn) (any, error) {
	p, r, v, err := f.find(in.tableIn)
	if err != nil {
		return nil, err
	}
	if in.Limit < 0 || in.Limit > maxRows {
		return nil, catalog.Invalidf("limit", "want 1 to %d; exports have all rows", maxRows)
	}
	q, err := in.typed(v)
	if err != nil {
		return nil, err
	}
	q.Ref, q.Version = table.Ref{Dataset: p.Name, Table: r.Name}, v.Number
	if q.Limit = in.Limit; q.Limit == 0 {
		q.Limit = defaultRows
	}
	q.Cursor, q.Total = in.Cursor, true
	return f.answer(ctx, p, q)
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

func (f *Face) answer(ctx context.Context, p *datasets.Package, q table.Query) (any, error) {
	res, err := f.Tables.Query(ctx, q)
	if err != nil {
		return nil, err
	}
	defer res.Close()
	out := struct {
		Dataset string             `json:"dataset"`
		Table   string             `json:"table"`
		Version string             `json:"version"`
		SHA256  string             `json:"sha256"`
		Total   int                `json:"total"`
		Columns []string           `json:"columns"`
		Rows    [][]any            `json:"rows"`
		Next    string             `json:"next,omitempty"`
		Licence []datasets.Licence `json:"licences,omitempty"`
		Sources []datasets.Source  `json:"sources,omitempty"`
		Links   linkset            `json:"links"`
	}{Dataset: q.Ref.Dataset, Table: q.Ref.Table, Version: res.Version.Number, SHA256: res.Version.SHA256, Total: res.Total, Columns: []string{}, Rows: [][]any{},
		Licence: p.Licences, Sources: p.Sources[:min(maxSources, len(p.Sources))]}
	for _, c := range res.Columns {
		out.Columns = append(out.Columns, c.Name)
	}
	for {
		row, err := res.Next(ctx)
		if err != nil {
			return nil, err
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

func (f *Face) cite(_ context.Context, in tableIn) (any, error) {
	p, r, v, err := f.find(in)
	if err != nil {
		return nil, err
	}
	ref := table.Ref{Dataset: p.Name, Table: r.Name}
	w := cite.Of(p)
	w.Version, w.Date, w.Rows, w.SHA256 = v.Number, v.Created, v.Rows, v.SHA256
	w.Address, w.Key = f.tableLinks(ref, v.Number).CSV, ref.Dataset+"-"+ref.Table+"-"+v.Number
	form, err := cite.Find("bibtex")
	if err != nil {
		return nil, err
	}
	return struct {
		Text    text.Text          `json:"text"`
		BibTeX  string             `json:"bibtex"`
		Version string             `json:"version"`
		SHA256  string             `json:"sha256"`
		Rows    int                `json:"rows"`
		Licence []datasets.Licence `json:"licences,omitempty"`
		Sources []datasets.Source  `json:"sources,omitempty"`
		Links   linkset            `json:"links"`
	}{text.New(cite.Text(w, text.VI, f.Now()), cite.Text(w, text.EN, f.Now())), form.Print(w, text.EN, f.Now()), v.Number, v.SHA256, v.Rows, p.Licences, p.Sources, f.tableLinks(ref, v.Number)}, nil
}
