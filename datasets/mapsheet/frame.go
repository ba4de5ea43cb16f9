package mapsheet

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/text"
)

// Sizes of the frame in millimetres.
const (
	border = 8.0
	title  = 12.0 // height of the title's line
	tags   = 6.0  // room for the coordinates of the grid
	side   = 66.0 // width of the column
	ink    = "#1A211E"
	quiet  = "#55605A"
)

// GridColour is the colour of the grid's lines.
const GridColour = "#3B6EA5"

// layout is where the map lies on the paper.
func (d *drawing) layout() box {
	w, h := d.Paper.millimetres()
	return box{border + tags, border + title + tags, w - 2*border - 2*tags - side, h - 2*border - title - 2*tags}
}

// step is the distance of the grid's lines in metres: 4 to 6 cm of paper.
func (d *drawing) step() float64 {
	least := 0.04 * d.plane.scale
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= least {
			return n * power
		}
	}
	return 10 * power
}

// lines are the coordinates of the grid that fall into the frame along an axis.
func (d *drawing) lines(axis int) []float64 {
	step, half := d.step(), []float64{d.plane.frame.w, d.plane.frame.h}[axis]/2000*d.plane.scale
	var out []float64
	for v := math.Ceil((d.plane.middle[axis]-half)/step) * step; v <= d.plane.middle[axis]+half; v += step {
		out = append(out, v)
	}
	return out
}

func (d *drawing) grid() {
	f := d.plane.frame
	for _, e := range d.lines(0) {
		x := d.plane.paper(orb.Point{e, 0})[0]
		d.line([]orb.Point{{x, f.y}, {x, f.y + f.h}}, false, GridColour, 0.09, nil)
	}
	for _, n := range d.lines(1) {
		y := d.plane.paper(orb.Point{0, n})[1]
		d.line([]orb.Point{{f.x, y}, {f.x + f.w, y}}, false, GridColour, 0.09, nil)
	}
}

// edge draws the frame with the coordinates of the grid, and the title.
func (d *drawing) edge() {
	f := d.plane.frame
	d.line([]orb.Point{{f.x, f.y}, {f.x + f.w, f.y}, {f.x + f.w, f.y + f.h}, {f.x, f.y + f.h}}, true, ink, 0.4, nil)
	look := letters{size: 2.3, colour: quiet, middle: true}
	for _, e := range d.lines(0) {
		x := d.plane.paper(orb.Point{e, 0})[0]
		for _, y := range []float64{f.y - 1.5, f.y + f.h + 3} {
			d.text(metres(e)+" E", orb.Point{x, y}, look)
		}
	}
	look.turned = true
	for _, n := range d.lines(1) {
		y := d.plane.paper(orb.Point{0, n})[1]
		d.text(metres(n)+" N", orb.Point{f.x - 1.5, y}, look)
		d.text(metres(n)+" N", orb.Point{f.x + f.w + 3.2, y}, look)
	}
	d.text(d.fit(d.Title, letters{size: 6.5, bold: true}, f.w+side), orb.Point{f.x, border + 6.5}, letters{size: 6.5, bold: true, colour: ink})
}

// metres writes a coordinate with thin groups of three, as in both languages.
func metres(v float64) string {
	s := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	if len(s) > 3 {
		s = s[:len(s)-3] + "\u00a0" + s[len(s)-3:]
	}
	if len(s) > 8 {
		s = s[:len(s)-8] + "\u00a0" + s[len(s)-8:]
	}
	return s
}

// column writes what stands beside the map, from the top; the list gets what is left above the notes.
func (d *drawing) column() {
	w, h := d.Paper.millimetres()
	x := w - border - side + tags
	width := side - tags
	y := d.north(x, d.plane.frame.y)
	y = d.heading(d.Words.Legend, x, y)
	for i := range d.Legend {
		y = d.entry(&d.Legend[i], x, y, width)
	}
	bottom := h - border
	var foot []note
	add := func(s string, l letters) {
		for _, part := range d.wrap(s, l, width) {
			foot = append(foot, note{part, l})
		}
	}
	add(d.Reference, letters{size: 3, bold: true, colour: ink})
	for _, n := range d.Notes {
		add(n, letters{size: 2.5, colour: quiet})
	}
	add(d.Site, letters{size: 2.5, colour: quiet})
	add(d.URL, letters{size: 2.2, colour: quiet})
	tall := 0.0
	for _, n := range foot {
		tall += n.look.size * 1.25
	}
	d.list(x, y+2, bottom-tall-3, width)
	at := bottom - tall
	for _, n := range foot {
		at += n.look.size * 1.25
		d.text(n.text, orb.Point{x, at - n.look.size*0.3}, n.look)
	}
}

type note struct {
	text string
	look letters
}

func (d *drawing) heading(s string, x, y float64) float64 {
	d.text(s, orb.Point{x, y + 4}, letters{size: 3.6, bold: true, colour: ink})
	return y + 6
}

// north draws the arrow, which points along the grid, the scale and its bar.
func (d *drawing) north(x, y float64) float64 {
	d.area([][]orb.Point{{{x + 4, y}, {x + 7, y + 11}, {x + 4, y + 9}, {x + 1, y + 11}}}, ink, 1)
	d.text(d.Words.North, orb.Point{x + 4, y + 15}, letters{size: 3.2, bold: true, colour: ink, middle: true})
	d.text(d.Words.Scale+" 1 : "+number(d.plane.scale, d.Lang), orb.Point{x + 12, y + 3.5}, letters{size: 3.6, bold: true, colour: ink})
	length := barLength(0.034 * d.plane.scale)
	on := length / d.plane.scale * 1000
	for i := range 4 {
		colour := []string{ink, "#FFFFFF"}[i%2]
		a, b := x+12+on*float64(i)/4, x+12+on*float64(i+1)/4
		d.area([][]orb.Point{{{a, y + 6}, {b, y + 6}, {b, y + 7.6}, {a, y + 7.6}}}, colour, 1)
	}
	d.line([]orb.Point{{x + 12, y + 6}, {x + 12 + on, y + 6}, {x + 12 + on, y + 7.6}, {x + 12, y + 7.6}}, true, ink, 0.2, nil)
	unit := number(length, d.Lang) + " m"
	if length >= 1000 {
		unit = number(length/1000, d.Lang) + " km"
	}
	d.text("0", orb.Point{x + 12, y + 11}, letters{size: 2.6, colour: ink})
	d.text(unit, orb.Point{x + 12 + on, y + 11}, letters{size: 2.6, colour: ink, middle: true})
	look := letters{size: 2.5, colour: quiet}
	y += 17
	for _, part := range d.wrap(d.Words.Grid, look, side-tags) {
		y += look.size * 1.25
		d.text(part, orb.Point{x, y}, look)
	}
	return y + 3
}

// barLength is 1, 2 or 5 times a power of ten metres, at most so long.
func barLength(most float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(most)))
	for _, n := range []float64{5, 2} {
		if n*power <= most {
			return n * power
		}
	}
	return power
}

// number writes a number as the language does.
func number(v float64, lang string) string {
	return text.Number(strconv.FormatFloat(v, 'f', -1, 64), text.Lang(lang))
}

func (d *drawing) entry(e *Entry, x, y, width float64) float64 {
	mid := orb.Point{x + 4, y + 2}
	switch {
	case e.Area:
		ring := []orb.Point{{x + 1, y + 0.4}, {x + 7, y + 0.4}, {x + 7, y + 3.6}, {x + 1, y + 3.6}}
		if e.Look.Fill != "" {
			d.area([][]orb.Point{ring}, e.Look.Fill, e.Look.Opacity)
		}
		if e.Look.Stroke != "" {
			d.line(ring, true, e.Look.Stroke, e.Look.Width, e.Look.Dash)
		}
	case e.Look.Fill == "":
		d.line([]orb.Point{{x, y + 2}, {x + 8, y + 2}}, false, e.Look.Stroke, e.Look.Width, e.Look.Dash)
	default:
		d.mark(&e.Look, mid)
		if e.Look.Inside != "" {
			d.text(e.Look.Inside, orb.Point{mid[0], mid[1] + 0.9}, letters{size: 2.5, bold: true, colour: ink, middle: true})
		}
	}
	look := letters{size: 2.8, colour: ink}
	for i, part := range d.wrap(e.Label, look, width-10) {
		if i > 0 {
			y += 3.4
		}
		d.text(part, orb.Point{x + 10, y + 3}, look)
	}
	return y + 4.8
}

// list writes the numbered lines that have room, and how many have none.
func (d *drawing) list(x, y, bottom, width float64) {
	if len(d.List) == 0 || y+12 > bottom {
		return
	}
	y = d.heading(d.Words.List, x, y)
	look := letters{size: 2.6, colour: ink}
	for i, l := range d.List {
		parts := d.wrap(l.Text, look, width-7)
		parts = parts[:min(len(parts), 2)]
		if y+float64(len(parts))*3.3+3.3 > bottom && i < len(d.List)-1 || y+float64(len(parts))*3.3 > bottom {
			d.text(d.More(len(d.List)-i), orb.Point{x, y + 2.6}, letters{size: 2.6, bold: true, colour: quiet})
			return
		}
		d.text(l.Number, orb.Point{x, y + 2.6}, letters{size: 2.6, bold: true, colour: ink})
		for _, part := range parts {
			d.text(part, orb.Point{x + 7, y + 2.6}, look)
			y += 3.3
		}
	}
}

// wrap breaks a text into lines of at most a width; a word that is wider is cut.
func (d *drawing) wrap(s string, l letters, width float64) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(s) {
		for d.span(word, l) > width {
			head := d.cut(word, l, width)
			if line != "" {
				out, line = append(out, line), ""
			}
			out, word = append(out, head), word[len(head):]
		}
		if next := strings.TrimSpace(line + " " + word); d.span(next, l) <= width {
			line = next
			continue
		}
		out, line = append(out, line), word
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// cut is the longest beginning of a word that fits, at least a letter.
func (d *drawing) cut(word string, l letters, width float64) string {
	end := len(word)
	for i := range word {
		if i > 0 && d.span(word[:i], l) > width {
			break
		}
		if i > 0 {
			end = i
		}
	}
	return word[:end]
}

// fit shortens a text to a width.
func (d *drawing) fit(s string, l letters, width float64) string {
	if d.span(s, l) <= width {
		return s
	}
	return d.cut(s, l, width-d.span(" …", l)) + " …"
}
