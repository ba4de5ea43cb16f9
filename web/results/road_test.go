package results

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
)

func TestWhatIsKnownByWardOnlyIsNotSaidToBeNearARoad(t *testing.T) {
	hit := func(kind vocab.Kind, quality string) search.Hit {
		rec := catalog.Record{Kind: kind, GeometryQuality: quality}
		if quality != "" {
			rec.Geometry = geojson.NewGeometry(orb.Point{105.7, 18.5})
		}
		return search.Hit{Record: rec}
	}
	hits := []search.Hit{hit(vocab.Opportunity, ""), hit(vocab.Opportunity, "centroid"), hit(vocab.Opportunity, "surveyed"), hit(vocab.Document, "")}
	for _, c := range []struct {
		words string
		want  int
	}{
		{"land for a garment factory of 5 ha near the national road", 2},
		{"đất xưởng may 5 ha gần quốc lộ", 2},
		{"dat gan QL1A", 2},
		{"dat gan ql 8", 2},
		{"land for a garment factory", 0},
	} {
		if got := unlocated(c.words, hits); got != c.want {
			t.Errorf("%q: %d, want %d", c.words, got, c.want)
		}
	}
	if got := unlocated("near the national road", hits[2:]); got != 0 {
		t.Errorf("nothing shown is known by ward only: %d", got)
	}
}
