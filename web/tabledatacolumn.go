package web

import (
	"cmp"
	"net/http"
	"net/url"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// ColumnPage is the profile of one column: what it means, how its values are
// spread, and why it has its type.
type ColumnPage struct {
	Page
	Name     string
	Title    string
	Meaning  ColumnView
	Figures  []Fact
	Evidence []Fact
	Reason   Phrase
	Picture  Picture
	Top      []TopValue
	TopNote  string
	Back     Link
	JSON     Link
}

// TopValue is one of the most frequent values.
type TopValue struct {
	Cell         Cell
	Count, Share string
	URL          string // of the rows that have it
}

func (s *site) columnProfile(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openTable(r)
	if err != nil {
		return err
	}
	params, err := httpkit.Params(r, "version")
	if err != nil {
		return err
	}
	if v.version, err = s.Tables.Version(v.ref, params.Get("version"), ""); err != nil {
		return err
	}
	name, _ := httpkit.PathVar(r, "column")
	c, ok := v.version.Column(name)
	if !ok {
		var known []string
		for _, one := range v.version.Columns {
			known = append(known, one.Name)
		}
		return missing(name, known, "Bảng này không có cột đó.", "This table has no such column.")
	}
	profile, err := s.Tables.Profile(v.ctx, v.ref, v.version.Number, name)
	if err != nil {
		return err
	}
	v.values = url.Values{}
	p, err := v.columnPage(r, c, profile)
	if err != nil {
		return err
	}
	return s.show(w, r, "column", v.l.lang, p)
}

func (v *tableView) columnPage(r *http.Request, c table.Column, profile *table.Profile) (ColumnPage, error) {
	l := v.l
	p := ColumnPage{Name: c.Name, Title: v.title(c)}
	p.Page = v.frame(r, l.t("data_column.title", p.Title), l.t("data_column.lead", p.Title, v.name().Text), func(lang text.Lang) string { return v.columnPath(lang, c.Name) })
	v.crumbs(&p.Page)
	p.Back = Link{Text: v.name().Text, URL: v.tablePath(l.lang)}
	p.Crumbs = append(p.Crumbs, p.Back)
	if f, ok := v.resource.Schema.Field(c.Name); ok {
		p.Meaning = (&view{site: v.site, l: l}).columnView(v.resource, f)
	}
	p.Figures, p.Evidence = v.figures(c, profile), v.evidence(c)
	p.Reason = l.pick(c.Evidence.Reason)
	for _, top := range profile.Top {
		t := TopValue{Cell: v.cell(c, top.Value), Count: l.exact(top.Count), Share: l.share(top.Count, profile.Rows)}
		if top.Value != nil && !t.Cell.Missing {
			t.URL = withQuery(v.tablePath(l.lang), url.Values{v.filterName(c.Name): {plainValue(top.Value)}})
		}
		p.Top = append(p.Top, t)
	}
	if len(profile.Top) > 0 && len(profile.Top) < profile.Distinct {
		p.TopNote = l.t("data_column.topnote", len(profile.Top), l.exact(profile.Distinct))
	}
	p.JSON = Link{Text: l.t("data_column.json"), URL: withQuery(v.apiPath("/profile"), url.Values{"column": {c.Name}, "version": {v.version.Number}})}
	var err error
	p.Picture, err = v.spread(c, profile)
	return p, err
}

// plainValue writes a value as a filter takes it.
func plainValue(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	en := &locale{lang: text.EN}
	return ungrouped(en.exact(value))
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

func (l *locale) share(n, of int) string {
	if of == 0 {
		return ""
	}
	return l.num(float64(int(float64(n)/float64(of)*1000+0.5))/10) + "%"
}

func (v *tableView) figures(c table.Column, p *table.Profile) []Fact {
	l := v.l
	var out []Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, Fact{Key: key, Label: l.t("data_column." + key), Items: text1(value)})
		}
	}
	add("rows", l.exact(p.Rows))
	add("missing", l.exact(p.Missing)+" ("+l.share(p.Missing, p.Rows)+")")
	add("distinct", l.exact(p.Distinct))
	if p.Min != nil {
		add("min", v.cell(c, p.Min).Text)
		add("max", v.cell(c, p.Max).Text)
	}
	for _, one := range []struct {
		key string
		v   *float64
	}{{"mean", p.Mean}, {"median", p.Median}, {"stddev", p.StdDev}} {
		if one.v != nil {
			add(one.key, l.num(*one.v))
		}
	}
	return out
}

// evidence says what reading every row showed of the column's type.
func (v *tableView) evidence(c table.Column) []Fact {
	l, e := v.l, c.Evidence
	out := []Fact{{Key: "type", Label: l.t("data_evidence.type"), Items: text1(l.t("data_type." + string(c.Type)))}}
	if c.Declared != "" {
		out = append(out, Fact{Key: "declared", Label: l.t("data_evidence.declared"), Items: text1(c.Declared)})
	}
	for _, one := range []struct {
		key string
		n   int
	}{{"read", e.Rows}, {"missing", e.Missing}, {"coded", e.Coded}, {"refused", e.Refused}, {"rewritten", e.Rewritten}, {"zeros", e.LeadingZeros}, {"comma", e.DecimalComma}} {
		if one.n > 0 || one.key == "read" {
			out = append(out, Fact{Key: "e-" + one.key, Label: l.t("data_evidence." + one.key), Items: text1(l.exact(one.n))})
		}
	}
	return out
}

// spread draws the distribution: a histogram of numbers, else the most
// frequent values.
func (v *tableView) spread(c table.Column, profile *table.Profile) (Picture, error) {
	l := v.l
	title := l.t("data_column.spread", v.title(c))
	if len(profile.Bins) > 1 {
		p := l.histogram(profile.Bins)
		p.ID, p.Title, p.Unit = "spread-plot", title, v.l.unit(c.Unit)
		p.Desc = l.t("data_column.bins", len(profile.Bins), l.num(profile.Bins[0].From), l.num(profile.Bins[len(profile.Bins)-1].To))
		svg, err := v.svg(p)
		return Picture{Title: title, SVG: svg, Caption: p.Desc}, err
	}
	if len(profile.Top) == 0 || profile.Distinct == profile.Rows-profile.Missing && profile.Distinct > maxCats {
		return Picture{Why: l.t("data_column.unique")}, nil
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
func (l *locale) histogram(bins []table.Bin) Plot {
	p := Plot{}
	most := slicesMax(bins, func(b table.Bin) int { return b.Count })
	y := p.frame(l, plotWidth, 260, 0, float64(most), true)
	x := scale{bins[0].From, bins[len(bins)-1].To, p.Left, p.Right}
	for i, b := range bins {
		p.Bars = append(p.Bars, Bar{X: x.at(b.From) + 0.5, Y: y.at(float64(b.Count)), W: max(1, x.at(b.To)-x.at(b.From)-1), H: p.Base - y.at(float64(b.Count)),
			Says: l.t("data_column.bin", l.num(b.From), l.num(b.To), l.exact(b.Count))})
		if i%max(1, (len(bins)+4)/5) == 0 {
			p.XTicks = append(p.XTicks, Mark{x.at(b.From), l.num(b.From)})
		}
	}
	return p
}

func slicesMax[T any, N cmp.Ordered](list []T, of func(T) N) N {
	var best N
	for i, one := range list {
		if n := of(one); i == 0 || n > best {
			best = n
		}
	}
	return best
}
