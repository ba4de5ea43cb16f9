package sdmx

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// MaxObservations bounds a flow, which is held in memory: a town's yearbook of a
// century has a tenth of it.
const MaxObservations = 500_000

// code is an entry of a codelist.
type code struct {
	id   string
	name text.Text
}

// codelist holds codes in the order of their ids.
type codelist struct {
	id    string
	name  text.Text
	codes []code
	byRaw map[string]int // position by the value in the table
}

// observation is one row of the table.
type observation struct {
	// key holds positions in the codelists of the series dimensions.
	key       [4]int
	period    period
	value     string // as a decimal number, "" is missing
	coded     [4]int // positions in CL_UNIT, CL_CONF, CL_OBS_STATUS, CL_METHOD; -1 is none
	free      [5]text.Text
	statement string
}

// flow is the state of a dataflow at one version of its table.
type flow struct {
	id       string
	dataset  *datasets.Package
	resource datasets.Resource
	version  *table.Version
	lists    map[string]*codelist
	obs      []observation
	// dateless counts rows that state no period.
	dateless int
}

// columns are the table's columns by what they mean.
type columns struct {
	indicator, area, vintage, period, from, to, value, printed, unit, basis, method, confidence, sourceTitle, sourceURL, statement string
	name, areaName, note                                                                                                           datasets.Columns
}

func columnsOf(r datasets.Resource) columns {
	m, s := r.Mapping, r.Mapping.Series
	return columns{indicator: m.ID, area: s.Area, vintage: s.Vintage, period: s.Period, from: "period_start", to: "period_end", value: s.Value,
		printed: s.Printed, unit: s.Unit, basis: s.Basis, method: s.Method, confidence: m.Confidence, sourceTitle: m.SourceTitle, sourceURL: m.SourceURL, statement: m.Statement,
		name: m.Title, areaName: datasets.Columns{text.VI: s.AreaVI, text.EN: s.AreaEN}, note: datasets.Columns{text.VI: s.NoteVI, text.EN: s.NoteEN}}
}

// row reads cells by column name.
type row struct {
	at    map[string]int
	cells []any
}

func (r row) str(column string) string {
	i, ok := r.at[column]
	if !ok || r.cells[i] == nil {
		return ""
	}
	switch v := r.cells[i].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(r.cells[i])
}

func (r row) text(c datasets.Columns) text.Text {
	return text.New(r.str(c[text.VI]), r.str(c[text.EN]))
}

// load reads a version of the table as a flow.
func load(ctx context.Context, tables Tables, id string, p *datasets.Package, r datasets.Resource, v *table.Version) (*flow, error) {
	if v.Rows > MaxObservations {
		return nil, catalog.NewFault(catalog.TooLarge, "table", "Bảng quá lớn cho SDMX; dùng API bảng.", "The table is too large for SDMX; use the table API.")
	}
	res, err := tables.Query(ctx, table.Query{Ref: table.Ref{Dataset: p.Name, Table: r.Name}, Version: v.Number, Limit: table.Unlimited})
	if err != nil {
		return nil, err
	}
	defer res.Close()
	f := &flow{id: id, dataset: p, resource: r, version: v}
	b := &loader{flow: f, c: columnsOf(r), at: map[string]int{}, seen: map[string]int{}}
	for i, c := range res.Columns {
		b.at[c.Name] = i
	}
	var rows []row
	for {
		cells, err := res.Next(ctx)
		if err != nil {
			return nil, err
		}
		if cells == nil {
			break
		}
		rows = append(rows, row{b.at, slices.Clone(cells)})
	}
	b.lists(rows)
	for _, r := range rows {
		b.observe(r)
	}
	f.sort()
	return f, nil
}

// loader makes observations of rows.
type loader struct {
	flow *flow
	c    columns
	at   map[string]int
	seen map[string]int // statements by series, period and source
}

// The codelists.
const (
	clIndicator = "CL_INDICATOR"
	clArea      = "CL_AREA"
	clVintage   = "CL_VINTAGE"
	clSource    = "CL_SOURCE"
	clUnit      = "CL_UNIT"
	clConf      = "CL_CONF"
	clStatus    = "CL_OBS_STATUS"
	clMethod    = "CL_METHOD"
)

// lists makes the codelists of the values that occur. A source that says more
// than one thing of the same figure has a code a statement: "S3", "S3_2".
func (b *loader) lists(rows []row) {
	raw := map[string]map[string]text.Text{}
	put := func(list, value string, name text.Text) {
		if value == "" {
			return
		}
		if raw[list] == nil {
			raw[list] = map[string]text.Text{}
		}
		if old, ok := raw[list][value]; !ok || old.IsZero() {
			raw[list][value] = name
		}
	}
	for i := range rows {
		r := rows[i]
		put(clIndicator, r.str(b.c.indicator), r.text(b.c.name))
		put(clArea, r.str(b.c.area), r.text(b.c.areaName))
		put(clVintage, orNone(r.str(b.c.vintage)), b.label(b.c.vintage, r.str(b.c.vintage)))
		put(clUnit, r.str(b.c.unit), b.label(b.c.unit, r.str(b.c.unit)))
		put(clConf, r.str(b.c.confidence), b.label(b.c.confidence, r.str(b.c.confidence)))
		put(clStatus, orActual(r.str(b.c.basis)), b.status(r.str(b.c.basis)))
		put(clMethod, r.str(b.c.method), b.label(b.c.method, r.str(b.c.method)))
		source := b.source(r)
		put(clSource, source, text.New(sourceName(r, b.c, source), ""))
	}
	names := listNames()
	b.flow.lists = map[string]*codelist{}
	for _, id := range listIDs() {
		b.flow.lists[id] = newList(id, names[id], raw[id])
	}
}

func orNone(s string) string {
	if s == "" {
		return "_Z" // not applicable, as SDMX writes it
	}
	return s
}

func orActual(s string) string {
	if s == "" {
		return "A"
	}
	return s
}

func (b *loader) label(column, value string) text.Text {
	if f, ok := b.flow.resource.Schema.Field(column); ok {
		if t := f.Labels[value]; !t.IsZero() {
			return t
		}
	}
	return text.New(value, value)
}

func (b *loader) status(basis string) text.Text {
	if basis == "" {
		return text.New("Như nguồn công bố", "As published by the source")
	}
	return b.label(b.c.basis, basis)
}

// source names the statement's source; a further statement of the same source on
// the same figure gets a mark.
func (b *loader) source(r row) string {
	url := r.str(b.c.sourceURL)
	if url == "" {
		url = r.str(b.c.sourceTitle)
	}
	p, _ := periodOf(r.str(b.c.period), r.str(b.c.from), r.str(b.c.to))
	key := strings.Join([]string{r.str(b.c.indicator), r.str(b.c.area), r.str(b.c.vintage), p.id, url}, "\x00")
	statement := r.str(b.c.statement)
	if n, ok := b.seen[key+"\x00"+statement]; ok {
		return mark(url, n)
	}
	b.seen[key]++
	b.seen[key+"\x00"+statement] = b.seen[key]
	return mark(url, b.seen[key])
}

func mark(url string, n int) string {
	if n <= 1 {
		return url
	}
	return url + "\x00" + strconv.Itoa(n)
}

func sourceName(r row, c columns, source string) string {
	name := r.str(c.sourceTitle)
	if _, n, ok := strings.Cut(source, "\x00"); ok {
		name += " (" + n + ")"
	}
	return name
}

func listIDs() []string {
	return []string{clArea, clConf, clIndicator, clMethod, clStatus, clSource, clUnit, clVintage}
}

func listNames() map[string]text.Text {
	return map[string]text.Text{
		clIndicator: text.New("Chỉ tiêu", "Indicator"), clArea: text.New("Địa bàn", "Reference area"),
		clVintage: text.New("Địa giới của số liệu", "Boundary vintage"), clSource: text.New("Nguồn", "Source"),
		clUnit: text.New("Đơn vị tính", "Unit of measure"), clConf: text.New("Độ tin cậy", "Confidence"), clStatus: text.New("Loại số liệu", "Observation status"),
		clMethod: text.New("Cách tính, phạm vi", "Method and coverage"),
	}
}

var notInID = regexp.MustCompile(`[^A-Za-z0-9_@$\-]+`)

// newList gives every value an SDMX id (letters, digits, _ @ $ -): the value
// itself where it is one. Sources are numbered in the order of their addresses.
func newList(id string, name text.Text, values map[string]text.Text) *codelist {
	l := &codelist{id: id, name: name, byRaw: map[string]int{}}
	raw := make([]string, 0, len(values))
	for v := range values {
		raw = append(raw, v)
	}
	sort.Strings(raw)
	taken := map[string]bool{}
	number := 0
	ids := map[string]string{}
	for _, v := range raw {
		want := strings.Trim(notInID.ReplaceAllString(v, "_"), "_")
		if id == clUnit {
			want = unitID(v)
		}
		if id == clSource {
			if stem, n, again := strings.Cut(v, "\x00"); again {
				want = ids[stem] + "_" + n
			} else {
				number++
				want = "S" + strconv.Itoa(number)
			}
		}
		base := want
		for n := 2; want == "" || taken[want]; n++ {
			want = base + "-" + strconv.Itoa(n)
		}
		taken[want], ids[v] = true, want
		l.codes = append(l.codes, code{id: want, name: values[v]})
		l.byRaw[v] = len(l.codes) - 1
	}
	return l
}

// unitID writes "%" and "/" as words, so that units stay apart.
func unitID(s string) string {
	s = strings.NewReplacer("%", "PCT", "/", "_PER_").Replace(s)
	return strings.Trim(notInID.ReplaceAllString(s, "_"), "_")
}

func (b *loader) observe(r row) {
	p, ok := periodOf(r.str(b.c.period), r.str(b.c.from), r.str(b.c.to))
	lists := b.flow.lists
	indicator, known := lists[clIndicator].byRaw[r.str(b.c.indicator)]
	area, where := lists[clArea].byRaw[r.str(b.c.area)]
	if !ok || !known || !where {
		b.flow.dateless++
		return
	}
	o := observation{period: p, value: r.str(b.c.value), statement: r.str(b.c.statement)}
	o.key = [4]int{indicator, area, lists[clVintage].byRaw[orNone(r.str(b.c.vintage))], lists[clSource].byRaw[b.source(r)]}
	for i, raw := range []struct{ list, value string }{{clUnit, r.str(b.c.unit)}, {clConf, r.str(b.c.confidence)}, {clStatus, orActual(r.str(b.c.basis))}, {clMethod, r.str(b.c.method)}} {
		o.coded[i] = -1
		if at, ok := lists[raw.list].byRaw[raw.value]; ok {
			o.coded[i] = at
		}
	}
	plain := func(s string) text.Text { return text.New(s, s) }
	o.free = [5]text.Text{plain(r.str(b.c.sourceTitle)), plain(r.str(b.c.sourceURL)), plain(r.str(b.c.printed)), r.text(b.c.note), plain(o.statement)}
	b.flow.obs = append(b.flow.obs, o)
}

// sort puts observations in the order of their keys, then of time.
func (f *flow) sort() {
	sort.SliceStable(f.obs, func(i, j int) bool {
		a, b := f.obs[i], f.obs[j]
		for k := range a.key {
			if a.key[k] != b.key[k] {
				return a.key[k] < b.key[k]
			}
		}
		if !a.period.start.Equal(b.period.start) {
			return a.period.start.Before(b.period.start)
		}
		return a.period.id < b.period.id
	})
}

// modified is when the flow last changed.
func (f *flow) modified() time.Time { return f.version.Created }
