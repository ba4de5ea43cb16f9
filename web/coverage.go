package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// CoveragePage says what the catalogue has, how old it is and what is missing.
type CoveragePage struct {
	Page
	Total   string
	Kinds   []KindRow
	Places  []Link // heads of the matrix
	Matrix  []MatrixRow
	Overdue []OverdueGroup
	Vain    []VainRow
	Drift   []Link
	DriftN  Link
	Last    *IngestView
	Feeds   []Link
}

// KindRow counts one kind by language and age.
type KindRow struct {
	Kind              Link
	All, VI, EN, NoEN Link
	Overdue           Link
	Late              bool
	Oldest, Newest    string
}

// MatrixRow counts one kind in each unit.
type MatrixRow struct {
	Kind  Link
	Cells []MatrixCell
}

// MatrixCell is one kind in one unit: how many, how many of them in English, how
// many overdue, and the years in which somebody last vouched for them.
type MatrixCell struct {
	All, EN, Overdue Link
	Age              string
}

// OverdueGroup is the overdue records for which one organisation answers.
type OverdueGroup struct {
	Unit    Link
	All     Link
	Sources []Link
	Records []Link
}

// VainRow is a search that found nothing, and how often.
type VainRow struct {
	Query Link
	Count string
}

// IngestView is the last run in words.
type IngestView struct {
	At    string
	Parts []Fact
}

const (
	matrixUnits   = 8  // columns that fit a page
	shownOverdue  = 5  // records of a unit
	overdueGroups = 30 // units
	shownVain     = 20
	shownDrift    = 30
)

func (s *site) coverage(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	v, err := s.overview(r.Context())
	if err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	p := CoveragePage{Total: l.n("count.records", len(v.briefs))}
	p.Page = s.frame(r, l.t("coverage.title"), l.t("coverage.lead"), s.fixed(routeCoverage))
	p.Kinds = s.kindRows(l, v)
	p.Places, p.Matrix = s.matrix(l, v)
	p.Overdue = s.overdueGroups(r, l, v)
	for _, one := range s.InVain.Top(shownVain) {
		link := Link{Text: one.Text, URL: s.searchPath(lang, search.Query{Text: one.Text})}
		if one.Lang != lang {
			link.Lang = string(one.Lang)
		}
		p.Vain = append(p.Vain, VainRow{link, l.num(float64(one.Count))})
	}
	drifted := v.pick(shownDrift, older, func(b brief) bool { return b.drift })
	p.Drift, p.DriftN = s.briefLinks(l, v, drifted), s.coverLink(l, cover{drift: true}, countIf(v.briefs, func(b brief) bool { return b.drift }))
	p.Last = ingestView(l, s.Ingested())
	return s.show(w, r, "coverage", lang, p)
}

func countIf(list []brief, pass func(brief) bool) int {
	n := 0
	for _, b := range list {
		if pass(b) {
			n++
		}
	}
	return n
}

func (s *site) kindRows(l *locale, v *overview) []KindRow {
	var out []KindRow
	for _, k := range vocab.Offered(v.kinds) {
		n := v.at(k.Code, "")
		row := KindRow{Kind: Link{Text: l.label(k.Plural, k.Code), URL: s.searchPath(l.lang, search.Query{Kinds: []string{k.Code}})},
			All:     s.coverLink(l, cover{kind: k.Code}, n.all),
			VI:      s.coverLink(l, cover{kind: k.Code, has: text.VI}, n.langs[0]),
			EN:      s.coverLink(l, cover{kind: k.Code, has: text.EN}, n.langs[1]),
			NoEN:    s.coverLink(l, cover{kind: k.Code, lacks: text.EN}, n.all-n.langs[1]),
			Overdue: s.coverLink(l, cover{kind: k.Code, overdue: true}, n.overdue),
			Late:    n.overdue > 0, Oldest: l.date(n.oldest), Newest: l.date(n.newest)}
		out = append(out, row)
	}
	return out
}

// matrix counts kinds in today's units that have most records, those filed under
// former names on their ground and those inside them included.
func (s *site) matrix(l *locale, v *overview) ([]Link, []MatrixRow) {
	ids := s.fullest(v)
	var heads []Link
	for _, id := range ids {
		u, _ := s.Places().ByID(id)
		heads = append(heads, s.unitLink(l, u))
	}
	var rows []MatrixRow
	for _, k := range vocab.Offered(v.kinds) {
		row := MatrixRow{Kind: Link{Text: l.label(k.Plural, k.Code), URL: s.searchPath(l.lang, search.Query{Kinds: []string{k.Code}})}}
		for _, id := range ids {
			row.Cells = append(row.Cells, s.matrixCell(l, v.at(k.Code, id), cover{kind: k.Code, place: id}))
		}
		rows = append(rows, row)
	}
	return heads, rows
}

func (s *site) matrixCell(l *locale, n tally, c cover) MatrixCell {
	cell := MatrixCell{All: s.coverLink(l, c, n.all)}
	english, late := c, c
	english.has, late.overdue = text.EN, true
	cell.EN, cell.Overdue = s.coverLink(l, english, n.langs[1]), s.coverLink(l, late, n.overdue)
	if from, to := n.oldest.Start().Year(), n.newest.Start().Year(); n.newest != "" && from == to {
		cell.Age = strconv.Itoa(to)
	} else if n.newest != "" {
		cell.Age = l.t("chart.stretch", from, to)
	}
	return cell
}

// fullest are today's units with most records, those of former units on their
// ground included.
func (s *site) fullest(v *overview) []string {
	total := map[string]int{}
	for at, n := range v.tallies {
		if u, ok := s.Places().ByID(at.unit); ok && u.Current() {
			total[at.unit] += n.all
		}
	}
	ids := slices.Sorted(maps.Keys(total))
	slices.SortStableFunc(ids, func(a, b string) int { return total[b] - total[a] })
	return ids[:min(len(ids), matrixUnits)]
}

// overdueGroups gathers what is overdue by the organisation that answers for it;
// what names none comes last, with the sources to ask.
func (s *site) overdueGroups(r *http.Request, l *locale, v *overview) []OverdueGroup {
	byUnit := map[string][]brief{}
	for _, b := range v.briefs {
		if b.overdue {
			byUnit[b.unit] = append(byUnit[b.unit], b)
		}
	}
	units := slices.Sorted(maps.Keys(byUnit))
	slices.SortStableFunc(units, func(a, b string) int {
		if (a == "") != (b == "") {
			return strings.Compare(b, a) // none is last
		}
		return len(byUnit[b]) - len(byUnit[a])
	})
	names := s.titles(r.Context(), l, slices.DeleteFunc(slices.Clone(units), func(u string) bool { return u == "" }))
	var out []OverdueGroup
	for i, unit := range units {
		if i >= overdueGroups && unit != "" {
			continue
		}
		list := byUnit[unit]
		slices.SortStableFunc(list, older)
		g := OverdueGroup{Unit: names[unit], All: s.coverLink(l, cover{unit: cmp.Or(unit, noUnit), overdue: true}, len(list))}
		g.Unit.Note = ""
		if unit == "" {
			g.Unit = Link{Text: l.t("coverage.unit.none")}
			g.Sources = s.overdueSources(l, list)
		}
		for _, b := range list[:min(len(list), shownOverdue)] {
			link := s.briefLink(l, b)
			link.Note = l.t("coverage.due", l.date(b.due))
			g.Records = append(g.Records, link)
		}
		out = append(out, g)
	}
	return out
}

// overdueSources are the sources of the records, the most frequent first.
func (s *site) overdueSources(l *locale, list []brief) []Link {
	count := map[string]int{}
	for _, b := range list {
		for _, h := range b.hosts {
			count[h]++
		}
	}
	hosts := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(hosts, func(a, b string) int { return count[b] - count[a] })
	var out []Link
	for _, h := range hosts[:min(len(hosts), overdueGroups)] {
		link := s.coverLink(l, cover{unit: noUnit, source: h, overdue: true}, count[h])
		out = append(out, Link{Text: h, Note: link.Text, URL: link.URL})
	}
	return out
}

func (s *site) briefLink(l *locale, b brief) Link {
	p := l.pick(b.title)
	return Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.recordPath(l.lang, b.id)}
}

func (s *site) briefLinks(l *locale, v *overview, ids []string) []Link {
	var out []Link
	for _, b := range v.briefs {
		if slices.Contains(ids, b.id) {
			out = append(out, s.briefLink(l, b))
		}
	}
	return out
}

func ingestView(l *locale, in Ingest) *IngestView {
	if in.At.IsZero() {
		return nil
	}
	v := &IngestView{At: l.day(in.At)}
	for _, p := range []struct {
		key string
		n   int
	}{{"read", in.Read}, {"added", in.Added}, {"changed", in.Changed}, {"unchanged", in.Unchanged}, {"removed", in.Removed}, {"refused", in.Refused}} {
		v.Parts = append(v.Parts, Fact{Key: p.key, Label: l.t("ingest." + p.key), Items: text1(l.num(float64(p.n)))})
	}
	return v
}

// SourcesPage lists where everything comes from.
type SourcesPage struct {
	Page
	Rows []SourceRow
}

// SourceRow is one publisher, by host.
type SourceRow struct {
	Source           Link
	Visit            string
	Records, Overdue Link
	Newest           string
	Late             bool
}

func (s *site) sourceList(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	v, err := s.overview(r.Context())
	if err != nil {
		return err
	}
	lang := pathLang(r)
	l := s.locales[lang]
	p := SourcesPage{Page: s.frame(r, l.t("sources.title"), l.t("sources.lead"), s.fixed(routeSources))}
	for _, src := range v.sources {
		p.Rows = append(p.Rows, SourceRow{Source: Link{Text: src.host, URL: s.searchPath(lang, search.Query{Sources: []string{src.host}})},
			Visit: rootOf(src.url), Records: s.coverLink(l, cover{source: src.host}, src.records), Overdue: s.coverLink(l, cover{source: src.host, overdue: true}, src.overdue), Newest: l.date(src.newest), Late: src.overdue > 0})
	}
	return s.show(w, r, "sources", lang, p)
}

// rootOf is the home page of an address.
func rootOf(address string) string {
	a := webURL(address)
	if a == "" {
		return ""
	}
	scheme, rest, _ := strings.Cut(a, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host + "/"
}
