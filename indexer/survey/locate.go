package survey

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/corners"
	"honglinh/catalog/geo/read"
	"honglinh/catalog/geo/wkt"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/source"
)

// fault is what is wrong with the cells that hold a place.
type fault struct {
	column string
	why    *notice.Notice
}

// locate finds the geometry of a row: that of the feature, of a column of WKT,
// GeoJSON or corners, or of two columns of numbers.
func (s *Survey) locate(row source.Row) (station, *fault) {
	st := station{row: row, column: "geometry"}
	m := s.res.Mapping
	switch {
	case row.Geometry != nil:
		st.geom = row.Geometry.Geometry()
	case m == nil:
	case row.String(m.Geometry) != "":
		return s.written(st, m.Geometry)
	case row.String(m.Lat) != "" || row.String(m.Lon) != "":
		y, ok1 := coordinate(row, m.Lat)
		x, ok2 := coordinate(row, m.Lon)
		if !ok1 || !ok2 {
			return st, &fault{m.Lat, notice.Of("half-point", row.String(m.Lat), row.String(m.Lon))}
		}
		st.geom, st.column = orb.Point{x, y}, m.Lat
	}
	if n := vertices(st.geom); n > datapackage.MaxVertices {
		return st, &fault{st.column, notice.Of("vertices-many.cell", n, datapackage.MaxVertices)}
	}
	return st, nil
}

// coordinate is a cell as a coordinate; where no schema types it, as people write one.
func coordinate(row source.Row, column string) (float64, bool) {
	if n, ok := row.Number(column); ok {
		return n, true
	}
	return corners.Number(row.String(column))
}

// written reads a cell that holds a whole geometry.
func (s *Survey) written(st station, column string) (station, *fault) {
	st.column = column
	var err error
	switch cell := st.row.Cells[column].(type) {
	case map[string]any:
		var raw []byte
		if raw, err = json.Marshal(cell); err == nil {
			err = st.json(raw)
		}
	default:
		text := strings.TrimSpace(fmt.Sprint(cell))
		switch {
		case text[0] == '{':
			err = st.json([]byte(text))
		case text[0] >= 'A' && text[0] <= 'Z' || text[0] >= 'a' && text[0] <= 'z':
			err = st.wkt(text)
			if err != nil && cornersIn(&st, text) == nil {
				err = nil
			}
		default:
			err = cornersIn(&st, text)
		}
	}
	if err != nil {
		return st, &fault{column, notice.Of("not-geometry", clip(st.row.String(column)), err)}
	}
	if n := vertices(st.geom); n > datapackage.MaxVertices {
		return st, &fault{column, notice.Of("vertices-many.cell", n, datapackage.MaxVertices)}
	}
	return st, nil
}

func (st *station) json(raw []byte) error {
	g, dropped, err := read.Geometry(raw)
	if dropped {
		st.note("Z")
	}
	st.geom = g
	return err
}

func (st *station) wkt(s string) error {
	g, err := wkt.Parse(s)
	if err != nil {
		return err
	}
	if g.Dropped != "" {
		st.note(g.Dropped)
	}
	if g.SRID != "" {
		st.row.CRS = "EPSG:" + g.SRID
	}
	st.geom = g.Geometry
	return nil
}

// cornersIn reads a list of corners, parted by line ends or semicolons.
func cornersIn(st *station, s string) error {
	if !strings.Contains(s, "\n") {
		s = strings.ReplaceAll(s, ";", "\n")
	}
	t, err := corners.Read(strings.NewReader(s))
	if err != nil {
		return err
	}
	if st.geom = datapackage.Ring(t); st.geom == nil {
		return notice.Of("corners-few.cell", len(t.Points))
	}
	return nil
}

func (st *station) note(dropped string) {
	st.row.Notes = append(st.row.Notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{dropped}})
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
