package write

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
)

// Shape types of the format (ESRI Shapefile Technical Description, 1998).
const (
	shapeNull    = 0
	shapePoint   = 1
	shapeLine    = 3
	shapePolygon = 5
	shapeMulti   = 8 // several points
)

// Limits of the format.
const (
	mostShape     = 2<<30 - 1 // bytes of a file
	mostDBFText   = 254       // bytes of a text
	mostDBFName   = 10        // bytes of a name
	mostDBFFields = 255
)

// Shapefile writes a zip of Shapefiles: a Shapefile has one type of geometry, so there is one for points, one for groups of points, one for lines and one for
// areas, as far as there are any; features without geometry are null shapes of the first. Each has a .prj of the reference system and a .cpg that says UTF-8.
// Names are cut to 10 bytes and texts to 254: the table fields.csv tells which column is which, and how many texts were cut. Its fault is ErrTooLarge when a
// file would be over 2 GB or have more than 255 columns.
func Shapefile(w io.Writer, src Source, o Options) (Manifest, error) {
	cols, err := Columns(src)
	if err != nil {
		return Manifest{}, err
	}
	if o.CRS == nil {
		o.CRS = crs.MustLookup("EPSG:4326")
	}
	l := NewLedger(w, FormatShapefile, o.CRS)
	fields := dbfFields(cols)
	if len(fields) > mostDBFFields {
		return l.Manifest(), fmt.Errorf("%w: %d columns, and a Shapefile has %d", ErrTooLarge, len(fields), mostDBFFields)
	}
	var files []*shapes
	var adrift []geo.Feature
	err = src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		if f.Geometry == nil {
			adrift = append(adrift, f)
			return nil
		}
		for _, part := range parted(f.Geometry) {
			file := shapesOf(&files, shapeType(part), fields)
			if err := file.add(f, part); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(adrift) > 0 {
		if len(files) == 0 {
			shapesOf(&files, shapePoint, fields)
		}
		for _, f := range adrift {
			if err = files[0].add(f, nil); err != nil {
				break
			}
		}
	}
	if err == nil && len(files) == 0 {
		shapesOf(&files, shapePoint, fields)
	}
	if err != nil {
		return l.Manifest(), err
	}
	err = zipShapes(l, files, fields, o)
	return l.Manifest(), err
}

// parted are the parts of a geometry that a Shapefile can hold, each as one shape: those of a collection by their types.
func parted(g orb.Geometry) []orb.Geometry {
	c, ok := g.(orb.Collection)
	if !ok {
		return []orb.Geometry{g}
	}
	var out []orb.Geometry
	for _, m := range c {
		out = append(out, parted(m)...)
	}
	return out
}

func shapeType(g orb.Geometry) int32 {
	switch g.(type) {
	case orb.Point:
		return shapePoint
	case orb.MultiPoint:
		return shapeMulti
	case orb.LineString, orb.MultiLineString:
		return shapeLine
	}
	return shapePolygon
}

// shapes is one Shapefile while it is made.
type shapes struct {
	kind     int32
	fields   []dbfField
	shp, shx bytes.Buffer // without their headers
	dbf      bytes.Buffer
	rows     int
	box      *[4]float64
}

func shapesOf(files *[]*shapes, kind int32, fields []dbfField) *shapes {
	for _, s := range *files {
		if s.kind == kind {
			return s
		}
	}
	s := &shapes{kind: kind, fields: fields}
	*files = append(*files, s)
	return s
}

// add writes a feature with a geometry; nil is a null shape.
func (s *shapes) add(f geo.Feature, g orb.Geometry) error {
	var body []byte
	if g == nil {
		body = binary.LittleEndian.AppendUint32(nil, shapeNull)
	} else {
		body = appendShape(nil, s.kind, g)
		s.box = widen(s.box, g.Bound())
	}
	if s.shp.Len()+len(body) > mostShape-200 || s.dbf.Len() > mostShape-1<<20 {
		return fmt.Errorf("%w: a Shapefile is at most 2 GB; choose GeoPackage", ErrTooLarge)
	}
	s.rows++
	head := binary.BigEndian.AppendUint32(nil, uint32(50+s.shp.Len()/2))
	s.shx.Write(binary.BigEndian.AppendUint32(head, uint32(len(body)/2)))
	head = binary.BigEndian.AppendUint32(nil, uint32(s.rows))
	s.shp.Write(binary.BigEndian.AppendUint32(head, uint32(len(body)/2)))
	s.shp.Write(body)
	s.dbf.WriteByte(' ')
	for i := range s.fields {
		s.dbf.Write(s.fields[i].value(f))
	}
	return nil
}

// appendShape appends a shape with its type.
func appendShape(b []byte, kind int32, g orb.Geometry) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, uint32(kind))
	if p, ok := g.(orb.Point); ok {
		return appendXY(b, p)
	}
	box := g.Bound()
	b = appendXY(appendXY(b, box.Min), box.Max)
	runs := runsOf(g)
	total := 0
	for _, r := range runs {
		total += len(r)
	}
	if kind == shapeMulti {
		b = le.AppendUint32(b, uint32(total))
	} else {
		b = le.AppendUint32(le.AppendUint32(b, uint32(len(runs))), uint32(total))
		at := 0
		for _, r := range runs {
			b = le.AppendUint32(b, uint32(at))
			at += len(r)
		}
	}
	for _, r := range runs {
		for _, p := range r {
			b = appendXY(b, p)
		}
	}
	return b
}

func appendXY(b []byte, p orb.Point) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0])), math.Float64bits(p[1]))
}

// runsOf are the parts of a shape; outer rings run clockwise and holes the other way, as the format wants it.
func runsOf(g orb.Geometry) [][]orb.Point {
	switch g := g.(type) {
	case orb.MultiPoint:
		return [][]orb.Point{g}
	case orb.LineString:
		return [][]orb.Point{g}
	case orb.MultiLineString:
		var out [][]orb.Point
		for _, l := range g {
			out = append(out, l)
		}
		return out
	case orb.Ring:
		return runsOf(orb.Polygon{g})
	case orb.Bound:
		return runsOf(g.ToPolygon())
	case orb.Polygon:
		var out [][]orb.Point
		for i, r := range g {
			r := r.Clone()
			if want := map[bool]orb.Orientation{true: orb.CW, false: orb.CCW}[i == 0]; r.Orientation() != want {
				r.Reverse()
			}
			out = append(out, r)
		}
		return out
	case orb.MultiPolygon:
		var out [][]orb.Point
		for _, p := range g {
			out = append(out, runsOf(p)...)
		}
		return out
	}
	return nil
}

// zipShapes writes the archive. Entries have no time, so that the same features give the same bytes.
func zipShapes(w io.Writer, files []*shapes, fields []dbfField, o Options) error {
	z := zip.NewWriter(w)
	put := func(name string, parts ...[]byte) error {
		e, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		for _, p := range parts {
			if err == nil {
				_, err = e.Write(p)
			}
		}
		return err
	}
	name := map[int32]string{shapePoint: "points", shapeMulti: "multipoints", shapeLine: "lines", shapePolygon: "areas"}
	for _, s := range files {
		base := o.Name + "-" + name[s.kind]
		for _, p := range []struct {
			ext   string
			parts [][]byte
		}{{".shp", [][]byte{s.header(s.shp.Len()), s.shp.Bytes()}}, {".shx", [][]byte{s.header(s.shx.Len()), s.shx.Bytes()}}, {".dbf", [][]byte{s.table(), s.dbf.Bytes(), {0x1a}}},
			{".prj", [][]byte{[]byte(o.CRS.WKT())}}, {".cpg", [][]byte{[]byte("UTF-8")}}} {
			if err := put(base+p.ext, p.parts...); err != nil {
				return err
			}
		}
	}
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	rows := [][]string{{"field", "column", "texts_cut"}}
	for _, f := range fields {
		rows = append(rows, []string{f.name, f.full, strconv.Itoa(f.cut)})
	}
	if err := c.WriteAll(rows); err != nil {
		return err
	}
	if err := put("fields.csv", b.Bytes()); err != nil {
		return err
	}
	return z.Close()
}

// header is that of a .shp or .shx with so many bytes of content.
func (s *shapes) header(content int) []byte {
	b := make([]byte, 100)
	binary.BigEndian.PutUint32(b, 9994)
	binary.BigEndian.PutUint32(b[24:], uint32(100+content)/2)
	binary.LittleEndian.PutUint32(b[28:], 1000)
	binary.LittleEndian.PutUint32(b[32:], uint32(s.kind))
	if s.box != nil {
		for i, v := range s.box {
			binary.LittleEndian.PutUint64(b[36+8*i:], math.Float64bits(v))
		}
	}
	return b
}

// table is the header of the .dbf.
func (s *shapes) table() []byte {
	b := make([]byte, 32, 33+32*len(s.fields))
	b[0], b[1], b[2], b[3] = 3, 126, 1, 1 // a day that says nothing: the same features give the same bytes
	binary.LittleEndian.PutUint32(b[4:], uint32(s.rows))
	binary.LittleEndian.PutUint16(b[8:], uint16(33+32*len(s.fields)))
	width := 1
	for _, f := range s.fields {
		e := make([]byte, 32)
		copy(e[:10], f.name)
		e[11], e[16], e[17] = f.kind, byte(f.size), f.digits
		b = append(b, e...)
		width += f.size
	}
	binary.LittleEndian.PutUint16(b[10:], uint16(width))
	return append(b, 0x0d)
}
