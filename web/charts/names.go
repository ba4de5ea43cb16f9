package charts

import (
	"math"
	"slices"

	"honglinh/web/frame"
)

// letter is how wide a letter of a name is, at most on average.
const letter = 7.3

// marker returns the corners of the marker of a series around a point: another
// shape for each, so that nothing hangs on the colour alone. None is a circle.
func marker(series int, x, y float64) [][2]float64 {
	shapes := [maxSeries][][2]float64{nil, {{-3.2, -3.2}, {3.2, -3.2}, {3.2, 3.2}, {-3.2, 3.2}}, {{0, -4.4}, {4.2, 3}, {-4.2, 3}},
		{{0, -4.6}, {4.6, 0}, {0, 4.6}, {-4.6, 0}}, {{0, 4.4}, {4.2, -3}, {-4.2, -3}}, {{-1.8, -4.6}, {1.8, -4.6}, {1.8, 4.6}, {-1.8, 4.6}}}
	var out [][2]float64
	for _, c := range shapes[series%maxSeries] {
		out = append(out, [2]float64{x + c[0], y + c[1]})
	}
	return out
}

// markerPath is the marker as SVG draws it.
func markerPath(series int, x, y float64) string {
	corners := marker(series, x, y)
	if corners == nil {
		return "M" + coord(x) + " " + coord(y) + "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"
	}
	return Stroke{Points: corners}.Path() + "z"
}

// box is a rectangle in the units of a plot.
type box struct{ left, top, right, bottom float64 }

func (a box) meets(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// name puts each name beside the first or the last point of its series, and
// reports whether all found a place where they cover no value, line, break or
// other name.
func (p *Plot) name(all []series, x, y Scale) bool {
	taken := p.drawn()
	names := make([]Name, 0, len(all))
	for i, s := range all {
		n, b, ok := p.place(i, s, x, y, taken)
		if !ok {
			return false
		}
		taken, names = append(taken, b), append(names, n)
	}
	p.Names = names
	return true
}

// place tries the places beside the ends of a series, the best first.
func (p *Plot) place(i int, s series, x, y Scale, taken []box) (Name, box, bool) {
	wide := letter * float64(len([]rune(s.name)))
	for _, end := range []sample{s.points[len(s.points)-1], s.points[0]} {
		px, py := x.At(end.x), y.At(end.y)
		for _, n := range []Name{
			{X: px + 4, Y: py - 8, Anchor: "end"}, {X: px + 4, Y: py + 18, Anchor: "end"}, {X: px - 4, Y: py - 8, Anchor: "start"},
			{X: px - 4, Y: py + 18, Anchor: "start"}, {X: px + 9, Y: py + 4, Anchor: "start"}, {X: px - 9, Y: py + 4, Anchor: "end"},
		} {
			b := box{n.X, n.Y - 11, n.X + wide, n.Y + 3}
			if n.Anchor == "end" {
				b.left, b.right = n.X-wide, n.X
			}
			inside := b.left >= p.Left && b.right <= p.Right+4 && b.top >= p.Top-6 && b.bottom <= p.Base
			if inside && !slices.ContainsFunc(taken, b.meets) {
				n.Series, n.Text = i, s.name
				return n, b, true
			}
		}
	}
	return Name{}, box{}, false
}

// drawn is what names must not cover: the markers, the lines as a row of small
// boxes, the breaks.
func (p *Plot) drawn() []box {
	var out []box
	for _, d := range p.Dots {
		out = append(out, box{d.X - 5, d.Y - 5, d.X + 5, d.Y + 5})
	}
	for _, line := range p.Lines {
		for i := 1; i < len(line.Points); i++ {
			a, b := line.Points[i-1], line.Points[i]
			steps := math.Ceil(math.Hypot(b[0]-a[0], b[1]-a[1]) / 4)
			for k := 0.0; k <= steps; k++ {
				cx, cy := a[0]+(b[0]-a[0])*k/steps, a[1]+(b[1]-a[1])*k/steps
				out = append(out, box{cx - 2, cy - 2, cx + 2, cy + 2})
			}
		}
	}
	for _, c := range p.Cuts {
		out = append(out, box{c.At - 2, 0, c.At + 2, p.Base})
	}
	return out
}

// legend names the series above the axis, each after its mark.
func (p *Plot) legend(all []series, indent float64) {
	room := int((p.Width - p.Left - indent) / letter)
	for k, s := range all {
		p.Names = append(p.Names, Name{Series: k, X: p.Left + indent, Y: 12 + labelGap*float64(k), Anchor: "start", Text: frame.ClipText(s.name, room), Key: true})
	}
}
