package bleveengine_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/search"
	"honglinh/catalog/search/lexicon"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// country is the synthetic catalogue with the 3,321 units of the country among its
// records, and all their geometries beside the engine as the server has them.
type country struct {
	*load
	once   sync.Once
	finder *search.Finder
	units  []catalog.Record
	near   []catalog.Record // the units in whose territory the synthetic records lie
}

var bigCountry country

func bigSpatial(b *testing.B) *country {
	b.Helper()
	bigCountry.load = big(b)
	bigCountry.once.Do(func() { bigCountry.build(b) })
	return &bigCountry
}

func (g *country) build(b *testing.B) {
	g.units = countryUnits(b)
	babble := newBabbler(b) // of the same seed, so the records of big again
	records := make([]catalog.Record, loadRecords, loadRecords+len(g.units))
	shelved := shelf{}
	for i := range records {
		r := babble.record(i)
		records[i] = catalog.Record{ID: r.ID, Kind: r.Kind, Title: r.Title, Geometry: r.Geometry}
		if i%10 == 0 {
			shelved[r.ID] = r
		}
	}
	prep := search.Preparer{Thesaurus: glossary(b), Lexicon: lexicon.General()}
	batch := search.Batch{Seq: loadRecords + 1}
	box := orb.Bound{Min: orb.Point{105.5, 18}, Max: orb.Point{106.5, 19}}
	for i := range g.units {
		u := &g.units[i]
		batch.Put, shelved[u.ID] = append(batch.Put, prep.Document(u)), *u
		if box.Contains(u.Geometry.Geometry().Bound().Center()) {
			g.near = append(g.near, *u)
		}
	}
	if err := g.engine.Apply(context.Background(), batch); err != nil {
		b.Fatal(err)
	}
	var current layers.Current
	current.Store(layers.Build(append(records, g.units...)))
	g.finder = search.NewFinder(search.FinderOptions{Records: shelved, Spatial: layers.Spatial{Current: &current}})
	g.finder.Swap(search.Snapshot{Engine: g.engine, Words: g.words, Thesaurus: prep.Thesaurus, Lexicon: prep.Lexicon})
}

// countryUnits are the wards and communes of the country as records.
func countryUnits(b *testing.B) []catalog.Record {
	b.Helper()
	file, err := os.Open(filepath.Join(sharedData(b), "vn-wards.geojson.gz"))
	if err != nil {
		b.Skipf("SKIPPED, NOT PROVED: %v", err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	var wards geojson.FeatureCollection
	if err := json.NewDecoder(z).Decode(&wards); err != nil {
		b.Fatal(err)
	}
	units := make([]catalog.Record, len(wards.Features))
	for i, f := range wards.Features {
		units[i] = catalog.Record{ID: fmt.Sprintf("unit/w%d", i), Kind: vocab.Unit, Title: text.New(fmt.Sprintf("Đơn vị %d", i), ""),
			Geometry: geojson.NewGeometry(f.Geometry), Licence: "CC-BY-4.0"}
	}
	return units
}

// polygon is an irregular ring of 12 corners, about km across, somewhere among the records.
func (g *country) polygon(r *rand.Rand, km float64) orb.Polygon {
	c := orb.Point{105.6 + 0.8*r.Float64(), 18.1 + 0.8*r.Float64()}
	step := [12][2]float64{{1, 0}, {.87, .5}, {.5, .87}, {0, 1}, {-.5, .87}, {-.87, .5}, {-1, 0}, {-.87, -.5}, {-.5, -.87}, {0, -1}, {.5, -.87}, {.87, -.5}}
	ring := make(orb.Ring, 0, 13)
	for _, s := range step {
		d := km / 2 / 111 * (0.6 + 0.4*r.Float64())
		ring = append(ring, orb.Point{c[0] + s[0]*d, c[1] + s[1]*d})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// BenchmarkSpatial asks the whole Finder about 100,000 points and 3,321 units: areas alone, and words AND an area AND three facets.
func BenchmarkSpatial(b *testing.B) {
	g := bigSpatial(b)
	within := func(q *search.Query, r *rand.Rand) { q.Within = g.near[r.IntN(len(g.near))].ID }
	anywhere := func(q *search.Query, r *rand.Rand) { q.Within = g.units[r.IntN(len(g.units))].ID }
	bbox := func(q *search.Query, r *rand.Rand) {
		lon, lat := 105.5+0.9*r.Float64(), 18+0.9*r.Float64()
		q.BBox = &orb.Bound{Min: orb.Point{lon, lat}, Max: orb.Point{lon + 0.1, lat + 0.1}}
	}
	polygon := func(km float64) func(*search.Query, *rand.Rand) {
		return func(q *search.Query, r *rand.Rand) { q.Polygon = g.polygon(r, km) }
	}
	circle := func(q *search.Query, r *rand.Rand) {
		q.Near, q.RadiusKM = &orb.Point{105.6 + 0.8*r.Float64(), 18.1 + 0.8*r.Float64()}, 10
	}
	mixed := func(q *search.Query, r *rand.Rand) {
		[]func(*search.Query, *rand.Rand){within, bbox, polygon(20), polygon(60), circle}[r.IntN(5)](q, r)
	}
	for _, bench := range []struct {
		name string
		area func(*search.Query, *rand.Rand)
		full bool // words and facets too
	}{
		{"within a unit", within, false},
		{"within any unit of the country", anywhere, false},
		{"bbox of 11 km", bbox, false},
		{"polygon of 20 km", polygon(20), false},
		{"polygon of 60 km", polygon(60), false},
		{"circle of 10 km", circle, false},
		{"text and a unit and 3 facets", within, true},
		{"text and polygon of 20 km and 3 facets", polygon(20), true},
		{"text and polygon of 60 km and 3 facets", polygon(60), true},
		{"text and any area and 3 facets", mixed, true},
	} {
		b.Run(bench.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(3, 4))
			ask := func() (int, time.Duration) {
				q := search.Query{Limit: 20}
				if bench.full {
					q.Text, q.Facets = g.query(r).Text, []string{"kind", "topic", "place"}
				}
				bench.area(&q, r)
				began := time.Now()
				a, err := g.finder.Search(context.Background(), q)
				if err != nil {
					b.Fatal(err)
				}
				return a.Total, time.Since(began)
			}
			for range 200 {
				ask()
			}
			var took []time.Duration
			found, busy := 0, cpuTime(b)
			for b.Loop() {
				total, d := ask()
				found, took = found+total, append(took, d)
			}
			b.ReportMetric((cpuTime(b)-busy).Seconds()*1000/float64(len(took)), "cpu-ms/op")
			b.ReportMetric(float64(found)/float64(len(took)), "found/op")
			report(b, took)
		})
	}
}
