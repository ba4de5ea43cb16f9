package pmtiles

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Type is the sort of tile in an archive.
type Type uint8

// The types, as the specification numbers them.
const (
	Unknown Type = iota
	MVT
	PNG
	JPEG
	WebP
)

// compressions, as the specification numbers them; other ones are not read.
const (
	plain   = 1
	gzipped = 2
)

const headerLength = 127

// Limits of an archive that is read: what is larger is no archive of ours or anybody's for a country.
const (
	MostDirectory = 64 << 20 // bytes of a directory or of the metadata, unpacked: two million entries
	MostTile      = 16 << 20 // bytes of a tile, unpacked
	deepest       = 26       // zoom; tile ids beyond do not fit
	mostLeaves    = 4        // directories below one another
)

// Errors of archives that are read.
var (
	ErrFormat   = errors.New("not a PMTiles archive of version 3")
	ErrTooLarge = fmt.Errorf("a directory over %d or a tile over %d bytes", MostDirectory, MostTile)
)

// Header says what an archive holds and where.
type Header struct {
	Type             Type
	MinZoom, MaxZoom uint8
	Bound            orb.Bound
	Centre           orb.Point
	CentreZoom       uint8

	root, meta, leaves, tiles section
	addressed, entries        uint64
	contents                  uint64
	inner, packed             uint8
}

type section struct{ offset, length uint64 }

func (h Header) bytes() []byte {
	b := make([]byte, headerLength)
	copy(b, "PMTiles")
	b[7] = 3
	for i, v := range []uint64{h.root.offset, h.root.length, h.meta.offset, h.meta.length, h.leaves.offset, h.leaves.length, h.tiles.offset, h.tiles.length, h.addressed, h.entries, h.contents} {
		binary.LittleEndian.PutUint64(b[8+8*i:], v)
	}
	b[96], b[97], b[98], b[99], b[100], b[101] = 1, h.inner, h.packed, byte(h.Type), h.MinZoom, h.MaxZoom
	degrees := func(at int, v float64) { binary.LittleEndian.PutUint32(b[at:], uint32(int32(math.Round(v*1e7)))) }
	degrees(102, h.Bound.Min[0])
	degrees(106, h.Bound.Min[1])
	degrees(110, h.Bound.Max[0])
	degrees(114, h.Bound.Max[1])
	b[118] = h.CentreZoom
	degrees(119, h.Centre[0])
	degrees(123, h.Centre[1])
	return b
}

func readHeader(b []byte) (h Header, err error) {
	if len(b) < headerLength || string(b[:7]) != "PMTiles" || b[7] != 3 {
		return h, ErrFormat
	}
	n := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8+8*i:]) }
	h.root, h.meta, h.leaves, h.tiles = section{n(0), n(1)}, section{n(2), n(3)}, section{n(4), n(5)}, section{n(6), n(7)}
	h.addressed, h.entries, h.contents = n(8), n(9), n(10)
	h.inner, h.packed, h.Type, h.MinZoom, h.MaxZoom, h.CentreZoom = b[97], b[98], Type(b[99]), b[100], b[101], b[118]
	degrees := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(b[at:]))) / 1e7 }
	h.Bound = orb.Bound{Min: orb.Point{degrees(102), degrees(106)}, Max: orb.Point{degrees(110), degrees(114)}}
	h.Centre = orb.Point{degrees(119), degrees(123)}
	switch {
	case h.inner != plain && h.inner != gzipped || h.packed != plain && h.packed != gzipped:
		return h, fmt.Errorf("%w: compressions %d and %d; gzip and none are read", ErrFormat, h.inner, h.packed)
	case h.MaxZoom > deepest || h.MinZoom > h.MaxZoom:
		return h, fmt.Errorf("%w: zooms %d to %d", ErrFormat, h.MinZoom, h.MaxZoom)
	case h.root.length > MostDirectory || h.meta.length > MostDirectory || h.root.offset > math.MaxInt64 || h.meta.offset > math.MaxInt64 || h.leaves.offset > math.MaxInt64 || h.tiles.offset > math.MaxInt64:
		return h, ErrTooLarge
	}
	return h, nil
}

// tileID is the place of a tile on the Hilbert curves of all zooms.
func tileID(z uint8, x, y uint32) uint64 {
	id := (uint64(1)<<(2*z) - 1) / 3
	for s := uint32(1) << z >> 1; s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		id += uint64(s) * uint64(s) * uint64((3*rx)^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x&(s-1), s-1-y&(s-1)
			}
			x, y = y, x
		}
	}
	return id
}
