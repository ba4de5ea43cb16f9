package maps

import (
	"slices"

	"honglinh/catalog/search"
	"honglinh/web/frame"
)

// mostClasses is how many colours a map of counts has: as many as are told apart at a glance.
const mostClasses = 4

// classesOf are the least counts of the classes by which units are coloured, ascending: about as
// many different counts are in each. Most units have one or two records, so that classes of as
// many units each would put all others into one.
func classesOf(units []unitPin) []int {
	counts := make([]int, len(units))
	for i, u := range units {
		counts[i] = u.count
	}
	slices.Sort(counts)
	counts = slices.Compact(counts)
	var out []int
	for i := range mostClasses {
		if len(counts) == 0 {
			break
		}
		if least := counts[i*len(counts)/mostClasses]; len(out) == 0 || least > out[len(out)-1] {
			out = append(out, least)
		}
	}
	return out
}

// classOf is the class of a count, from 1.
func classOf(classes []int, count int) int {
	n := 1
	for i, least := range classes {
		if count >= least {
			n = i + 1
		}
	}
	return n
}

// step is a colour of the legend with the counts that it stands for.
type step struct {
	Class int
	Text  string
}

func steps(l *frame.Locale, classes []int, units []unitPin) []step {
	most := 0
	for _, u := range units {
		most = max(most, u.count)
	}
	var out []step
	for i, least := range classes {
		last := most
		if i+1 < len(classes) {
			last = classes[i+1] - 1
		}
		text := l.Num(float64(least))
		if last > least {
			text += "–" + l.Num(float64(last))
		}
		out = append(out, step{i + 1, text})
	}
	return out
}

// resultTiles is the address of tiles of all that a search finds, without the format.
func (s *pages) resultTiles(q search.Query) string {
	q.Limit, q.Cursor, q.Facets = 0, "", nil
	v := q.Values()
	v.Set("lang", string(q.Lang))
	return frame.APIBase + "/search/tiles/{z}/{x}/{y}.mvt?" + v.Encode()
}
