package convert

import (
	"cmp"
	"fmt"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/rulebook"
	"honglinh/indexer/source"
)

// Draft is a record that still has to be placed and linked.
type Draft struct {
	Record catalog.Record
	// Places are the unit ids, codes or names as the rows give them.
	Places []string
	// File and Row are where the record begins, Further the other rows that it is made of.
	File    string
	Row     int
	Further []At

	rows []statement
}

// At is where a row stands.
type At struct {
	Table, File string
	Row         int
}

// Refused says of every row of a draft what is said of its first: a record that is refused
// leaves no row in a table.
func (d *Draft) Refused(r source.Refusal) []source.Refusal {
	r.File, r.Row, r.ID = d.File, d.Row, d.Record.ID
	if t := d.Record.Table; t != nil {
		r.Table = t.Table
	}
	out := []source.Refusal{r}
	for _, at := range d.Further {
		if at.Table != r.Table {
			r.Column = "" // it is one of the first row's table
		}
		r.Table, r.File, r.Row = at.Table, at.File, at.Row
		out = append(out, r)
	}
	return out
}

// statement is one row of a draft.
type statement struct {
	id         string
	cells      map[string]any
	provenance catalog.Provenance
}

// Outline is the geometry of a unit that has its record elsewhere.
type Outline struct {
	ID     string
	Record catalog.Record // geometry, its quality and its provenance only
	File   string
	Row    int
}

// Converter collects the drafts of one package. It is a source.Sink.
type Converter struct {
	// Today is the day of the run: what was read or confirmed later was not.
	Today catalog.Date
	// Area is where places may lie.
	Area    catalog.Area
	pkg     *datasets.Package
	res     datasets.Resource
	byID    map[string]int
	parts   []part
	changes source.Changes // of values
	Drafts  []*Draft
	// Outlines are in the order of the source.
	Outlines []Outline
	Concepts []Concept
	// Beside are the rows of tables that rules and journeys are read with, by name.
	Beside   map[string][]map[string]string
	Refused  []source.Refusal
	Warnings []source.Warning
	// Rows counts the rows of each resource, refused ones included.
	Rows map[string]int
}

var _ source.Sink = (*Converter)(nil)

// New returns a converter for the package.
func New(pkg *datasets.Package) *Converter {
	return &Converter{pkg: pkg, byID: map[string]int{}, Rows: map[string]int{}, Beside: map[string][]map[string]string{}}
}

// Begin names the resource whose rows follow.
func (c *Converter) Begin(res datasets.Resource) { c.res = res }

// Warn keeps a warning.
func (c *Converter) Warn(w source.Warning) { c.Warnings = append(c.Warnings, w) }

// Refuse keeps a refusal; its id, as far as it was told, becomes a record id.
func (c *Converter) Refuse(r source.Refusal) {
	if last := len(c.Refused) - 1; last < 0 || r.Row == 0 || c.Refused[last].File != r.File || c.Refused[last].Row != r.Row {
		c.Rows[c.res.Name]++ // and not once for each of its faults
	}
	c.refuse(r)
}

func (c *Converter) refuse(r source.Refusal) {
	r.Table = c.res.Name
	printed := r.ID
	r.ID = ""
	if m := c.res.Mapping; m != nil && !m.Outline {
		r.Part = m.Part != ""
		if id, why := recordID(m, printed); why == nil {
			r.ID = id
		}
	}
	c.Refused = append(c.Refused, r)
}

// Row converts one row.
func (c *Converter) Row(row source.Row) {
	c.Rows[c.res.Name]++
	c.shown(row)
	switch m := c.res.Mapping; {
	case c.res.Thesaurus != nil:
		c.concept(row)
	case m == nil && rulebook.Beside(c.res.Name):
		cells := map[string]string{}
		for name, v := range row.Cells {
			cells[name] = cmp.Or(row.Printed[name], fmt.Sprint(v))
		}
		c.Beside[c.res.Name] = append(c.Beside[c.res.Name], cells)
	case m == nil:
	case m.Outline:
		c.outline(row)
	case m.Part != "":
		c.part(row)
	default:
		c.record(row)
	}
}
