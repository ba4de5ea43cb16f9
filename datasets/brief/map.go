package brief

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Size of the locator map in millimetres.
const mapWidth, mapHeight = 178.0, 96.0

// sketch is the map under way: where points of the earth fall on the sheet.
type sketch struct {
	*sheet
	view  orb.Bound
	box   box
	scale float64 // millimetres to a degree of latitude
}

// box is what a name, a mark or the map takes of a sheet, in millimetres.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

func (b box) holds(o box) bool {
	return b.left <= o.left && o.right <= b.right && b.top <= o.top && o.bottom <= b.bottom
}

// locator draws where the records are: the ground, the outlines of units, names, and the marks with their letters.
func (s *sheet) locator() {
	s.heading(s.doc.Words.Map, 13)
	view, ok := s.doc.View()
	if !ok {
		s.text(s.doc.Words.NoMap, "", 9)
		return
	}
	s.room(mapHeight + 12)
	left, top := s.GetXY()
	m := sketch{s, view, box{left, top, left + mapWidth, top + mapHeight}, mapHeight / (view.Max[1] - view.Min[1])}
	s.ClipRect(left, top, mapWidth, mapHeight, true)
	for _, g := range s.doc.Ground {
		m.ground(g)
	}
	s.SetDrawColor(125, 135, 127)
	s.SetLineWidth(0.2)
	for _, g := range s.doc.Outlines {
		m.path(g, "D")
	}
	marks := s.doc.marks()
	m.names(marks)
	for _, one := range marks {
		x, y := m.place(one.at)
		s.SetFillColor(165, 67, 28)
		s.Circle(x, y, 1.4, "F")
		s.font("B", 9)
		m.written(x+2, y+1, strings.Join(one.letters, ", "))
	}
	m.scaleBar()
	s.ClipEnd()
	s.SetLineWidth(0.2)
	s.SetXY(left, m.box.bottom+1)
	s.text(s.doc.Attribution, "", 7.5)
	for i := range s.doc.Records {
		switch r := &s.doc.Records[i]; {
		case r.Point == nil:
			s.text(r.Letter+": "+s.doc.Words.NoPlace, "", 7.5)
		case r.StandIn:
			s.text(r.Letter+": "+s.doc.Words.Stands, "", 7.5)
		}
	}
}

func (m *sketch) place(p orb.Point) (x, y float64) {
	mid := m.view.Center()
	return (m.box.left+m.box.right)/2 + (p[0]-mid[0])*squeeze(mid[1])*m.scale, (m.box.top+m.box.bottom)/2 - (p[1]-mid[1])*m.scale
}

// squeeze is how long a degree of longitude is at a latitude, in degrees of latitude.
func squeeze(lat float64) float64 { return math.Cos(lat * math.Pi / 180) }

// ground fills an area or draws a line of the base map.
func (m *sketch) ground(g Ground) {
	r, gr, b := colour(g.Colour)
	if g.Line == 0 {
		m.SetFillColor(r, gr, b)
		m.path(g.Shape, "f*")
		return
	}
	m.SetDrawColor(r, gr, b)
	m.SetLineWidth(g.Line)
	if g.Dashed {
		m.SetDashPattern([]float64{1.2, 0.8}, 0)
		defer m.SetDashPattern([]float64{}, 0)
	}
	m.path(g.Shape, "D")
}

// colour reads #RRGGBB; what is none is grey.
func colour(hex string) (r, g, b int) {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		return 128, 128, 128
	}
	return int(n >> 16), int(n >> 8 & 0xff), int(n & 0xff)
}

// path draws a geometry of lines or areas; rings inside an area are holes.
func (m *sketch) path(g orb.Geometry, style string) {
	switch g := g.(type) {
	case orb.LineString:
		m.trace(g)
		m.DrawPath(style)
	case orb.MultiLineString:
		for _, line := range g {
			m.path(line, style)
		}
	case orb.Polygon:
		for _, ring := range g {
			m.trace(orb.LineString(ring))
		}
		if len(g) > 0 {
			m.DrawPath(style)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			m.path(p, style)
		}
	}
}

func (m *sketch) trace(line orb.LineString) {
	for i, p := range line {
		x, y := m.place(p)
		if i == 0 {
			m.MoveTo(x, y)
		} else {
			m.LineTo(x, y)
		}
	}
}

const nameSize = 7.5 // points

// names writes names where they cover neither a mark nor a name before them.
func (m *sketch) names(marks []mark) {
	var taken []box
	m.font("B", 9)
	for _, one := range marks {
		x, y := m.place(one.at)
		taken = append(taken, box{x - 2, y - 3, x + 3 + m.GetStringWidth(strings.Join(one.letters, ", ")), y + 2})
	}
	m.font("", nameSize)
	m.SetTextColor(85, 96, 90)
	for _, n := range m.doc.Names {
		x, y := m.place(n.At)
		text := clean(n.Text)
		w := m.GetStringWidth(text)
		for _, up := range []float64{0, -5, 5} { // beside its place where a mark stands on it
			b := box{x - w/2 - 1, y + up - 3, x + w/2 + 1, y + up + 1}
			if m.box.holds(b) && !slices.ContainsFunc(taken, b.meets) {
				taken = append(taken, b)
				m.written(x-w/2, y+up, text)
				break
			}
		}
	}
	m.SetTextColor(26, 33, 30)
}

// written is a text with a white edge, which keeps it legible on lines.
func (m *sketch) written(x, y float64, text string) {
	m.SetDrawColor(255, 255, 255)
	m.SetLineWidth(0.7)
	m.SetTextRenderingMode(1)
	m.Text(x, y, text)
	m.SetTextRenderingMode(0)
	m.Text(x, y, text)
}

// kmPerDegree is a degree of latitude on the mean earth.
const kmPerDegree = 111.2

// scaleBar draws a round number of kilometres at the foot of the map.
func (m *sketch) scaleBar() {
	km := 1.0
	for _, next := range []float64{2, 5, 10, 20, 50, 100} {
		if next/kmPerDegree*m.scale < mapWidth/4 {
			km = next
		}
	}
	x, y := m.box.left+3, m.box.bottom-3
	m.font("", nameSize)
	m.written(x, y-1, fmt.Sprintf("%.0f km", km))
	m.SetDrawColor(26, 33, 30)
	m.SetLineWidth(0.5)
	m.Line(x, y, x+km/kmPerDegree*m.scale, y)
}
