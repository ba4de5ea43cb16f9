package write

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// ErrTooLarge says that a format cannot hold so much.
var ErrTooLarge = errors.New("too large for the format")

// shapeScan counts the features of a zip of Shapefiles, each id once, and measures their coordinates.
func shapeScan(r io.Reader) (int, *[4]float64, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return 0, nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrDiffers, err)
	}
	ids := map[string]bool{}
	var box *[4]float64
	for _, e := range z.File {
		if !strings.HasSuffix(e.Name, ".shp") && !strings.HasSuffix(e.Name, ".dbf") {
			continue
		}
		f, err := e.Open()
		if err != nil {
			return 0, nil, err
		}
		data, err := io.ReadAll(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return 0, nil, err
		}
		if strings.HasSuffix(e.Name, ".dbf") {
			err = scanTable(data, ids)
		} else {
			box, err = scanShapes(data, box)
		}
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	return len(ids), box, nil
}

// scanTable gathers the first column of a .dbf, the ids.
func scanTable(b []byte, ids map[string]bool) error {
	if len(b) < 33 {
		return ErrDiffers
	}
	rows, head, width := int(binary.LittleEndian.Uint32(b[4:])), int(binary.LittleEndian.Uint16(b[8:])), int(binary.LittleEndian.Uint16(b[10:]))
	if len(b) != head+rows*width+1 || width <= mostDBFText {
		return fmt.Errorf("%w: %d rows of %d bytes in %d", ErrDiffers, rows, width, len(b))
	}
	for i := range rows {
		row := b[head+i*width:]
		ids[strings.TrimRight(string(row[1:1+mostDBFText]), " ")] = true
	}
	return nil
}

// scanShapes widens a box by the coordinates of a .shp.
func scanShapes(b []byte, box *[4]float64) (*[4]float64, error) {
	if len(b) < 100 || int(binary.BigEndian.Uint32(b[24:]))*2 != len(b) {
		return box, ErrDiffers
	}
	for b = b[100:]; len(b) > 0; {
		if len(b) < 12 {
			return box, ErrDiffers
		}
		size := 2 * int(binary.BigEndian.Uint32(b[4:]))
		if len(b) < 8+size {
			return box, ErrDiffers
		}
		body := b[8 : 8+size]
		b = b[8+size:]
		from := map[uint32]int{shapePoint: 4, shapeMulti: 40}[binary.LittleEndian.Uint32(body)]
		switch kind := binary.LittleEndian.Uint32(body); kind {
		case shapeNull:
			continue
		case shapeLine, shapePolygon:
			from = 44 + 4*int(binary.LittleEndian.Uint32(body[36:]))
		}
		for at := from; at+16 <= len(body); at += 16 {
			p := orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(body[at:])), math.Float64frombits(binary.LittleEndian.Uint64(body[at+8:]))}
			box = widen(box, p.Bound())
		}
	}
	return box, nil
}
