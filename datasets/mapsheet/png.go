package mapsheet

import (
	"image/color"
	"image/png"
	"io"
	"math"

	"github.com/fogleman/gg"
	"github.com/golang/freetype/truetype"
	"github.com/paulmach/orb"
	"golang.org/x/image/font"

	letterforms "honglinh/datasets/font"
)

// dots of a picture in a millimetre: 200 dpi, sharp in print.
const dots = 200 / 25.4

// PNG writes the sheet as a picture of 200 dots an inch.
func PNG(w io.Writer, s *Sheet) error {
	width, height := s.Paper.millimetres()
	p := &pngPen{c: gg.NewContext(int(width*dots), int(height*dots)), faces: map[letters]font.Face{}}
	var err error
	if p.regular, err = truetype.Parse(letterforms.Regular()); err != nil {
		return err
	}
	if p.semibold, err = truetype.Parse(letterforms.Semibold()); err != nil {
		return err
	}
	p.c.SetRGB(1, 1, 1)
	p.c.Clear()
	p.c.SetFillRuleEvenOdd()
	if err := drawSheet(s, p); err != nil {
		return err
	}
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, p.c.Image())
}

// pngPen draws into a picture.
type pngPen struct {
	c                 *gg.Context
	regular, semibold *truetype.Font
	faces             map[letters]font.Face
}

func (p *pngPen) colour(colour string, opacity float64) {
	r, g, b := rgb(colour)
	p.c.SetColor(color.NRGBA{uint8(r), uint8(g), uint8(b), uint8(math.Round(opacity * 255))})
}

func (p *pngPen) trace(points []orb.Point) {
	for i, q := range points {
		if i == 0 {
			p.c.MoveTo(q[0]*dots, q[1]*dots)
		} else {
			p.c.LineTo(q[0]*dots, q[1]*dots)
		}
	}
}

func (p *pngPen) area(rings [][]orb.Point, colour string, opacity float64) {
	if len(rings) == 0 {
		return
	}
	for _, r := range rings {
		p.trace(r)
		p.c.ClosePath()
	}
	p.colour(colour, opacity)
	p.c.Fill()
}

func (p *pngPen) line(points []orb.Point, closed bool, colour string, width float64, dash []float64) {
	p.trace(points)
	if closed {
		p.c.ClosePath()
	}
	in := make([]float64, len(dash))
	for i, v := range dash {
		in[i] = v * dots
	}
	p.c.SetDash(in...)
	p.c.SetLineWidth(width * dots)
	p.colour(colour, 1)
	p.c.Stroke()
}

func (p *pngPen) face(l letters) font.Face {
	key := letters{size: l.size, bold: l.bold}
	f, ok := p.faces[key]
	if !ok {
		of := p.regular
		if l.bold {
			of = p.semibold
		}
		f = truetype.NewFace(of, &truetype.Options{Size: l.size * dots, DPI: 72})
		p.faces[key] = f
	}
	return f
}

func (p *pngPen) text(s string, at orb.Point, l letters) {
	p.c.SetFontFace(p.face(l))
	s = printable(s)
	x, y := at[0]*dots, at[1]*dots
	if l.middle {
		w, _ := p.c.MeasureString(s)
		x -= w / 2
	}
	if l.turned {
		p.c.Push()
		p.c.RotateAbout(-math.Pi/2, at[0]*dots, at[1]*dots)
		defer p.c.Pop()
	}
	if l.halo != "" {
		p.colour(l.halo, 1)
		r := l.size * 0.11 * dots
		for i := range 12 {
			sin, cos := math.Sincos(float64(i) * math.Pi / 6)
			p.c.DrawString(s, x+r*cos, y+r*sin)
		}
	}
	p.colour(l.colour, 1)
	p.c.DrawString(s, x, y)
}

func (p *pngPen) span(s string, l letters) float64 {
	p.c.SetFontFace(p.face(l))
	w, _ := p.c.MeasureString(printable(s))
	return w / dots
}

func (p *pngPen) within(b box) {
	p.c.DrawRectangle(b.x*dots, b.y*dots, b.w*dots, b.h*dots)
	p.c.Clip()
}

func (p *pngPen) everywhere() { p.c.ResetClip() }
