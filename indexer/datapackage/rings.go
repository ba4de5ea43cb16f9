package datapackage

import (
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog/geo/corners"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// rings makes one row with a polygon of the rows of one id, each of which is a
// corner. A plot with a wrong corner is refused whole: a ring without it is another
// plot.
type rings struct {
	mapping *datasets.Mapping
	to      source.Sink
	seen    map[string]int // first row of each id
	plot    source.Row     // that is being read; its id in id
	id      string
	ring    orb.Ring
	rows    []source.At      // that the plot is read from
	faults  []source.Refusal // of them
}

// Row takes a corner.
func (r *rings) Row(row source.Row) {
	m := r.mapping
	id := row.String(m.ID)
	if id == "" {
		r.to.Refuse(source.Refusal{File: row.File, Row: row.Row, Column: m.ID}.For(notice.Of("corner-no-plot")))
		return
	}
	if id != r.id {
		r.flush()
		if first, known := r.seen[id]; known {
			r.fault(source.Refusal{File: row.File, Row: row.Row, Column: m.ID, ID: id}.For(notice.Of("plot-apart", id, first)))
		} else {
			r.seen[id] = row.Row
		}
		r.id, r.plot = id, row
		r.plot.Cells = make(map[string]any, len(row.Cells))
		for k, v := range row.Cells {
			if k != m.Corners.X && k != m.Corners.Y {
				r.plot.Cells[k] = v
			}
		}
	}
	r.rows = append(r.rows, source.At{File: row.File, Row: row.Row})
	r.corner(row, id)
}

// fault keeps what is wrong with the plot until all its rows are known.
func (r *rings) fault(x source.Refusal) { r.faults = append(r.faults, x) }

// corner adds a corner to the ring, or says what is wrong with it.
func (r *rings) corner(row source.Row, id string) {
	if len(r.faults) > 0 {
		return
	}
	p, column := orb.Point{}, ""
	if r.mapping.Corners.X == r.mapping.Corners.Y {
		p, column = inOneCell(row, r.mapping.Corners.X)
		r.add(row, id, p, column)
		return
	}
	for i, c := range []string{r.mapping.Corners.Y, r.mapping.Corners.X} {
		v, ok := row.Number(c)
		if !ok {
			v, ok = corners.Number(row.String(c))
		}
		if i == 0 {
			v = corners.Easting(v)
		}
		if p[i] = v; !ok {
			column = c
		}
	}
	r.add(row, id, p, column)
}

// inOneCell reads a corner whose cell holds both coordinates: "M1: X=… Y=…". The column
// is returned where it holds none.
func inOneCell(row source.Row, column string) (orb.Point, string) {
	t, err := corners.Read(strings.NewReader(row.String(column)))
	if err != nil || len(t.Points) != 1 {
		return orb.Point{}, column
	}
	return t.Points[0], ""
}

// add takes a corner; column is the one that is wrong, "" for none.
func (r *rings) add(row source.Row, id string, p orb.Point, column string) {
	if column != "" {
		r.fault(source.Refusal{File: row.File, Row: row.Row, Column: column, ID: id}.For(notice.Of("not-corner", clip(row.String(column)))))
		return
	}
	if n := len(r.ring); n == 0 || r.ring[n-1] != p {
		r.ring = append(r.ring, p)
	}
}

// flush gives the plot that was read, or says what is wrong with it.
func (r *rings) flush() {
	ring, rows, faults := r.ring, r.rows, r.faults
	r.ring, r.rows, r.faults = nil, nil, nil
	for i, x := range faults {
		if i == 0 {
			x.Whole = rows
		}
		r.to.Refuse(x)
	}
	if r.id == "" || len(faults) > 0 {
		return
	}
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	if len(ring) < 3 || len(ring) > MaxVertices {
		r.to.Refuse(source.Refusal{File: r.plot.File, Row: r.plot.Row, Column: r.mapping.ID, ID: r.id, Whole: rows}.For(notice.Of("corners-few.plot", r.id, len(ring))))
		return
	}
	r.plot.Whole = rows
	r.plot.Geometry = geojson.NewGeometry(orb.Polygon{append(ring, ring[0])})
	r.to.Row(r.plot)
}

// Refuse takes a refusal of a row; its plot is left out.
func (r *rings) Refuse(x source.Refusal) {
	if x.ID != "" && x.ID != r.id {
		r.flush()
		r.id, r.plot = x.ID, source.Row{File: x.File, Row: x.Row}
		if _, known := r.seen[x.ID]; !known {
			r.seen[x.ID] = x.Row
		}
	}
	if r.id == "" {
		r.to.Refuse(x)
		return
	}
	r.fault(x)
}

// Warn hands a warning on.
func (r *rings) Warn(w source.Warning) { r.to.Warn(w) }
