package analysis

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
)

var (
	_ encoding.BinaryMarshaler   = (*Restorer)(nil)
	_ encoding.BinaryUnmarshaler = (*Restorer)(nil)
)

// restorerMagic names the format and its version.
const restorerMagic = "HLREST1\n"

// ErrRestorer says that bytes are not a restorer of this version, or are damaged. The cure
// is to build it again from the texts.
var ErrRestorer = errors.New("not a stored diacritic restorer")

// MarshalBinary writes the restorer: the magic, the syllables with their counts, then the
// pairs as differences with their counts, all numbers as varints.
func (r *Restorer) MarshalBinary() ([]byte, error) {
	out := make([]byte, 0, 16+12*len(r.terms)+4*len(r.pairs))
	out = append(out, restorerMagic...)
	out = binary.AppendUvarint(out, uint64(len(r.terms)))
	for _, t := range r.terms {
		out = binary.AppendUvarint(out, uint64(len(t.text)))
		out = append(out, t.text...)
		out = binary.AppendUvarint(out, t.count)
	}
	out = binary.AppendUvarint(out, uint64(len(r.pairs)))
	last := uint32(0)
	for i, p := range r.pairs {
		out = binary.AppendUvarint(out, uint64(p-last))
		out = binary.AppendUvarint(out, uint64(r.counts[i]))
		last = p
	}
	return out, nil
}

// UnmarshalBinary reads what [Restorer.MarshalBinary] wrote. The error is [ErrRestorer].
func (r *Restorer) UnmarshalBinary(b []byte) error {
	if len(b) < len(restorerMagic) || string(b[:len(restorerMagic)]) != restorerMagic {
		return fmt.Errorf("%w: it begins otherwise", ErrRestorer)
	}
	d := varints{b: b[len(restorerMagic):]}
	var read Restorer
	read.readTerms(&d)
	read.readPairs(&d)
	if d.bad || len(d.b) != 0 {
		return fmt.Errorf("%w: damaged", ErrRestorer)
	}
	read.finish()
	*r = read
	return nil
}

func (r *Restorer) readTerms(d *varints) {
	n := d.next(min(maxTerms, uint64(len(d.b))))
	r.terms = make([]term, 0, n)
	for range n {
		text := d.text(d.next(4 * maxLetters))
		count := d.next(1 << 62)
		if len(r.terms) > 0 && r.terms[len(r.terms)-1].text >= text {
			d.bad = true
		}
		r.terms = append(r.terms, term{text, count})
	}
}

func (r *Restorer) readPairs(d *varints) {
	n := d.next(min(2*maxPairs, uint64(len(d.b))))
	r.pairs, r.counts = make([]uint32, 0, n), make([]uint32, 0, n)
	last := uint64(0)
	for i := range n {
		step := d.next(1<<32 - 1)
		last += step
		if i > 0 && step == 0 || last > 1<<32-1 ||
			int(last>>16) >= len(r.terms) || int(last&0xFFFF) >= len(r.terms) {
			d.bad = true
			return
		}
		count := d.next(1<<32 - 1)
		if count == 0 {
			d.bad = true
			return
		}
		r.pairs, r.counts = append(r.pairs, uint32(last)), append(r.counts, uint32(count))
	}
}

// varints reads numbers until one is wrong.
type varints struct {
	b   []byte
	bad bool
}

func (d *varints) next(limit uint64) uint64 {
	v, n := binary.Uvarint(d.b)
	if d.bad || n <= 0 || v > limit {
		d.bad = true
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *varints) text(n uint64) string {
	if d.bad || uint64(len(d.b)) < n {
		d.bad = true
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}
