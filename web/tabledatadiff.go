package web

import (
	"net/http"
	"net/url"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// RowDiffPage is what differs between two versions of a table, row by row.
type RowDiffPage struct {
	Page
	Back     Link
	From, To []Pick
	Old, New string
	Same     bool
	Counts   string
	Changes  []RowChangeView
	More     string
	Files    []Link
}

// RowChangeView is one row that differs.
type RowChangeView struct {
	Change, Says string
	Key          string
	Cells        []CellDiff
}

// CellDiff is a value before and after.
type CellDiff struct{ Column, Old, New string }

// maxRowChanges are shown on a page; the files have all.
const maxRowChanges = 200

func (s *site) rowDiff(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openTable(r)
	if err != nil {
		return err
	}
	params, err := httpkit.Params(r, "from", "to")
	if err != nil {
		return err
	}
	to, err := v.versionOf("to", params.Get("to"), v.state.Current().Number)
	if err != nil {
		return err
	}
	from, err := v.versionOf("from", params.Get("from"), v.before(to.Number))
	if err != nil {
		return err
	}
	v.version, v.values = to, url.Values{}
	p := v.diffFrame(r, from, to)
	counts, err := s.Tables.Diff(v.ctx, v.ref, from.Number, to.Number, func(c table.RowChange) error {
		if len(p.Changes) < maxRowChanges {
			p.Changes = append(p.Changes, v.change(c, from))
		}
		return nil
	})
	if err != nil {
		return err
	}
	total := counts.Added + counts.Removed + counts.Changed
	p.Counts, p.Same = v.l.t("data_changes", v.l.exact(counts.Added), v.l.exact(counts.Removed), v.l.exact(counts.Changed)), total == 0
	if total > len(p.Changes) {
		p.More = v.l.t("data_diff.more", len(p.Changes), v.l.exact(total))
	}
	return s.show(w, r, "rowdiff", v.l.lang, p)
}

func (v *tableView) versionOf(where, number, otherwise string) (*table.Version, error) {
	version, err := v.Tables.Version(v.ref, firstOf(number, otherwise), "")
	if err == nil || number == "" {
		return version, err
	}
	var known []string
	for _, one := range v.state.Versions {
		known = append(known, one.Number)
	}
	return nil, &catalog.Fault{Kind: catalog.Invalid, Where: where, Nearest: text.Nearest(number, known), Detail: text.New("Bảng không có phiên bản này.", "The table has no such version.")}
}

// before is the version before the numbered one, or itself.
func (v *tableView) before(number string) string {
	for i := range v.state.Versions {
		if v.state.Versions[i].Number == number && i > 0 {
			return v.state.Versions[i-1].Number
		}
	}
	return number
}

func (v *tableView) diffFrame(r *http.Request, from, to *table.Version) RowDiffPage {
	l := v.l
	p := RowDiffPage{Old: from.Number, New: to.Number}
	p.Page = v.frame(r, l.t("data_diff.title", v.name().Text), l.t("data_diff.lead", from.Number, to.Number), func(lang text.Lang) string { return v.diffPath(lang, from.Number, to.Number) })
	p.NoIndex = true
	v.crumbs(&p.Page)
	p.Back = Link{Text: v.name().Text, URL: v.tablePath(l.lang)}
	p.Crumbs = append(p.Crumbs, p.Back)
	for _, one := range v.state.Versions {
		text := one.Number + " (" + l.day(one.Created) + ")"
		p.From = append(p.From, Pick{Value: one.Number, Text: text, On: one.Number == from.Number})
		p.To = append(p.To, Pick{Value: one.Number, Text: text, On: one.Number == to.Number})
	}
	for _, f := range []struct{ label, name string }{{"JSON", "json"}, {"CSV", "csv"}, {"Atom", "atom"}} {
		p.Files = append(p.Files, Link{Text: f.label, URL: withQuery(v.apiPath("/diff"), url.Values{"from": {from.Number}, "to": {to.Number}, "format": {f.name}})})
	}
	return p
}

// change writes a row that differs; of a whole row only what is filled.
func (v *tableView) change(c table.RowChange, from *table.Version) RowChangeView {
	out := RowChangeView{Change: c.Change, Says: v.l.t("data_diff." + c.Change)}
	for _, k := range sortedKeys(c.Key) {
		out.Key += firstOf(map[bool]string{true: " · "}[out.Key != ""], "") + v.shown(from, k, c.Key[k])
	}
	for _, cell := range c.Cells {
		out.Cells = append(out.Cells, CellDiff{v.columnTitle(from, cell.Column), v.shown(from, cell.Column, cell.Old), v.shown(v.version, cell.Column, cell.New)})
	}
	for _, k := range sortedKeys(c.Row) {
		if c.Row[k] == nil {
			continue
		}
		d := CellDiff{Column: v.columnTitle(from, k), New: v.shown(v.version, k, c.Row[k])}
		if c.Change == "removed" {
			d.Old, d.New = d.New, ""
		}
		out.Cells = append(out.Cells, d)
	}
	return out
}

func (v *tableView) columnTitle(from *table.Version, name string) string {
	if c, ok := v.version.Column(name); ok {
		return v.title(c)
	}
	c, _ := from.Column(name)
	return firstOf(v.title(c), name)
}

func (v *tableView) shown(version *table.Version, column string, value any) string {
	c, _ := version.Column(column)
	cell := v.cell(c, value)
	return firstOf(cell.Full, cell.Text)
}
