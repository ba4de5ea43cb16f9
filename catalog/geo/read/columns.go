package read

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/wkt"
	"honglinh/catalog/text/notice"
)

// Columns name the columns of a CSV file that hold the place: either WKT (or GeoJSON), or X and Y (longitude or easting, latitude or northing).
type Columns struct{ Geometry, X, Y, ID string }

// guessColumns finds columns by their usual names.
func guessColumns(head []string) Columns {
	var c Columns
	for _, h := range head {
		switch strings.ToLower(strings.TrimSpace(h)) {
		case "wkt", "geometry", "geom", "the_geom", "geojson":
			c.Geometry = h
		case "lon", "lng", "long", "longitude", "kinh_do", "kinh độ", "easting":
			c.X = h
		case "lat", "latitude", "vi_do", "vĩ độ", "northing":
			c.Y = h
		case "id", "code", "ma", "mã":
			c.ID = h
		}
	}
	return c
}

// CSV reads rows with a place in columns. Zero Columns are found by their names. A row whose place cannot be read is an error that names row and column.
func CSV(r io.Reader, c Columns, o Options, y Yield) (Summary, error) {
	s := newStream(o, y)
	rd := csv.NewReader(limit(r))
	rd.FieldsPerRecord = -1
	head, err := rd.Read()
	if err != nil {
		return s.finish(notice.Of("geo-read.empty").Because(ErrFormat))
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	if c == (Columns{}) {
		c = guessColumns(head)
	}
	if c.Geometry == "" && (c.X == "" || c.Y == "") {
		return s.finish(notice.Of("geo-read.columns").Because(ErrFormat))
	}
	for row := 2; ; row++ {
		cells, err := rd.Read()
		if errors.Is(err, io.EOF) {
			return s.finish(nil)
		}
		if err == nil {
			err = s.row(head, cells, c)
		}
		if err != nil {
			return s.finish(notice.Of("geo-read.row", row, err).Because(err))
		}
	}
}

func (s *stream) row(head, cells []string, c Columns) error {
	f := geo.Feature{Properties: map[string]any{}}
	var x, y, text string
	for i, h := range head {
		v := ""
		if i < len(cells) {
			v = cells[i]
		}
		switch h {
		case c.Geometry:
			text = v
		case c.X:
			x = v
		case c.Y:
			y = v
		default:
			f.Properties[h] = v
		}
		if h == c.ID && c.ID != "" {
			f.ID = v
		}
	}
	if c.Geometry != "" {
		return s.text(f, c.Geometry, text)
	}
	if x == "" && y == "" {
		return s.add(f, nil)
	}
	var p orb.Point
	for k, v := range []string{x, y} {
		n, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(v), ",", ".", 1), 64)
		if err != nil {
			return notice.Of("geo-read.cell-number", []string{c.X, c.Y}[k], clipped(v)).Because(ErrFormat)
		}
		p[k] = n
	}
	f.Geometry = p
	return s.add(f, nil)
}

func (s *stream) text(f geo.Feature, column, text string) error {
	text = strings.TrimSpace(text)
	var notes []check.Finding
	switch {
	case text == "":
	case text[0] == '{':
		g, dropped, err := Geometry([]byte(text))
		if err != nil {
			return notice.Of("geo-read.column", column, err).Because(err)
		}
		if f.Geometry = g; dropped {
			notes = append(notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{"Z"}})
		}
	default:
		g, err := wkt.Parse(text)
		if err != nil {
			return notice.Of("geo-read.column", column, err).Because(err)
		}
		if f.Geometry = g.Geometry; g.Dropped != "" {
			notes = append(notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{g.Dropped}})
		}
		if g.SRID != "" && s.stated == "" {
			s.stated = "EPSG:" + g.SRID
		}
	}
	return s.add(f, notes)
}
