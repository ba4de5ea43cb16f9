package convert

import (
	"maps"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// MaxParts is how many parts of one sort a record can have: it is read whole for
// every answer, and the longest dossier of a procedure that is known has 81 papers.
const MaxParts = 500

// part is a row that belongs to a record of another resource of the package.
type part struct {
	res datasets.Resource
	row source.Row
	id  string // of the record
}

// part keeps a row for the record it is a part of, which may still be to come.
func (c *Converter) part(row source.Row) {
	m := c.res.Mapping
	id, err := recordID(m, row.String(m.ID))
	if err != nil {
		c.fail(row, "", m.ID, err.Advise("advice.part-slug"))
		return
	}
	c.parts = append(c.parts, part{c.res, row, id})
}

// attach gives every record its parts, in the order of their rows. A part of
// no record is refused.
func (c *Converter) attach() {
	for _, p := range c.parts {
		i, ok := c.byID[p.id]
		if !ok {
			c.res = p.res
			c.fail(p.row, p.row.String(p.res.Mapping.ID), p.res.Mapping.ID, notice.Of("part-orphan", p.id))
			continue
		}
		rec := &c.Drafts[i].Record
		if rec.Attributes == nil {
			rec.Attributes = map[string]any{}
		}
		name := p.res.Mapping.Part
		list, _ := rec.Attributes[name].([]any)
		if len(list) == MaxParts {
			c.res = p.res
			c.fail(p.row, p.row.String(p.res.Mapping.ID), p.res.Mapping.ID, notice.Of("parts-many", p.id, MaxParts, name))
			continue
		}
		rec.Attributes[name] = append(list, p.cells())
		c.Drafts[i].Further = append(c.Drafts[i].Further, At{p.res.Name, p.row.File, p.row.Row})
	}
	c.parts = nil
}

// cells are what the part says: all but the id of its record and the evidence.
func (p part) cells() map[string]any {
	out := maps.Clone(p.row.Cells)
	delete(out, p.res.Mapping.ID)
	for _, column := range p.res.Mapping.Evidence {
		delete(out, column)
	}
	return out
}
