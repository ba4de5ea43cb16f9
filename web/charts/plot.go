package charts

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"honglinh/web/facts"
	"honglinh/web/frame"
)

//go:embed templates/plot.svg
var plotFile embed.FS

// Plot is a drawing of lines or bars with every coordinate worked out, printed
// as SVG for pages and files and painted as PNG.
type Plot struct {
	ID, Title, Desc, Unit  string
	Width, Height          float64
	Left, Right, Top, Base float64
	XTicks, YTicks         []Mark
	Zero                   *float64
	Bars                   []Bar
	Lines                  []Stroke
	Dots                   []Dot
	Names                  []Name
	Cuts                   []Cut
	Caption                []string
	Foot                   []string // caption lines drawn into files
	File                   bool     // stands alone: has its title and captions inside
	HeadRoom               float64  // above the axis, for names of bars
	FileTop, Depth         float64
}

// Cut is a line across the axis of time that values are not joined over.
type Cut struct {
	At, TextAt    float64
	Anchor, Label string
}

// Mark is a place on an axis with its label.
type Mark struct {
	At    float64
	Label string
}

// Bar is one bar; hollow where the confidence is low.
type Bar struct {
	Series     int
	X, Y, W, H float64
	Says       string
	Hollow     bool
}

// Stroke is values that follow each other without a gap.
type Stroke struct {
	Series int
	Points [][2]float64
}

// Path is the stroke in SVG's notation.
func (s Stroke) Path() string {
	var b strings.Builder
	for i, p := range s.Points {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(&b, "%s%s %s", verb, coord(p[0]), coord(p[1]))
	}
	return b.String()
}

// Dot is one value.
type Dot struct {
	Series int
	X, Y   float64
	Says   string
	Hollow bool
}

// Name stands beside the series it names, or in the legend with its mark.
type Name struct {
	Series int
	X, Y   float64
	Anchor string
	Text   string
	Key    bool
}

// palette is Okabe and Ito's colours (2008), which people with any colour
// vision tell apart; dashes tell them apart again.
func palette() [maxSeries]string {
	return [maxSeries]string{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"}
}

func dashes() [maxSeries][]float64 {
	return [maxSeries][]float64{nil, {7, 4}, {2, 4}, {10, 3, 2, 3}, {5, 5}, {1, 3}}
}

// plotTemplate prints a Plot; it is parsed once.
var plotTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("plot.svg").Funcs(template.FuncMap{
		"colour": func(i int) string { return palette()[i%maxSeries] },
		"class":  func(i int) string { return "k" + strconv.Itoa(i%maxSeries+1) },
		"dash": func(i int) string {
			var parts []string
			for _, d := range dashes()[i%maxSeries] {
				parts = append(parts, coord(d))
			}
			return strings.Join(parts, " ")
		},
		"n":      coord,
		"marker": markerPath,
		"keybox": func(p Plot) bool { return len(p.Bars) > 0 },
		"line":   func(i int, from float64) float64 { return from + 16*float64(i) },
		"add":    func(a, b float64) float64 { return a + b },
		"sub":    func(a, b float64) float64 { return a - b },
	}).ParseFS(plotFile, "templates/plot.svg")
})

// SVG prints the plot. In a page the style sheet gives the colours of the
// reader's scheme; alone, the attributes do.
func (p Plot) SVG() (template.HTML, error) {
	print, err := plotTemplate()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := print.Execute(&b, p); err != nil {
		return "", fmt.Errorf("plot %s: %w", p.ID, err)
	}
	return template.HTML(b.String()), nil //nolint:gosec // printed by html/template just now
}

// Alone returns the plot as a file of its own: with title, unit and captions.
func (p Plot) Alone() Plot {
	p.File, p.FileTop = true, 44
	p.Foot = nil
	for _, c := range p.Caption {
		p.Foot = append(p.Foot, wrapText(c, int(p.Width/6.2))...)
	}
	p.Depth = p.Height + p.FileTop + 16*float64(len(p.Foot)) + 12
	return p
}

// wrapText breaks a text into lines of at most n characters.
func wrapText(s string, n int) []string {
	var out []string
	line := ""
	for _, w := range strings.Fields(s) {
		if line != "" && len([]rune(line))+1+len([]rune(w)) > n {
			out, line = append(out, line), ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

// The frame of a plot in SVG units; texts are 12 high.
const (
	Width, plotHeight   = 640, 320
	smallWidth          = 400
	smallHeight         = 230
	plotLeft, plotRight = 72, 16
	plotTop, plotFoot   = 18, 30
)

// Frame sets the sizes and the value axis over the range.
func (p *Plot) Frame(l *frame.Locale, width, height, lo, hi float64, zero bool) Scale {
	p.Width, p.Height = width, height
	p.Height += p.HeadRoom
	p.Left, p.Right, p.Top, p.Base = plotLeft, width-plotRight, plotTop+p.HeadRoom, p.Height-plotFoot
	if zero {
		lo, hi = min(lo, 0), max(hi, 0)
	}
	ticks, gap := niceTicks(lo, hi)
	y := Scale{ticks[0], ticks[len(ticks)-1], p.Base, p.Top}
	for _, v := range ticks {
		label := short(l, v, gap)
		p.YTicks = append(p.YTicks, Mark{y.At(v), label})
		p.Left = max(p.Left, 12+letter*float64(utf8.RuneCountInString(label)))
	}
	if zero || lo <= 0 && hi >= 0 {
		at := y.At(0)
		p.Zero = &at
	}
	return y
}

// linePlot draws series over time; breaks are shown, gaps stay open. Names stand
// beside their lines where they cover nothing there, else in a legend.
func linePlot(l *frame.Locale, all []series, width, height float64) Plot {
	p, x, y := lines(l, all, width, height, 0)
	if len(all) > 1 && !p.name(all, x, y) {
		p, _, _ = lines(l, all, width, height, labelGap*float64(len(all)))
		p.legend(all, 30)
	}
	return p
}

func lines(l *frame.Locale, all []series, width, height, head float64) (p Plot, x, y Scale) {
	xs, ys := bounds(all)
	p.HeadRoom = head
	y = p.Frame(l, width, height, ys[0], ys[1], false)
	x = Scale{xs[0], xs[1], p.Left + 8, p.Right - 8}
	for _, v := range yearTicks(xs[0], xs[1]) {
		p.XTicks = append(p.XTicks, Mark{x.At(v), strconv.Itoa(int(v))})
	}
	for i, s := range all {
		p.Lines = append(p.Lines, strokes(i, s.points, x, y)...)
		for _, d := range s.points {
			p.Dots = append(p.Dots, Dot{i, x.At(d.x), y.At(d.y), says(l, s, d), d.low})
		}
	}
	for _, c := range visibleCuts(all, xs) {
		p.cut(l, x.At(c.at), c)
	}
	return p, x, y
}

// says tells a value in words: the series, the period, the value, what sort of
// figure it is.
func says(l *frame.Locale, s series, d sample) string {
	out := l.Period(d.period) + ": " + cmp.Or(d.printed, l.Num(d.y))
	if s.name != "" {
		out = s.name + ", " + out
	}
	if d.basis != "" {
		out += " (" + facts.Basis(l, d.basis) + ")"
	}
	if d.low {
		out += " – " + l.T("explore_unsure")
	}
	return out
}

// visibleCuts are the changes of boundaries and methods, and the reform of 2025
// wherever the axis crosses it.
func visibleCuts(all []series, xs [2]float64) []cut {
	out := cuts(all)
	if xs[0] < reform && xs[1] > reform && !slices.ContainsFunc(out, func(c cut) bool { return c.at == reform }) {
		out = append(out, cut{at: reform})
	}
	slices.SortStableFunc(out, func(a, b cut) int { return sign(a.at - b.at) })
	return out
}

// cutRoom is how wide a label above a cut may be.
const cutRoom = 92

// cut draws a break with its label, which is left out where one stands already;
// the caption says it in full.
func (p *Plot) cut(l *frame.Locale, at float64, c cut) {
	out := Cut{At: at, TextAt: at + 4, Anchor: "start", Label: l.T("explore_cut.method")}
	switch {
	case c.to == "" && c.at == reform:
		out.Label = l.T("explore_cut.reform")
	case c.to == "":
		out.Label = l.T("explore_cut.boundary")
	}
	if out.TextAt+cutRoom > p.Right {
		out.TextAt, out.Anchor = at-4, "end"
	}
	for _, other := range p.Cuts {
		if math.Abs(other.TextAt-out.TextAt) < cutRoom {
			out.Label = ""
		}
	}
	p.Cuts = append(p.Cuts, out)
}

func strokes(series int, points []sample, x, y Scale) []Stroke {
	var out []Stroke
	var run Stroke
	flush := func() {
		if len(run.Points) > 1 {
			out = append(out, run)
		}
		run = Stroke{Series: series}
	}
	flush()
	for i, p := range points {
		if i > 0 && p.x-points[i-1].x > step(p.period) {
			flush()
		}
		run.Points = append(run.Points, [2]float64{x.At(p.x), y.At(p.y)})
	}
	flush()
	return out
}

// barPlot draws the series as bars over the periods they have, from a zero line.
func barPlot(l *frame.Locale, all []series, width, height float64) Plot {
	p := Plot{}
	if len(all) > 1 {
		p.HeadRoom = labelGap * float64(len(all)) // for the names
	}
	xs, ys := bounds(all)
	changes := visibleCuts(all, xs)
	y := p.Frame(l, width, height, ys[0], ys[1], true)
	var periods []sample
	for _, s := range all {
		for _, d := range s.points {
			if !slices.ContainsFunc(periods, func(o sample) bool { return o.x == d.x }) {
				periods = append(periods, d)
			}
		}
	}
	slices.SortFunc(periods, func(a, b sample) int { return sign(a.x - b.x) })
	slot := (p.Right - p.Left) / float64(len(periods))
	wide := min(48, slot*0.8/float64(len(all)))
	every := int(math.Ceil(46 / slot)) // a label of a year is some 40 wide
	for i, at := range periods {
		mid := p.Left + slot*(float64(i)+0.5)
		if (len(periods)-1-i)%every == 0 {
			p.XTicks = append(p.XTicks, Mark{mid, shortPeriod(at)})
		}
		for _, c := range changes {
			if i > 0 && periods[i-1].x < c.at && at.x > c.at {
				p.cut(l, mid-slot/2, c)
			}
		}
		for k, s := range all {
			for _, d := range s.points {
				if d.x == at.x {
					p.Bars = append(p.Bars, NewBar(k, mid+wide*(float64(k)-float64(len(all))/2), wide, y.At(0), y.At(d.y), d.low, says(l, s, d)))
				}
			}
		}
	}
	if len(all) > 1 {
		p.legend(all, 20)
	}
	return p
}

// NewBar has at least the height of a stroke, so that a zero is seen.
func NewBar(series int, x, w, zero, top float64, low bool, says string) Bar {
	b := Bar{Series: series, X: x, Y: min(zero, top), W: max(1, w-1), H: math.Abs(zero - top), Says: says, Hollow: low}
	b.H = max(b.H, 1)
	return b
}

func shortPeriod(d sample) string {
	if len(d.period) <= 7 {
		return d.period
	}
	return d.period[:7]
}

// Bars draws one bar a category, lying, with its name and value: the
// form that long Vietnamese names fit.
func Bars(l *frame.Locale, names []string, values []float64, says []string) Plot {
	const line = 28
	p := Plot{Width: Width, Left: 230, Right: Width - 90, Top: 8}
	p.Base = p.Top + line*float64(len(names))
	p.Height = p.Base + 10
	hi, lo := 0.0, 0.0
	for _, v := range values {
		hi, lo = max(hi, v), min(lo, v)
	}
	x := Scale{lo, hi, p.Left, p.Right}
	if hi == lo {
		x.To = lo + 1
	}
	for i, v := range values {
		top := p.Top + line*float64(i)
		p.Bars = append(p.Bars, Bar{X: min(x.At(0), x.At(v)), Y: top + 4, W: max(1, math.Abs(x.At(v)-x.At(0))), H: line - 9, Says: names[i] + ": " + says[i]})
		p.Names = append(p.Names, Name{X: p.Left - 10, Y: top + 19, Anchor: "end", Text: frame.ClipText(names[i], 34)}, Name{X: max(x.At(0), x.At(v)) + 8, Y: top + 19, Anchor: "start", Text: says[i]})
	}
	return p
}
