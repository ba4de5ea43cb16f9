package web

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// QR is a code as an SVG path of dark modules in a square of Size modules.
type QR struct {
	Size int
	Path string
}

// maxQR is the longest address that a printed code holds and a telephone still
// reads at 3 cm: version 13 at level L.
const maxQR = 425

// qrOf returns the code of an address; an address too long has none.
func qrOf(address string) QR {
	if len(address) > maxQR {
		return QR{}
	}
	code, err := qrcode.New(address, qrcode.Low)
	if err != nil {
		return QR{}
	}
	rows := code.Bitmap()
	var b strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			start := x
			for x < len(row) && row[x] {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
		}
	}
	return QR{Size: len(rows), Path: b.String()}
}
