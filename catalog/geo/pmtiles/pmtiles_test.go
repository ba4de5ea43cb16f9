package pmtiles

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
)

func TestTileIDsAreThoseOfTheSpecification(t *testing.T) {
	// The examples of the specification, section 4.1.
	for at, want := range map[[3]uint32]uint64{{0, 0, 0}: 0, {1, 0, 0}: 1, {1, 0, 1}: 2, {1, 1, 1}: 3, {1, 1, 0}: 4, {2, 0, 0}: 5, {12, 3423, 1763}: 19078479} {
		if got := tileID(uint8(at[0]), at[1], at[2]); got != want {
			t.Errorf("%v is %d, want %d", at, got, want)
		}
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	for _, n := range []uint32{4, 200} { // 200 squared does not fit into one directory
		w := Writer{Header: Header{Type: MVT, MinZoom: 3, MaxZoom: 10, Bound: orb.Bound{Min: orb.Point{105, 18}, Max: orb.Point{106, 19}}}, Metadata: map[string]any{"name": "x"}}
		body := func(x, y uint32) []byte {
			if x%7 == 0 {
				return []byte("the same")
			}
			return fmt.Appendf(nil, "tile %d %d", x, y)
		}
		for x := range n {
			for y := range n {
				w.Add(10, x, y, body(x, y))
			}
		}
		b, err := w.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		a, err := Open(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		for x := range n {
			for y := range n {
				if got, err := a.Unpacked(10, x, y); err != nil || !bytes.Equal(got, body(x, y)) {
					t.Fatalf("%d of %d/%d: %q, %v", n, x, y, got, err)
				}
			}
		}
		if got, err := a.Unpacked(10, n+1, 3); err != nil || got != nil {
			t.Errorf("a tile that is not there: %q, %v", got, err)
		}
		if m, err := a.Metadata(); err != nil || m["name"] != "x" || a.Bound.Max != (orb.Point{106, 19}) {
			t.Errorf("metadata %v, bound %v, %v", m, a.Bound, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	w := Writer{Header: Header{Type: MVT, MaxZoom: 2}}
	w.Add(1, 0, 0, []byte("a"))
	w.Add(2, 3, 1, []byte("b"))
	b, err := w.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("PMTiles\x03"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		a, err := Open(bytes.NewReader(b))
		if err != nil {
			return
		}
		_, _ = a.Unpacked(2, 3, 1)
		_, _ = a.Metadata()
	})
}
