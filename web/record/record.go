package record

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/cite"
	"honglinh/web/around"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
	"honglinh/web/profile"
)

// page is the page of one record of any kind; sections a kind does not
// have are empty.
type page struct {
	frame.Page
	ID          string
	Kind        string
	Name        frame.Phrase
	Other       *frame.Phrase // the name in the other language
	Status      string
	State       string
	Trust       facts.Trust
	Notices     []notice
	Summary     *frame.Phrase
	Body        *frame.Prose
	Photo       *facts.Shot  // of a photograph
	Gallery     []facts.Shot // photographs that show the record
	Key         []frame.Fact
	Decide      *decision
	Ask         *asking
	Handled     []linkGroup      // what a ward receives
	Profile     *profile.Profile // of a ward of today
	Brief       bool             // what no decision needs is a line each: sources, links, use, related
	Closed      bool             // the groups of facts too stand behind one line
	Folded      string           // how many fields nobody states, in one line
	Steps       []step
	StepsNote   string
	Groups      []frame.Group
	Unstated    []frame.Group // groups of which no field is known
	Complete    *facts.Completeness
	Disagree    *disagreement
	AsOf        *asOf
	Tree        *tree
	Charts      []charts.PlotView
	Sparks      []charts.Spark
	Table       *observationTable
	Here        []frame.Link
	HereCards   []facts.Card
	HereMore    string
	Where       *around.Locator
	Surround    *around.Surround
	Around      []facts.Card
	AroundMore  string
	Links       []linkGroup
	Related     []facts.Card
	Resources   []resourceView
	Sources     []facts.Source
	MoreSources []facts.Source
	Versions    []versionRow
	Changes     []noticeRow // what readers are told of them
	Diff        *diff
	Do          []frame.Link // the bar under the name
	Actions     []frame.Link
	Cite        string
	Cites       []frame.Link // the citation in the forms of reference managers
	Licence     *frame.Link
	ReviewDue   string
	VersionNote string
}

// notice is something the reader must know before reading on.
type notice struct {
	Level string // info, warn
	Text  string
	Links []frame.Link
}

// linkGroup is links of one relation.
type linkGroup struct {
	Title string
	Links []frame.Link
	More  *frame.Link
}

// recordView is a record's sheet on its way to becoming a page.
type recordView struct {
	*facts.Sheet
	pages *pages
	// preview is of a record that readers may have nothing of yet.
	preview bool
}

func (s *pages) record(w http.ResponseWriter, r *http.Request) error {
	kind, _ := httpkit.PathVar(r, "kind")
	slug, ok := httpkit.PathVar(r, "slug")
	id := catalog.MakeID(vocab.Kind(kind), slug)
	if _, _, valid := catalog.SplitID(id); !ok || !valid {
		return catalog.NewFault(catalog.NotFound, "", "Không có bản ghi nào ở địa chỉ này.", "There is no record at this address.")
	}
	values, err := httpkit.RawParams(r)
	if err != nil {
		return err
	}
	if s.isJourney(vocab.Kind(kind), values) {
		return s.journey(w, r, id, values)
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
	lang := frame.PathLang(r)
	v := &recordView{facts.NewSheet(r.Context(), s.Frame, s.Locale(lang), &rec), s, false}
	page, err := v.page(r, ask)
	if err != nil {
		return err
	}
	if rec.Kind == vocab.Dataset {
		return s.Show(w, r, "dataset", lang, v.datasetPage(page))
	}
	return s.Show(w, r, "record", lang, page)
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

func (s *pages) load(ctx context.Context, id string, a ask) (catalog.Record, error) {
	kind, _, _ := catalog.SplitID(id)
	switch {
	case a.version > 0:
		return s.Store.RecordVersion(ctx, id, a.version)
	case a.asOf != "" && kind != vocab.Unit: // a unit's page asks its register instead
		return s.Store.RecordAsOf(ctx, id, a.asOf)
	}
	return s.Store.Record(ctx, id)
}

func (v *recordView) page(r *http.Request, a ask) (page, error) {
	l, rec := v.L, v.Rec
	name := l.Pick(rec.Title)
	p := page{ID: rec.ID, Name: name, Trust: facts.TrustOf(v.Frame, l, rec), Kind: l.Label(vocab.Kinds().Label(string(rec.Kind)), "")}
	summary := l.Pick(rec.Summary)
	p.Page = v.NewPage(r, name.Text, cmp.Or(summary.Text, p.Kind), func(lang text.Lang) string { return v.RecordPath(lang, rec.ID) })
	p.Page.Kind, p.NoIndex = "article", a != ask{}
	p.Crumbs = []frame.Link{{Text: l.T("nav.home"), URL: p.Home}, {Text: v.plural(rec.Kind), URL: v.Path(frame.RouteKind, "lang", string(l.Lang), "kind", string(rec.Kind))}}
	if other := rec.Title.In(l.Lang.Other()); other != "" && name.Lang == "" {
		p.Other = &frame.Phrase{Text: other, Lang: string(l.Lang.Other())}
	}
	p.Status, p.State = facts.StatusOf(l, rec, rec.StatusOn(v.Now()))
	if summary.Text != "" {
		p.Summary = &summary
	}
	p.Body = v.Prose.Of(l, rec.Body)
	p.Notices = v.notices(a)
	v.photo(&p)
	v.content(r.Context(), &p, a)
	v.gallery(&p)
	p.Sources, p.Links = facts.SourcesOf(l, rec.Provenance), v.links()
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
func (v *recordView) content(ctx context.Context, p *page, a ask) {
	if p.Decide = v.decide(ctx); p.Decide == nil {
		p.Key = v.KeyFacts()
	}
	if asked(v.Rec.Kind) {
		p.Ask = v.asking()
	}
	switch v.Rec.Kind {
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
	if v.Rec.Kind == vocab.Procedure {
		v.headed(p)
	}
	p.Groups, p.Unstated, p.Complete = v.Groups()
	p.Brief, p.Closed = true, p.Decide != nil
	p.fold(v.L)
	p.Disagree = v.disagreement()
	if v.Rec.Kind.Row().Sited && v.Rec.Kind != vocab.Unit {
		v.around(p)
	}
	v.surroundings(p)
}

// asked reports whether records of the kind are something to ask a body about.
func asked(k vocab.Kind) bool {
	switch k {
	case vocab.Opportunity, vocab.Project, vocab.Procedure, vocab.Document, vocab.Plan, vocab.Place, vocab.Organisation:
		return true
	}
	return false
}

// fold draws what nobody states in any group into one place, counted.
func (p *page) fold(l *frame.Locale) {
	for i := range p.Groups {
		if missing := p.Groups[i].Missing; len(missing) > 0 {
			p.Unstated = append(p.Unstated, frame.Group{ID: p.Groups[i].ID, Title: p.Groups[i].Title, Missing: missing})
			p.Groups[i].Missing = nil
		}
	}
	n := 0
	for _, g := range p.Unstated {
		n += len(g.Missing)
	}
	if n > 0 {
		p.Folded = l.N("count.unstated", n)
	}
}

// finish adds what every record has at its foot.
func (v *recordView) finish(p *page) {
	l, rec := v.L, v.Rec
	p.JSONLD = v.recordLD(p)
	p.ReviewDue = l.Date(rec.ReviewDue)
	if lic, ok := vocab.FindLicence(rec.Licence); ok {
		p.Licence = &frame.Link{Text: l.Label(lic.Label, lic.Code), URL: lic.URL, External: lic.URL != ""}
	}
	p.Cite = l.T("cite", p.Name.Text, v.Brand(l), rec.Version, p.Print.Day, p.Canonical)
	for _, form := range cite.EntryFormats() {
		if form.Name != "text" {
			p.Cites = append(p.Cites, frame.Link{Text: l.T("data_cite." + form.Name), URL: frame.WithQuery(frame.APIRecords+rec.ID+"/cite", map[string][]string{"format": {form.Name}, "lang": {string(l.Lang)}})})
		}
	}
	p.VersionNote = l.T("version.note", rec.Version, l.Day(rec.Modified))
	p.Actions = []frame.Link{{Text: l.T("action.json"), URL: frame.APIRecords + rec.ID}}
	if rec.Kind == vocab.Indicator {
		p.Actions = append(p.Actions, frame.Link{Text: l.T("explore_open"), URL: v.ExplorePath(l.Lang, rec.ID)})
	}
	if rec.Kind == vocab.Opportunity {
		compare := frame.WithQuery(v.Local(frame.RouteCompare, l.Lang), map[string][]string{"id": {rec.ID}})
		p.Actions = append([]frame.Link{{Text: l.T("action.compare"), URL: compare}}, p.Actions...)
	}
	p.Do = append(p.Do, frame.Link{Text: l.T("short_add"), URL: v.ShortlistPath(l.Lang, rec.ID), Note: rec.ID})
	if v.Follows() {
		p.Do = append(p.Do, frame.Link{Text: l.T("follow_do"), URL: v.FollowRecords(l.Lang, rec.ID)})
	}
	if v.Writes() {
		p.Do = append(p.Do, frame.Link{Text: l.T("enquiry_ask"), URL: v.EnquiryPath(l.Lang, rec.ID, false)}, frame.Link{Text: l.T("enquiry_sort_mistake"), URL: v.EnquiryPath(l.Lang, rec.ID, true)})
		p.ReportURL = v.EnquiryPath(l.Lang, rec.ID, true)
	}
	if chained(rec.Kind) {
		p.Do = append(p.Do, frame.Link{Text: l.T("chain.open"), URL: v.ChainPath(l.Lang, rec.ID)})
	}
	if rec.Kind != vocab.Dataset { // whose feed is of its tables
		p.Page.Feed = v.RecordFeed(l.Lang, rec.ID, "atom")
		p.Actions = append(p.Actions, frame.Link{Text: l.T("action.feed"), URL: p.Page.Feed}, frame.Link{Text: l.T("action.feed.json"), URL: v.RecordFeed(l.Lang, rec.ID, "json")})
	}
	subscribe := frame.APIQuery(l.Lang, search.Query{Kinds: []string{string(rec.Kind)}}, ".atom")
	p.Actions = append(p.Actions, frame.Link{Text: l.T("action.subscribe", v.plural(rec.Kind)), URL: subscribe})
	if rec.Kind == vocab.Unit {
		here, name := search.Query{Places: []string{rec.ID}}, l.Label(rec.Title, rec.ID)
		p.Actions = append(p.Actions, frame.Link{Text: l.T("action.subscribe", l.T("action.here", name)), URL: frame.APIQuery(l.Lang, here, ".atom")},
			frame.Link{Text: l.T("action.subscribe.json", l.T("action.here", name)), URL: v.SavedFeed(l.Lang, here)})
	}
}

func (v *recordView) plural(k vocab.Kind) string {
	c, _ := vocab.Kinds().Find(string(k))
	return v.L.Label(c.Plural, string(k))
}

// shownSources stand open, the others under "more".
const shownSources = 4

// notices are what the reader must know: an old state, a successor, a doubt.
func (v *recordView) notices(a ask) []notice {
	l, rec := v.L, v.Rec
	var out []notice
	add := func(level, text string, links ...frame.Link) { out = append(out, notice{level, text, links}) }
	if a.version > 0 || a.asOf != "" && rec.Kind != vocab.Unit {
		add("warn", l.T("notice.old", rec.Version, l.Day(rec.Modified)), frame.Link{Text: l.T("notice.old.now"), URL: v.RecordPath(l.Lang, rec.ID)})
	}
	if len(rec.SupersededBy) > 0 && rec.Kind != vocab.Unit {
		add("warn", l.T("notice.superseded"), v.linksTo(rec.SupersededBy)...)
		if ends := v.today(); len(ends) > 0 {
			add("warn", l.T("notice.today"), ends...)
		}
	}
	if len(rec.Supersedes) > 0 && rec.Kind != vocab.Unit {
		add("info", l.T("notice.supersedes"), v.linksTo(rec.Supersedes)...)
	}
	if rec.Valid.To != "" && rec.Valid.To.End().Before(v.Now()) {
		successors := v.linksTo(rec.SupersededBy)
		if rec.Kind != vocab.Unit { // named already
			successors = nil
		}
		key := "notice.ended"
		if rec.Kind == vocab.Plan { // the end of its period, of which nobody said that it ended the plan
			key = "notice.ended.plan"
		}
		add("warn", l.T(key, l.Date(rec.Valid.To)), successors...)
	}
	out = append(out, v.lawNotices()...)
	over := vocab.Ended(rec.StatusOn(v.Now())) && (rec.Kind == vocab.Document || rec.Kind == vocab.Procedure || rec.Kind == vocab.Plan)
	if over && !slices.ContainsFunc(out, func(n notice) bool { return n.Level == "warn" }) {
		add("warn", l.T("notice.over"))
	}
	if rec.Kind == vocab.Procedure {
		add("info", l.T("notice.procedure"), v.portal())
	}
	for _, w := range rec.Warnings {
		add("warn", l.Label(w.Message, w.Code))
	}
	if rec.Title.In(l.Lang) == "" {
		add("info", l.T("notice.untranslated"))
	}
	return out
}

// linksTo returns links to the ids, the bare id where the record is not there.
func (v *recordView) linksTo(ids []string) []frame.Link {
	var out []frame.Link
	for _, id := range ids {
		if link, ok := v.Linked[id]; ok {
			out = append(out, link)
		} else {
			out = append(out, frame.Link{Text: id})
		}
	}
	return out
}
