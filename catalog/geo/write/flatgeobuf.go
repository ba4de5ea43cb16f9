package write

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/hilbert"
)

// MostFlatGeobuf is the limit of features in a file: the boxes of so many take about 1 GB while the index is built.
const MostFlatGeobuf = 10_000_000

// ErrMemory says that the index would not fit the memory set aside for it.
var ErrMemory = fmt.Errorf("more than %d features; choose GeoJSONSeq or GeoPackage", MostFlatGeobuf)

// FlatGeobuf writes version 3.0.1 with a packed Hilbert index, features in the order of the curve. When a feature has no geometry the file has no index
// and keeps the order of the source.
func FlatGeobuf(w io.Writer, src Source, o Options) (m Manifest, err error) {
	cols, err := Columns(src)
	if err != nil {
		return Manifest{}, err
	}
	to := o.CRS
	if to == nil {
		to = crs.MustLookup("EPSG:4326")
	}
	l := NewLedger(w, FormatFlatGeobuf, to)
	encoded := &spool{}
	defer func() { err = errors.Join(err, encoded.close()) }()
	var boxes []orb.Bound
	// The id is a column like any other: the format has no place for it.
	columns := append([]Column{{"id", String}}, without(cols, "id")...)
	err = src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		if encoded.len() == MostFlatGeobuf {
			return ErrMemory
		}
		if err := encoded.add(fgbFeature(f, columns)); err != nil {
			return err
		}
		if f.Geometry != nil && !empty(f.Geometry) {
			boxes = append(boxes, f.Geometry.Bound())
		}
		return nil
	})
	if err != nil {
		return l.Manifest(), err
	}
	err = fgbFile(l, o.Name, to, columns, encoded, boxes)
	return l.Manifest(), err
}

func empty(g orb.Geometry) bool { b := g.Bound(); return b.Min[0] > b.Max[0] }

func without(cols []Column, name string) []Column {
	var out []Column
	for _, c := range cols {
		if c.Name != name {
			out = append(out, c)
		}
	}
	return out
}

func fgbFile(l *Ledger, name string, to *crs.CRS, cols []Column, encoded *spool, boxes []orb.Bound) error {
	indexed := len(boxes) == encoded.len() && len(boxes) > 0
	head := fgbHeader(name, to, cols, l.m, indexed)
	if _, err := l.Write(append([]byte("fgb\x03fgb\x01"), head...)); err != nil {
		return err
	}
	out := bufio.NewWriterSize(l, 1<<20)
	if !indexed {
		for i := range encoded.len() {
			if err := encoded.copy(out, i); err != nil {
				return err
			}
		}
		return out.Flush()
	}
	if err := fgbIndex(out, hilbert.Build(boxes), encoded); err != nil {
		return err
	}
	for _, i := range hilbert.Order(boxes) {
		if err := encoded.copy(out, i); err != nil {
			return err
		}
	}
	return out.Flush()
}

// fgbIndex writes the nodes: box and place: of an inner node the number of its first child, of a leaf the offset among the features.
func fgbIndex(w io.Writer, t *hilbert.Tree, encoded *spool) error {
	var node [40]byte
	var next uint64
	var failed error
	i := 0
	t.Nodes(func(b orb.Bound, item int) {
		out := node[:0]
		for _, v := range [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
		if item < 0 {
			out = binary.LittleEndian.AppendUint64(out, uint64(t.FirstChild(i)))
		} else {
			out = binary.LittleEndian.AppendUint64(out, next)
			from, to := encoded.span(item)
			next += uint64(to - from)
		}
		i++
		if failed == nil {
			_, failed = w.Write(out)
		}
	})
	return failed
}

// Slots of the tables in header.fbs and feature.fbs.
const (
	headerName, headerEnvelope, headerColumns, headerCount, headerNode, headerCRS = 0, 1, 7, 8, 9, 10
	columnName, columnType                                                        = 0, 1
	crsOrg, crsCode, crsName                                                      = 0, 1, 2
	featureGeometry, featureProperties                                            = 0, 1
	geometryEnds, geometryXY, geometryType, geometryParts                         = 0, 1, 6, 7
)

func fgbHeader(name string, to *crs.CRS, cols []Column, m Manifest, indexed bool) []byte {
	b := flatbuffers.NewBuilder(1024)
	var offs []flatbuffers.UOffsetT
	for _, c := range cols {
		n := b.CreateString(c.Name)
		b.StartObject(11)
		b.PrependUOffsetTSlot(columnName, n, 0)
		b.PrependByteSlot(columnType, fgbKind(c.Kind), 0)
		offs = append(offs, b.EndObject())
	}
	columns := offsets(b, offs)
	org, code, _ := strings.Cut(to.Code, ":")
	system := flatbuffers.UOffsetT(0)
	if n, err := strconv.Atoi(code); err == nil {
		o, title := b.CreateString(org), b.CreateString(to.Name)
		b.StartObject(6)
		b.PrependUOffsetTSlot(crsOrg, o, 0)
		b.PrependInt32Slot(crsCode, int32(n), 0)
		b.PrependUOffsetTSlot(crsName, title, 0)
		system = b.EndObject()
	}
	title := b.CreateString(name)
	envelope := flatbuffers.UOffsetT(0)
	if m.Box != nil {
		envelope = doubles(b, m.Box[:])
	}
	b.StartObject(14)
	b.PrependUOffsetTSlot(headerName, title, 0)
	b.PrependUOffsetTSlot(headerEnvelope, envelope, 0)
	b.PrependUOffsetTSlot(headerColumns, columns, 0)
	b.PrependUint64Slot(headerCount, uint64(m.Count), 0)
	node := uint16(0)
	if indexed {
		node = hilbert.Fanout
	}
	b.PrependUint16Slot(headerNode, node, 16)
	b.PrependUOffsetTSlot(headerCRS, system, 0)
	b.FinishSizePrefixed(b.EndObject())
	return b.FinishedBytes()
}

func offsets(b *flatbuffers.Builder, offs []flatbuffers.UOffsetT) flatbuffers.UOffsetT {
	b.StartVector(4, len(offs), 4)
	for i := len(offs) - 1; i >= 0; i-- {
		b.PrependUOffsetT(offs[i])
	}
	return b.EndVector(len(offs))
}

func doubles(b *flatbuffers.Builder, v []float64) flatbuffers.UOffsetT {
	b.StartVector(8, len(v), 8)
	for i := len(v) - 1; i >= 0; i-- {
		b.PrependFloat64(v[i])
	}
	return b.EndVector(len(v))
}

// fgbKind is the column type of the format.
func fgbKind(k Kind) byte {
	switch k {
	case Bool:
		return 2
	case Int:
		return 7
	case Float:
		return 10
	}
	return 11
}

func fgbFeature(f geo.Feature, cols []Column) []byte {
	b := flatbuffers.NewBuilder(512)
	g := flatbuffers.UOffsetT(0)
	if f.Geometry != nil && !empty(f.Geometry) {
		g = fgbGeometry(b, f.Geometry)
	}
	props := b.CreateByteVector(fgbProperties(f, cols))
	b.StartObject(3)
	b.PrependUOffsetTSlot(featureGeometry, g, 0)
	b.PrependUOffsetTSlot(featureProperties, props, 0)
	b.FinishSizePrefixed(b.EndObject())
	return b.FinishedBytes()
}

func fgbProperties(f geo.Feature, cols []Column) []byte {
	var out []byte
	for i, c := range cols {
		v := f.Properties[c.Name]
		if c.Name == "id" {
			v = f.ID
		}
		if v == nil {
			continue
		}
		out = binary.LittleEndian.AppendUint16(out, uint16(i))
		switch c.Kind {
		case Bool:
			out = append(out, map[bool]byte{true: 1}[v.(bool)])
		case Int:
			out = binary.LittleEndian.AppendUint64(out, uint64(integer(v)))
		case Float:
			x, ok := v.(float64)
			if !ok {
				x = float64(integer(v))
			}
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
		default:
			s := Text(v)
			out = append(binary.LittleEndian.AppendUint32(out, uint32(len(s))), s...)
		}
	}
	return out
}

func integer(v any) int64 {
	if n, ok := v.(int); ok {
		return int64(n)
	}
	n, _ := v.(int64)
	return n
}

func fgbGeometry(b *flatbuffers.Builder, g orb.Geometry) flatbuffers.UOffsetT {
	switch g := g.(type) {
	case orb.Point:
		return fgbRuns(b, 1, [][]orb.Point{{g}})
	case orb.LineString:
		return fgbRuns(b, 2, [][]orb.Point{g})
	case orb.Polygon:
		return fgbRuns(b, 3, rings(g))
	case orb.MultiPoint:
		return fgbRuns(b, 4, [][]orb.Point{g})
	case orb.MultiLineString:
		var runs [][]orb.Point
		for _, l := range g {
			runs = append(runs, l)
		}
		return fgbRuns(b, 5, runs)
	case orb.MultiPolygon:
		return fgbParts(b, 6, g)
	case orb.Collection:
		return fgbParts(b, 7, g)
	case orb.Ring:
		return fgbRuns(b, 3, [][]orb.Point{g})
	case orb.Bound:
		return fgbRuns(b, 3, rings(g.ToPolygon()))
	}
	return 0
}

func rings(p orb.Polygon) [][]orb.Point {
	var runs [][]orb.Point
	for _, r := range p {
		runs = append(runs, r)
	}
	return runs
}

func fgbRuns(b *flatbuffers.Builder, kind byte, runs [][]orb.Point) flatbuffers.UOffsetT {
	var xy []float64
	var ends []uint32
	for _, r := range runs {
		for _, p := range r {
			xy = append(xy, p[0], p[1])
		}
		ends = append(ends, uint32(len(xy)/2))
	}
	coords := doubles(b, xy)
	parts := flatbuffers.UOffsetT(0)
	if len(ends) > 1 {
		b.StartVector(4, len(ends), 4)
		for i := len(ends) - 1; i >= 0; i-- {
			b.PrependUint32(ends[i])
		}
		parts = b.EndVector(len(ends))
	}
	b.StartObject(8)
	b.PrependUOffsetTSlot(geometryEnds, parts, 0)
	b.PrependUOffsetTSlot(geometryXY, coords, 0)
	b.PrependByteSlot(geometryType, kind, 0)
	return b.EndObject()
}

func fgbParts[T orb.Geometry](b *flatbuffers.Builder, kind byte, members []T) flatbuffers.UOffsetT {
	var offs []flatbuffers.UOffsetT
	for _, m := range members {
		if o := fgbGeometry(b, m); o != 0 {
			offs = append(offs, o)
		}
	}
	parts := offsets(b, offs)
	b.StartObject(8)
	b.PrependByteSlot(geometryType, kind, 0)
	b.PrependUOffsetTSlot(geometryParts, parts, 0)
	return b.EndObject()
}
