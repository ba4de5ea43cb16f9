package convert

import (
	"errors"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/indexer/source"
)

// outline keeps the geometry of a unit for the unit's own record.
func (c *Converter) outline(row source.Row) {
	m := c.res.Mapping
	id, why := recordID(m, row.String(idColumn(m)))
	if why != nil {
		c.fail(row, "", idColumn(m), why.Advise("advice.unit-slug"))
		return
	}
	r := catalog.Record{GeometryQuality: row.String(m.Quality)}
	err := c.geometry(&r, row)
	if err == nil && r.Geometry == nil {
		err = bad("geometry", "outline-empty")
	}
	if err == nil {
		err = c.sources(&r, row)
	}
	if err == nil {
		fit := r
		fit.ID, fit.Kind, fit.Title = id, "unit", text.New(id, "")
		err = c.fit(&fit, row)
	}
	var fe *fieldError
	if errors.As(err, &fe) {
		c.fail(row, "", fe.column, fe.why)
		return
	}
	c.Outlines = append(c.Outlines, Outline{ID: id, Record: r, File: row.File, Row: row.Row})
}
