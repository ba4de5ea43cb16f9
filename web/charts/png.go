package charts

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-analyze/charts"
)

// Sharp is how many pixels a unit of a plot has in a PNG, for print and for
// screens of high density.
const Sharp = 2

// PNG paints the plot that the SVG prints, from the same coordinates.
func (p Plot) PNG() ([]byte, error) {
	b := brush{charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: px(p.Width), Height: px(p.Depth)}), p.FileTop}
	b.p.FilledRect(0, 0, px(p.Width), px(p.Depth), charts.ColorWhite, charts.ColorWhite, 0)
	b.frame(p)
	for _, bar := range p.Bars {
		fill := colourOf(bar.Series)
		if bar.Hollow {
			fill = charts.ColorWhite
		}
		b.p.FilledRect(px(bar.X), b.y(bar.Y), px(bar.X+bar.W), b.y(bar.Y+bar.H), fill, colourOf(bar.Series), Sharp)
	}
	if p.Zero != nil {
		b.line(p.Left, *p.Zero, p.Right, *p.Zero, rgb("#55605A"), 1.5, nil)
	}
	for _, c := range p.Cuts {
		b.line(c.At, p.Top-14, c.At, p.Base, rgb("#A5431C"), 1.5, []float64{4, 3})
		b.text(c.Label, c.TextAt, p.Top-5, c.Anchor, 12, rgb("#A5431C"))
	}
	b.series(p)
	for _, n := range p.Names {
		switch {
		case n.Key && len(p.Bars) > 0:
			b.p.FilledRect(px(n.X-14), b.y(n.Y-9), px(n.X-4), b.y(n.Y+1), colourOf(n.Series), colourOf(n.Series), 0)
		case n.Key:
			b.line(n.X-28, n.Y-4, n.X-6, n.Y-4, colourOf(n.Series), 2.25, dashes()[n.Series%maxSeries])
			b.marker(n.Series, n.X-17, n.Y-4, false)
		}
		b.text(n.Text, n.X, n.Y, n.Anchor, 12, rgb("#1A211E"))
	}
	out, err := b.p.Bytes()
	if err != nil {
		return nil, fmt.Errorf("plot %s as PNG: %w", p.ID, err)
	}
	return out, nil
}

// brush paints in the units of a plot, below its title.
type brush struct {
	p   *charts.Painter
	top float64
}

func px(v float64) int                 { return int(math.Round(v * Sharp)) }
func (b brush) y(v float64) int        { return px(v + b.top) }
func colourOf(series int) charts.Color { return rgb(palette()[series%maxSeries]) }

// rgb reads #RRGGBB.
func rgb(s string) charts.Color {
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return charts.ColorBlack
	}
	return charts.Color{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 255} //nolint:gosec // parts of a colour
}

// frame paints the title, the axes and the captions.
func (b brush) frame(p Plot) {
	muted := rgb("#55605A")
	whole := brush{b.p, 0}
	whole.text(p.Title, 12, 20, "start", 15, rgb("#1A211E"))
	whole.text(p.Unit, 12, 38, "start", 12, muted)
	for i, line := range p.Foot {
		whole.text(line, 12, p.Height+p.FileTop+14+16*float64(i), "start", 12, muted)
	}
	for _, t := range p.YTicks {
		b.line(p.Left, t.At, p.Right, t.At, rgb("#D9D6CC"), 1, nil)
		b.text(t.Label, p.Left-6, t.At+4, "end", 12, muted)
	}
	for _, t := range p.XTicks {
		b.text(t.Label, t.At, p.Base+18, "middle", 12, muted)
	}
}

func (b brush) series(p Plot) {
	for _, s := range p.Lines {
		points := make([]charts.Point, 0, len(s.Points))
		for _, at := range s.Points {
			points = append(points, charts.Point{X: px(at[0]), Y: b.y(at[1])})
		}
		b.stroke(points, colourOf(s.Series), 2.25, dashes()[s.Series%maxSeries])
	}
	for _, d := range p.Dots {
		b.marker(d.Series, d.X, d.Y, d.Hollow)
	}
}

func (b brush) marker(series int, x, y float64, hollow bool) {
	edge, fill := colourOf(series), colourOf(series)
	if hollow {
		fill = charts.ColorWhite
	}
	corners := marker(series, x, y)
	if corners == nil {
		b.p.Circle(3.5*Sharp, px(x), b.y(y), fill, edge, 1.5*Sharp)
		return
	}
	points := make([]charts.Point, 0, len(corners)+1)
	for _, c := range append(corners, corners[0]) {
		points = append(points, charts.Point{X: px(c[0]), Y: b.y(c[1])})
	}
	b.p.FillArea(points, fill)
	b.p.LineStroke(points, edge, 1.5*Sharp)
}

func (b brush) line(x1, y1, x2, y2 float64, c charts.Color, width float64, dash []float64) {
	b.stroke([]charts.Point{{X: px(x1), Y: b.y(y1)}, {X: px(x2), Y: b.y(y2)}}, c, width, dash)
}

func (b brush) stroke(points []charts.Point, c charts.Color, width float64, dash []float64) {
	if len(dash) == 0 {
		b.p.LineStroke(points, c, width*Sharp)
		return
	}
	scaled := make([]float64, 0, len(dash))
	for _, d := range dash {
		scaled = append(scaled, d*Sharp)
	}
	b.p.DashedLineStroke(points, c, width*Sharp, scaled)
}

// text writes with the painter's own Noto Sans, which has every Vietnamese
// letter. The size is in points, which are 4/3 of a pixel.
func (b brush) text(s string, x, y float64, anchor string, size float64, c charts.Color) {
	if s == "" {
		return
	}
	style := charts.FontStyle{FontSize: size * Sharp * 0.75, FontColor: c, Font: charts.GetFont(charts.FontFamilyNotoSans)}
	width := b.p.MeasureText(s, 0, style).Width()
	at := px(x)
	switch anchor {
	case "end":
		at -= width
	case "middle":
		at -= width / 2
	}
	b.p.Text(s, at, b.y(y), 0, style)
}
