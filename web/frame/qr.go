package frame

import (
	"fmt"
	"strings"

	qr "github.com/piglig/go-qr"
)

// QR is a code as an SVG path of dark modules in a square of Size modules, the
// quiet zone included.
type QR struct {
	Size int
	Path string
}

const (
	// maxQR is the longest address that a printed code holds and a telephone still
	// reads at 3 cm: version 13 at level L.
	maxQR = 425
	// quietZone around a code, in modules (ISO/IEC 18004, 6.3.8).
	quietZone = 4
)

// CodeOf returns the code of an address for a page to show.
func CodeOf(address string) QR { return qrOf(address) }

// qrOf returns the code of an address; an address too long has none.
func qrOf(address string) QR {
	if len(address) > maxQR {
		return QR{}
	}
	code, err := qr.EncodeText(address, qr.Low)
	if err != nil {
		return QR{}
	}
	size := code.Size()
	dark := func(x, y int) bool { return x < size && code.Module(x, y) }
	var b strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			start := x
			for dark(x, y) {
				x++
			}
			if n := x - start; n > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", start+quietZone, y+quietZone, n, n)
			}
		}
	}
	return QR{Size: size + 2*quietZone, Path: b.String()}
}
