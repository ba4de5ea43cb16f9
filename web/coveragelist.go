package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// CoverageList is the records behind one number of the coverage page.
type CoverageList struct {
	Page
	Count string
	What  []Fact // what was asked for
	Rows  []CoverageRecord
	Pages []Link
	Back  string
}

// CoverageRecord is a record in the list with its age.
type CoverageRecord struct {
	Record       Link
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

func (c cover) holds(v *overview, b brief) bool {
	switch {
	case c.kind != "" && string(b.kind) != c.kind,
		c.place != "" && !v.within(b, c.place),
		c.source != "" && !slices.Contains(b.hosts, c.source),
		c.unit == noUnit && b.unit != "",
		c.unit != "" && c.unit != noUnit && b.unit != c.unit,
		c.has != "" && !b.speaks(c.has),
		c.lacks != "" && b.speaks(c.lacks),
		c.overdue && !b.overdue,
		c.drift && !b.drift:
		return false
	}
	return true
}

func (s *site) coverLink(l *locale, c cover, n int) Link {
	link := Link{Text: l.num(float64(n))}
	if n > 0 {
		link.URL = withQuery(s.local(routeCoverageList, l.lang), c.values())
	}
	return link
}

// readCover reads the parameters that values writes.
func (s *site) readCover(params url.Values) (cover, error) {
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

func (s *site) coverageList(w http.ResponseWriter, r *http.Request) error {
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
	v, err := s.overview(r.Context())
	if err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	var list []brief
	for _, b := range v.briefs {
		if c.holds(v, b) {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, byAge)
	p := CoverageList{Count: l.n("count.records", len(list)), Back: s.local(routeCoverage, lang), What: s.coverFacts(r, l, c)}
	p.Page = s.frame(r, l.t("coverage.list"), l.t("coverage.lead"), func(lang text.Lang) string {
		return withQuery(s.local(routeCoverageList, lang), c.values())
	})
	p.NoIndex = true
	p.Crumbs = []Link{{Text: l.t("nav.home"), URL: p.Home}, {Text: l.t("coverage.title"), URL: p.Back}}
	pages := (len(list) + listedRecords - 1) / listedRecords
	for n := max(1, number-3); pages > 1 && n <= min(pages, number+3); n++ {
		to := c.values()
		to.Set("page", strconv.Itoa(n))
		p.Pages = append(p.Pages, Link{Text: l.num(float64(n)), URL: withQuery(s.local(routeCoverageList, lang), to), Current: n == number})
	}
	from := min(len(list), (number-1)*listedRecords)
	for _, b := range list[from:min(len(list), from+listedRecords)] {
		p.Rows = append(p.Rows, CoverageRecord{s.briefLink(l, b), l.label(vocab.Kinds().Label(string(b.kind)), ""), l.date(b.vouched), l.date(b.due), b.overdue})
	}
	return s.show(w, r, "coveragelist", lang, p)
}

// byAge puts first what nobody vouched for the longest.
func byAge(a, b brief) int {
	return strings.Compare(string(a.vouched), string(b.vouched))
}

// coverFacts say in words what the list holds.
func (s *site) coverFacts(r *http.Request, l *locale, c cover) []Fact {
	var out []Fact
	add := func(label, value string) {
		if value != "" {
			out = append(out, Fact{Key: "what-" + strconv.Itoa(len(out)), Label: label, Items: text1(value)})
		}
	}
	if c.kind != "" {
		add(l.t("coverage.kind"), l.label(vocab.Kinds().Label(c.kind), c.kind))
	}
	if u, ok := s.Places().ByID(c.place); ok {
		add(l.t("filter.place"), l.label(u.Name, c.place))
	}
	add(l.t("sources.source"), c.source)
	switch {
	case c.unit == noUnit:
		add(l.t("coverage.unit"), l.t("coverage.unit.none"))
	case c.unit != "":
		link := s.titles(r.Context(), l, []string{c.unit})[c.unit]
		add(l.t("coverage.unit"), firstOf(link.Text, c.unit))
	}
	if c.has != "" {
		add(l.t("coverage.has"), l.t("lang.name."+string(c.has)))
	}
	if c.lacks != "" {
		add(l.t("coverage.lacks"), l.t("lang.name."+string(c.lacks)))
	}
	if c.overdue {
		add(l.t("coverage.overdue"), l.t("value.true"))
	}
	if c.drift {
		add(l.t("coverage.drift"), l.t("value.true"))
	}
	return out
}
