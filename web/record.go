package web

import (
	"context"
	"net/http"
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// RecordPage is the page of one record of any kind; sections a kind does not
// have are empty.
type RecordPage struct {
	Page
	ID          string
	Kind        string
	Name        Phrase
	Other       *Phrase // the name in the other language
	Status      string
	State       string
	Trust       Trust
	Notices     []Notice
	Summary     *Phrase
	Body        *Prose
	Key         []Fact
	Steps       []Step
	StepsNote   string
	Groups      []Group
	Unstated    []Group // groups of which no field is known
	Complete    *Completeness
	Disagree    *Disagreement
	AsOf        *AsOf
	Tree        *Tree
	Charts      []PlotView
	Sparks      []Spark
	Table       *ObservationTable
	Here        []Link
	HereCards   []Card
	HereMore    string
	Where       *Locator
	Surround    *Surround
	Around      []Card
	AroundMore  string
	Links       []LinkGroup
	Related     []Card
	Resources   []ResourceView
	Sources     []Source
	MoreSources []Source
	Versions    []VersionRow
	Diff        *Diff
	Actions     []Link
	Cite        string
	Licence     *Link
	ReviewDue   string
	VersionNote string
}

// Notice is something the reader must know before reading on.
type Notice struct {
	Level string // info, warn
	Text  string
	Links []Link
}

// LinkGroup is links of one relation.
type LinkGroup struct {
	Title string
	Links []Link
	More  *Link
}

// view is one record on its way to becoming a page.
type view struct {
	*site
	ctx    context.Context
	l      *locale
	rec    *catalog.Record
	linked map[string]Link // records named by this one
	used   map[string]bool // attributes already shown
}

func (s *site) record(w http.ResponseWriter, r *http.Request) error {
	kind, _ := httpkit.PathVar(r, "kind")
	slug, ok := httpkit.PathVar(r, "slug")
	id := catalog.MakeID(vocab.Kind(kind), slug)
	if _, _, valid := catalog.SplitID(id); !ok || !valid {
		return catalog.NewFault(catalog.NotFound, "", "Không có bản ghi nào ở địa chỉ này.", "There is no record at this address.")
	}
	params, err := httpkit.Params(r, "as_of", "version", "from", "to")
	if err != nil {
		return err
	}
	ask, err := readAsk(params.Get("as_of"), params.Get("version"), params.Get("from"), params.Get("to"))
	if err != nil {
		return err
	}
	rec, err := s.load(r.Context(), id, ask)
	if err != nil {
		return err
	}
	lang := pathLang(r)
	v := &view{site: s, ctx: r.Context(), l: s.locales[lang], rec: &rec, used: map[string]bool{}}
	page, err := v.page(r, ask)
	if err != nil {
		return err
	}
	if rec.Kind == vocab.Dataset {
		return s.show(w, r, "dataset", lang, v.datasetPage(page))
	}
	return s.show(w, r, "record", lang, page)
}

// ask is which state of a record the reader wants.
type ask struct {
	asOf              catalog.Date
	version, from, to int
}

func readAsk(asOf, version, from, to string) (ask, error) {
	a := ask{}
	day, err := catalog.ParseDate(asOf)
	if err != nil {
		return a, catalog.NewFault(catalog.Invalid, "as_of", "Ngày phải viết YYYY-MM-DD, ví dụ 2025-06-30.", "A date is written YYYY-MM-DD, such as 2025-06-30.")
	}
	a.asOf = day
	for _, p := range []struct {
		name, s string
		n       *int
	}{{"version", version, &a.version}, {"from", from, &a.from}, {"to", to, &a.to}} {
		if p.s == "" {
			continue
		}
		n, err := strconv.Atoi(p.s)
		if err != nil || n < 1 {
			return a, catalog.NewFault(catalog.Invalid, p.name, "Phải là số phiên bản: 1, 2, 3…", "Must be the number of a version: 1, 2, 3…")
		}
		*p.n = n
	}
	return a, nil
}

func (s *site) load(ctx context.Context, id string, a ask) (catalog.Record, error) {
	kind, _, _ := catalog.SplitID(id)
	switch {
	case a.version > 0:
		return s.Store.RecordVersion(ctx, id, a.version)
	case a.asOf != "" && kind != vocab.Unit: // a unit's page asks its register instead
		return s.Store.RecordAsOf(ctx, id, a.asOf)
	}
	return s.Store.Record(ctx, id)
}

func (v *view) page(r *http.Request, a ask) (RecordPage, error) {
	l, rec := v.l, v.rec
	v.linked = v.titles(v.ctx, l, v.named())
	name := l.pick(rec.Title)
	p := RecordPage{ID: rec.ID, Name: name, Trust: v.trust(l, rec), Kind: l.label(vocab.Kinds().Label(string(rec.Kind)), "")}
	summary := l.pick(rec.Summary)
	p.Page = v.frame(r, name.Text, firstOf(summary.Text, p.Kind), func(lang text.Lang) string { return v.recordPath(lang, rec.ID) })
	p.Page.Kind, p.NoIndex = "article", a != ask{}
	p.Crumbs = []Link{{Text: l.t("nav.home"), URL: p.Home}, {Text: v.plural(rec.Kind), URL: v.path(routeKind, "lang", string(l.lang), "kind", string(rec.Kind))}}
	if other := rec.Title.In(l.lang.Other()); other != "" && name.Lang == "" {
		p.Other = &Phrase{Text: other, Lang: string(l.lang.Other())}
	}
	p.Status, p.State = l.status(rec.Status)
	if summary.Text != "" {
		p.Summary = &summary
	}
	p.Body = v.prose.of(l, rec.Body)
	p.Notices = v.notices(a)
	v.content(&p, a)
	p.Sources, p.Links = l.sources(rec.Provenance), v.links()
	if len(p.Sources) > shownSources+1 {
		p.Sources, p.MoreSources = p.Sources[:shownSources], p.Sources[shownSources:]
	}
	p.Related = v.related()
	if err := v.history(&p, a); err != nil {
		return p, err
	}
	v.finish(&p)
	return p, nil
}

// content adds the sections of the record's kind.
func (v *view) content(p *RecordPage, a ask) {
	p.Key = v.keyFacts()
	switch v.rec.Kind {
	case vocab.Unit:
		v.unit(p, a)
	case vocab.Indicator:
		v.indicator(p)
	case vocab.Dataset:
		v.dataset(p)
	case vocab.Procedure:
		p.Steps, p.StepsNote = v.stages()
	case vocab.Journey:
		p.Steps = v.steps()
	}
	p.Groups, p.Unstated, p.Complete = v.sheet()
	p.Disagree = v.disagreement()
	if v.rec.Kind.Row().Sited && v.rec.Kind != vocab.Unit {
		v.around(p)
	}
	v.ground(p)
}

// finish adds what every record has at its foot.
func (v *view) finish(p *RecordPage) {
	l, rec := v.l, v.rec
	p.JSONLD = v.recordLD()
	p.ReviewDue = l.date(rec.ReviewDue)
	if lic, ok := vocab.FindLicence(rec.Licence); ok {
		p.Licence = &Link{Text: l.label(lic.Label, lic.Code), URL: lic.URL, External: lic.URL != ""}
	}
	p.Cite = l.t("cite", p.Name.Text, l.label(v.Name, ""), rec.Version, p.Print.Day, p.Canonical)
	p.VersionNote = l.t("version.note", rec.Version, l.day(rec.Modified))
	p.Actions = []Link{{Text: l.t("action.json"), URL: apiRecords + rec.ID}}
	if rec.Kind == vocab.Indicator {
		p.Actions = append(p.Actions, Link{Text: l.t("explore_open"), URL: v.explorePath(l.lang, exploreAsk{figures: []string{rec.ID}, as: "line"})})
	}
	if rec.Kind == vocab.Opportunity {
		compare := withQuery(v.local(routeCompare, l.lang), map[string][]string{"id": {rec.ID}})
		p.Actions = append([]Link{{Text: l.t("action.compare"), URL: compare}}, p.Actions...)
	}
	subscribe := apiQuery(l.lang, search.Query{Kinds: []string{string(rec.Kind)}}, ".atom")
	p.Actions = append(p.Actions, Link{Text: l.t("action.subscribe", v.plural(rec.Kind)), URL: subscribe})
	if rec.Kind == vocab.Unit {
		here, name := search.Query{Places: []string{rec.ID}}, l.label(rec.Title, rec.ID)
		p.Actions = append(p.Actions, Link{Text: l.t("action.subscribe", l.t("action.here", name)), URL: apiQuery(l.lang, here, ".atom")},
			Link{Text: l.t("action.subscribe.json", l.t("action.here", name)), URL: v.savedFeed(l.lang, here)})
	}
}

func (v *view) plural(k vocab.Kind) string {
	c, _ := vocab.Kinds().Find(string(k))
	return v.l.label(c.Plural, string(k))
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// shownSources stand open, the others under "more".
const shownSources = 4

// notices are what the reader must know: an old state, a successor, a doubt.
func (v *view) notices(a ask) []Notice {
	l, rec := v.l, v.rec
	var out []Notice
	add := func(level, text string, links ...Link) { out = append(out, Notice{level, text, links}) }
	if a.version > 0 || a.asOf != "" && rec.Kind != vocab.Unit {
		add("warn", l.t("notice.old", rec.Version, l.day(rec.Modified)), Link{Text: l.t("notice.old.now"), URL: v.recordPath(l.lang, rec.ID)})
	}
	if len(rec.SupersededBy) > 0 && rec.Kind != vocab.Unit {
		add("warn", l.t("notice.superseded"), v.linksTo(rec.SupersededBy)...)
		if ends := v.today(); len(ends) > 0 {
			add("warn", l.t("notice.today"), ends...)
		}
	}
	if len(rec.Supersedes) > 0 && rec.Kind != vocab.Unit {
		add("info", l.t("notice.supersedes"), v.linksTo(rec.Supersedes)...)
	}
	if rec.Valid.To != "" && rec.Valid.To.End().Before(v.Now()) {
		add("warn", l.t("notice.ended", l.date(rec.Valid.To)), v.linksTo(rec.SupersededBy)...)
	}
	out = append(out, v.lawNotices()...)
	if rec.Kind == vocab.Procedure {
		add("info", l.t("notice.procedure"), Link{Text: "dichvucong.gov.vn", URL: nationalPortal, External: true})
	}
	for _, w := range rec.Warnings {
		add("warn", l.label(w.Message, w.Code))
	}
	if rec.Title.In(l.lang) == "" {
		add("info", l.t("notice.untranslated"))
	}
	return out
}

// linksTo returns links to the ids, the bare id where the record is not there.
func (v *view) linksTo(ids []string) []Link {
	var out []Link
	for _, id := range ids {
		if link, ok := v.linked[id]; ok {
			out = append(out, link)
		} else {
			out = append(out, Link{Text: id})
		}
	}
	return out
}

// named are the ids of all records that this one names.
func (v *view) named() []string {
	rec := v.rec
	ids := append(append([]string{}, rec.Supersedes...), rec.SupersededBy...)
	for _, link := range rec.Today {
		ids = append(ids, link.ID)
	}
	for _, link := range rec.Links {
		if link.ID != "" {
			ids = append(ids, link.ID)
		}
	}
	for _, p := range rec.Places {
		if p.ID != "" {
			ids = append(ids, p.ID)
		}
	}
	for _, value := range rec.Attributes {
		ids = append(ids, idsIn(value)...)
	}
	return ids
}

// idsIn returns the record ids among an attribute's values.
func idsIn(value any) []string {
	switch x := value.(type) {
	case string:
		if _, _, ok := catalog.SplitID(x); ok {
			return []string{x}
		}
	case []any:
		var out []string
		for _, one := range x {
			out = append(out, idsIn(one)...)
		}
		return out
	case map[string]any:
		var out []string
		for _, one := range x {
			out = append(out, idsIn(one)...)
		}
		return out
	}
	return nil
}
