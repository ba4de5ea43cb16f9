package gpkg

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"honglinh/catalog/text/notice"
)

// ErrBlob says that a geometry column holds something else.
var ErrBlob error = notice.Of("geopackage-geometry")

var errCut error = notice.Of("geopackage-geometry.cut").Because(ErrBlob)

// encode writes the header (GeoPackage 1.3, 2.1.3) with an envelope, and WKB.
func encode(g orb.Geometry, srs int) ([]byte, error) {
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	b := g.Bound()
	flags := byte(1 | 1<<1) // little-endian, envelope of x and y
	if b.Min[0] > b.Max[0] {
		flags = 1 | 1<<4 // empty, no envelope
	}
	out := append([]byte{'G', 'P', 0, flags}, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(out[4:], uint32(int32(srs)))
	if flags&(7<<1) != 0 {
		for _, v := range [4]float64{b.Min[0], b.Max[0], b.Min[1], b.Max[1]} {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	return append(out, body...), nil
}

// decode reads a geometry and tells whether Z or M were dropped. An empty geometry is nil.
func decode(b []byte) (g orb.Geometry, dropped string, err error) {
	if len(b) < 8 || b[0] != 'G' || b[1] != 'P' {
		return nil, "", ErrBlob
	}
	flags := b[3]
	if flags&(1<<4) != 0 {
		return nil, "", nil
	}
	sizes := [8]int{0, 32, 48, 48, 64, -1, -1, -1}
	n := sizes[flags>>1&7]
	if n < 0 || len(b) < 8+n+5 {
		return nil, "", errCut
	}
	body := b[8+n:]
	plain, dropped, err := flatten(body)
	if err != nil {
		return nil, "", err
	}
	g, err = wkb.Unmarshal(plain)
	if err != nil {
		return nil, "", notice.Of("geopackage-geometry.wkb", err).Because(ErrBlob)
	}
	return g, dropped, nil
}
