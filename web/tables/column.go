package tables

import (
	"net/http"
	"net/url"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
	"honglinh/web/charts"
	"honglinh/web/frame"
	"honglinh/web/rows"
)

// columnPage is the profile of one column: what it means, how its values are
// spread, and why it has its type.
type columnPage struct {
	frame.Page
	Name     string
	Title    string
	Meaning  rows.Column
	Figures  []frame.Fact
	Evidence []frame.Fact
	Reason   frame.Phrase
	Picture  charts.Picture
	Top      []topValue
	TopNote  string
	Back     frame.Link
	JSON     frame.Link
}

// topValue is one of the most frequent values.
type topValue struct {
	Cell         rows.Cell
	Count, Share string
	URL          string // of the rows that have it
}

func (s *pages) columnProfile(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openTable(r)
	if err != nil {
		return err
	}
	params, err := httpkit.Params(r, "version")
	if err != nil {
		return err
	}
	if v.Version, err = s.Tables.Version(v.Ref, params.Get("version"), ""); err != nil {
		return err
	}
	name, _ := httpkit.PathVar(r, "column")
	c, ok := v.Version.Column(name)
	if !ok {
		var known []string
		for _, one := range v.Version.Columns {
			known = append(known, one.Name)
		}
		return frame.Missing(name, known, "Bảng này không có cột đó.", "This table has no such column.")
	}
	profile, err := s.Tables.Profile(v.Ctx, v.Ref, v.Version.Number, name)
	if err != nil {
		return err
	}
	v.Values = url.Values{}
	p, err := v.columnPage(r, c, profile)
	if err != nil {
		return err
	}
	return s.Show(w, r, "column", v.L.Lang, p)
}

func (v *tableAsk) columnPage(r *http.Request, c table.Column, profile *table.Profile) (columnPage, error) {
	l := v.L
	p := columnPage{Name: c.Name, Title: v.Title(c)}
	p.Page = v.NewPage(r, l.T("data_column.title", p.Title), l.T("data_column.lead", p.Title, v.TableName().Text), func(lang text.Lang) string { return v.ColumnPath(lang, c.Name) })
	v.crumbs(&p.Page)
	p.Back = frame.Link{Text: v.TableName().Text, URL: v.TablePath(l.Lang)}
	p.Crumbs = append(p.Crumbs, p.Back)
	if f, ok := v.Resource.Schema.Field(c.Name); ok {
		p.Meaning = rows.Describe(l, v.Resource, f)
	}
	p.Figures, p.Evidence = v.figures(c, profile), v.evidence(c)
	p.Reason = l.Pick(c.Evidence.Reason)
	for _, top := range profile.Top {
		t := topValue{Cell: v.Cell(c, top.Value), Count: l.Exact(top.Count), Share: share(l, top.Count, profile.Rows)}
		if top.Value != nil && !t.Cell.Missing {
			t.URL = frame.WithQuery(v.TablePath(l.Lang), url.Values{v.filterName(c.Name): {plainValue(top.Value)}})
		}
		p.Top = append(p.Top, t)
	}
	if len(profile.Top) > 0 && len(profile.Top) < profile.Distinct {
		p.TopNote = l.T("data_column.topnote", len(profile.Top), l.Exact(profile.Distinct))
	}
	p.JSON = frame.Link{Text: l.T("data_column.json"), URL: frame.WithQuery(v.APIPath("/profile"), url.Values{"column": {c.Name}, "version": {v.Version.Number}})}
	var err error
	p.Picture, err = v.spread(c, profile)
	return p, err
}

// plainValue writes a value as a filter takes it.
func plainValue(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	en := &frame.Locale{Lang: text.EN}
	return ungrouped(en.Exact(value))
}

func ungrouped(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		switch r {
		case ',':
		case '−':
			out = append(out, '-')
		default:
			out = append(out, r)
		}
	}
	return string(out)
}

func share(l *frame.Locale, n, of int) string {
	if of == 0 {
		return ""
	}
	return l.Num(float64(int(float64(n)/float64(of)*1000+0.5))/10) + "%"
}

func (v *tableAsk) figures(c table.Column, p *table.Profile) []frame.Fact {
	l := v.L
	var out []frame.Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, frame.Fact{Key: key, Label: l.T("data_column." + key), Items: frame.Words(value)})
		}
	}
	add("rows", l.Exact(p.Rows))
	add("missing", l.Exact(p.Missing)+" ("+share(l, p.Missing, p.Rows)+")")
	add("distinct", l.Exact(p.Distinct))
	if p.Min != nil {
		add("min", v.Cell(c, p.Min).Text)
		add("max", v.Cell(c, p.Max).Text)
	}
	for _, one := range []struct {
		key string
		v   *float64
	}{{"mean", p.Mean}, {"median", p.Median}, {"stddev", p.StdDev}} {
		if one.v != nil {
			add(one.key, l.Num(*one.v))
		}
	}
	return out
}

// evidence says what reading every row showed of the column's type.
func (v *tableAsk) evidence(c table.Column) []frame.Fact {
	l, e := v.L, c.Evidence
	out := []frame.Fact{{Key: "type", Label: l.T("data_evidence.type"), Items: frame.Words(l.T("data_type." + string(c.Type)))}}
	if c.Declared != "" {
		out = append(out, frame.Fact{Key: "declared", Label: l.T("data_evidence.declared"), Items: frame.Words(c.Declared)})
	}
	for _, one := range []struct {
		key string
		n   int
	}{{"read", e.Rows}, {"missing", e.Missing}, {"coded", e.Coded}, {"refused", e.Refused}, {"rewritten", e.Rewritten}, {"zeros", e.LeadingZeros}, {"comma", e.DecimalComma}} {
		if one.n > 0 || one.key == "read" {
			out = append(out, frame.Fact{Key: "e-" + one.key, Label: l.T("data_evidence." + one.key), Items: frame.Words(l.Exact(one.n))})
		}
	}
	return out
}

// spread draws the distribution: a histogram of numbers, else the most
// frequent values.
func (v *tableAsk) spread(c table.Column, profile *table.Profile) (charts.Picture, error) {
	l := v.L
	title := l.T("data_column.spread", v.Title(c))
	if len(profile.Bins) > 1 {
		p := histogram(l, profile.Bins)
		p.ID, p.Title, p.Unit = "spread-plot", title, v.L.Unit(c.Unit)
		p.Desc = l.T("data_column.bins", len(profile.Bins), l.Num(profile.Bins[0].From), l.Num(profile.Bins[len(profile.Bins)-1].To))
		svg, err := p.SVG()
		return charts.Picture{Title: title, SVG: svg, Caption: p.Desc}, err
	}
	if len(profile.Top) == 0 || profile.Distinct == profile.Rows-profile.Missing && profile.Distinct > maxCats {
		return charts.Picture{Why: l.T("data_column.unique")}, nil
	}
	top := profile.Top[:min(len(profile.Top), maxCats)]
	rows := make([][]any, 0, len(top))
	for _, one := range top {
		rows = append(rows, []any{one.Value, int64(one.Count)})
	}
	pic, err := v.bars(rows, 0, 1, c, title, "")
	return pic, err
}

// histogram draws bars that touch, one a bin, from zero.
func histogram(l *frame.Locale, bins []table.Bin) charts.Plot {
	p := charts.Plot{}
	most := slices.MaxFunc(bins, func(a, b table.Bin) int { return a.Count - b.Count }).Count
	y := p.Frame(l, charts.Width, 260, 0, float64(most), true)
	x := charts.Scale{From: bins[0].From, To: bins[len(bins)-1].To, Low: p.Left, High: p.Right}
	for i, b := range bins {
		p.Bars = append(p.Bars, charts.Bar{X: x.At(b.From) + 0.5, Y: y.At(float64(b.Count)), W: max(1, x.At(b.To)-x.At(b.From)-1), H: p.Base - y.At(float64(b.Count)),
			Says: l.T("data_column.bin", l.Num(b.From), l.Num(b.To), l.Exact(b.Count))})
		if i%max(1, (len(bins)+4)/5) == 0 {
			p.XTicks = append(p.XTicks, charts.Mark{At: x.At(b.From), Label: l.Num(b.From)})
		}
	}
	return p
}
