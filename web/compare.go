package web

import (
	"net/http"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// maxCompared columns still fit a sheet of paper across.
const maxCompared = 4

// ComparePage sets up to four opportunities side by side.
type ComparePage struct {
	Page
	Heads  []CompareHead
	Map    *CompareMap
	Groups []CompareGroup
	Pick   []Card // to choose from while fewer than two are chosen
	More   string
}

// CompareHead is a column: the record and the way to take it out.
type CompareHead struct {
	Letter string // as the map has it
	Card   Card
	Remove string
}

// CompareGroup is rows that belong together.
type CompareGroup struct {
	Title   string
	Rows    []CompareRow
	Missing []string // fields that none of them states
}

// CompareRow is one field of all records; Differs says that they are not alike.
type CompareRow struct {
	Label   string
	Differs bool
	Cells   []Fact
}

func (s *site) compare(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "id*")
	if err != nil {
		return err
	}
	ids := slices.Compact(slices.DeleteFunc(params["id"], func(id string) bool { return id == "" }))
	if len(ids) > maxCompared {
		return catalog.NewFault(catalog.Invalid, "id", "So sánh được nhiều nhất bốn cơ hội một lần.", "At most four opportunities can be compared at once.")
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
	lang := pathLang(r)
	l := s.locales[lang]
	p := ComparePage{}
	p.Page = s.frame(r, l.t("compare.title"), l.t("compare.lead"), func(lang text.Lang) string {
		return withQuery(s.local(routeCompare, lang), map[string][]string{"id": ids})
	})
	p.NoIndex = true
	p.Heads, p.Groups = s.columns(r, l, recs, ids)
	p.Map = s.compareMap(l, recs)
	if len(recs) < 2 {
		if err := s.suggestCompare(r, l, &p, ids); err != nil {
			return err
		}
	}
	return s.show(w, r, "compare", lang, p)
}

func (s *site) columns(r *http.Request, l *locale, recs []catalog.Record, ids []string) ([]CompareHead, []CompareGroup) {
	var heads []CompareHead
	var groups []CompareGroup
	for i := range recs {
		rec := &recs[i]
		without := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == rec.ID })
		heads = append(heads, CompareHead{letterOf(i), s.card(l, rec), withQuery(s.local(routeCompare, l.lang), map[string][]string{"id": without})})
		v := &view{site: s, ctx: r.Context(), l: l, rec: rec, used: map[string]bool{}}
		v.linked = s.titles(r.Context(), l, v.named())
		groups = v.addColumn(groups, i)
	}
	if g := s.compareAround(l, recs); g != nil {
		groups = append(groups, *g)
	}
	for g := range groups {
		groups[g].settle()
	}
	return heads, groups
}

// settle marks the rows that differ, and draws the fields that nobody states
// into one.
func (g *CompareGroup) settle() {
	var stated []CompareRow
	for _, row := range g.Rows {
		if !slices.ContainsFunc(row.Cells, func(c Fact) bool { return len(c.Items) > 0 }) {
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
func (v *view) addColumn(groups []CompareGroup, column int) []CompareGroup {
	for g, sheet := range comparedSheet() {
		if column == 0 {
			groups = append(groups, CompareGroup{Title: v.l.t("group." + sheet.key)})
		}
		for i, f := range sheet.fields {
			fact := v.fact(f)
			if column == 0 {
				groups[g].Rows = append(groups[g].Rows, CompareRow{Label: fact.Label})
			}
			groups[g].Rows[i].Cells = append(groups[g].Rows[i].Cells, fact)
		}
	}
	return groups
}

// comparedSheet is the sheet without what names a record: that always differs.
func comparedSheet() []sheetGroup {
	sheet := opportunitySheet()
	for i := range sheet {
		sheet[i].fields = slices.DeleteFunc(sheet[i].fields, func(f sheetField) bool {
			return f.key == "id" || f.key == "name.vi" || f.key == "name.en" || f.key == "aliases"
		})
	}
	return sheet
}

func differs(cells []Fact) bool {
	for _, c := range cells[1:] {
		if !sameText(c.Items, cells[0].Items) {
			return true
		}
	}
	return false
}

// suggestCompare offers opportunities to choose from.
func (s *site) suggestCompare(r *http.Request, l *locale, p *ComparePage, ids []string) error {
	a, err := s.Finder.Search(r.Context(), search.Query{Lang: l.lang, Kinds: []string{string(vocab.Opportunity)}, Sort: search.ByDate, Limit: 12})
	if err != nil {
		return err
	}
	for i := range a.Hits {
		if !slices.Contains(ids, a.Hits[i].Record.ID) {
			p.Pick = append(p.Pick, s.card(l, &a.Hits[i].Record))
		}
	}
	p.More = s.searchPath(l.lang, search.Query{Kinds: []string{string(vocab.Opportunity)}})
	return nil
}
