package brief

import (
	"slices"

	"github.com/paulmach/orb"
)

// leastExtent is the least extent of the map in degrees: about twelve kilometres.
const leastExtent = 0.12

// View is what the map of the document shows, in degrees; false where no record has a point.
func (d *Document) View() (orb.Bound, bool) {
	marks := d.marks()
	if len(marks) == 0 {
		return orb.Bound{}, false
	}
	b := marks[0].at.Bound()
	for _, m := range marks[1:] {
		b = b.Extend(m.at)
	}
	b = b.Pad(max(leastExtent-max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]), (b.Max[0]-b.Min[0])*0.3, 0.01) / 2)
	mid := b.Center()
	tall := max(b.Max[1]-b.Min[1], (b.Max[0]-b.Min[0])*squeeze(mid[1])*mapHeight/mapWidth)
	wide := tall * mapWidth / mapHeight / squeeze(mid[1])
	return orb.Bound{Min: orb.Point{mid[0] - wide/2, mid[1] - tall/2}, Max: orb.Point{mid[0] + wide/2, mid[1] + tall/2}}, true
}

// mark is a point with the letters of the records that share it.
type mark struct {
	at      orb.Point
	letters []string
}

func (d *Document) marks() []mark {
	var out []mark
	for _, r := range d.Records {
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
