package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
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
	DriftN  string
	Last    *IngestView
	Feeds   []Link
}

// KindRow counts one kind by language and age.
type KindRow struct {
	Kind               Link
	All, VI, EN        string
	Missing            string // without an English title
	Fresh, Overdue     string
	OverdueN, MissingN int
	Oldest, Newest     string
}

// MatrixRow counts one kind in each unit.
type MatrixRow struct {
	Kind  Link
	Cells []Link
}

// OverdueGroup is the overdue records of one source.
type OverdueGroup struct {
	Source  Link
	Count   string
	Records []Link
	More    string
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
	shownOverdue  = 5  // records of a source
	overdueGroups = 30 // sources
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
	if p.Places, p.Matrix, err = s.matrix(r, l, v); err != nil {
		return err
	}
	p.Overdue = s.overdueGroups(l, v)
	for _, one := range s.InVain.Top(shownVain) {
		link := Link{Text: one.Text, URL: s.searchPath(lang, search.Query{Text: one.Text})}
		if one.Lang != lang {
			link.Lang = string(one.Lang)
		}
		p.Vain = append(p.Vain, VainRow{link, l.num(float64(one.Count))})
	}
	drifted := v.pick(shownDrift, older, func(b brief) bool { return b.drift })
	p.Drift, p.DriftN = s.briefLinks(l, v, drifted), l.num(float64(countIf(v.briefs, func(b brief) bool { return b.drift })))
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
	for _, k := range vocab.Kinds() {
		of := func(pass func(brief) bool) int {
			return countIf(v.briefs, func(b brief) bool { return string(b.kind) == k.Code && pass(b) })
		}
		row := KindRow{Kind: Link{Text: l.label(k.Plural, k.Code), URL: s.searchPath(l.lang, search.Query{Kinds: []string{k.Code}})}}
		row.All = l.num(float64(v.kinds[vocab.Kind(k.Code)]))
		row.VI = l.num(float64(of(func(b brief) bool { return b.langs[0] })))
		row.EN = l.num(float64(of(func(b brief) bool { return b.langs[1] })))
		row.OverdueN = of(func(b brief) bool { return b.overdue })
		row.Overdue = l.num(float64(row.OverdueN))
		var oldest, newest catalog.Date
		for _, b := range v.briefs {
			if string(b.kind) != k.Code || b.vouched == "" {
				continue
			}
			if oldest == "" || b.vouched < oldest {
				oldest = b.vouched
			}
			newest = max(newest, b.vouched)
		}
		row.Oldest, row.Newest = l.date(oldest), l.date(newest)
		out = append(out, row)
	}
	return out
}

// matrix counts kinds in today's units that have most records of their own. The
// numbers are those of the searches they lead to, which also find what was filed
// under former names.
func (s *site) matrix(r *http.Request, l *locale, v *overview) ([]Link, []MatrixRow, error) {
	ids := s.fullest(v)
	var heads []Link
	counts := make([]map[string]int, len(ids))
	for i, id := range ids {
		u, _ := s.Places().ByID(id)
		heads = append(heads, s.unitLink(l, u))
		a, err := s.Finder.Search(r.Context(), search.Query{Lang: l.lang, Places: []string{id}, Limit: 1, Facets: []string{"kind"}})
		if err != nil {
			return nil, nil, err
		}
		counts[i] = map[string]int{}
		for _, f := range a.Facets {
			for _, value := range f.Values {
				counts[i][value.Value] = value.Count
			}
		}
	}
	var rows []MatrixRow
	for _, k := range vocab.Kinds() {
		row := MatrixRow{Kind: Link{Text: l.label(k.Plural, k.Code), URL: s.searchPath(l.lang, search.Query{Kinds: []string{k.Code}})}}
		for i, id := range ids {
			link := Link{Text: l.num(float64(counts[i][k.Code]))}
			if counts[i][k.Code] > 0 {
				link.URL = s.searchPath(l.lang, search.Query{Kinds: []string{k.Code}, Places: []string{id}})
			}
			row.Cells = append(row.Cells, link)
		}
		rows = append(rows, row)
	}
	return heads, rows, nil
}

// fullest are today's units with most records, those of former units on their
// ground included.
func (s *site) fullest(v *overview) []string {
	total := map[string]int{}
	for _, b := range v.briefs {
		for _, id := range b.places {
			for _, u := range s.Places().Current(id) {
				total[u.ID]++
			}
		}
	}
	ids := slices.Sorted(maps.Keys(total))
	slices.SortStableFunc(ids, func(a, b string) int { return total[b] - total[a] })
	return ids[:min(len(ids), matrixUnits)]
}

func (s *site) overdueGroups(l *locale, v *overview) []OverdueGroup {
	bySource := map[string][]brief{}
	for _, b := range v.briefs {
		if b.overdue {
			bySource[b.source] = append(bySource[b.source], b)
		}
	}
	var hosts []string
	for h := range bySource {
		hosts = append(hosts, h)
	}
	slices.SortFunc(hosts, func(a, b string) int {
		if len(bySource[a]) != len(bySource[b]) {
			return len(bySource[b]) - len(bySource[a])
		}
		return strings.Compare(a, b)
	})
	var out []OverdueGroup
	for _, h := range hosts[:min(len(hosts), overdueGroups)] {
		list := bySource[h]
		slices.SortStableFunc(list, older)
		g := OverdueGroup{Source: Link{Text: firstOf(h, l.t("sources.none"))}, Count: l.num(float64(len(list)))}
		if h != "" {
			g.Source.URL = s.searchPath(l.lang, search.Query{Sources: []string{h}})
			g.More = g.Source.URL
		}
		if len(list) <= shownOverdue {
			g.More = ""
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
	Records, Overdue string
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
			Visit: rootOf(src.url), Records: l.num(float64(src.records)), Overdue: l.num(float64(src.overdue)), Newest: l.date(src.newest), Late: src.overdue > 0})
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
