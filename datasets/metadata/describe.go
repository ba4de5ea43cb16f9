package metadata

import (
	"context"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

// Tables is the tabular engine as descriptions need it.
type Tables interface {
	State(ref table.Ref) (*table.State, error)
	Query(ctx context.Context, q table.Query) (*table.Result, error)
	CSV(ctx context.Context, q table.Query, w io.Writer, opt table.CSVOptions) (int, error)
}

// Describer derives descriptions. It remembers what it had to read rows for, by
// the checksum of the version; it is safe for concurrent use.
type Describer struct {
	tables Tables
	places func() *place.Register
	*memory
}

// memory is what was read of rows, by the checksum of the version.
type memory struct {
	mu    sync.Mutex
	sizes map[string]int64
	spans map[string]catalog.Interval
	areas map[string][]string
	units *place.Register // by which areas are
}

// New returns a Describer. places may be nil: then only what descriptors declare
// is known of the areas covered.
func New(tables Tables, places func() *place.Register) *Describer {
	return &Describer{tables: tables, places: places, memory: &memory{sizes: map[string]int64{}, spans: map[string]catalog.Interval{}, areas: map[string][]string{}}}
}

// Over returns a Describer of other tables and places with the same memory.
func (d *Describer) Over(tables Tables, places func() *place.Register) *Describer {
	return &Describer{tables: tables, places: places, memory: d.memory}
}

// Describe describes a dataset, all tables and downloads included. The error is the tables'.
func (d *Describer) Describe(ctx context.Context, p *datasets.Package) (*Dataset, error) {
	out := &Dataset{Package: p, Slug: p.Name, Title: p.Title, Description: p.Description, Keywords: p.Keywords, Themes: themesOf(p.Topics),
		Licence: licenceOf(p.Licences), Version: p.Version, Modified: p.Modified, Provenance: provenance(p.Sources)}
	for _, l := range p.Languages {
		if lang, ok := text.ParseLang(l); ok {
			out.Languages = append(out.Languages, lang)
		}
	}
	if t, err := time.Parse(time.RFC3339, p.Created); err == nil {
		out.Issued = t
	} else if day, err := catalog.ParseDate(p.Created); err == nil && day != "" {
		out.Issued = day.Start()
	}
	out.agents(p)
	out.extend(p)
	for _, r := range p.Resources {
		t, err := d.table(ctx, out, r)
		if err != nil {
			return nil, err
		}
		out.Tables = append(out.Tables, t)
	}
	if out.Withheld == nil {
		out.Archive = &Distribution{Format: "zip", Extension: "zip", Media: "application/zip", Registered: true, FileType: "ZIP", Path: "/api/v1/datasets/" + p.Name + "/package.zip",
			Label: text.New("Cả bộ dữ liệu kèm mô tả (Data Package, ZIP)", "The whole dataset with its description (Data Package, ZIP)")}
	}
	out.versions()
	d.shorten(out)
	return out, nil
}

// ExportPath is the address of a download below the base URL.
func ExportPath(dataset, tableName, format string) string {
	return "/api/v1/datasets/" + dataset + "/tables/" + tableName + "/exports/" + format
}

// RowsPath is the address of a table's rows below the base URL.
func RowsPath(dataset, tableName string) string {
	return "/api/v1/datasets/" + dataset + "/tables/" + tableName + "/rows"
}

func (d *Describer) table(ctx context.Context, ds *Dataset, r datasets.Resource) (Table, error) {
	t := Table{Resource: r}
	if ds.Withheld != nil {
		t.Why = ds.Withheld.Reason
		return t, nil
	}
	if !table.Loadable(r) {
		t.Why = text.New("Đây là văn bản, không phải bảng; đọc trên trang và qua API bản ghi.", "These are texts and no table; read them on the pages or as records of the API.")
		return t, nil
	}
	ref := table.Ref{Dataset: ds.Slug, Table: r.Name}
	state, err := d.tables.State(ref)
	if catalog.KindOf(err) == catalog.NotFound {
		t.Why = text.New("Bảng chưa được nạp; xem báo cáo nạp dữ liệu.", "The table is not loaded; see the ingest report.")
		return t, nil
	}
	if err != nil {
		return t, err
	}
	t.State = state
	v := state.Current()
	if err := d.distributions(ctx, ref, &t, v); err != nil {
		return t, err
	}
	if ds.Package.Extension["spatial"] == nil {
		if err := d.cover(ctx, ds, ref, r, v); err != nil {
			return t, err
		}
	}
	if ds.Package.Extension["temporal"] == nil {
		span, err := d.span(ctx, ref, r, v)
		if err != nil {
			return t, err
		}
		ds.Temporal = union(ds.Temporal, span)
	}
	return t, nil
}

func (d *Describer) distributions(ctx context.Context, ref table.Ref, t *Table, v *table.Version) error {
	_, geographic := export.ShapeOf(t.Resource, v)
	for _, f := range export.For(export.Tables) {
		if f.Geographic && !geographic {
			continue
		}
		out := Distribution{Format: f.Name, Extension: f.Extension, Label: f.Label, Media: f.MediaType(), Path: ExportPath(ref.Dataset, ref.Table, f.Name)}
		out.FileType, out.Registered = f.FileType, f.Registered
		if f.Name == "csv" {
			size, err := d.size(ctx, ref, v)
			if err != nil {
				return err
			}
			out.Bytes, out.SHA256 = size, v.SHA256
		}
		t.Distributions = append(t.Distributions, out)
	}
	return nil
}

// maxMeasured is the most rows whose CSV is printed only to learn its size:
// about a second's work.
const maxMeasured = 500_000

// maxRemembered bounds what is kept of versions long replaced.
const maxRemembered = 10_000

// size returns the bytes of a version as CSV, 0 where measuring is too much work.
func (d *Describer) size(ctx context.Context, ref table.Ref, v *table.Version) (int64, error) {
	if v.Rows > maxMeasured {
		return 0, nil
	}
	d.mu.Lock()
	n, ok := d.sizes[v.SHA256]
	d.mu.Unlock()
	if ok {
		return n, nil
	}
	var c counter
	if _, err := d.tables.CSV(ctx, table.Query{Ref: ref, Version: v.Number, Limit: table.Unlimited}, &c, table.CSVOptions{}); err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.sizes) > maxRemembered {
		clear(d.sizes)
	}
	d.sizes[v.SHA256] = int64(c)
	return int64(c), nil
}

type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// span returns from when to when the rows speak, by the columns that the mapping
// calls dates.
func (d *Describer) span(ctx context.Context, ref table.Ref, r datasets.Resource, v *table.Version) (catalog.Interval, error) {
	columns := dateColumns(r, v)
	if len(columns) == 0 {
		return catalog.Interval{}, nil
	}
	key := v.SHA256 + " " + strings.Join(columns, " ")
	d.mu.Lock()
	span, ok := d.spans[key]
	d.mu.Unlock()
	if ok {
		return span, nil
	}
	for i, c := range columns {
		if last := i == len(columns)-1; last && !span.IsZero() {
			break // the day of collection only counts where rows state no date
		}
		one, err := d.extremes(ctx, ref, v, c)
		if err != nil {
			return catalog.Interval{}, err
		}
		span = union(span, one)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.spans) > maxRemembered {
		clear(d.spans)
	}
	d.spans[key] = span
	return span, nil
}

// dateColumns are the columns with the dates rows are about, not those of sources,
// and last the day on which the rows were collected: a register whose rows state
// no date of their own shows the state of that day.
func dateColumns(r datasets.Resource, v *table.Version) []string {
	m := r.Mapping
	if m == nil {
		return nil
	}
	names := []string{m.Date, m.ValidFrom, m.ValidTo}
	if m.Series != nil {
		names = append(names, m.Series.Period)
	}
	names = slices.DeleteFunc(names, func(n string) bool { _, ok := v.Column(n); return !ok })
	return append(names, m.Retrieved)
}

var dated = regexp.MustCompile(`^(1[0-9]|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$`)

// extremes returns the first and the last value of a column that is a date.
func (d *Describer) extremes(ctx context.Context, ref table.Ref, v *table.Version, column string) (catalog.Interval, error) {
	var out catalog.Interval
	if _, ok := v.Column(column); !ok {
		return out, nil
	}
	for _, desc := range []bool{false, true} {
		day, err := d.first(ctx, table.Query{Ref: ref, Version: v.Number, Select: []table.Item{{Column: column}}, Distinct: true,
			Where: &table.Expr{Op: table.NotNull, Column: column}, Order: []table.Order{{By: column, Desc: desc}}, Limit: 200})
		if err != nil {
			return out, err
		}
		if desc {
			out.To = day
		} else {
			out.From = day
		}
	}
	return out, nil
}

// first returns the first value of the answer that is a date.
func (d *Describer) first(ctx context.Context, q table.Query) (catalog.Date, error) {
	r, err := d.tables.Query(ctx, q)
	if err != nil {
		return "", err
	}
	rows, err := r.All(ctx)
	for _, row := range rows {
		s, _ := row[0].(string)
		if n, ok := row[0].(int64); ok && n > 1000 && n < 2200 {
			s = time.Date(int(n), 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
		}
		if dated.MatchString(s) {
			return catalog.Date(s), err
		}
	}
	return "", err
}

func union(a, b catalog.Interval) catalog.Interval {
	if a.From == "" || b.From != "" && b.From < a.From {
		a.From = b.From
	}
	if a.To == "" || b.To != "" && b.To.End().After(a.To.End()) {
		a.To = b.To
	}
	return a
}

// licenceOf returns the first licence that we know, else the first as it is.
func licenceOf(list []datasets.Licence) Licence {
	for _, l := range list {
		if known, ok := vocab.FindLicence(l.Name); ok {
			out := Licence{Code: known.Code, Label: known.Label, URL: known.URL, EU: known.EU}
			if out.URL == "" {
				out.URL = web(l.Path)
			}
			return out
		}
	}
	if len(list) == 0 {
		return Licence{}
	}
	return Licence{Code: list[0].Name, Label: text.New(list[0].Title, ""), URL: web(list[0].Path)}
}
