package basemap

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/pmtiles"
)

// Relief tiles are 256 pixels: the picture has cells of 110 m, which are one pixel at zoom 10.
const (
	reliefSide           = 256
	reliefMin, reliefMax = 6, 10
	mercatorHalf         = 20037508.342789244
	flat                 = 211 // the grey of level land in the picture
)

// fromShade cuts the picture of hill shading into tiles of black or white with an opacity, so that it lies over any colour: level land is clear.
func fromShade(facts fs.FS) ([]byte, error) {
	var about struct {
		File       string     `json:"file"`
		Bounds3857 [4]float64 `json:"bounds3857"`
		Bounds4326 [4]float64 `json:"bounds4326"`
	}
	b, err := fs.ReadFile(facts, "hillshade_hatinh.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &about); err != nil {
		return nil, fmt.Errorf("hillshade_hatinh.json: %w", err)
	}
	if b, err = fs.ReadFile(facts, about.File); err != nil {
		return nil, err
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", about.File, err)
	}
	s := shade{img: img, box: about.Bounds3857}
	bound := orb.Bound{Min: orb.Point{about.Bounds4326[0], about.Bounds4326[1]}, Max: orb.Point{about.Bounds4326[2], about.Bounds4326[3]}}
	w := pmtiles.Writer{Header: pmtiles.Header{Type: pmtiles.PNG, MinZoom: reliefMin, MaxZoom: reliefMax, Bound: bound, Centre: bound.Center(), CentreZoom: 8},
		Metadata: map[string]any{"name": "relief", "attribution": "SRTM GL1, NASA/USGS, public domain", "type": "overlay", "format": "png"}}
	for z := uint8(reliefMin); z <= reliefMax; z++ {
		x0, y0, x1, y1 := window(bound, z)
		for x := x0; x <= x1; x++ {
			for y := y0; y <= y1; y++ {
				data, err := s.tile(z, x, y)
				if err != nil {
					return nil, err
				}
				w.Add(z, x, y, data)
			}
		}
	}
	return w.Bytes()
}

// shade is the picture and the box that it covers, in metres of Web Mercator.
type shade struct {
	img image.Image
	box [4]float64
}

// tile is one tile as PNG with sixteen steps; nil where nothing is to be seen.
func (s shade) tile(z uint8, x, y uint32) ([]byte, error) {
	side := 2 * mercatorHalf / math.Exp2(float64(z))
	left, top := float64(x)*side-mercatorHalf, mercatorHalf-float64(y)*side
	out := image.NewPaletted(image.Rect(0, 0, reliefSide, reliefSide), shades())
	seen := false
	pixel := side / reliefSide
	for j := range reliefSide {
		for i := range reliefSide {
			step := s.step(left+float64(i)*pixel, top-float64(j+1)*pixel, left+float64(i+1)*pixel, top-float64(j)*pixel)
			out.SetColorIndex(i, j, step)
			seen = seen || step != 0
		}
	}
	if !seen {
		return nil, nil
	}
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out)
	return b.Bytes(), err
}

// steps of light and of shadow in the palette.
const steps = 8

// shades: 0 is clear, then shadows from faint to deep, then lights.
func shades() color.Palette {
	p := color.Palette{color.NRGBA{}}
	for i := range steps {
		p = append(p, color.NRGBA{A: uint8(10 + 14*i)})
	}
	for i := range steps {
		p = append(p, color.NRGBA{R: 255, G: 255, B: 255, A: uint8(24 + 24*i)})
	}
	return p
}

// step is the entry of the palette for a box in metres: the mean of the cells in it.
func (s shade) step(x0, y0, x1, y1 float64) uint8 {
	b := s.img.Bounds()
	cx := func(x float64) float64 { return (x - s.box[0]) / (s.box[2] - s.box[0]) * float64(b.Dx()) }
	cy := func(y float64) float64 { return (s.box[3] - y) / (s.box[3] - s.box[1]) * float64(b.Dy()) }
	i0, i1 := int(math.Floor(cx(x0))), int(math.Ceil(cx(x1)))
	j0, j1 := int(math.Floor(cy(y1))), int(math.Ceil(cy(y0)))
	sum, weight := 0.0, 0.0
	for j := max(0, j0); j < min(b.Dy(), max(j1, j0+1)); j++ {
		for i := max(0, i0); i < min(b.Dx(), max(i1, i0+1)); i++ {
			c := color.NRGBAModel.Convert(s.img.At(b.Min.X+i, b.Min.Y+j)).(color.NRGBA)
			sum += float64(c.R) * float64(c.A) / 255
			weight += float64(c.A) / 255
		}
	}
	if weight < 0.5 {
		return 0
	}
	d := sum/weight - flat
	switch n := math.Abs(d); {
	case n < 6:
		return 0
	case d < 0:
		return uint8(1 + min(steps-1, int((n-6)/18)))
	default:
		return uint8(1 + steps + min(steps-1, int((n-6)/5)))
	}
}
