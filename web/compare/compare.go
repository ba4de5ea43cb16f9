package compare

import (
	"context"
	"net/http"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/around"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// maxCompared columns still fit a sheet of paper across.
const maxCompared = 6

// page sets up to six opportunities side by side.
type page struct {
	frame.Page
	Heads  []compareHead
	Map    *compareMap
	Groups []compareGroup
	None   []string     // fields that none of them states, behind a line that opens
	Pick   []facts.Card // to choose from while fewer than two are chosen
	More   string
}

// compareHead is a column: the record and the way to take it out.
type compareHead struct {
	Letter string // as the map has it
	Card   facts.Card
	Remove string
}

// compareGroup is rows that belong together.
type compareGroup struct {
	Title   string
	Rows    []compareRow
	Missing []string // fields that none of them states
}

// compareRow is one field of all records; Differs says that they are not alike.
type compareRow struct {
	Label   string
	Differs bool
	Cells   []frame.Fact
}

func (s *pages) compare(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "id*")
	if err != nil {
		return err
	}
	ids := slices.Compact(slices.DeleteFunc(params["id"], func(id string) bool { return id == "" }))
	if len(ids) > maxCompared {
		return catalog.NewFault(catalog.Invalid, "id", "So sánh được nhiều nhất sáu cơ hội một lần.", "At most six opportunities can be compared at once.")
	}
	for _, id := range ids {
		if kind, _, ok := catalog.SplitID(id); !ok || kind != vocab.Opportunity {
			return catalog.NewFault(catalog.Invalid, "id", "Chỉ so sánh được cơ hội đầu tư, mã dạng opportunity/…", "Only opportunities can be compared; their ids read opportunity/…")
		}
	}
	recs, err := s.Store.Records(r.Context(), ids)
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	p := page{}
	p.Page = s.NewPage(r, l.T("compare.title"), l.T("compare.lead"), func(lang text.Lang) string {
		return frame.WithQuery(s.Local(frame.RouteCompare, lang), map[string][]string{"id": ids})
	})
	p.NoIndex = true
	p.Heads, p.Groups = s.columns(r, l, recs, ids)
	p.fold()
	p.Map = s.compareMap(l, recs)
	if len(recs) < 2 {
		if err := s.suggestCompare(r, l, &p, ids); err != nil {
			return err
		}
	}
	return s.Show(w, r, "compare", lang, p)
}

func (s *pages) columns(r *http.Request, l *frame.Locale, recs []catalog.Record, ids []string) ([]compareHead, []compareGroup) {
	var heads []compareHead
	var groups []compareGroup
	for i := range recs {
		rec := &recs[i]
		without := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == rec.ID })
		heads = append(heads, compareHead{letterOf(i), facts.CardOf(s.Frame, l, rec), frame.WithQuery(s.Local(frame.RouteCompare, l.Lang), map[string][]string{"id": without})})
		groups = addColumn(facts.NewSheet(r.Context(), s.Frame, l, rec), groups, i)
	}
	if row, ok := s.whom(r.Context(), l, recs); ok {
		groups[0].Rows = append(groups[0].Rows, row)
	}
	if g := s.compareAround(l, recs); g != nil {
		groups = append(groups, *g)
	}
	for g := range groups {
		groups[g].mark()
	}
	return heads, groups
}

// fold takes the fields that none states out of the groups, but for those that decide.
func (p *page) fold() {
	var kept []compareGroup
	for i, g := range p.Groups {
		if i > 0 {
			p.None = append(p.None, g.Missing...)
			g.Missing = nil
		}
		if i == 0 || len(g.Rows) > 0 {
			kept = append(kept, g)
		}
	}
	p.Groups = kept
}

// whom is the row of whom to ask today: bodies that have ended stand in no column.
func (s *pages) whom(ctx context.Context, l *frame.Locale, recs []catalog.Record) (compareRow, bool) {
	row := compareRow{Label: l.T("ask.title")}
	if s.contacts == nil || len(recs) == 0 {
		return row, false
	}
	for i := range recs {
		a, err := s.contacts.Of(ctx, &recs[i])
		if err != nil {
			s.Log.Warn("whom to ask", "op", "web.compare", "record", recs[i].ID, "err", err)
			return row, false
		}
		var cell frame.Fact
		for _, b := range a.Bodies {
			item := frame.Item{Phrase: l.Pick(b.Title), URL: s.RecordPath(l.Lang, b.ID)}
			if b.Telephone != "" {
				item.Text += " · " + b.Telephone
			}
			cell.Items = append(cell.Items, item)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row, true
}

// mark tells the rows that differ, and draws the fields that nobody states
// into one.
func (g *compareGroup) mark() {
	var stated []compareRow
	for _, row := range g.Rows {
		if !slices.ContainsFunc(row.Cells, func(c frame.Fact) bool { return len(c.Items) > 0 }) {
			g.Missing = append(g.Missing, row.Label)
			continue
		}
		row.Differs = differs(row.Cells)
		stated = append(stated, row)
	}
	g.Rows = stated
}

// addColumn adds the record's sheet as the column with the number; all sheets
// of a kind have the same rows, shown or not.
func addColumn(v *facts.Sheet, groups []compareGroup, column int) []compareGroup {
	if column == 0 {
		groups = append(groups, compareGroup{Title: v.L.T("record.key")})
	}
	for i, row := range facts.Decision() {
		fact := v.Decisive(row)
		if column == 0 {
			groups[0].Rows = append(groups[0].Rows, compareRow{Label: fact.Label})
		}
		groups[0].Rows[i].Cells = append(groups[0].Rows[i].Cells, fact)
	}
	for g, sheet := range comparedSheet() {
		g++ // behind what decides
		if column == 0 {
			groups = append(groups, compareGroup{Title: v.L.T("group." + sheet.Key)})
		}
		for i, f := range sheet.Fields {
			fact := v.Fact(f)
			if column == 0 {
				groups[g].Rows = append(groups[g].Rows, compareRow{Label: fact.Label})
			}
			groups[g].Rows[i].Cells = append(groups[g].Rows[i].Cells, fact)
		}
	}
	return groups
}

// comparedSheet is the sheet without what names a record, which always differs, and without what the rows
// that decide have said.
func comparedSheet() []facts.Section {
	said := map[string]bool{"id": true, "name.vi": true, "name.en": true, "aliases": true, "contact_unit": true}
	for _, row := range facts.Decision() {
		for _, f := range row.Fields {
			said[f.Key] = true
		}
	}
	sheet := facts.OpportunitySheet()
	for i := range sheet {
		sheet[i].Fields = slices.DeleteFunc(sheet[i].Fields, func(f facts.Field) bool {
			return said[f.Key]
		})
	}
	return sheet
}

func differs(cells []frame.Fact) bool {
	for _, c := range cells[1:] {
		if !facts.SameText(c.Items, cells[0].Items) {
			return true
		}
	}
	return false
}

// suggestCompare offers opportunities to choose from.
func (s *pages) suggestCompare(r *http.Request, l *frame.Locale, p *page, ids []string) error {
	a, err := s.Finder.Search(r.Context(), search.Query{Lang: l.Lang, Kinds: []string{string(vocab.Opportunity)}, Sort: search.ByDate, Limit: 12})
	if err != nil {
		return err
	}
	for i := range a.Hits {
		if !slices.Contains(ids, a.Hits[i].Record.ID) {
			p.Pick = append(p.Pick, facts.CardOf(s.Frame, l, &a.Hits[i].Record))
		}
	}
	p.More = s.SearchPath(l.Lang, search.Query{Kinds: []string{string(vocab.Opportunity)}})
	return nil
}

// compareAround adds the computed surroundings of all columns as rows.
func (s *pages) compareAround(l *frame.Locale, recs []catalog.Record) *compareGroup {
	g := &compareGroup{Title: l.T("around_title")}
	known := false
	rest := []compareRow{{Label: l.T("around_from")}, {Label: l.T("around_plans")}, {Label: l.T("around_heritage")}, {Label: l.T("around_protected")}}
	for i := range recs {
		around := around.Record(s.Frame, l, recs[i].ID)
		for n, c := range layers.AroundCategories() {
			if i == 0 {
				g.Rows = append(g.Rows, compareRow{Label: l.Label(c.Title, c.ID)})
			}
			cell := frame.Fact{}
			if around != nil {
				cell.Items = around.Rows[n].Items()
				known = known || len(cell.Items) > 0
			}
			g.Rows[n].Cells = append(g.Rows[n].Cells, cell)
		}
		for n, items := range around.Rest(l) {
			rest[n].Cells = append(rest[n].Cells, frame.Fact{Items: items})
			known = known || n > 0 && len(items) > 0
		}
	}
	if !known {
		return nil
	}
	g.Rows = append(g.Rows, rest...)
	return g
}
