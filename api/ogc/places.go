package ogc

import (
	"bytes"
	"math"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
)

// placesBytes bounds the outlines kept written in other systems than CRS84: those of all units of the country take 10 MB in one system.
const placesBytes = 32 << 20

// places writes the geometries of features. An outline has hundreds of corners, and projecting and printing them takes longer than all else of
// an answer, so it is written once a state: in CRS84 beside the feature, in other systems as long as it is in use.
type places struct {
	kept *otter.Cache[placeKey, []byte]
}

type placeKey struct{ fresh, feature, system string }

func newPlaces() places {
	return places{otter.Must(&otter.Options[placeKey, []byte]{MaximumWeight: placesBytes,
		Weigher: func(k placeKey, b []byte) uint32 { return uint32(len(k.fresh)+len(k.feature)+cap(b)) + 200 }})}
}

// append appends the geometry of a feature of a state with a pen.
func (p places) append(b []byte, fresh string, x *layers.Feature, to *pen) ([]byte, error) {
	g := x.Geometry()
	if to.to.Code == crs.CRS84 {
		text, err := x.Written(func(g orb.Geometry) ([]byte, error) { return to.append(nil, g) })
		return append(b, text...), err
	}
	if _, point := g.(orb.Point); point || g == nil {
		return to.append(b, g)
	}
	text, err := p.outline(fresh, x, to)
	return append(b, text...), err
}

// outline is the geometry of a feature as it is kept.
func (p places) outline(fresh string, x *layers.Feature, to *pen) ([]byte, error) {
	key := placeKey{fresh, x.ID, to.to.Code}
	if text, ok := p.kept.GetIfPresent(key); ok {
		return text, nil
	}
	var err error
	if to.room, err = to.append(to.room[:0], x.Geometry()); err != nil {
		return nil, err
	}
	text := bytes.Clone(to.room)
	p.kept.Set(key, text)
	return text, nil
}

// ahead writes the outlines of features that are about to be appended on every processor, so that who asks first for a system waits less. What
// cannot be written is left for append to report.
func (p places) ahead(fresh string, features []*layers.Feature, c *crs.CRS) {
	if c.Code == crs.CRS84 {
		return
	}
	workers := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for part := range slices.Chunk(features, (len(features)+workers-1)/workers) {
		wait.Go(func() {
			to := newPen(c)
			for _, x := range part {
				if g := x.Geometry(); g != nil && g.Dimensions() > 0 {
					_, _ = p.outline(fresh, x, to)
				}
			}
		})
	}
	wait.Wait()
}

// appendFixed appends a number with at most so many digits behind the point, without zeros at its end. Coordinates that were calculated have no
// shorter form that is theirs, and looking for the shortest takes ten times as long.
func appendFixed(b []byte, v float64, digits int) []byte {
	scaled := math.Round(v * math.Pow10(digits))
	if !(math.Abs(scaled) < 1<<53) {
		return layers.AppendNumber(b, v)
	}
	n := uint64(math.Abs(scaled))
	for digits > 0 && n%10 == 0 {
		n, digits = n/10, digits-1
	}
	if scaled < 0 {
		b = append(b, '-')
	}
	start := len(b)
	b = strconv.AppendUint(b, n, 10)
	if digits == 0 {
		return b
	}
	for len(b)-start <= digits {
		b = slices.Insert(b, start, '0')
	}
	b = append(b, 0)
	point := len(b) - 1 - digits
	copy(b[point+1:], b[point:])
	b[point] = '.'
	return b
}
