package coverage

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
	"honglinh/web/address"
	"honglinh/web/census"
	"honglinh/web/frame"
)

// page says what the catalogue has, how old it is and what is missing.
type page struct {
	frame.Page
	Total       string
	Kinds       []kindRow
	Places      []frame.Link // heads of the matrix
	Matrix      []matrixRow
	Overdue     []overdueGroup
	ZeroResults []zeroResultRow
	Drift       []frame.Link
	DriftN      frame.Link
	Clocks      *clocks
	Last        *lastRun
	Feeds       []frame.Link
	Units       frame.Link // how units keep what they published at the desk
}

// kindRow counts one kind by language and age.
type kindRow struct {
	Kind              frame.Link
	All, VI, EN, NoEN frame.Link
	Overdue           frame.Link
	Late              bool
	Oldest, Newest    string
}

// matrixRow counts one kind in each unit.
type matrixRow struct {
	Kind  frame.Link
	Cells []matrixCell
}

// matrixCell is one kind in one unit: how many, how many of them in English, how
// many overdue, and the years in which somebody last vouched for them.
type matrixCell struct {
	All, EN, Overdue frame.Link
	Age              string
}

// overdueGroup is the overdue records for which one organisation answers.
type overdueGroup struct {
	Unit    frame.Link
	All     frame.Link
	Sources []frame.Link
	Records []frame.Link
}

// zeroResultRow is a search that found nothing, and how often.
type zeroResultRow struct {
	Query frame.Link
	Count string
}

// lastRun is the last run in words.
type lastRun struct {
	At    string
	Parts []frame.Fact
}

const (
	matrixUnits      = 8  // columns that fit a page
	shownOverdue     = 5  // records of a unit
	overdueGroups    = 30 // units
	shownZeroResults = 20
	shownDrift       = 30
)

func (s *pages) coverage(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	v, err := s.Census.Take(r.Context())
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := page{Total: l.N("count.records", len(v.Briefs))}
	p.Page = s.NewPage(r, l.T("coverage.title"), l.T("coverage.lead"), s.Fixed(frame.RouteCoverage))
	if s.Board != nil {
		p.Units = frame.Link{Text: l.T("freshness.link"), URL: s.Local(frame.RouteFreshness, lang)}
	}
	p.Kinds = s.kindRows(l, v)
	p.Places, p.Matrix = s.matrix(l, v)
	p.Overdue = s.overdueGroups(r, l, v)
	for _, one := range s.ZeroResults(shownZeroResults) {
		link := frame.Link{Text: one.Text, URL: s.SearchPath(lang, search.Query{Text: one.Text})}
		if one.Lang != lang {
			link.Lang = string(one.Lang)
		}
		p.ZeroResults = append(p.ZeroResults, zeroResultRow{link, l.Num(float64(one.Count))})
	}
	drifted := v.Pick(shownDrift, census.Older, func(b census.Brief) bool { return b.Drift })
	p.Drift, p.DriftN = s.briefLinks(l, v, drifted), s.coverLink(l, cover{drift: true}, countIf(v.Briefs, func(b census.Brief) bool { return b.Drift }))
	if p.Clocks, err = s.clocks(r.Context(), l); err != nil {
		return err
	}
	p.Last = ingestView(l, s.Ingested())
	return s.Show(w, r, "coverage", lang, p)
}

func countIf(list []census.Brief, pass func(census.Brief) bool) int {
	n := 0
	for _, b := range list {
		if pass(b) {
			n++
		}
	}
	return n
}

func (s *pages) kindRows(l *frame.Locale, v *census.Census) []kindRow {
	var out []kindRow
	for _, k := range vocab.Offered(v.Kinds) {
		n := v.At(k.Code, "")
		row := kindRow{Kind: frame.Link{Text: l.Label(k.Plural, k.Code), URL: s.SearchPath(l.Lang, search.Query{Kinds: []string{k.Code}})},
			All:     s.coverLink(l, cover{kind: k.Code}, n.All),
			VI:      s.coverLink(l, cover{kind: k.Code, has: text.VI}, n.Langs[0]),
			EN:      s.coverLink(l, cover{kind: k.Code, has: text.EN}, n.Langs[1]),
			NoEN:    s.coverLink(l, cover{kind: k.Code, lacks: text.EN}, n.All-n.Langs[1]),
			Overdue: s.coverLink(l, cover{kind: k.Code, overdue: true}, n.Overdue),
			Late:    n.Overdue > 0, Oldest: l.Date(n.Oldest), Newest: l.Date(n.Newest)}
		out = append(out, row)
	}
	return out
}

// matrix counts kinds in today's units that have most records, those filed under
// former names on their territory and those inside them included.
func (s *pages) matrix(l *frame.Locale, v *census.Census) ([]frame.Link, []matrixRow) {
	ids := s.fullest(v)
	var heads []frame.Link
	for _, id := range ids {
		u, _ := s.Places().ByID(id)
		heads = append(heads, s.UnitLink(l, u))
	}
	var rows []matrixRow
	for _, k := range vocab.Offered(v.Kinds) {
		row := matrixRow{Kind: frame.Link{Text: l.Label(k.Plural, k.Code), URL: s.SearchPath(l.Lang, search.Query{Kinds: []string{k.Code}})}}
		for _, id := range ids {
			row.Cells = append(row.Cells, s.matrixCell(l, v.At(k.Code, id), cover{kind: k.Code, place: id}))
		}
		rows = append(rows, row)
	}
	return heads, rows
}

func (s *pages) matrixCell(l *frame.Locale, n census.Tally, c cover) matrixCell {
	cell := matrixCell{All: s.coverLink(l, c, n.All)}
	english, late := c, c
	english.has, late.overdue = text.EN, true
	cell.EN, cell.Overdue = s.coverLink(l, english, n.Langs[1]), s.coverLink(l, late, n.Overdue)
	if from, to := n.Oldest.Start().Year(), n.Newest.Start().Year(); n.Newest != "" && from == to {
		cell.Age = strconv.Itoa(to)
	} else if n.Newest != "" {
		cell.Age = l.T("chart.stretch", from, to)
	}
	return cell
}

// fullest are today's units with most records, those of former units on their
// territory included.
func (s *pages) fullest(v *census.Census) []string {
	total := map[string]int{}
	for at, n := range v.Tallies {
		if u, ok := s.Places().ByID(at.Unit); ok && u.Current() {
			total[at.Unit] += n.All
		}
	}
	ids := slices.Sorted(maps.Keys(total))
	slices.SortStableFunc(ids, func(a, b string) int { return total[b] - total[a] })
	return ids[:min(len(ids), matrixUnits)]
}

// overdueGroups gathers what is overdue by the organisation that answers for it;
// what names none comes last, with the sources to ask.
func (s *pages) overdueGroups(r *http.Request, l *frame.Locale, v *census.Census) []overdueGroup {
	byUnit := map[string][]census.Brief{}
	for _, b := range v.Briefs {
		if b.Overdue {
			byUnit[b.Unit] = append(byUnit[b.Unit], b)
		}
	}
	units := slices.Sorted(maps.Keys(byUnit))
	slices.SortStableFunc(units, func(a, b string) int {
		if (a == "") != (b == "") {
			return strings.Compare(b, a) // none is last
		}
		return len(byUnit[b]) - len(byUnit[a])
	})
	names := s.Titles(r.Context(), l, slices.DeleteFunc(slices.Clone(units), func(u string) bool { return u == "" }))
	var out []overdueGroup
	for i, unit := range units {
		if i >= overdueGroups && unit != "" {
			continue
		}
		list := byUnit[unit]
		slices.SortStableFunc(list, census.Older)
		g := overdueGroup{Unit: names[unit], All: s.coverLink(l, cover{unit: cmp.Or(unit, noUnit), overdue: true}, len(list))}
		g.Unit.Note = ""
		if unit == "" {
			g.Unit = frame.Link{Text: l.T("coverage.unit.none")}
			g.Sources = s.overdueSources(l, list)
		}
		for _, b := range list[:min(len(list), shownOverdue)] {
			link := s.briefLink(l, b)
			link.Note = l.T("coverage.due", l.Date(b.Due))
			g.Records = append(g.Records, link)
		}
		out = append(out, g)
	}
	return out
}

// overdueSources are the sources of the records, the most frequent first.
func (s *pages) overdueSources(l *frame.Locale, list []census.Brief) []frame.Link {
	count := map[string]int{}
	for _, b := range list {
		for _, h := range b.Hosts {
			count[h]++
		}
	}
	hosts := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(hosts, func(a, b string) int { return count[b] - count[a] })
	var out []frame.Link
	for _, h := range hosts[:min(len(hosts), overdueGroups)] {
		link := s.coverLink(l, cover{unit: noUnit, source: h, overdue: true}, count[h])
		out = append(out, frame.Link{Text: h, Note: link.Text, URL: link.URL})
	}
	return out
}

func (s *pages) briefLink(l *frame.Locale, b census.Brief) frame.Link {
	p := l.Pick(b.Title)
	return frame.Link{Text: p.Text, Lang: p.Lang, Tag: p.Tag, URL: s.RecordPath(l.Lang, b.ID)}
}

func (s *pages) briefLinks(l *frame.Locale, v *census.Census, ids []string) []frame.Link {
	var out []frame.Link
	for _, b := range v.Briefs {
		if slices.Contains(ids, b.ID) {
			out = append(out, s.briefLink(l, b))
		}
	}
	return out
}

func ingestView(l *frame.Locale, in frame.Ingest) *lastRun {
	if in.At.IsZero() {
		return nil
	}
	v := &lastRun{At: l.Day(in.At)}
	for _, p := range []struct {
		key string
		n   int
	}{{"read", in.Read}, {"added", in.Added}, {"changed", in.Changed}, {"unchanged", in.Unchanged}, {"removed", in.Removed}, {"refused", in.Refused}} {
		v.Parts = append(v.Parts, frame.Fact{Key: p.key, Label: l.T("ingest." + p.key), Items: frame.Words(l.Num(float64(p.n)))})
	}
	return v
}

// sourcesPage lists where everything comes from.
type sourcesPage struct {
	frame.Page
	Rows    []sourceRow
	Portals []portalRow
}

// sourceRow is one publisher, by host.
type sourceRow struct {
	Source           frame.Link
	Visit            string
	Records, Overdue frame.Link
	Newest           string
	Late             bool
}

func (s *pages) sourceList(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r); err != nil {
		return err
	}
	v, err := s.Census.Take(r.Context())
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := sourcesPage{Page: s.NewPage(r, l.T("sources.title"), l.T("sources.lead"), s.Fixed(frame.RouteSources))}
	for _, src := range v.Sources {
		p.Rows = append(p.Rows, sourceRow{Source: frame.Link{Text: src.Host, URL: s.SearchPath(lang, search.Query{Sources: []string{src.Host}})},
			Visit: address.Root(src.URL), Records: s.coverLink(l, cover{source: src.Host}, src.Records), Overdue: s.coverLink(l, cover{source: src.Host, overdue: true}, src.Overdue), Newest: l.Date(src.Newest), Late: src.Overdue > 0})
	}
	p.Portals = s.portalRows(l)
	return s.Show(w, r, "sources", lang, p)
}
