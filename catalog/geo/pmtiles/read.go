package pmtiles

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// Archive answers for tiles. It is safe for use by many goroutines.
type Archive struct {
	Header
	from io.ReaderAt
	root []entry

	mu     sync.Mutex
	leaves map[uint64][]entry
}

// mostKept bounds the leaf directories in memory.
const mostKept = 64

// Open reads the header and the root directory. Faults: ErrFormat, ErrTooLarge, and those of reading.
func Open(from io.ReaderAt) (*Archive, error) {
	b := make([]byte, headerLength)
	if _, err := from.ReadAt(b, 0); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	h, err := readHeader(b)
	if err != nil {
		return nil, err
	}
	a := &Archive{Header: h, from: from, leaves: map[uint64][]entry{}}
	a.root, err = a.directory(h.root)
	return a, err
}

func (a *Archive) read(s section) ([]byte, error) {
	b := make([]byte, s.length)
	if _, err := a.from.ReadAt(b, int64(s.offset)); err != nil {
		return nil, fmt.Errorf("reading %d bytes at %d: %w", s.length, s.offset, err)
	}
	return b, nil
}

func (a *Archive) directory(s section) ([]entry, error) {
	b, err := a.read(s)
	if err != nil {
		return nil, err
	}
	if b, err = unpack(b, a.inner, MostDirectory); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	entries, err := readDirectory(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return entries, nil
}

// Metadata is what the maker says of the archive.
func (a *Archive) Metadata() (map[string]any, error) {
	out := map[string]any{}
	if a.meta.length == 0 {
		return out, nil
	}
	b, err := a.read(a.meta)
	if err != nil {
		return nil, err
	}
	if b, err = unpack(b, a.inner, MostDirectory); err != nil {
		return nil, err
	}
	return out, json.Unmarshal(b, &out)
}

// Tile is a tile as it is stored and whether it is packed with gzip; nil where there is none.
func (a *Archive) Tile(z uint8, x, y uint32) (data []byte, packed bool, err error) {
	if z > deepest || uint64(x) >= 1<<z || uint64(y) >= 1<<z || z < a.MinZoom || z > a.MaxZoom {
		return nil, false, nil
	}
	id, entries := tileID(z, x, y), a.root
	for range mostLeaves {
		e, ok := find(entries, id)
		switch {
		case !ok:
			return nil, false, nil
		case e.run > 0:
			if e.length > MostTile {
				return nil, false, ErrTooLarge
			}
			data, err = a.read(section{a.tiles.offset + e.offset, uint64(e.length)})
			return data, a.packed == gzipped, err
		}
		if entries, err = a.leaf(section{a.leavesAt() + e.offset, uint64(e.length)}); err != nil {
			return nil, false, err
		}
	}
	return nil, false, fmt.Errorf("%w: directories more than %d deep", ErrFormat, mostLeaves)
}

func (a *Archive) leavesAt() uint64 { return a.Header.leaves.offset }

func (a *Archive) leaf(s section) ([]entry, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if e, ok := a.leaves[s.offset]; ok {
		return e, nil
	}
	if s.length > MostDirectory {
		return nil, ErrTooLarge
	}
	e, err := a.directory(s)
	if err != nil {
		return nil, err
	}
	if len(a.leaves) >= mostKept {
		clear(a.leaves)
	}
	a.leaves[s.offset] = e
	return e, nil
}

// Unpacked is a tile's bytes without compression; nil where there is none.
func (a *Archive) Unpacked(z uint8, x, y uint32) ([]byte, error) {
	b, packed, err := a.Tile(z, x, y)
	if err != nil || !packed {
		return b, err
	}
	return unpack(b, gzipped, MostTile)
}
