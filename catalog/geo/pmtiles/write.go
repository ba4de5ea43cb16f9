package pmtiles

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"
)

// Writer collects tiles in memory. The same tiles in any order give the same bytes.
type Writer struct {
	Header   Header // Type, zooms, bound and centre
	Metadata map[string]any

	tiles []tile
	held  map[[32]byte][]byte
	gzip  packer
}

type tile struct {
	id  uint64
	sum [32]byte
}

// Add takes a tile. Vector tiles are compressed; an empty tile is none.
func (w *Writer) Add(z uint8, x, y uint32, data []byte) {
	if len(data) == 0 {
		return
	}
	if w.held == nil {
		w.held = map[[32]byte][]byte{}
	}
	sum := sha256.Sum256(data)
	if _, ok := w.held[sum]; !ok {
		if w.Header.Type == MVT {
			data = w.gzip.pack(data)
		}
		w.held[sum] = data
	}
	w.tiles = append(w.tiles, tile{tileID(z, x, y), sum})
}

// Len is the number of tiles.
func (w *Writer) Len() int { return len(w.tiles) }

// rootRoom is what the header and the root directory may take together, so that one read gets both.
const rootRoom = 16 << 10

// Bytes is the archive.
func (w *Writer) Bytes() ([]byte, error) {
	slices.SortFunc(w.tiles, func(a, b tile) int { return cmp.Compare(a.id, b.id) })
	var data bytes.Buffer
	at := map[[32]byte]uint64{}
	var entries []entry
	for i, t := range w.tiles {
		if i > 0 && t.id == w.tiles[i-1].id {
			continue
		}
		body := w.held[t.sum]
		offset, ok := at[t.sum]
		if !ok {
			offset = uint64(data.Len())
			at[t.sum] = offset
			data.Write(body)
		}
		if n := len(entries); n > 0 && entries[n-1].offset == offset && entries[n-1].id+uint64(entries[n-1].run) == t.id {
			entries[n-1].run++
			continue
		}
		entries = append(entries, entry{t.id, offset, uint32(len(body)), 1})
	}
	meta, err := json.Marshal(w.Metadata)
	if err != nil {
		return nil, err
	}
	meta = pack(meta)
	root, leaves := directories(entries)
	h := w.Header
	h.inner, h.packed = gzipped, plain
	if h.Type == MVT {
		h.packed = gzipped
	}
	h.addressed, h.entries, h.contents = uint64(len(w.tiles)), uint64(len(entries)), uint64(len(at))
	h.root = section{headerLength, uint64(len(root))}
	h.meta = section{h.root.offset + h.root.length, uint64(len(meta))}
	h.leaves = section{h.meta.offset + h.meta.length, uint64(len(leaves))}
	h.tiles = section{h.leaves.offset + h.leaves.length, uint64(data.Len())}
	return slices.Concat(h.bytes(), root, meta, leaves, data.Bytes()), nil
}

// directories puts all entries into the root, or where they do not fit, into leaves that the root lists.
func directories(entries []entry) (root, leaves []byte) {
	if root = writeDirectory(entries); len(root) <= rootRoom-headerLength {
		return root, nil
	}
	for size := 4096; ; size *= 2 {
		var top []entry
		leaves = nil
		for part := range slices.Chunk(entries, size) {
			b := writeDirectory(part)
			top = append(top, entry{part[0].id, uint64(len(leaves)), uint32(len(b)), 0})
			leaves = append(leaves, b...)
		}
		if root = writeDirectory(top); len(root) <= rootRoom-headerLength {
			return root, leaves
		}
	}
}
