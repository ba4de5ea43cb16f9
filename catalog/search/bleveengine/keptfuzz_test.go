package bleveengine

import (
	"encoding/binary"
	"hash/crc32"
	"testing"

	"honglinh/catalog/search"
)

// FuzzKept reads files of columns that anybody may have written, with a checksum that fits.
func FuzzKept(f *testing.F) {
	e, err := Create("")
	if err != nil {
		f.Fatal(err)
	}
	capital := 3.5
	docs := []search.Document{{ID: "a/1", Codes: map[search.Column][]string{search.KindColumn: {"a", "b"}}, Capital: &capital}, {ID: "a/2", SortTitle: "hai"}}
	if err := e.Apply(f.Context(), search.Batch{Seq: 3, Put: docs}); err != nil {
		f.Fatal(err)
	}
	whole, err := e.encode()
	if err != nil {
		f.Fatal(err)
	}
	if c, ok := decodeKept(whole, e.notes); !ok || len(c.ids) != 2 {
		f.Fatal("what was written is not read")
	}
	of := e.notes
	if err := e.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(whole[:len(whole)-4])
	f.Add([]byte(keptMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		raw := binary.LittleEndian.AppendUint32(b[:len(b):len(b)], crc32.Checksum(b, castagnoli))
		c, ok := decodeKept(raw, of)
		if !ok {
			return
		}
		for n := range c.ids { // a row that is taken can be read
			_ = c.row(uint32(n))
		}
	})
}
