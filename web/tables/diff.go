package tables

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
	"honglinh/web/frame"
)

// rowDiffPage is what differs between two versions of a table, row by row.
type rowDiffPage struct {
	frame.Page
	Back     frame.Link
	From, To []frame.Pick
	Old, New string
	Same     bool
	Counts   string
	Changes  []rowChangeView
	More     string
	Files    []frame.Link
}

// rowChangeView is one row that differs.
type rowChangeView struct {
	Change, Says string
	Key          string
	Cells        []cellDiff
}

// cellDiff is a value before and after.
type cellDiff struct{ Column, Old, New string }

// maxRowChanges are shown on a page; the files have all.
const maxRowChanges = 200

func (s *pages) rowDiff(w http.ResponseWriter, r *http.Request) error {
	v, err := s.openTable(r)
	if err != nil {
		return err
	}
	params, err := httpkit.Params(r, "from", "to")
	if err != nil {
		return err
	}
	to, err := v.versionOf("to", params.Get("to"), v.State.Current().Number)
	if err != nil {
		return err
	}
	from, err := v.versionOf("from", params.Get("from"), v.before(to.Number))
	if err != nil {
		return err
	}
	v.Version, v.Values = to, url.Values{}
	p := v.diffFrame(r, from, to)
	counts, err := s.Tables.Diff(v.Ctx, v.Ref, from.Number, to.Number, func(c table.RowChange) error {
		if len(p.Changes) < maxRowChanges {
			p.Changes = append(p.Changes, v.change(c, from))
		}
		return nil
	})
	if err != nil {
		return err
	}
	total := counts.Added + counts.Removed + counts.Changed
	p.Counts, p.Same = v.L.T("data_changes", v.L.Exact(counts.Added), v.L.Exact(counts.Removed), v.L.Exact(counts.Changed)), total == 0
	if total > len(p.Changes) {
		p.More = v.L.T("data_diff.more", len(p.Changes), v.L.Exact(total))
	}
	return s.Show(w, r, "rowdiff", v.L.Lang, p)
}

// newestTold are how many versions are named to who asks for one that is not there.
const newestTold = 5

// versionOf is a version by its number; otherwise stands for none. Faults: Invalid.
func (v *tableAsk) versionOf(where, number, otherwise string) (*table.Version, error) {
	version, err := v.Tables.Version(v.Ref, cmp.Or(number, otherwise), "")
	if err == nil || number == "" {
		return version, err
	}
	var known []string
	for _, one := range v.State.Versions {
		known = append(known, one.Number)
	}
	newest := strings.Join(known[max(0, len(known)-newestTold):], ", ")
	return nil, &catalog.Fault{Kind: catalog.Invalid, Where: where, Nearest: text.Nearest(number, known),
		Detail: text.New("Bảng không có phiên bản này; các bản mới nhất: "+newest+".", "The table has no such version; the newest are: "+newest+".")}
}

// before is the version before the numbered one, or itself.
func (v *tableAsk) before(number string) string {
	for i := range v.State.Versions {
		if v.State.Versions[i].Number == number && i > 0 {
			return v.State.Versions[i-1].Number
		}
	}
	return number
}

func (v *tableAsk) diffFrame(r *http.Request, from, to *table.Version) rowDiffPage {
	l := v.L
	p := rowDiffPage{Old: from.Number, New: to.Number}
	p.Page = v.NewPage(r, l.T("data_diff.title", v.TableName().Text), l.T("data_diff.lead", from.Number, to.Number), func(lang text.Lang) string { return v.DiffPath(lang, from.Number, to.Number) })
	p.NoIndex = true
	v.crumbs(&p.Page)
	p.Back = frame.Link{Text: v.TableName().Text, URL: v.TablePath(l.Lang)}
	p.Crumbs = append(p.Crumbs, p.Back)
	for _, one := range v.State.Versions {
		text := one.Number + " (" + l.Day(one.Created) + ")"
		p.From = append(p.From, frame.Pick{Value: one.Number, Text: text, On: one.Number == from.Number})
		p.To = append(p.To, frame.Pick{Value: one.Number, Text: text, On: one.Number == to.Number})
	}
	for _, f := range []struct{ label, name string }{{"JSON", "json"}, {"CSV", "csv"}, {"Atom", "atom"}} {
		p.Files = append(p.Files, frame.Link{Text: f.label, URL: frame.WithQuery(v.APIPath("/diff"), url.Values{"from": {from.Number}, "to": {to.Number}, "format": {f.name}})})
	}
	return p
}

// change writes a row that differs; of a whole row only what is filled.
func (v *tableAsk) change(c table.RowChange, from *table.Version) rowChangeView {
	out := rowChangeView{Change: c.Change, Says: v.L.T("data_diff." + c.Change)}
	for _, k := range slices.Sorted(maps.Keys(c.Key)) {
		out.Key += cmp.Or(map[bool]string{true: " · "}[out.Key != ""], "") + v.shown(from, k, c.Key[k])
	}
	for _, cell := range c.Cells {
		out.Cells = append(out.Cells, cellDiff{v.columnTitle(from, cell.Column), v.shown(from, cell.Column, cell.Old), v.shown(v.Version, cell.Column, cell.New)})
	}
	for _, k := range slices.Sorted(maps.Keys(c.Row)) {
		if c.Row[k] == nil {
			continue
		}
		d := cellDiff{Column: v.columnTitle(from, k), New: v.shown(v.Version, k, c.Row[k])}
		if c.Change == "removed" {
			d.Old, d.New = d.New, ""
		}
		out.Cells = append(out.Cells, d)
	}
	return out
}

func (v *tableAsk) columnTitle(from *table.Version, name string) string {
	if c, ok := v.Version.Column(name); ok {
		return v.Title(c)
	}
	c, _ := from.Column(name)
	return cmp.Or(v.Title(c), name)
}

func (v *tableAsk) shown(version *table.Version, column string, value any) string {
	c, _ := version.Column(column)
	cell := v.Cell(c, value)
	return cmp.Or(cell.Full, cell.Text)
}
