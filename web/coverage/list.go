package coverage

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/census"
	"honglinh/web/frame"
)

// listPage is the records behind one number of the coverage page.
type listPage struct {
	frame.Page
	Count string
	What  []frame.Fact // what was asked for
	Rows  []coverageRecord
	Pages []frame.Link
	Back  string
}

// coverageRecord is a record in the list with its age.
type coverageRecord struct {
	Record       frame.Link
	Kind         string
	Vouched, Due string
	Late         bool
}

// cover says which records a number of the coverage page counts; the zero value
// is all of them.
type cover struct {
	kind, place, source, unit string
	has, lacks                text.Lang
	overdue, drift            bool
}

// noUnit stands for the records that name no responsible unit.
const noUnit = "none"

func (c cover) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("kind", c.kind)
	set("place", c.place)
	set("source", c.source)
	set("unit", c.unit)
	set("has", string(c.has))
	set("lacks", string(c.lacks))
	if c.overdue {
		v.Set("overdue", "true")
	}
	if c.drift {
		v.Set("drift", "true")
	}
	return v
}

func (c cover) holds(v *census.Census, b census.Brief) bool {
	switch {
	case c.kind != "" && string(b.Kind) != c.kind,
		c.place != "" && !v.Within(b, c.place),
		c.source != "" && !slices.Contains(b.Hosts, c.source),
		c.unit == noUnit && b.Unit != "",
		c.unit != "" && c.unit != noUnit && b.Unit != c.unit,
		c.has != "" && !b.Speaks(c.has),
		c.lacks != "" && b.Speaks(c.lacks),
		c.overdue && !b.Overdue,
		c.drift && !b.Drift:
		return false
	}
	return true
}

func (s *pages) coverLink(l *frame.Locale, c cover, n int) frame.Link {
	link := frame.Link{Text: l.Num(float64(n))}
	if n > 0 {
		link.URL = frame.WithQuery(s.Local(frame.RouteListed, l.Lang), c.values())
	}
	return link
}

// readCover reads the parameters that values writes.
func (s *pages) readCover(params url.Values) (cover, error) {
	c := cover{kind: params.Get("kind"), place: params.Get("place"), source: params.Get("source"), unit: params.Get("unit")}
	if _, ok := vocab.Kinds().Find(c.kind); c.kind != "" && !ok {
		return c, catalog.NewFault(catalog.Invalid, "kind", "Không có loại này.", "There is no such kind.")
	}
	if _, ok := s.Places().ByID(c.place); c.place != "" && !ok {
		return c, catalog.NewFault(catalog.Invalid, "place", "Không có đơn vị hành chính này; mã dạng unit/…", "There is no such unit; ids read unit/…")
	}
	for _, p := range []struct {
		name string
		lang *text.Lang
	}{{"has", &c.has}, {"lacks", &c.lacks}} {
		if value := params.Get(p.name); value != "" {
			lang, ok := text.ParseLang(value)
			if !ok {
				return c, catalog.NewFault(catalog.Invalid, p.name, "Ngôn ngữ là vi hoặc en.", "The language is vi or en.")
			}
			*p.lang = lang
		}
	}
	for _, p := range []struct {
		name string
		flag *bool
	}{{"overdue", &c.overdue}, {"drift", &c.drift}} {
		switch params.Get(p.name) {
		case "":
		case "true":
			*p.flag = true
		default:
			return c, catalog.NewFault(catalog.Invalid, p.name, "Giá trị duy nhất là true.", "The only value is true.")
		}
	}
	return c, nil
}

// listedRecords of a coverage list stand on one page.
const listedRecords = 100

func (s *pages) coverageList(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "kind", "place", "source", "unit", "has", "lacks", "overdue", "drift", "page")
	if err != nil {
		return err
	}
	c, err := s.readCover(params)
	if err != nil {
		return err
	}
	number := 1
	if p := params.Get("page"); p != "" {
		if number, err = strconv.Atoi(p); err != nil || number < 1 {
			return catalog.NewFault(catalog.Invalid, "page", "Số trang bắt đầu từ 1.", "Pages are numbered from 1.")
		}
	}
	v, err := s.Census.Take(r.Context())
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	var list []census.Brief
	for _, b := range v.Briefs {
		if c.holds(v, b) {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, byAge)
	p := listPage{Count: l.N("count.records", len(list)), Back: s.Local(frame.RouteCoverage, lang), What: s.coverFacts(r, l, c)}
	p.Page = s.NewPage(r, l.T("coverage.list"), l.T("coverage.lead"), func(lang text.Lang) string {
		return frame.WithQuery(s.Local(frame.RouteListed, lang), c.values())
	})
	p.NoIndex = true
	p.Crumbs = []frame.Link{{Text: l.T("nav.home"), URL: p.Home}, {Text: l.T("coverage.title"), URL: p.Back}}
	pages := (len(list) + listedRecords - 1) / listedRecords
	for n := max(1, number-3); pages > 1 && n <= min(pages, number+3); n++ {
		to := c.values()
		to.Set("page", strconv.Itoa(n))
		p.Pages = append(p.Pages, frame.Link{Text: l.Num(float64(n)), URL: frame.WithQuery(s.Local(frame.RouteListed, lang), to), Current: n == number})
	}
	from := min(len(list), (number-1)*listedRecords)
	for _, b := range list[from:min(len(list), from+listedRecords)] {
		p.Rows = append(p.Rows, coverageRecord{s.briefLink(l, b), l.Label(vocab.Kinds().Label(string(b.Kind)), ""), l.Date(b.Vouched), l.Date(b.Due), b.Overdue})
	}
	return s.Show(w, r, "coveragelist", lang, p)
}

// byAge puts first what nobody vouched for the longest.
func byAge(a, b census.Brief) int {
	return strings.Compare(string(a.Vouched), string(b.Vouched))
}

// coverFacts say in words what the list holds.
func (s *pages) coverFacts(r *http.Request, l *frame.Locale, c cover) []frame.Fact {
	var out []frame.Fact
	add := func(label, value string) {
		if value != "" {
			out = append(out, frame.Fact{Key: "what-" + strconv.Itoa(len(out)), Label: label, Items: frame.Words(value)})
		}
	}
	if c.kind != "" {
		add(l.T("coverage.kind"), l.Label(vocab.Kinds().Label(c.kind), c.kind))
	}
	if u, ok := s.Places().ByID(c.place); ok {
		add(l.T("filter.place"), l.Label(u.Name, c.place))
	}
	add(l.T("sources.source"), c.source)
	switch {
	case c.unit == noUnit:
		add(l.T("coverage.unit"), l.T("coverage.unit.none"))
	case c.unit != "":
		link := s.Titles(r.Context(), l, []string{c.unit})[c.unit]
		add(l.T("coverage.unit"), cmp.Or(link.Text, c.unit))
	}
	if c.has != "" {
		add(l.T("coverage.has"), l.T("lang.name."+string(c.has)))
	}
	if c.lacks != "" {
		add(l.T("coverage.lacks"), l.T("lang.name."+string(c.lacks)))
	}
	if c.overdue {
		add(l.T("coverage.overdue"), l.T("value.true"))
	}
	if c.drift {
		add(l.T("coverage.drift"), l.T("value.true"))
	}
	return out
}
