package pmtiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"sort"
)

// entry is a run of tiles with the same bytes, or with run 0 a directory of those from id on.
type entry struct {
	id     uint64
	offset uint64
	length uint32
	run    uint32
}

func writeDirectory(entries []entry) []byte {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			b = binary.AppendUvarint(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, e.offset+1)
	}
	return pack(b)
}

var errDirectory = errors.New("a directory ends too early or holds what cannot be")

func readDirectory(b []byte) ([]entry, error) {
	bad := false
	next := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			bad = true
			return 0
		}
		b = b[n:]
		return v
	}
	n := next()
	if bad || n > uint64(len(b)) { // an entry takes four bytes at least
		return nil, errDirectory
	}
	out := make([]entry, n)
	last := uint64(0)
	for i := range out {
		last += next()
		out[i].id = last
	}
	for i := range out {
		out[i].run = uint32(next())
	}
	for i := range out {
		out[i].length = uint32(next())
	}
	for i := range out {
		if v := next(); v > 0 {
			out[i].offset = v - 1
		} else if i > 0 {
			out[i].offset = out[i-1].offset + uint64(out[i-1].length)
		}
	}
	if bad {
		return nil, errDirectory
	}
	return out, nil
}

// find is the entry that holds a tile or leads to it.
func find(entries []entry, id uint64) (entry, bool) {
	i := sort.Search(len(entries), func(i int) bool { return entries[i].id > id }) - 1
	if i < 0 {
		return entry{}, false
	}
	e := entries[i]
	return e, e.run == 0 || id < e.id+uint64(e.run)
}

// pack compresses with gzip; the same bytes give the same bytes.
func pack(b []byte) []byte {
	var p packer
	return p.pack(b)
}

// packer keeps what a compressor is made of, which is much, from one tile to the next.
type packer struct{ w *gzip.Writer }

func (p *packer) pack(b []byte) []byte {
	var out bytes.Buffer
	if p.w == nil {
		p.w, _ = gzip.NewWriterLevel(&out, gzip.BestCompression)
	}
	p.w.Reset(&out)
	p.w.Write(b) // to memory: neither fails
	p.w.Close()
	return out.Bytes()
}

func unpack(b []byte, how uint8, most int64) ([]byte, error) {
	if how == plain {
		return b, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(out)) > most {
		err = ErrTooLarge
	}
	return out, err
}
