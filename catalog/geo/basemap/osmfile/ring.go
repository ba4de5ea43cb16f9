package osmfile

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// joined puts lines that share ends together to rings; what does not close is left out.
func joined(lines []orb.LineString) []orb.Ring {
	var out []orb.Ring
	rest := slices.Clone(lines)
	for len(rest) > 0 {
		ring := slices.Clone(rest[0])
		rest = rest[1:]
		for ring[0] != ring[len(ring)-1] {
			end := ring[len(ring)-1]
			i := slices.IndexFunc(rest, func(l orb.LineString) bool { return l[0] == end || l[len(l)-1] == end })
			if i < 0 {
				break
			}
			next := slices.Clone(rest[i])
			if next[0] != end {
				slices.Reverse(next)
			}
			ring, rest = append(ring, next[1:]...), slices.Delete(rest, i, i+1)
		}
		if len(ring) > 3 && ring[0] == ring[len(ring)-1] {
			out = append(out, orb.Ring(ring))
		}
	}
	return out
}

// assembled puts holes into the outer rings that they lie in.
func assembled(outer, inner []orb.Ring) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, o := range outer {
		p := orb.Polygon{o}
		for _, i := range inner {
			if planar.RingContains(o, i[0]) {
				p = append(p, i)
			}
		}
		out = append(out, p)
	}
	return out
}
