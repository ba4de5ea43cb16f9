package mapsheet

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"
	"github.com/paulmach/orb"

	"honglinh/datasets/font"
)

// perMillimetre is how many points of a PDF a millimetre has.
const perMillimetre = 72 / 25.4

// PDF writes the sheet. The same sheet and time give the same bytes.
func PDF(w io.Writer, at time.Time, s *Sheet) error {
	width, height := s.Paper.millimetres()
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: width, Ht: height}})
	f.AddUTF8FontFromBytes(font.Family, "", font.Regular())
	f.AddUTF8FontFromBytes(font.Family, "B", font.Semibold())
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCreationDate(at)
	f.SetModificationDate(at)
	f.SetCatalogSort(true)
	f.SetTitle(s.Title, true)
	f.SetAuthor(s.Site, true)
	f.SetLang(s.Lang)
	f.AddPage()
	f.SetLineJoinStyle("round")
	if err := drawSheet(s, &pdfPen{f}); err != nil {
		return err
	}
	return f.Output(w)
}

// pdfPen draws into a PDF.
type pdfPen struct{ f *fpdf.Fpdf }

// rgb reads "#rrggbb"; anything else is black.
func rgb(colour string) (r, g, b int) {
	v, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 24)
	if err != nil {
		return 0, 0, 0
	}
	return int(v >> 16), int(v >> 8 & 255), int(v & 255)
}

func (p *pdfPen) area(rings [][]orb.Point, colour string, opacity float64) {
	if len(rings) == 0 {
		return
	}
	p.f.SetFillColor(rgb(colour))
	p.opaque(opacity)
	for _, r := range rings {
		p.trace(r)
		p.f.ClosePath()
	}
	p.f.DrawPath("F*")
}

func (p *pdfPen) opaque(v float64) {
	if now, _ := p.f.GetAlpha(); now != v {
		p.f.SetAlpha(v, "Normal")
	}
}

func (p *pdfPen) trace(points []orb.Point) {
	for i, q := range points {
		if i == 0 {
			p.f.MoveTo(q[0], q[1])
		} else {
			p.f.LineTo(q[0], q[1])
		}
	}
}

func (p *pdfPen) line(points []orb.Point, closed bool, colour string, width float64, dash []float64) {
	p.opaque(1)
	p.f.SetDrawColor(rgb(colour))
	p.f.SetLineWidth(width)
	p.f.SetDashPattern(dash, 0)
	p.trace(points)
	if closed {
		p.f.ClosePath()
	}
	p.f.DrawPath("D")
}

func (p *pdfPen) font(l letters) {
	style := ""
	if l.bold {
		style = "B"
	}
	p.f.SetFont(font.Family, style, l.size*perMillimetre)
}

// printable keeps what the library can print: it knows the first plane only.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > 0xffff || r < ' ':
			return '□'
		case r == '\u00a0' || r == '\u202f':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "□"))
}

func (p *pdfPen) text(s string, at orb.Point, l letters) {
	s = printable(s)
	p.font(l)
	p.opaque(1)
	x, y := at[0], at[1]
	if l.middle {
		x -= p.f.GetStringWidth(s) / 2
	}
	if l.turned {
		p.f.TransformBegin()
		p.f.TransformRotate(90, at[0], at[1])
		defer p.f.TransformEnd()
	}
	if l.halo != "" {
		p.f.SetDashPattern(nil, 0)
		p.f.SetDrawColor(rgb(l.halo))
		p.f.SetLineWidth(l.size * 0.22)
		p.f.SetTextRenderingMode(1)
		p.f.Text(x, y, s)
		p.f.SetTextRenderingMode(0)
	}
	p.f.SetTextColor(rgb(l.colour))
	p.f.Text(x, y, s)
}

func (p *pdfPen) span(s string, l letters) float64 {
	p.font(l)
	return p.f.GetStringWidth(printable(s))
}

func (p *pdfPen) within(b box) { p.f.ClipRect(b.x, b.y, b.w, b.h, false) }
func (p *pdfPen) everywhere()  { p.f.ClipEnd() }
