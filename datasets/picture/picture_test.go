package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/bits"
	"strings"
	"testing"

	"honglinh/catalog"
)

// scene is a picture with something to see: no two sides are alike.
func scene(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.RGBA{uint8(255 * x / w), uint8(255 * y / h), uint8((x * y) % 251), 255})
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a block that says when, where and how turned: 14:05 on 2 November 2026,
// 18°31′30″ N 105°42′0″ E.
func exif(turn uint16) []byte {
	le := binary.LittleEndian
	var b bytes.Buffer
	b.WriteString("II*\x00")
	binary.Write(&b, le, uint32(8))
	entry := func(tag, typ uint16, n, value uint32) {
		binary.Write(&b, le, tag)
		binary.Write(&b, le, typ)
		binary.Write(&b, le, n)
		binary.Write(&b, le, value)
	}
	const sub, gps = 8 + 2 + 3*12 + 4, 8 + 2 + 3*12 + 4 + 2 + 12 + 4
	const date = gps + 2 + 4*12 + 4
	const lat, lon = date + 20, date + 20 + 24
	binary.Write(&b, le, uint16(3))
	entry(0x0112, 3, 1, uint32(turn))
	entry(0x8769, 4, 1, sub)
	entry(0x8825, 4, 1, gps)
	binary.Write(&b, le, uint32(0))
	binary.Write(&b, le, uint16(1))
	entry(0x9003, 2, 20, date)
	binary.Write(&b, le, uint32(0))
	binary.Write(&b, le, uint16(4))
	entry(1, 2, 2, uint32('N'))
	entry(2, 5, 3, lat)
	entry(3, 2, 2, uint32('E'))
	entry(4, 5, 3, lon)
	binary.Write(&b, le, uint32(0))
	b.WriteString("2026:11:02 14:05:00\x00")
	for _, n := range []uint32{18, 1, 31, 1, 30, 1, 105, 1, 42, 1, 0, 1} {
		binary.Write(&b, le, n)
	}
	return b.Bytes()
}

// with puts EXIF into a JPEG, as cameras do.
func with(block, file []byte) []byte {
	app := append([]byte("Exif\x00\x00"), block...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, byte((len(app) + 2) >> 8), byte(len(app) + 2)}
	return append(append(head, app...), file[2:]...)
}

func TestWhatReadersGetCarriesThePictureAlone(t *testing.T) {
	var r Reader
	file := with(exif(6), asJPEG(t, scene(2400, 1200)))
	p, err := r.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if p.Said.Taken != "2026-11-02" || !p.Said.Placed || math.Abs(p.Said.Lat-18.525) > 1e-9 || math.Abs(p.Said.Lon-105.7) > 1e-9 {
		t.Errorf("the file proposes %+v", p.Said)
	}
	if p.Width != 1200 || p.Height != 2400 || p.Format != "jpeg" {
		t.Errorf("it stands %d × %d, %s", p.Width, p.Height, p.Format)
	}
	if len(p.Shown) != 3 {
		t.Fatalf("%d sizes", len(p.Shown))
	}
	for i, want := range []struct{ w, h int }{{480, 960}, {1024, 2048}, {1200, 2400}} {
		s := p.Shown[i]
		if s.Width != want.w || s.Height != want.h {
			t.Errorf("%s is %d × %d, want %d × %d", s.Name, s.Width, s.Height, want.w, want.h)
		}
		for _, secret := range []string{"Exif", "2026:11:02", "II*\x00"} {
			if bytes.Contains(s.JPEG, []byte(secret)) {
				t.Errorf("%s holds %q", s.Name, secret)
			}
		}
		for _, said := range markers(s.JPEG) {
			if said >= 0xe1 && said <= 0xef || said == 0xfe {
				t.Errorf("%s has a segment %x, where cameras write", s.Name, said)
			}
		}
		c, err := jpeg.DecodeConfig(bytes.NewReader(s.JPEG))
		if err != nil || c.Width != want.w || c.Height != want.h {
			t.Errorf("%s decodes to %d × %d, %v", s.Name, c.Width, c.Height, err)
		}
	}
	turned, err := jpeg.Decode(bytes.NewReader(p.Shown[0].JPEG))
	if err != nil {
		t.Fatal(err)
	}
	top, _, _, _ := turned.At(470, 10).RGBA()
	bottom, _, _, _ := turned.At(470, 950).RGBA()
	if top > bottom {
		t.Error("it is turned the wrong way: what was right is not below")
	}
}

// markers are the segments of a JPEG before its picture.
func markers(b []byte) []byte {
	var out []byte
	for i := 2; i+4 < len(b) && b[i] == 0xff && b[i+1] != 0xda; i += 2 + int(b[i+2])<<8 + int(b[i+3]) {
		out = append(out, b[i+1])
	}
	return out
}

func TestEveryWayToStandIsUpright(t *testing.T) {
	var r Reader
	for turn := uint16(1); turn <= 8; turn++ {
		// A corner is white in the file where the turn brings it to the top left.
		m := scene(64, 48)
		corner := map[uint16]image.Point{1: {0, 0}, 2: {32, 0}, 3: {32, 24}, 4: {0, 24}, 5: {0, 0}, 6: {0, 24}, 7: {32, 24}, 8: {32, 0}}[turn]
		for y := range 48 {
			for x := range 64 {
				c := color.RGBA{0, 0, 0, 255}
				if x >= corner.X && x < corner.X+32 && y >= corner.Y && y < corner.Y+24 {
					c = color.RGBA{255, 255, 255, 255}
				}
				m.Set(x, y, c)
			}
		}
		p, err := r.Read(with(exif(turn), asJPEG(t, m)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := jpeg.Decode(bytes.NewReader(p.Shown[0].JPEG))
		if err != nil {
			t.Fatal(err)
		}
		b := got.Bounds()
		light, _, _, _ := got.At(4, 4).RGBA()
		dark, _, _, _ := got.At(b.Dx()-5, b.Dy()-5).RGBA()
		if light < 0xc000 || dark > 0x4000 || (b.Dx() > b.Dy()) != (turn < 5) {
			t.Errorf("orientation %d: the white corner is not at the top left of %v", turn, b)
		}
	}
}

func TestPicturesThatLookAlikeHaveHashesThatAre(t *testing.T) {
	var r Reader
	read := func(b []byte) Picture {
		t.Helper()
		p, err := r.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	one := read(asJPEG(t, scene(1600, 900)))
	var b bytes.Buffer
	if err := png.Encode(&b, scene(800, 450)); err != nil {
		t.Fatal(err)
	}
	smaller := read(b.Bytes())
	other := image.NewRGBA(image.Rect(0, 0, 900, 900))
	for y := range 900 {
		for x := range 900 {
			other.Set(x, y, color.Gray{uint8(128 + 100*math.Sin(float64(x)/70)*math.Cos(float64(y)/50))})
		}
	}
	if d := bits.OnesCount64(one.Hash ^ smaller.Hash); d > 4 || one.SHA256 == smaller.SHA256 {
		t.Errorf("the same picture in another size and format differs by %d bits", d)
	}
	if d := bits.OnesCount64(one.Hash ^ read(asJPEG(t, other)).Hash); d < 12 {
		t.Errorf("another picture differs by %d bits only", d)
	}
}

func TestWhatIsSeenThroughStandsOnWhite(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	var r Reader
	p, err := r.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	m, err := jpeg.Decode(bytes.NewReader(p.Shown[0].JPEG))
	if err != nil {
		t.Fatal(err)
	}
	if c, _, _, _ := m.At(20, 20).RGBA(); c < 0xf000 || p.Shown[2].Width != 40 {
		t.Errorf("the ground is %x, the largest %d points wide", c, p.Shown[2].Width)
	}
}

// bomb is a small PNG that says it is vast.
func bomb(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 6, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func TestHostileFilesAreRefusedWithWhatToDo(t *testing.T) {
	tiny, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	moving := append([]byte("RIFF\x40\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x63\x00\x00\x63\x00\x00"), make([]byte, 40)...)
	var r Reader
	for name, c := range map[string]struct {
		file []byte
		kind catalog.FaultKind
		says string
	}{
		"200 MB":                            {make([]byte, 200<<20), catalog.TooLarge, "20 MB"},
		"a bomb of 60,000 × 60,000 points":  {bomb(60000, 60000), catalog.Invalid, "60000 × 60000"},
		"a bomb of 8,000 × 8,000 points":    {bomb(8000, 8000), catalog.Invalid, "40"},
		"a bomb of 2,147,483,647 × 1":       {bomb(1<<31-1, 1), catalog.Invalid, ""},
		"an SVG with a script":              {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), catalog.Invalid, "SVG"},
		"an SVG behind a byte order mark":   {[]byte("\ufeff <svg onload=\"x()\"/>"), catalog.Invalid, "SVG"},
		"HTML that is called a picture":     {[]byte("<!doctype html><script>x</script>"), catalog.Invalid, "HTML"},
		"HEIC":                              {append([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), make([]byte, 100)...), catalog.Invalid, "HEIC"},
		"AVIF":                              {append([]byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00"), make([]byte, 100)...), catalog.Invalid, "JPEG"},
		"GIF":                               {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), catalog.Invalid, "WebP"},
		"nothing":                           {nil, catalog.Invalid, "empty"},
		"a JPEG that ends":                  {asJPEG(t, scene(100, 100))[:700], catalog.Invalid, "damaged"},
		"a PNG without points":              {bomb(100, 100), catalog.Invalid, "damaged"},
		"a WebP of one point":               {tiny, catalog.Invalid, "16"},
		"a WebP that moves":                 {moving, catalog.Invalid, "Animated"},
		"a program":                         {append([]byte("MZ"), make([]byte, 600)...), catalog.Invalid, "JPEG"},
		"a JPEG with EXIF cut off, damaged": {with(exif(1)[:30], asJPEG(t, scene(100, 100))[:40]), catalog.Invalid, ""},
	} {
		_, err := r.Read(c.file)
		if catalog.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBrokenWordsOfAFileProposeNothing(t *testing.T) {
	var r Reader
	for _, cut := range []int{4, 9, 20, 60, 100, 130} {
		p, err := r.Read(with(exif(3)[:cut], asJPEG(t, scene(64, 64))))
		if err != nil || len(p.Shown) != 3 {
			t.Errorf("EXIF cut at %d: %v", cut, err)
		}
	}
}

func FuzzAPictureIsReadOrRefused(f *testing.F) {
	f.Add(asJPEG(f, scene(20, 20)))
	f.Add(with(exif(6), asJPEG(f, scene(20, 20))))
	f.Add(bomb(100, 100))
	f.Fuzz(func(t *testing.T, b []byte) {
		var r Reader
		p, err := r.Read(b)
		if err != nil && catalog.KindOf(err) != catalog.Invalid && catalog.KindOf(err) != catalog.TooLarge {
			t.Errorf("%v", err)
		}
		if err == nil && len(p.Shown) != len(Sizes()) {
			t.Error("sizes are missing")
		}
	})
}
