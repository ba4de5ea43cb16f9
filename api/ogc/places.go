package ogc

import (
	"math"
	"strconv"

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

// append appends the geometry of a feature of a state, in the axis order of the reference system.
func (p places) append(b []byte, fresh string, x *layers.Feature, c *crs.CRS) ([]byte, error) {
	g := x.Geometry()
	if c.Code == crs.CRS84 {
		text, err := x.Written(func(g orb.Geometry) ([]byte, error) { return appendGeometry(nil, g, c) })
		return append(b, text...), err
	}
	if _, point := g.(orb.Point); point || g == nil {
		return appendGeometry(b, g, c)
	}
	key := placeKey{fresh, x.ID, c.Code}
	if text, ok := p.kept.GetIfPresent(key); ok {
		return append(b, text...), nil
	}
	start := len(b)
	b, err := appendGeometry(b, g, c)
	if err == nil {
		p.kept.Set(key, append(make([]byte, 0, len(b)-start), b[start:]...))
	}
	return b, err
}

// appendFixed appends a number with at most so many digits behind the point, without zeros at its end. Coordinates that were calculated have no
// shorter form that is theirs, and looking for the shortest takes ten times as long.
func appendFixed(b []byte, v float64, digits int) []byte {
	unit := math.Pow10(digits)
	scaled := math.Round(v * unit)
	if !(math.Abs(scaled) < 1<<53) {
		return layers.AppendNumber(b, v)
	}
	n := int64(scaled)
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	one := int64(unit)
	b = strconv.AppendInt(b, n/one, 10)
	rest := n % one
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		rest *= 10
		b = append(b, byte('0'+rest/one))
		rest %= one
	}
	return b
}
