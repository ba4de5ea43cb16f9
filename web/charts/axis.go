package charts

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"honglinh/web/frame"
)

// step is the longest way to the next value that a line may bridge, in years:
// the length of the period. Values of years, quarters and months are charted apart.
func step(period string) float64 {
	switch m := periodForm.FindStringSubmatch(strings.TrimSpace(period)); {
	case m == nil:
		return 0
	case m[2] != "":
		return 0.09
	case m[3] != "":
		return 0.26
	}
	return 1.01
}

var periodForm = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-\d{2})?|-?[Qq]([1-4]))?$`)

// Year places a period on the axis, in years; a range of years has no place.
func Year(s string) (float64, bool) {
	m := periodForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, false
	}
	y, _ := strconv.ParseFloat(m[1], 64)
	if m[2] != "" {
		month, _ := strconv.ParseFloat(m[2], 64)
		y += (month - 0.5) / 12
	}
	if m[3] != "" {
		q, _ := strconv.ParseFloat(m[3], 64)
		y += (q - 0.5) / 4
	}
	return y, true
}

// Scale maps values to coordinates.
type Scale struct{ From, To, Low, High float64 }

// At returns the coordinate of a value: Low for From, High for To; the middle where all values are one.
func (s Scale) At(v float64) float64 {
	if s.To == s.From {
		return (s.Low + s.High) / 2
	}
	return s.Low + (v-s.From)/(s.To-s.From)*(s.High-s.Low)
}

func coord(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

func bounds(all []series) (xs, ys [2]float64) {
	xs, ys = [2]float64{math.Inf(1), math.Inf(-1)}, [2]float64{math.Inf(1), math.Inf(-1)}
	for _, s := range all {
		for _, p := range s.points {
			xs = [2]float64{min(xs[0], p.x), max(xs[1], p.x)}
			ys = [2]float64{min(ys[0], p.y), max(ys[1], p.y)}
		}
	}
	return xs, ys
}

// niceTicks returns three to six round values that hold the range, and their step.
func niceTicks(lo, hi float64) ([]float64, float64) {
	if lo > 0 && lo < hi*0.4 {
		lo = 0 // near enough to zero to show it
	}
	if lo == hi {
		lo, hi = lo-math.Abs(lo)*0.1-1, hi+math.Abs(hi)*0.1+1
	}
	raw := (hi - lo) / 4
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	step := mag
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if step = m * mag; step >= raw {
			break
		}
	}
	var out []float64
	for v := math.Floor(lo/step) * step; v < hi+step && len(out) < 8; v += step {
		out = append(out, math.Round(v/step)*step)
		if v >= hi {
			break
		}
	}
	return out, step
}

// yearTicks returns at most eight years of the range: all, or round ones.
func yearTicks(lo, hi float64) []float64 {
	const most = 7
	step := 1.0
	for _, step = range []float64{1, 2, 5, 10, 20, 50, 100, 1000} {
		if (hi-lo)/step <= most {
			break
		}
	}
	var out []float64
	for v := math.Ceil((lo-0.001)/step) * step; v <= hi+0.001; v += step {
		out = append(out, v)
	}
	return out
}

// short writes an axis value in few characters.
func short(l *frame.Locale, v, gap float64) string {
	switch {
	case gap >= 1e9:
		return l.T("axis.billion", l.Num(v/1e9))
	case gap >= 1e6:
		return l.T("axis.million", l.Num(v/1e6))
	case gap >= 1e4:
		return l.T("axis.thousand", l.Num(v/1e3))
	}
	return l.Num(v)
}
