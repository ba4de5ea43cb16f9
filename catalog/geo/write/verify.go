package write

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/read"
)

// ErrDiffers says that a file is not what its manifest says.
var ErrDiffers = errors.New("file and manifest differ")

// mostFeature is the largest feature that is read back, in bytes.
const mostFeature = 1 << 30

// Verify reads a file and compares its checksum, length, count of features and bounding box with the manifest. The box may differ by a
// millimetre, since readers bring coordinates to WGS 84 and back.
func Verify(r io.Reader, m Manifest) error {
	h := sha256.New()
	n := &counter{}
	count, box, err := reread(io.TeeReader(r, io.MultiWriter(h, n)), m)
	if err != nil {
		return fmt.Errorf("%s: %w", m.Format, err)
	}
	if sum := hex.EncodeToString(h.Sum(nil)); sum != m.SHA256 || n.n != m.Bytes {
		return fmt.Errorf("%w: %d bytes with SHA-256 %s, manifest %d with %s", ErrDiffers, n.n, sum, m.Bytes, m.SHA256)
	}
	if count != m.Count {
		return fmt.Errorf("%w: %d features, manifest %d", ErrDiffers, count, m.Count)
	}
	if !near(box, m.Box, m.CRS) {
		return fmt.Errorf("%w: box %v, manifest %v", ErrDiffers, box, m.Box)
	}
	return nil
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

func near(a, b *[4]float64, code string) bool {
	if a == nil || b == nil {
		return a == b
	}
	tolerance := 1e-3
	if c, err := crs.Lookup(code); err != nil || c.Kind == crs.Geographic {
		tolerance = 1e-8
	}
	for i := range a {
		if math.Abs(a[i]-b[i]) > tolerance {
			return false
		}
	}
	return true
}

func reread(r io.Reader, m Manifest) (int, *[4]float64, error) {
	if m.Format == FormatFlatGeobuf {
		return fgbScan(r)
	}
	if m.Format == FormatGeoParquet {
		return parquetScan(r)
	}
	switch m.Format {
	case FormatShapefile:
		return shapeScan(r)
	case FormatJSONFG:
		return fgScan(r, m)
	case FormatPMTiles:
		return tilesScan(r)
	}
	c, err := crs.Lookup(m.CRS)
	if err != nil {
		return 0, nil, err
	}
	back := crs.Transform(crs.MustLookup(crs.CRS84), c)
	count := 0
	var box *[4]float64
	yield := func(f geo.Feature) error {
		count++
		if f.Geometry == nil {
			return nil
		}
		g, err := back.Geometry(f.Geometry)
		if err == nil {
			box = widen(box, g.Bound())
		}
		return err
	}
	o := read.Options{CRS: m.CRS}
	switch m.Format {
	case FormatGeoJSON, FormatGeoJSONSeq:
		if m.Count == 0 && m.Format == FormatGeoJSONSeq {
			_, err = io.Copy(io.Discard, r)
			break
		}
		_, err = read.GeoJSON(r, o, yield)
	case FormatCSV:
		_, err = read.CSV(r, read.Columns{Geometry: "WKT", ID: "id"}, o, yield)
	case FormatKML:
		_, err = read.KML(r, o, yield)
	default:
		return 0, nil, fmt.Errorf("no reader for %q", m.Format)
	}
	return count, box, err
}

// fgbScan counts the features of a FlatGeobuf file and measures their coordinates.
func fgbScan(r io.Reader) (int, *[4]float64, error) {
	b := bufio.NewReader(r)
	magic := make([]byte, 8)
	if _, err := io.ReadFull(b, magic); err != nil || !bytes.Equal(magic[:7], []byte("fgb\x03fgb")) {
		return 0, nil, fmt.Errorf("%w: not FlatGeobuf 3", ErrDiffers)
	}
	head, err := fgbTable(b)
	if err != nil {
		return 0, nil, err
	}
	want := head.GetUint64Slot(flatbuffers.VOffsetT(4+2*headerCount), 0)
	if size := head.GetUint16Slot(flatbuffers.VOffsetT(4+2*headerNode), 16); size > 0 {
		if _, err := io.CopyN(io.Discard, b, int64(indexBytes(want, uint64(size)))); err != nil {
			return 0, nil, fmt.Errorf("%w: index: %w", ErrDiffers, err)
		}
	}
	count := 0
	var box *[4]float64
	for {
		f, err := fgbTable(b)
		if err == io.EOF {
			break
		}
		if err != nil {
			return count, box, err
		}
		count++
		if o := flatbuffers.UOffsetT(f.Offset(4 + 2*featureGeometry)); o != 0 {
			box = fgbBox(flatbuffers.Table{Bytes: f.Bytes, Pos: f.Indirect(o + f.Pos)}, box)
		}
	}
	if uint64(count) != want {
		return count, box, fmt.Errorf("%w: header promises %d features", ErrDiffers, want)
	}
	return count, box, nil
}

func indexBytes(n, fanout uint64) uint64 {
	total := n
	for n > 1 {
		n = (n + fanout - 1) / fanout
		total += n
	}
	return total * 40
}

// fgbTable reads one size-prefixed table that this package has written.
func fgbTable(r io.Reader) (*flatbuffers.Table, error) {
	var n [4]byte
	if _, err := io.ReadFull(r, n[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(n[:])
	if size < 8 || size > mostFeature {
		return nil, fmt.Errorf("%w: table of %d bytes", ErrDiffers, size)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDiffers, err)
	}
	return &flatbuffers.Table{Bytes: b, Pos: flatbuffers.GetUOffsetT(b)}, nil
}

func fgbBox(g flatbuffers.Table, box *[4]float64) *[4]float64 {
	if o := flatbuffers.UOffsetT(g.Offset(4 + 2*geometryXY)); o != 0 {
		start, n := g.Vector(o), g.VectorLen(o)
		for i := 0; i+1 < n; i += 2 {
			p := orb.Point{g.GetFloat64(start + flatbuffers.UOffsetT(8*i)), g.GetFloat64(start + flatbuffers.UOffsetT(8*i+8))}
			box = widen(box, p.Bound())
		}
	}
	if o := flatbuffers.UOffsetT(g.Offset(4 + 2*geometryParts)); o != 0 {
		start, n := g.Vector(o), g.VectorLen(o)
		for i := range n {
			box = fgbBox(flatbuffers.Table{Bytes: g.Bytes, Pos: g.Indirect(start + flatbuffers.UOffsetT(4*i))}, box)
		}
	}
	return box
}
