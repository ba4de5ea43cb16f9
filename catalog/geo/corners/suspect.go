package corners

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// Suspect is a corner that lies so far from all others of its plot that a digit of it is probably wrong.
type Suspect struct {
	Index int
	// North tells whether the northing is wrong, else the easting.
	North bool
	// Read is the number as it was read, Likely the one that differs from it in one digit, or in two neighbours exchanged, and lies with the others; 0 where none does.
	Read, Likely float64
	// Away is the distance from the nearest of the others along the axis, in metres.
	Away float64
}

// farOff is by how many times the size of all others a corner must lie outside of them: no plot that people draw has such a needle.
const farOff = 3

// leastSize is what the others are taken to measure at least, in metres.
const leastSize = 10

// Suspects are the corners of plots of four corners and more that lie far from the others. Degrees are not looked at.
func (t *Table) Suspects() []Suspect {
	var out []Suspect
	if t.Report.Geographic {
		return nil
	}
	for _, plot := range t.Plots {
		if plot.To-plot.From < 4 {
			continue
		}
		for i := plot.From; i < plot.To; i++ {
			others := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
			for j := plot.From; j < plot.To; j++ {
				if j != i {
					others = others.Extend(t.Points[j])
				}
			}
			size := max(others.Max[0]-others.Min[0], others.Max[1]-others.Min[1], leastSize)
			for axis, v := range t.Points[i] {
				away := max(others.Min[axis]-v, v-others.Max[axis])
				if away <= farOff*size {
					continue
				}
				out = append(out, Suspect{Index: i, North: axis == 1, Read: v, Away: away, Likely: likely(v, others.Min[axis]-size, others.Max[axis]+size)})
			}
		}
	}
	return out
}

// likely is the number between two others that is one slip away, the nearest to their middle; 0 for none.
func likely(v, low, high float64) float64 {
	whole := []byte(strconv.FormatFloat(math.Floor(v), 'f', 0, 64))
	rest := v - math.Floor(v)
	best, found := 0.0, false
	try := func(digits []byte) {
		n, err := strconv.ParseFloat(string(digits), 64)
		if n += rest; err != nil || n < low || n > high || found && math.Abs(n-(low+high)/2) >= math.Abs(best-(low+high)/2) {
			return
		}
		best, found = n, true
	}
	for i := range whole {
		kept := whole[i]
		for d := byte('0'); d <= '9'; d++ {
			if whole[i] = d; d != kept {
				try(whole)
			}
		}
		whole[i] = kept
		if i > 0 {
			whole[i-1], whole[i] = whole[i], whole[i-1]
			try(whole)
			whole[i-1], whole[i] = whole[i], whole[i-1]
		}
	}
	return best
}
