package convert

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

func mustJSON(v any) []byte {
	b, _ := json.Marshal(v) // it was read from JSON
	return b
}

// state keeps what the row says by itself: a statement, or an observation.
func (c *Converter) state(d *Draft, row source.Row) {
	m := c.res.Mapping
	var p catalog.Provenance
	if len(d.Record.Provenance) > 0 {
		p = d.Record.Provenance[0]
	}
	id := row.String(m.Statement)
	if m.Series != nil {
		d.Record.Observations = []catalog.Observation{observation(m.Series, row, id, p)}
		return
	}
	if m.Statement != "" {
		d.rows = []statement{{id: id, cells: stated(m, row), provenance: p}}
	}
}

func observation(s *datasets.Series, row source.Row, id string, p catalog.Provenance) catalog.Observation {
	o := catalog.Observation{ID: id, Area: row.String(s.Area), Name: text.New(row.String(s.AreaVI), row.String(s.AreaEN)),
		Vintage: row.String(s.Vintage), Period: row.String(s.Period), Printed: row.String(s.Printed), Unit: row.String(s.Unit),
		Basis: row.String(s.Basis), Method: row.String(s.Method), Note: text.New(row.String(s.NoteVI), row.String(s.NoteEN)), Provenance: p}
	if n, ok := row.Measure(s.Value); ok {
		o.Value = &n
	}
	return o
}

// stated returns the cells that a statement shows: all but the ids and the source.
func stated(m *datasets.Mapping, row source.Row) map[string]any {
	hide := append([]string{m.ID, m.Statement, m.SourceTitle, m.SourceURL, m.SourceDate, m.Retrieved, m.Confidence, m.ConfirmedBy, m.ConfirmedOn}, m.Evidence...)
	out := map[string]any{}
	for col, v := range row.Cells {
		if !slices.Contains(hide, col) {
			out[col] = v
		}
	}
	return out
}

// merge adds a further row to a draft: the first value of each field stays.
func (c *Converter) merge(to, d *Draft) {
	a, b := &to.Record, &d.Record
	if b.Status == proposed && a.Status != proposed {
		// What was only proposed stands beside the facts and fills no gap in them.
		to.rows = append(to.rows, d.rows...)
		a.Provenance = append(a.Provenance, b.Provenance...)
		return
	}
	to.fill(d, true)
	c.mergeAttributes(a, b)
	a.Observations = append(a.Observations, b.Observations...)
	to.rows = append(to.rows, d.rows...)
}

// fill takes over what another draft of the record says and this one does not; its texts
// only where they may stand beside what is there.
func (d *Draft) fill(from *Draft, texts bool) {
	a, b := &d.Record, &from.Record
	for _, t := range []struct{ to, from *text.Text }{{&a.Title, &b.Title}, {&a.Summary, &b.Summary}, {&a.Body, &b.Body}} {
		for lang, s := range *t.from {
			if texts && (*t.to)[lang] == "" {
				t.to.Set(lang, s)
			}
		}
	}
	a.Aliases, a.Topics, a.Supersedes = union(a.Aliases, b.Aliases), union(a.Topics, b.Topics), union(a.Supersedes, b.Supersedes)
	d.Places = union(d.Places, from.Places)
	for _, l := range b.Links {
		if !hasLink(a.Links, l) {
			a.Links = append(a.Links, l)
		}
	}
	for _, p := range b.Provenance {
		if !slices.Contains(a.Provenance, p) {
			a.Provenance = append(a.Provenance, p)
		}
	}
	first(&a.Geometry, b.Geometry)
	first(&a.GeometryQuality, b.GeometryQuality)
	first(&a.Date, b.Date)
	first(&a.Valid.From, b.Valid.From)
	first(&a.Valid.To, b.Valid.To)
	first(&a.Status, b.Status)
	first(&a.Sector, b.Sector)
	first(&a.Capital, b.Capital)
	first(&a.Area, b.Area)
	first(&a.ReviewDue, b.ReviewDue)
	for _, w := range b.Warnings {
		if !slices.ContainsFunc(a.Warnings, func(x catalog.Warning) bool { return x.Code == w.Code && x.Message.Equal(w.Message) }) {
			a.Warnings = append(a.Warnings, w)
		}
	}
}

// proposed is the status of a statement about what was never in force.
const proposed = "draft"

func first[T comparable](to *T, from T) {
	var zero T
	if *to == zero {
		*to = from
	}
}

// mergeAttributes keeps the first value; the rows of a series differ by design,
// so there only what all rows share is kept.
func (c *Converter) mergeAttributes(a, b *catalog.Record) {
	series := c.res.Mapping.Series != nil
	for k, v := range b.Attributes {
		if _, ok := a.Attributes[k]; !ok && !series {
			if a.Attributes == nil {
				a.Attributes = map[string]any{}
			}
			a.Attributes[k] = v
		}
	}
	if !series {
		return
	}
	for k, v := range a.Attributes {
		if !same(v, b.Attributes[k]) {
			delete(a.Attributes, k)
		}
	}
	if len(a.Attributes) == 0 {
		a.Attributes = nil
	}
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}

// review says when a record whose rows do not tell is due for review. What has
// come to its end stays as it is.
func review(r *catalog.Record, m *datasets.Mapping) {
	if r.ReviewDue == "" && m != nil && m.ReviewMonths > 0 && !vocab.Ended(r.Status) {
		r.ReviewDue = catalog.Vouched(r.Provenance).AddMonths(m.ReviewMonths)
	}
}

// Finish completes the drafts once all rows are in: their parts, review dates, and
// statements and conflicts of records that several rows describe.
func (c *Converter) Finish() {
	c.attach()
	c.changes.Tell(c)
	for _, d := range c.Drafts {
		res, _ := c.pkg.Resource(d.Record.Table.Table)
		review(&d.Record, res.Mapping)
		if len(d.rows) < 2 {
			d.rows = nil
			continue
		}
		for _, s := range d.rows {
			d.Record.Statements = append(d.Record.Statements, catalog.Statement{ID: s.id, Attributes: s.cells,
				Summary: summaryOf(res.Mapping, s.cells), Provenance: s.provenance})
		}
		d.Record.Conflicts = conflicts(res, d.rows)
		d.rows = nil
	}
}

func summaryOf(m *datasets.Mapping, cells map[string]any) text.Text {
	t := text.Text{}
	for lang, col := range m.Summary {
		if s, ok := cells[col].(string); ok {
			t.Set(lang, s)
		}
	}
	return t
}

// conflicts returns the columns in which the rows give different values.
func conflicts(res datasets.Resource, rows []statement) []string {
	seen := map[string]any{}
	found := map[string]bool{}
	for _, r := range rows {
		for col, v := range r.cells {
			if !contradicts(res, col) {
				continue
			}
			old, ok := seen[col]
			switch {
			case !ok:
				seen[col] = v
			case !same(old, v):
				found[col] = true
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	return sortedKeys(found)
}

// contradicts reports whether different values of the column contradict each
// other: amounts, dates and codes do, running text and the columns of a table
// of facts (a value with its unit and year a row) do not.
func contradicts(res datasets.Resource, col string) bool {
	m := res.Mapping
	for _, c := range []datasets.Columns{m.Summary, m.Body} {
		for _, name := range c {
			if name == col {
				return false
			}
		}
	}
	if slices.Contains([]string{m.Topics, m.Place, m.Supersedes}, col) || slices.Contains(m.Aliases, col) {
		return false
	}
	for _, c := range m.Links {
		if c == col {
			return false
		}
	}
	if _, tidy := res.Schema.Field("value"); tidy && slices.Contains([]string{"value", "unit", "year"}, col) {
		return false
	}
	for _, part := range []string{"note", "fact", "statement", "basis", "printed"} {
		if strings.Contains(col, part) {
			return false
		}
	}
	return true
}

// same reports whether two values say the same: numbers within rounding, texts
// without regard to case, marks and white space.
func same(a, b any) bool {
	if x, ok := float(a); ok {
		y, ok := float(b)
		return ok && math.Abs(x-y) <= 1e-9*math.Max(math.Abs(x), math.Abs(y))
	}
	return text.Fold(fmt.Sprint(a)) == text.Fold(fmt.Sprint(b))
}

func float(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}
