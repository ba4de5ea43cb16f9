package shortlist

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/contact"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/brief"
	"honglinh/datasets/rulebook"
	"honglinh/web/around"
	"honglinh/web/drawing"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// Beside is what a brief tells beside the records: what one would have to do there and whom to ask. Each may be nil.
type Beside struct {
	Rules    *rulebook.Shelf
	Contacts *contact.Book
}

// Brief composes the brief of records in a language, as their pages print them. Faults:
// Invalid; NotFound where none of them is there.
func Brief(ctx context.Context, s *frame.Frame, beside Beside, lang text.Lang, list string) (brief.Document, error) {
	l := s.Locale(lang)
	ids, err := Split(list)
	if err != nil {
		return brief.Document{}, err
	}
	recs, err := s.Store.Records(ctx, ids)
	if err != nil {
		return brief.Document{}, err
	}
	if recs = inOrder(recs, ids); len(recs) == 0 {
		return brief.Document{}, catalog.NewFault(catalog.NotFound, "ids", "Không có bản ghi nào trong danh sách này.", "None of these records is there.")
	}
	d := brief.Document{Lang: lang, Title: l.T("short_brief"), Site: s.Brand(l), URL: s.BaseURL + s.ShortlistPath(lang, ids...), Day: l.Day(s.Now()), Note: l.T("foot.reference"), Attribution: l.T("map_reference"),
		Words: brief.Words{Records: l.T("short_records"), Comparison: l.T("short_comparison"), Map: l.T("compare.map"), NoMap: l.T("compare.no_map"), Sources: l.T("record.sources"), Unknown: l.T("unknown"),
			Field: l.T("compare.field"), Page: l.T("short_page"), Stands: l.T("short_stands"), Whole: l.T("short_whole"), NoPlace: l.T("compare.at_none")}}
	rows := &comparison{at: map[string]int{}, columns: len(recs)}
	for i := range recs {
		one := record(ctx, s, l, &recs[i], i, rows)
		whom, err := asked(ctx, beside.Contacts, l, &recs[i])
		if err != nil {
			return brief.Document{}, err
		}
		steps, err := journeys(ctx, s, beside.Rules, l, &recs[i])
		if err != nil {
			return brief.Document{}, err
		}
		var next []brief.Group
		if len(whom.Facts) > 0 {
			next = append(next, whom)
			rows.add(whom.Title, whom.Title, i, told(whom.Facts))
		}
		if len(steps.Facts) > 0 {
			next = append(next, steps)
			for _, f := range steps.Facts {
				rows.add(steps.Title, f.Label, i, f.Value)
			}
		}
		one.Groups = slices.Insert(one.Groups, min(1, len(one.Groups)), next...) // behind what decides
		d.Records = append(d.Records, one)
	}
	d.Rows = rows.stated()
	ground(s, l, &d)
	return d, nil
}

// record is a record's page in the brief; its facts go into the comparison too.
func record(ctx context.Context, s *frame.Frame, l *frame.Locale, rec *catalog.Record, column int, rows *comparison) brief.Record {
	v := facts.NewSheet(ctx, s, l, rec)
	name := l.Pick(rec.Title)
	status, _ := facts.StatusOf(l, rec, rec.Status)
	r := brief.Record{Letter: string(rune('A' + column)), ID: rec.ID, Kind: l.Label(vocab.Kinds().Label(string(rec.Kind)), ""), Title: tagged(name.Text, name.Tag), Status: status,
		URL: s.BaseURL + s.RecordPath(l.Lang, rec.ID)}
	if other := rec.Title.In(l.Lang.Other()); name.Lang == "" {
		r.Other = other
	}
	summary := l.Pick(rec.Summary)
	r.Summary = tagged(summary.Text, summary.Tag)
	trust := facts.TrustOf(s, l, rec)
	if trust.Overdue != "" {
		r.Notices = append(r.Notices, trust.Overdue)
	}
	if rec.Kind == vocab.Opportunity {
		g := frame.Group{Title: l.T("record.key")}
		for _, row := range facts.Decision() {
			if fact := v.Decisive(row); len(fact.Items) > 0 {
				g.Facts = append(g.Facts, fact)
			} else {
				g.Missing = append(g.Missing, fact)
			}
		}
		r.Groups = append(r.Groups, groupOf(g, column, rows))
	}
	for _, key := range []string{"id", "name.vi", "name.en", "contact_unit"} { // which the head of the page and whom to ask say
		v.Shown(facts.Need(key))
	}
	known, unstated, _ := v.Groups()
	if !slices.ContainsFunc(known, func(g frame.Group) bool {
		return slices.ContainsFunc(g.Facts, func(f frame.Fact) bool { return f.Key == "status" })
	}) {
		rows.add(l.T("short_state"), l.T("field.status"), column, status)
	}
	missing := brief.Group{Title: l.T("record.unstated")}
	for _, g := range append(known, unstated...) {
		one := groupOf(g, column, rows)
		one.Further = g.ID == "rest"
		missing.Missing, one.Missing = append(missing.Missing, one.Missing...), nil
		if len(one.Facts) > 0 {
			r.Groups = append(r.Groups, one)
		}
	}
	if len(missing.Missing) > 0 {
		r.Groups = append(r.Groups, missing)
	}
	for _, src := range facts.SourcesOf(l, rec.Provenance) {
		r.Sources = append(r.Sources, joined(" – ", src.Title, src.Where, src.Confidence, src.Confirmed, src.URL))
	}
	r.Point, r.StandIn = position(s, rec)
	return r
}

// journeys are what one would have to do at an opportunity: of each journey that fits its
// zone, the number of steps and the days, every choice left open.
func journeys(ctx context.Context, s *frame.Frame, rules *rulebook.Shelf, l *frame.Locale, rec *catalog.Record) (brief.Group, error) {
	out := brief.Group{Title: l.T("journeys.title")}
	if rules == nil || rec.Kind != vocab.Opportunity {
		return out, nil
	}
	all, err := rules.Journeys(ctx)
	if err != nil {
		return out, err
	}
	zone := facts.Zone(rec)
	for _, j := range all.All() {
		if j.Zone() != "" && j.Zone() != zone {
			continue
		}
		sit, err := all.Read(j, url.Values{}, s.Now())
		if err != nil {
			return out, err
		}
		plan := all.Plan(j, sit, s.Now())
		title := l.Pick(j.Record.Title)
		out.Facts = append(out.Facts, brief.Fact{Label: tagged(title.Text, title.Tag), Value: joined(" · ", l.N("journeys.steps", len(plan.Steps)), facts.Days(l, plan.Totals))})
	}
	return out, nil
}

// asked is whom to ask about a record today, each body with what is public of it.
func asked(ctx context.Context, book *contact.Book, l *frame.Locale, rec *catalog.Record) (brief.Group, error) {
	out := brief.Group{Title: l.T("ask.title")}
	if book == nil {
		return out, nil
	}
	a, err := book.Of(ctx, rec)
	if err != nil {
		return out, err
	}
	for _, b := range a.Bodies {
		name := l.Pick(b.Title)
		ways := joined(" · ", b.Telephone, b.Email, l.Pick(b.Address).Text, l.Pick(b.Hours).Text, b.Website)
		if ways == "" {
			ways = l.T("ask.unlisted")
		}
		if len(b.Was) > 0 {
			key := "ask.was"
			if b.Inferred {
				key = "ask.was.inferred"
			}
			ways = joined(" ", ways, l.T(key, l.Label(b.Was[0].Title, b.Was[0].ID)))
		}
		out.Facts = append(out.Facts, brief.Fact{Label: tagged(name.Text, name.Tag), Value: ways})
	}
	if why := l.Pick(a.Basis); why.Text != "" && len(out.Facts) > 0 {
		out.Facts = append(out.Facts, brief.Fact{Label: strings.TrimSuffix(l.T("ask.basis"), ":"), Value: why.Text})
	}
	if o := joined(" · ", a.Operator.Telephone, a.Operator.Email, l.Label(a.Operator.Address, ""), a.Operator.Form); o != "" {
		out.Facts = append(out.Facts, brief.Fact{Label: l.T("ask.operator"), Value: o})
	}
	return out, nil
}

// told is facts in one cell of the comparison.
func told(list []brief.Fact) string {
	var parts []string
	for _, f := range list {
		parts = append(parts, f.Label+": "+strings.TrimSuffix(f.Value, "."))
	}
	return strings.Join(parts, "; ")
}

func groupOf(g frame.Group, column int, rows *comparison) brief.Group {
	out := brief.Group{Title: g.Title}
	for _, f := range g.Facts {
		value := facts.Joined(f.Items)
		if f.Printed != "" {
			value += " (" + f.Printed + ")"
		}
		out.Facts = append(out.Facts, brief.Fact{Label: f.Label, Value: value})
		rows.add(g.Title, f.Label, column, value).Further = g.ID == "rest"
	}
	for _, f := range g.Missing {
		out.Missing = append(out.Missing, f.Label)
	}
	return out
}

// position is where a record is, or the middle of the unit that stands for it.
func position(s *frame.Frame, rec *catalog.Record) (*orb.Point, bool) {
	if g := drawing.GeometryOf(rec); g != nil {
		p := g.Bound().Center()
		return &p, false
	}
	stand, ok := around.StandIn(s, rec)
	return stand.Point, ok
}

func tagged(s, tag string) string {
	if tag == "" || s == "" {
		return s
	}
	return s + " [" + tag + "]"
}

func joined(sep string, parts ...string) string { return strings.Join(frame.NonEmpty(parts), sep) }

// comparison gathers the rows in the order in which the records bring them.
type comparison struct {
	rows    []brief.Row
	at      map[string]int
	columns int
}

func (c *comparison) add(group, label string, column int, value string) *brief.Row {
	key := group + "\x00" + label
	i, ok := c.at[key]
	if !ok {
		i = len(c.rows)
		c.at[key] = i
		c.rows = append(c.rows, brief.Row{Group: group, Label: label, Cells: make([]string, c.columns)})
	}
	if value != "" {
		c.rows[i].Cells[column] = value
	}
	return &c.rows[i]
}

// stated are the rows that somebody states, those of a group together, each marked
// where the records differ.
func (c *comparison) stated() []brief.Row {
	var groups []string
	byGroup := map[string][]brief.Row{}
	for _, r := range c.rows {
		stated := false
		for _, cell := range r.Cells {
			stated = stated || cell != ""
			r.Differs = r.Differs || cell != r.Cells[0]
		}
		if !stated {
			continue
		}
		if byGroup[r.Group] == nil {
			groups = append(groups, r.Group)
		}
		byGroup[r.Group] = append(byGroup[r.Group], r)
	}
	var out []brief.Row
	for _, g := range groups {
		out = append(out, byGroup[g]...)
	}
	return out
}
