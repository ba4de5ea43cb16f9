package frame

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"strconv"
	"strings"
	"testing"

	qr "github.com/piglig/go-qr"
)

func TestACodeHasItsThreeFindersInsideTheQuietZone(t *testing.T) {
	code := qrOf("https://honglinh.example/vi/opportunity/ccn-nam-hong")
	far := code.Size - quietZone - 7
	for _, run := range []string{
		"M4 4h7v1", "M4 10h7v1", // the finder at the top left, seven modules wide
	} {
		if !strings.Contains(code.Path, run) {
			t.Errorf("no %s in %s", run, code.Path[:120])
		}
	}
	for _, run := range []string{"M4 %dh7v1", "M%d 4h7v1"} {
		if want := strings.ReplaceAll(run, "%d", strconv.Itoa(far)); !strings.Contains(code.Path, want) {
			t.Errorf("no %s", want)
		}
	}
	if long := qrOf("https://honglinh.example/?q=" + strings.Repeat("x", maxQR)); long.Size != 0 {
		t.Errorf("an address too long has a code of %d modules", long.Size)
	}
}

func TestACodeIsReadAsItsAddress(t *testing.T) {
	const scale = 4
	for _, address := range []string{"https://honglinh.example/vi/opportunity/ccn-nam-hong", "https://honglinh.example/vi/search?q=" + strings.Repeat("%E1%BA%A5", 42)} {
		code := qrOf(address)
		img := image.NewGray(image.Rect(0, 0, code.Size*scale, code.Size*scale))
		draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
		for run := range strings.SplitSeq(strings.TrimSuffix(code.Path, "z"), "z") {
			var x, y, n int
			if _, err := fmt.Sscanf(run, "M%d %dh%dv1", &x, &y, &n); err != nil {
				t.Fatalf("%q: %v", run, err)
			}
			draw.Draw(img, image.Rect(x*scale, y*scale, (x+n)*scale, (y+1)*scale), image.NewUniform(color.Black), image.Point{}, draw.Src)
		}
		if got, err := qr.Decode(img); got != address {
			t.Errorf("got %q, %v, want %q", got, err, address)
		}
	}
}
