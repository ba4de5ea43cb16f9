package web

import (
	"slices"

	"honglinh/catalog"
)

// Disagreement is what several sources say of the attributes on which they
// differ, side by side.
type Disagreement struct {
	Sources []Link
	Rows    []DisagreeRow
}

// DisagreeRow is one attribute; a cell per source, empty where it says nothing.
type DisagreeRow struct {
	Label string
	Cells []string
}

// maxStatements side by side still fit a page.
const maxStatements = 6

func (v *view) disagreement() *Disagreement {
	if len(v.rec.Statements) < 2 || len(v.rec.Conflicts) == 0 {
		return nil
	}
	statements := v.rec.Statements[:min(maxStatements, len(v.rec.Statements))]
	d := &Disagreement{}
	for _, st := range statements {
		p := st.Provenance
		title := firstOf(p.Title, hostOf(p.URL), st.ID)
		if p.Date != "" {
			title += " (" + v.l.date(p.Date) + ")"
		}
		d.Sources = append(d.Sources, Link{Text: title, URL: webURL(p.URL), External: true})
	}
	var shown []string
	for _, name := range v.rec.Conflicts {
		b := base(name)
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
func (v *view) disagreeRow(statements []catalog.Statement, name string) (DisagreeRow, int) {
	row := DisagreeRow{Label: v.columnLabel(name)}
	said := 0
	for _, st := range statements {
		one := *v.rec
		one.Attributes = st.Attributes
		about := &view{site: v.site, ctx: v.ctx, l: v.l, rec: &one, linked: v.linked, used: map[string]bool{}}
		value := joined(about.column(name))
		if value == "" && name == "summary" {
			value = v.l.pick(st.Summary).Text
		}
		if value != "" {
			said++
		}
		row.Cells = append(row.Cells, value)
	}
	return row, said
}

// withoutSilent drops the sources that say nothing of any row.
func (d *Disagreement) withoutSilent() *Disagreement {
	out := &Disagreement{Rows: make([]DisagreeRow, len(d.Rows))}
	for i, src := range d.Sources {
		if !slices.ContainsFunc(d.Rows, func(r DisagreeRow) bool { return r.Cells[i] != "" }) {
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
