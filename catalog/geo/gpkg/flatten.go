package gpkg

import (
	"encoding/binary"

	"honglinh/catalog/text/notice"
)

// deepest bounds nested collections, as package shape does.
const deepest = 16

// flatten copies WKB without Z and M, which orb cannot read, and tells what was left out.
func flatten(b []byte) (out []byte, dropped string, err error) {
	f := &flattener{in: b}
	if err := f.geometry(0); err != nil {
		return nil, "", err
	}
	return f.out, f.dropped, nil
}

type flattener struct {
	in, out []byte
	order   binary.ByteOrder
	dropped string
}

func (f *flattener) take(n int) ([]byte, error) {
	if n > len(f.in) {
		return nil, errCut
	}
	b := f.in[:n]
	f.in = f.in[n:]
	return b, nil
}

// count reads a number of things that take at least size bytes each.
func (f *flattener) count(size int) (int, error) {
	b, err := f.take(4)
	if err != nil {
		return 0, err
	}
	n := int(f.order.Uint32(b))
	if n > len(f.in)/size {
		return 0, notice.Of("geopackage-geometry.parts", n, len(f.in)).Because(ErrBlob)
	}
	f.out = append(f.out, b...)
	return n, nil
}

func (f *flattener) geometry(depth int) error {
	if depth > deepest {
		return notice.Of("geopackage-geometry.deep", deepest).Because(ErrBlob)
	}
	head, err := f.take(5)
	if err != nil {
		return err
	}
	f.order = binary.BigEndian
	if head[0] == 1 {
		f.order = binary.LittleEndian
	}
	kind := f.order.Uint32(head[1:])
	high := (kind & 0x0fffffff) / 1000
	z, m := high == 1 || high == 3 || kind&(1<<31) != 0, high == 2 || high == 3 || kind&(1<<30) != 0
	kind = (kind & 0x0fffffff) % 1000
	dims := 2
	if z {
		dims++
		f.dropped = "Z"
	}
	if m {
		dims++
		f.dropped = map[bool]string{true: "ZM", false: "M"}[z]
	}
	f.out = append(f.out, head[0])
	var k [4]byte
	f.order.PutUint32(k[:], kind)
	f.out = append(f.out, k[:]...)
	return f.body(kind, dims, depth)
}

func (f *flattener) body(kind uint32, dims, depth int) error {
	switch kind {
	case 1:
		return f.points(1, dims)
	case 2:
		return f.run(dims)
	case 3:
		n, err := f.count(4)
		for i := 0; i < n && err == nil; i++ {
			err = f.run(dims)
		}
		return err
	case 4, 5, 6, 7:
		n, err := f.count(5)
		for i := 0; i < n && err == nil; i++ {
			err = f.geometry(depth + 1)
		}
		return err
	}
	return notice.Of("geopackage-geometry.type", kind).Because(ErrBlob)
}

func (f *flattener) run(dims int) error {
	n, err := f.count(8 * dims)
	if err != nil {
		return err
	}
	return f.points(n, dims)
}

func (f *flattener) points(n, dims int) error {
	for range n {
		b, err := f.take(8 * dims)
		if err != nil {
			return err
		}
		f.out = append(f.out, b[:16]...)
	}
	return nil
}
