package sdf_test

import (
	"encoding/binary"
	"image"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	letters "honglinh/datasets/font"
	"honglinh/datasets/font/sdf"
)

// read takes a protocol buffer apart: numbers and bytes by tag.
func read(t *testing.T, b []byte) (numbers map[int]uint64, fields map[int][][]byte) {
	t.Helper()
	numbers, fields = map[int]uint64{}, map[int][][]byte{}
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		if n <= 0 {
			t.Fatal("a key is cut")
		}
		v, m := binary.Uvarint(b[n:])
		if m <= 0 {
			t.Fatal("a value is cut")
		}
		b = b[n+m:]
		if key&7 == 0 {
			numbers[int(key>>3)] = v
			continue
		}
		fields[int(key>>3)] = append(fields[int(key>>3)], b[:v])
		b = b[v:]
	}
	return numbers, fields
}

type letter struct{ width, height, left, top, advance int }

func lettersOf(t *testing.T, b []byte) (name, span string, all map[rune]letter, pictures map[rune][]byte) {
	t.Helper()
	_, doc := read(t, b)
	_, stack := read(t, doc[1][0])
	all, pictures = map[rune]letter{}, map[rune][]byte{}
	back := func(v uint64) int { return int(v>>1) ^ -int(v&1) }
	for _, g := range stack[3] {
		n, f := read(t, g)
		r := rune(n[1])
		all[r] = letter{int(n[3]), int(n[4]), back(n[5]), back(n[6]), int(n[7])}
		if len(f[2]) > 0 {
			pictures[r] = f[2][0]
		}
	}
	return string(stack[1][0]), string(stack[2][0]), all, pictures
}

func face(t *testing.T) *sdf.Face {
	t.Helper()
	f, err := sdf.Parse("Be Vietnam Pro", letters.Regular())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEveryLetterOfVietnameseIsThere(t *testing.T) {
	f := face(t)
	have := map[rune]letter{}
	for _, from := range []rune{0, 256, 7680} {
		b, err := f.Range(from)
		if err != nil {
			t.Fatal(err)
		}
		name, _, all, pictures := lettersOf(t, b)
		if name != "Be Vietnam Pro" {
			t.Errorf("the stack is called %q", name)
		}
		for r, l := range all {
			have[r] = l
			if got, want := len(pictures[r]), (l.width+6)*(l.height+6); l.width > 0 && got != want {
				t.Errorf("%c: %d pixels, want %d", r, got, want)
			}
		}
	}
	for _, r := range "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYaăâbcdđeêghiklmnoôơpqrstuưvxyẠẢÃÀÁẬẨẪẦẤẶẲẴẰẮẸẺẼÈÉỆỂỄỀẾỊỈĨÌÍỌỎÕÒÓỘỔỖỒỐỢỞỠỜỚỤỦŨÙÚỰỬỮỪỨỴỶỸỲÝạảãàáậẩẫầấặẳẵằắẹẻẽèéệểễềếịỉĩìíọỏõòóộổỗồốợởỡờớụủũùúựửữừứỵỷỹỳý0123456789 " {
		if _, ok := have[r]; !ok {
			t.Errorf("%c is missing", r)
		}
	}
	if l := have[' ']; l.width != 0 || l.advance == 0 {
		t.Errorf("a space has no picture and moves on: %+v", l)
	}
}

// What lies inside of a letter by the distances is what another rasteriser paints.
func TestTheDistancesAreThoseOfTheLetter(t *testing.T) {
	parsed, err := opentype.Parse(letters.Regular())
	if err != nil {
		t.Fatal(err)
	}
	painter, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 24, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		t.Fatal(err)
	}
	f := face(t)
	for _, r := range "AQ8gẫỡĐ%" {
		b, err := f.Range(r &^ 255)
		if err != nil {
			t.Fatal(err)
		}
		_, _, all, pictures := lettersOf(t, b)
		l := all[r]
		dr, mask, at, advance, ok := painter.Glyph(fixed.Point26_6{}, r)
		if !ok {
			t.Fatal(r)
		}
		if l.advance != advance.Round() {
			t.Errorf("%c moves on by %d, want %d", r, l.advance, advance.Round())
		}
		wrong, pixels := 0, 0
		for y := dr.Min.Y; y < dr.Max.Y; y++ {
			for x := dr.Min.X; x < dr.Max.X; x++ {
				_, _, _, a := mask.At(at.X+x-dr.Min.X, at.Y+y-dr.Min.Y).RGBA()
				i, j := x-l.left+3, y+l.top+26+3 // the format counts heights upwards from 26 above the line
				if !(image.Point{i, j}).In(image.Rect(0, 0, l.width+6, l.height+6)) {
					if a > 0x4000 {
						wrong++
					}
					continue
				}
				d := pictures[r][j*(l.width+6)+i]
				pixels++
				if a > 0xc000 && d < 191 || a < 0x3000 && d > 191 {
					wrong++
				}
			}
		}
		if wrong > 0 || pixels < 50 {
			t.Errorf("%c: %d of %d pixels are on the other side", r, wrong, pixels)
		}
	}
}

func TestARangeThatTheFontLacksIsEmpty(t *testing.T) {
	b, err := face(t).Range(0x4e00)
	if err != nil {
		t.Fatal(err)
	}
	if _, span, all, _ := lettersOf(t, b); len(all) != 0 || span != "19968-20223" {
		t.Errorf("got %d letters of %q", len(all), span)
	}
}

func BenchmarkRange(b *testing.B) {
	f, err := sdf.Parse("x", letters.Regular())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := f.Range(7680); err != nil {
			b.Fatal(err)
		}
	}
}
