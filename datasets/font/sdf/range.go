package sdf

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Measures of the format: readers take them for granted.
const (
	size     = 24  // pixels of an em
	buffer   = 3   // pixels around a letter
	radius   = 8.0 // pixels from which a distance is told no more
	cutoff   = 0.25
	ascender = 26 // readers count the height of a letter from here, so that capitals of 17 pixels stand in the middle of a line
)

// Span is the number of letters of a range, Last the start of the last one.
const (
	Span = 256
	Last = 65280
)

// Face is a font to take letters from. It is safe for use by many goroutines.
type Face struct {
	name string
	font *sfnt.Font
}

// Parse reads a TrueType or OpenType file; name is that of the font stack.
func Parse(name string, file []byte) (*Face, error) {
	f, err := sfnt.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return &Face{name, f}, nil
}

// Range is the letters from a code point, a multiple of Span, on: those that the font lacks are left out.
func (f *Face) Range(from rune) ([]byte, error) {
	var stack []byte
	stack = text(stack, 1, f.name)
	stack = text(stack, 2, fmt.Sprintf("%d-%d", from, from+Span-1))
	var b sfnt.Buffer
	for r := from; r < from+Span; r++ {
		g, ok, err := f.glyph(&b, r)
		if err != nil {
			return nil, fmt.Errorf("font %s, U+%04X: %w", f.name, r, err)
		}
		if ok {
			stack = field(stack, 3, g)
		}
	}
	return field(nil, 1, stack), nil
}

// fine is by how much larger than size outlines are read, since the library rounds to a 64th of a pixel.
const fine = 16

// glyph is one letter; false when the font has none.
func (f *Face) glyph(b *sfnt.Buffer, r rune) ([]byte, bool, error) {
	i, err := f.font.GlyphIndex(b, r)
	if err != nil || i == 0 {
		return nil, false, err
	}
	advance, err := f.font.GlyphAdvance(b, i, fixed.I(size), font.HintingNone)
	if err != nil {
		return nil, false, err
	}
	segments, err := f.font.LoadGlyph(b, i, fixed.I(size*fine), nil)
	if err != nil {
		return nil, false, err
	}
	o := outlineOf(segments)
	var out []byte
	out = number(out, 1, uint64(r))
	x, y, w, h := o.box()
	if w > 0 && h > 0 {
		out = field(out, 2, o.distances(x-buffer, y-buffer, w+2*buffer, h+2*buffer))
	}
	out = number(out, 3, uint64(w))
	out = number(out, 4, uint64(h))
	out = number(out, 5, zigzag(x))
	out = number(out, 6, zigzag(-y-ascender)) // y grows downwards from the line that letters stand on
	return number(out, 7, uint64(advance.Round())), true, nil
}

// The parts of a protocol buffer that the format needs.
func number(b []byte, tag int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(tag)<<3), v)
}

func field(b []byte, tag int, v []byte) []byte {
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(tag)<<3|2), uint64(len(v)))
	return append(b, v...)
}

func text(b []byte, tag int, v string) []byte { return field(b, tag, []byte(v)) }

func zigzag(v int) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }
