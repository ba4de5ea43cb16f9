package tile

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Tile is an encoded tile.
type Tile struct {
	Data     []byte // protobuf, not compressed; empty when nothing is there
	Features int
	Dropped  int    // features left out to stay below the cap, the smallest first
	ETag     string // strong, with quotes
}

// ErrOutside says that a tile does not exist in the scheme.
var ErrOutside = errors.New("no such tile")

// Tile cuts and encodes a tile. Empty is not an error; coordinates outside the scheme are ErrOutside.
func (py *Pyramid) Tile(z, x, y uint32) (Tile, error) {
	if z > Deepest || x >= 1<<z || y >= 1<<z {
		return Tile{}, fmt.Errorf("tile %d/%d/%d: %w", z, x, y, ErrOutside)
	}
	w := newWindow(z, x, y)
	level := min((int(z)+1)/2, fullZoom/2)
	var found []int
	pad := Buffer / w.scale
	side := Extent / w.scale
	py.tree.Search(orb.Bound{Min: orb.Point{w.x - pad, w.y - pad}, Max: orb.Point{w.x + side + pad, w.y + side + pad}}, func(i int) bool {
		found = append(found, i)
		return true
	})
	slices.Sort(found)
	var parts []part
	for _, i := range found {
		if p, ok := w.encode(&py.features[i].levels[level]); ok {
			p.item = i
			parts = append(parts, p)
		}
	}
	kept := py.fit(parts)
	t := Tile{Features: len(kept), Dropped: len(parts) - len(kept)}
	if len(kept) > 0 {
		t.Data = py.assemble(kept)
	}
	sum := sha256.Sum256(t.Data)
	t.ETag = `"` + hex.EncodeToString(sum[:16]) + `"`
	return t, nil
}

// part is a feature's geometry commands; kind is 1 points, 2 lines, 3 polygons.
type part struct {
	item     int
	kind     uint64
	geometry []uint32
}

// encode clips a shape and writes its commands. Of a mixed collection the areas are drawn, else the lines, else the points.
func (w window) encode(s *shape) (part, bool) {
	p := pen{}
	for _, poly := range s.polys {
		for i, r := range poly {
			ring := w.ring(r)
			if ring == nil {
				if i == 0 {
					break
				}
				continue
			}
			if (area(ring) > 0) != (i == 0) {
				slices.Reverse(ring)
			}
			p.path(ring, true)
		}
	}
	if len(p.out) > 0 {
		return part{kind: 3, geometry: p.out}, true
	}
	for _, l := range s.lines {
		for _, run := range w.line(l) {
			p.path(run, false)
		}
	}
	if len(p.out) > 0 {
		return part{kind: 2, geometry: p.out}, true
	}
	var ps [][2]int
	for _, q := range s.points {
		if t := w.to(q); t[0] >= low && t[0] <= high && t[1] >= low && t[1] <= high {
			ps = append(ps, [2]int{int(math.Round(t[0])), int(math.Round(t[1]))})
		}
	}
	if len(ps) == 0 {
		return part{}, false
	}
	p.move(ps)
	return part{kind: 1, geometry: p.out}, true
}

// pen writes geometry commands (MVT 2.1, section 4.3).
type pen struct {
	at  [2]int
	out []uint32
}

func (p *pen) move(ps [][2]int) {
	p.out = append(p.out, uint32(1|len(ps)<<3))
	p.deltas(ps)
}

func (p *pen) path(ps [][2]int, closed bool) {
	p.move(ps[:1])
	p.out = append(p.out, uint32(2|(len(ps)-1)<<3))
	p.deltas(ps[1:])
	if closed {
		p.out = append(p.out, 7|1<<3)
	}
}

func (p *pen) deltas(ps [][2]int) {
	for _, q := range ps {
		for k := range 2 {
			d := int32(q[k] - p.at[k])
			p.out = append(p.out, uint32(d<<1)^uint32(d>>31))
		}
		p.at = q
	}
}

// fit keeps the largest features when all together would exceed the cap, in the order given.
func (py *Pyramid) fit(parts []part) []part {
	total := 0
	for _, p := range parts {
		total += py.weight(p)
	}
	if total <= py.options.Cap {
		return parts
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := py.features[parts[a].item].size, py.features[parts[b].item].size
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	keep, left := make([]bool, len(parts)), py.options.Cap
	for _, i := range order {
		if left -= py.weight(parts[i]); left < 0 {
			break
		}
		keep[i] = true
	}
	var out []part
	for i, p := range parts {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// weight is an upper estimate of the bytes of a feature, values counted as if nobody shared them.
func (py *Pyramid) weight(p part) int {
	n := 24
	for _, g := range p.geometry {
		n += varintLen(uint64(g))
	}
	for _, v := range py.features[p.item].props {
		n += 8
		if s, ok := v.value.(string); ok {
			n += len(s)
		} else {
			n += 9
		}
	}
	return n
}

func varintLen(v uint64) int {
	n := 1
	for ; v >= 0x80; v >>= 7 {
		n++
	}
	return n
}

// assemble writes the layer with its tables of names and values.
func (py *Pyramid) assemble(parts []part) []byte {
	keys, values := table{}, table{}
	var features []byte
	for _, p := range parts {
		f := &py.features[p.item]
		var tags []uint32
		for _, v := range f.props {
			if enc := value(v.value); enc != nil {
				tags = append(tags, keys.index([]byte(v.name)), values.index(enc))
			}
		}
		b := field(nil, 1, uint64(p.item+1))
		b = bytesField(b, 2, packed(tags))
		b = field(b, 3, p.kind)
		b = bytesField(b, 4, packed(p.geometry))
		features = bytesField(features, 2, b)
	}
	out := bytesField(nil, 1, []byte(py.options.Name))
	out = append(out, features...)
	for _, k := range keys.list {
		out = bytesField(out, 3, k)
	}
	for _, v := range values.list {
		out = bytesField(out, 4, v)
	}
	out = field(out, 5, Extent)
	out = field(out, 15, 2)
	return bytesField(nil, 3, out)
}

// table numbers distinct byte strings in order of appearance.
type table struct {
	list [][]byte
	at   map[string]uint32
}

func (t *table) index(b []byte) uint32 {
	if i, ok := t.at[string(b)]; ok {
		return i
	}
	if t.at == nil {
		t.at = map[string]uint32{}
	}
	i := uint32(len(t.list))
	t.at[string(b)] = i
	t.list = append(t.list, b)
	return i
}

// value encodes a property; nil for kinds that a tile cannot hold.
func value(v any) []byte {
	switch v := v.(type) {
	case string:
		return bytesField(nil, 1, []byte(v))
	case json.Number:
		return bytesField(nil, 1, []byte(v))
	case time.Time:
		return bytesField(nil, 1, []byte(v.UTC().Format(time.RFC3339)))
	case float64:
		return binary.LittleEndian.AppendUint64([]byte{3<<3 | 1}, math.Float64bits(v))
	case int:
		return field(nil, 6, uint64(v<<1)^uint64(v>>63))
	case int64:
		return field(nil, 6, uint64(v<<1)^uint64(v>>63))
	case bool:
		if v {
			return field(nil, 7, 1)
		}
		return field(nil, 7, 0)
	}
	return nil
}

func field(b []byte, n int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(n)<<3), v)
}

func bytesField(b []byte, n int, v []byte) []byte {
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(n)<<3|2), uint64(len(v)))
	return append(b, v...)
}

func packed(vs []uint32) []byte {
	var b []byte
	for _, v := range vs {
		b = binary.AppendUvarint(b, uint64(v))
	}
	return b
}
