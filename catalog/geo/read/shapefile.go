package read

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/text/notice"
)

// Shapefile reads the first shapefile of a zip archive: .shp with .dbf, .prj and .cpg where present. Rings come out as GeoJSON wants them; Z and M are
// dropped and noted.
func Shapefile(r io.ReaderAt, size int64, o Options, y Yield) (Summary, error) {
	s := newStream(o, y)
	z, err := archive(r, size)
	if err != nil {
		return s.finish(err)
	}
	shp := entry(z, "", ".shp")
	if shp == nil {
		return s.finish(notice.Of("geo-read.part", ".shp").Because(ErrFormat))
	}
	stem := strings.TrimSuffix(strings.ToLower(shp.Name), ".shp")
	parts := map[string][]byte{}
	for _, ext := range []string{".shp", ".dbf", ".prj", ".cpg"} {
		if f := entry(z, stem, ext); f != nil {
			if parts[ext], err = unpack(f); err != nil {
				return s.finish(err)
			}
		}
	}
	if prj := parts[".prj"]; prj != nil {
		if c, err := crs.FromWKT(string(prj)); err == nil {
			s.stated = c.Code
		} else if o.AsIs != nil {
			s.stated = strings.Join(strings.Fields(string(prj)), " ")
		} else if o.CRS == "" {
			return s.finish(fmt.Errorf(".prj: %w", err))
		}
	}
	table, err := newDBF(parts[".dbf"], string(parts[".cpg"]), o.Decode)
	if err != nil {
		return s.finish(err)
	}
	return s.finish(s.shapes(parts[".shp"], table))
}

func (s *stream) shapes(b []byte, table *dbf) error {
	const header = 100
	if len(b) < header || binary.BigEndian.Uint32(b) != 9994 {
		return notice.Of("geo-read.shp").Because(ErrFormat)
	}
	row := 0
	for at := header; at+8 <= len(b); row++ {
		n := int(binary.BigEndian.Uint32(b[at+4:])) * 2
		at += 8
		if n < 4 || n > len(b)-at {
			return notice.Of("geo-read.record", row+1).Because(ErrFormat)
		}
		g, dropped, err := record(b[at : at+n])
		at += n
		if err != nil {
			if err := s.broken(notice.Of("geo-read.row", row+1, err).Because(err)); err != nil {
				return err
			}
			continue
		}
		props, deleted := table.row(row)
		if deleted {
			continue
		}
		var notes []check.Finding
		if dropped != "" {
			notes = append(notes, check.Finding{Severity: check.Noted, Code: check.Dropped, Parts: []string{dropped}})
		}
		if err := s.add(geo.Feature{Geometry: g, Properties: props}, notes); err != nil {
			return err
		}
	}
	return nil
}

// record reads one shape (ESRI Shapefile Technical Description, 1998). Z and M variants have the same start.
func record(b []byte) (orb.Geometry, string, error) {
	kind := binary.LittleEndian.Uint32(b)
	dropped := ""
	switch kind / 10 {
	case 1:
		dropped = "Z"
	case 2:
		dropped = "M"
	}
	short := notice.Of("geo-read.short").Because(ErrFormat)
	switch kind % 10 {
	case 0:
		return nil, "", nil
	case 1:
		if len(b) < 20 {
			return nil, "", short
		}
		return vertex(b[4:]), dropped, nil
	case 8:
		if len(b) < 40 {
			return nil, "", short
		}
		n := int(binary.LittleEndian.Uint32(b[36:]))
		ps, ok := vertices(b[40:], n)
		if !ok {
			return nil, "", short
		}
		return orb.MultiPoint(ps), dropped, nil
	case 3, 5:
		runs, ok := partsOf(b)
		if !ok {
			return nil, "", short
		}
		if kind%10 == 5 {
			return assemble(runs), dropped, nil
		}
		var m orb.MultiLineString
		for _, r := range runs {
			m = append(m, r)
		}
		return m, dropped, nil
	}
	return nil, "", notice.Of("geo-read.type", kind).Because(ErrFormat)
}

func vertex(b []byte) orb.Point {
	f := func(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b[i:])) }
	return orb.Point{f(0), f(8)}
}

func vertices(b []byte, n int) ([]orb.Point, bool) {
	if n < 0 || n > len(b)/16 {
		return nil, false
	}
	ps := make([]orb.Point, n)
	for i := range ps {
		ps[i] = vertex(b[16*i:])
	}
	return ps, true
}

func partsOf(b []byte) ([][]orb.Point, bool) {
	if len(b) < 44 {
		return nil, false
	}
	parts, n := int(binary.LittleEndian.Uint32(b[36:])), int(binary.LittleEndian.Uint32(b[40:]))
	if parts > (len(b)-44)/4 {
		return nil, false
	}
	ps, ok := vertices(b[44+4*parts:], n)
	if !ok {
		return nil, false
	}
	var runs [][]orb.Point
	for i := range parts {
		from, to := int(binary.LittleEndian.Uint32(b[44+4*i:])), n
		if i+1 < parts {
			to = int(binary.LittleEndian.Uint32(b[48+4*i:]))
		}
		if from > to || to > n {
			return nil, false
		}
		runs = append(runs, ps[from:to:to])
	}
	return runs, true
}

// assemble makes polygons of rings: clockwise rings are outer ones; the others are holes of the smallest outer ring that holds them. A hole that no ring holds
// becomes a polygon, since files with wrong winding exist.
func assemble(runs [][]orb.Point) orb.Geometry {
	var outer, holes []orb.Ring
	for _, r := range runs {
		switch ring := orb.Ring(r); {
		case len(ring) == 0: // a part without points draws nothing
		case ring.Orientation() == orb.CW:
			outer = append(outer, ring)
		default:
			holes = append(holes, ring)
		}
	}
	out := make(orb.MultiPolygon, len(outer))
	for i, r := range outer {
		out[i] = orb.Polygon{r}
	}
	for _, h := range holes {
		best, size := -1, math.Inf(1)
		for i, r := range outer {
			if b := r.Bound(); b.Contains(h[0]) && planar.RingContains(r, h[0]) {
				if a := (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1]); a < size {
					best, size = i, a
				}
			}
		}
		if best < 0 {
			out = append(out, orb.Polygon{h})
			continue
		}
		out[best] = append(out[best], h)
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}
