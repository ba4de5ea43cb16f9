package native

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// csvTable writes records as RFC 4180 rows in UTF-8, one record a row. Lists are
// joined by "; ". Cells are what the sources say, byte for byte.
type csvTable struct {
	w    *csv.Writer
	base string
}

func newCSV(w io.Writer, base string) *csvTable {
	c := &csvTable{csv.NewWriter(w), base}
	c.w.UseCRLF = true
	return c
}

// column is one column of the CSV export.
type column struct {
	name string
	cell func(rec *catalog.Record, base string) string
}

// columns returns the columns of the CSV export; new ones go to the end.
func columns() []column {
	c := func(name string, cell func(rec *catalog.Record, base string) string) column {
		return column{name, cell}
	}
	return []column{
		c("id", func(r *catalog.Record, _ string) string { return r.ID }),
		c("kind", func(r *catalog.Record, _ string) string { return string(r.Kind) }),
		c("title_vi", func(r *catalog.Record, _ string) string { return r.Title.In(text.VI) }),
		c("title_en", func(r *catalog.Record, _ string) string { return r.Title.In(text.EN) }),
		c("summary_vi", func(r *catalog.Record, _ string) string { return r.Summary.In(text.VI) }),
		c("summary_en", func(r *catalog.Record, _ string) string { return r.Summary.In(text.EN) }),
		c("status", func(r *catalog.Record, _ string) string { return r.Status }),
		c("topics", func(r *catalog.Record, _ string) string { return join(r.Topics) }),
		c("sector", sectorCell),
		c("place_codes", func(r *catalog.Record, _ string) string {
			return placeCell(r, func(p catalog.PlaceRef) string { return p.Code })
		}),
		c("place_names", func(r *catalog.Record, _ string) string {
			return placeCell(r, func(p catalog.PlaceRef) string { s, _ := p.Name.Best(text.VI); return s })
		}),
		c("date", func(r *catalog.Record, _ string) string { return string(r.Date) }),
		c("valid_from", func(r *catalog.Record, _ string) string { return string(r.Valid.From) }),
		c("valid_to", func(r *catalog.Record, _ string) string { return string(r.Valid.To) }),
		c("capital_billion_vnd", func(r *catalog.Record, _ string) string { return number(r.Capital) }),
		c("area_ha", func(r *catalog.Record, _ string) string { return number(r.Area) }),
		c("lon", func(r *catalog.Record, _ string) string { return coordinate(r, 0) }),
		c("lat", func(r *catalog.Record, _ string) string { return coordinate(r, 1) }),
		c("geometry_quality", func(r *catalog.Record, _ string) string { return r.GeometryQuality }),
		c("licence", func(r *catalog.Record, _ string) string { return r.Licence }),
		c("review_due", func(r *catalog.Record, _ string) string { return string(r.ReviewDue) }),
		c("source_title", func(r *catalog.Record, _ string) string { return source(r).Title }),
		c("source_url", func(r *catalog.Record, _ string) string { return source(r).URL }),
		c("source_date", func(r *catalog.Record, _ string) string { return string(source(r).Date) }),
		c("confidence", func(r *catalog.Record, _ string) string { return r.Confidence() }),
		c("version", func(r *catalog.Record, _ string) string { return strconv.Itoa(r.Version) }),
		c("modified", func(r *catalog.Record, _ string) string { return r.Modified.UTC().Format(time.RFC3339) }),
		c("url", func(r *catalog.Record, base string) string { return base + "/api/v1/records/" + r.ID }),
	}
}

func (c *csvTable) begin(search.Answer) error {
	var head []string
	for _, col := range columns() {
		head = append(head, col.name)
	}
	return c.w.Write(head)
}

func (c *csvTable) record(rec catalog.Record) error {
	var row []string
	for _, col := range columns() {
		row = append(row, col.cell(&rec, c.base))
	}
	return c.w.Write(row)
}

func (c *csvTable) end() error {
	c.w.Flush()
	return c.w.Error()
}

func join(values []string) string { return strings.Join(values, "; ") }

func sectorCell(r *catalog.Record, _ string) string {
	if r.Sector == nil {
		return ""
	}
	return r.Sector.Scheme + ":" + r.Sector.Code
}

func placeCell(r *catalog.Record, of func(catalog.PlaceRef) string) string {
	values := make([]string, len(r.Places))
	for i, p := range r.Places {
		values[i] = of(p)
	}
	return join(values)
}

func number(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// coordinate is a point's own, or that of the centroid of a larger geometry.
func coordinate(r *catalog.Record, axis int) string {
	p, ok := pointOf(r)
	if !ok {
		return ""
	}
	return strconv.FormatFloat(p[axis], 'f', -1, 64)
}

func pointOf(r *catalog.Record) (orb.Point, bool) {
	if r.Geometry == nil {
		return orb.Point{}, false
	}
	g := r.Geometry.Geometry()
	if g == nil {
		return orb.Point{}, false
	}
	if p, ok := g.(orb.Point); ok {
		return p, true
	}
	p, _ := planar.CentroidArea(g)
	return p, p[0] == p[0] && p[1] == p[1]
}

// source is the first provenance, the one the record is mainly drawn from.
func source(r *catalog.Record) catalog.Provenance {
	if len(r.Provenance) == 0 {
		return catalog.Provenance{}
	}
	return r.Provenance[0]
}
