package brief

import (
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// comparison sets the records side by side, six to a sheet, on sheets across.
func (s *sheet) comparison() {
	if len(s.doc.Records) < 2 || len(s.doc.Rows) == 0 {
		return
	}
	s.across = true
	defer func() { s.across = false }()
	for from := 0; from < len(s.doc.Records); from += perSheet {
		s.compared(from, min(from+perSheet, len(s.doc.Records)))
	}
}

func (s *sheet) compared(from, to int) {
	s.AddPageFormat("L", s.GetPageSizeStr("A4"))
	s.Bookmark(clean(s.doc.Words.Comparison), 1, -1)
	s.heading(s.doc.Words.Comparison, 13)
	width, _ := s.GetPageSize()
	label := 44.0
	column := (width - 2*margin - label) / float64(to-from)
	heads := []string{s.doc.Words.Field}
	for _, r := range s.doc.Records[from:to] {
		heads = append(heads, r.Letter+"  "+clip(r.Title, 90))
	}
	s.row(heads, "B", label, column)
	group := ""
	for _, r := range s.doc.Rows {
		cells := []string{r.Label}
		stated := false
		for _, c := range r.Cells[from:to] {
			stated = stated || c != ""
			if c == "" {
				c = s.doc.Words.Unknown
			}
			cells = append(cells, clip(c, maxCell))
		}
		if !stated {
			continue
		}
		if r.Group != group {
			group = r.Group
			s.room(3 * line)
			s.font("B", 8.5)
			s.SetFillColor(239, 243, 238)
			s.CellFormat(0, line, clean(group), "", 1, "L", true, 0, "")
		}
		s.row(cells, "", label, column)
	}
}

// row prints cells beside each other, each wrapped in its column.
func (s *sheet) row(cells []string, style string, label, column float64) {
	const size, step = 7.5, 3.6
	s.font(style, size)
	wrapped := make([][]string, len(cells))
	tall := 1
	for i, c := range cells {
		w := column
		if i == 0 {
			w = label
		}
		wrapped[i] = s.SplitText(clean(c), w-2)
		tall = max(tall, len(wrapped[i]))
	}
	for i := range tall {
		s.room(step)
		s.font(style, size)
		border := ""
		if i == tall-1 {
			border = "B"
		}
		s.SetDrawColor(217, 214, 204)
		s.CellFormat(label, step, at(wrapped[0], i), border, 0, "L", false, 0, "")
		for _, lines := range wrapped[1:] {
			s.CellFormat(column, step, at(lines, i), border, 0, "L", false, 0, "")
		}
		s.Ln(step)
	}
}

// Size of the locator map in millimetres.
const mapWidth, mapHeight = 178.0, 96.0

// locator draws where the records are, over the outlines of units.
func (s *sheet) locator() {
	s.heading(s.doc.Words.Map, 13)
	bound, ok := s.extent()
	if !ok {
		s.text(s.doc.Words.NoMap, "", 9)
		return
	}
	s.room(mapHeight + 12)
	x0, y0 := s.GetX(), s.GetY()
	mid := bound.Center()
	squeeze := math.Cos(mid[1] * math.Pi / 180)
	scale := min(mapWidth/((bound.Max[0]-bound.Min[0])*squeeze), mapHeight/(bound.Max[1]-bound.Min[1]))
	place := func(p orb.Point) (x, y float64) {
		return x0 + mapWidth/2 + (p[0]-mid[0])*squeeze*scale, y0 + mapHeight/2 - (p[1]-mid[1])*scale
	}
	s.ClipRect(x0, y0, mapWidth, mapHeight, true)
	s.SetDrawColor(125, 135, 127)
	s.SetLineWidth(0.2)
	for _, g := range s.doc.Outlines {
		s.outline(g, place)
	}
	for _, m := range s.marks() {
		x, y := place(m.at)
		s.SetFillColor(165, 67, 28)
		s.Circle(x, y, 1.4, "F")
		s.font("B", 9)
		s.Text(x+2, y+1, strings.Join(m.letters, ", "))
	}
	s.ClipEnd()
	s.SetLineWidth(0.2)
	s.SetXY(x0, y0+mapHeight+1)
	s.text(s.doc.Attribution, "", 7.5)
	for i := range s.doc.Records {
		if r := &s.doc.Records[i]; r.StandIn {
			s.text(r.Letter+": "+s.doc.Words.Stands, "", 7.5)
		}
	}
}

// mark is a point with the letters of the records that share it.
type mark struct {
	at      orb.Point
	letters []string
}

func (s *sheet) marks() []mark {
	var out []mark
	for _, r := range s.doc.Records {
		if r.Point == nil {
			continue
		}
		i := slices.IndexFunc(out, func(m mark) bool { return m.at == *r.Point })
		if i < 0 {
			i, out = len(out), append(out, mark{at: *r.Point})
		}
		out[i].letters = append(out[i].letters, r.Letter)
	}
	return out
}

// leastExtent is the least extent of the map in degrees: about twelve kilometres.
const leastExtent = 0.12

func (s *sheet) extent() (orb.Bound, bool) {
	var b orb.Bound
	found := false
	for _, m := range s.marks() {
		if !found {
			b, found = m.at.Bound(), true
			continue
		}
		b = b.Extend(m.at)
	}
	if w := max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]); found {
		b = b.Pad(max(leastExtent-w, w*0.3, 0.01) / 2)
	}
	return b, found
}

func (s *sheet) outline(g orb.Geometry, place func(orb.Point) (x, y float64)) {
	switch g := g.(type) {
	case orb.Polygon:
		for _, ring := range g {
			for i, p := range ring {
				x, y := place(p)
				if i == 0 {
					s.MoveTo(x, y)
				} else {
					s.LineTo(x, y)
				}
			}
			s.DrawPath("D")
		}
	case orb.MultiPolygon:
		for _, p := range g {
			s.outline(p, place)
		}
	}
}
