package record

import (
	"cmp"
	"slices"

	"honglinh/catalog"
	"honglinh/web/address"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// disagreement is what several sources say of the attributes on which they
// differ, side by side.
type disagreement struct {
	Sources []frame.Link
	Rows    []disagreeRow
}

// disagreeRow is one attribute; a cell per source, empty where it says nothing.
type disagreeRow struct {
	Label string
	Cells []string
}

// maxStatements side by side still fit a page.
const maxStatements = 6

func (v *recordView) disagreement() *disagreement {
	if len(v.Rec.Statements) < 2 || len(v.Rec.Conflicts) == 0 {
		return nil
	}
	statements := v.Rec.Statements[:min(maxStatements, len(v.Rec.Statements))]
	d := &disagreement{}
	for _, st := range statements {
		p := st.Provenance
		title := cmp.Or(p.Title, address.Host(p.URL), st.ID)
		if p.Date != "" {
			title += " (" + v.L.Date(p.Date) + ")"
		}
		d.Sources = append(d.Sources, frame.Link{Text: title, URL: address.Web(p.URL), External: true})
	}
	var shown []string
	for _, name := range v.Rec.Conflicts {
		b := facts.Base(name)
		if slices.Contains(shown, b) || slices.Contains(workings(), b) {
			continue
		}
		row, said := v.disagreeRow(statements, b)
		if shown = append(shown, b); said > 1 {
			d.Rows = append(d.Rows, row)
		}
	}
	if len(d.Rows) == 0 {
		return nil
	}
	return d.withoutSilent()
}

// workings are columns on how a position was worked out: not what sources say.
func workings() []string {
	return []string{"lat", "lon", "geometry_quality", "latlon_basis", "geometry_note"}
}

// disagreeRow sets side by side what the statements say of an attribute, and
// counts those that say something.
func (v *recordView) disagreeRow(statements []catalog.Statement, name string) (disagreeRow, int) {
	row := disagreeRow{Label: v.ColumnLabel(name)}
	said := 0
	for _, st := range statements {
		one := *v.Rec
		one.Attributes = st.Attributes
		about := v.About(&one)
		value := facts.Joined(about.Column(name))
		if value == "" && name == "summary" {
			value = v.L.Pick(st.Summary).Text
		}
		if value != "" {
			said++
		}
		row.Cells = append(row.Cells, value)
	}
	return row, said
}

// withoutSilent drops the sources that say nothing of any row.
func (d *disagreement) withoutSilent() *disagreement {
	out := &disagreement{Rows: make([]disagreeRow, len(d.Rows))}
	for i, src := range d.Sources {
		if !slices.ContainsFunc(d.Rows, func(r disagreeRow) bool { return r.Cells[i] != "" }) {
			continue
		}
		out.Sources = append(out.Sources, src)
		for j, r := range d.Rows {
			out.Rows[j].Label = r.Label
			out.Rows[j].Cells = append(out.Rows[j].Cells, r.Cells[i])
		}
	}
	return out
}
