package osmfile

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/pmtiles"
)

// The extract of the tests is written here, by the format's description (wiki.openstreetmap.org/wiki/PBF_Format): no module writes it.

func field(b []byte, n int, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(n)<<3), v)
}

func text(b []byte, n int, v []byte) []byte {
	return append(binary.AppendUvarint(binary.AppendUvarint(b, uint64(n)<<3|2), uint64(len(v))), v...)
}

func zigzag(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }

func packed(vs ...uint64) (b []byte) {
	for _, v := range vs {
		b = binary.AppendUvarint(b, v)
	}
	return b
}

// block is a blob with its length and header; the blob is not compressed.
func block(kind string, data []byte) []byte {
	blob := field(text(nil, 1, data), 2, uint64(len(data)))
	head := field(text(nil, 1, []byte(kind)), 3, uint64(len(blob)))
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head, blob)
}

// extract collects a primitive block.
type extract struct {
	words               []string
	ids, lats, lons, kv []uint64
	last                [3]int64
	ways, r             []byte
}

func (e *extract) word(s string) uint64 {
	if i := slices.Index(e.words, s); i >= 0 {
		return uint64(i + 1)
	}
	e.words = append(e.words, s)
	return uint64(len(e.words))
}

func (e *extract) tags(b []byte, tags []string) []byte {
	var keys, values []uint64
	for i := 0; i+1 < len(tags); i += 2 {
		keys, values = append(keys, e.word(tags[i])), append(values, e.word(tags[i+1]))
	}
	return text(text(b, 2, packed(keys...)), 3, packed(values...))
}

// node adds a dense node, the only form that extracts have and that the reader reads.
func (e *extract) node(id int64, lon, lat float64, tags ...string) {
	at := [3]int64{id, int64(math.Round(lat * 1e7)), int64(math.Round(lon * 1e7))}
	for i, list := range []*[]uint64{&e.ids, &e.lats, &e.lons} {
		*list = append(*list, zigzag(at[i]-e.last[i]))
	}
	e.last = at
	for _, t := range tags {
		e.kv = append(e.kv, e.word(t))
	}
	e.kv = append(e.kv, 0)
}

func (e *extract) way(id int64, refs []int64, tags ...string) {
	w := e.tags(field(nil, 1, uint64(id)), tags)
	var deltas []uint64
	last := int64(0)
	for _, r := range refs {
		deltas = append(deltas, zigzag(r-last))
		last = r
	}
	e.ways = text(e.ways, 3, text(w, 8, packed(deltas...)))
}

func (e *extract) relation(id int64, outer, inner int64, tags ...string) {
	r := e.tags(field(nil, 1, uint64(id)), tags)
	r = text(r, 8, packed(e.word("outer"), e.word("inner")))
	r = text(r, 9, packed(zigzag(outer), zigzag(inner-outer)))
	e.r = text(e.r, 4, text(r, 10, packed(1, 1)))
}

func (e *extract) bytes() []byte {
	table := text(nil, 1, nil)
	for _, w := range e.words {
		table = text(table, 1, []byte(w))
	}
	data := text(nil, 1, table)
	dense := text(text(text(text(nil, 1, packed(e.ids...)), 8, packed(e.lats...)), 9, packed(e.lons...)), 10, packed(e.kv...))
	for _, group := range [][]byte{text(nil, 2, dense), e.ways, e.r} {
		data = text(data, 2, group)
	}
	data = field(data, 17, 100)
	return slices.Concat(block("OSMHeader", text(text(nil, 4, []byte("OsmSchema-V0.6")), 16, []byte("test"))), block("OSMData", data))
}

func town() []byte {
	e := &extract{}
	e.node(1, 105.70, 18.53, "place", "town", "name", "Hồng Lĩnh", "name:en", "Hong Linh")
	e.node(2, 105.71, 18.54)
	e.node(3, 105.72, 18.55)
	e.node(4, 107.00, 18.55) // far outside
	e.node(5, 105.73, 18.50, "natural", "peak", "ele", "671")
	for i, p := range [][2]float64{{105.74, 18.50}, {105.76, 18.50}, {105.76, 18.52}, {105.74, 18.52}} {
		e.node(int64(10+i), p[0], p[1])
	}
	for i, p := range [][2]float64{{105.745, 18.505}, {105.75, 18.505}, {105.75, 18.51}} {
		e.node(int64(20+i), p[0], p[1])
	}
	e.way(100, []int64{1, 2, 3, 4}, "highway", "trunk", "ref", "QL8A", "name", "Quốc lộ 8A")
	e.way(101, []int64{1, 3}, "railway", "rail")
	e.way(102, []int64{2, 3}, "power", "line")
	e.way(103, []int64{10, 11, 12, 13, 10})
	e.way(104, []int64{20, 21, 22, 20})
	e.way(105, []int64{1, 2}, "boundary", "administrative", "admin_level", "4", "name", "x")
	e.way(106, []int64{10, 11, 12, 13, 10}, "landuse", "industrial")
	e.way(107, []int64{1, 2}, "building", "yes")
	e.relation(200, 103, 104, "type", "multipolygon", "natural", "water", "name", "Hồ")
	return e.bytes()
}

var box = orb.Bound{Min: orb.Point{105.6, 18.4}, Max: orb.Point{105.9, 18.7}}

func TestAnExtractBecomesABaseMap(t *testing.T) {
	fs, err := PBF(context.Background(), bytes.NewReader(town()), box)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range fs {
		got = append(got, fmt.Sprint(f.Layer, " ", f.Kind, " ", f.Name, " ", f.NameEN, " ", f.Geometry.GeoJSONType(), " ", f.More))
	}
	slices.Sort(got)
	want := []string{"boundaries region   LineString map[]", "landuse industrial   Polygon map[]", "places town Hồng Lĩnh Hong Linh Point map[]", "pois peak   Point map[ele:671]",
		"roads highway Quốc lộ 8A  LineString map[ref:QL8A]", "roads power_line   LineString map[]", "roads rail   LineString map[]", "water lake Hồ  MultiPolygon map[]"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, f := range fs {
		if m, ok := f.Geometry.(orb.MultiPolygon); ok && (len(m) != 1 || len(m[0]) != 2) {
			t.Errorf("the lake has lost its island: %v", m)
		}
	}
	b, err := basemap.Build(basemap.Plan{Name: "osm", Attribution: Attribution, MinZoom: 6, MaxZoom: 12, Bound: box, Features: fs})
	if err != nil {
		t.Fatal(err)
	}
	own, err := basemap.Open(bytes.NewReader(b))
	if err != nil || !own.Own || own.Base.Type != pmtiles.MVT {
		t.Fatalf("%+v, %v", own, err)
	}
	if !slices.Contains(own.Attribution(), Attribution) {
		t.Errorf("the licence is not said: %v", own.Attribution())
	}
	g, err := own.Draw(box, 12, "en")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(g.Names, func(n basemap.Name) bool { return n.Text == "Hong Linh" }) || !slices.ContainsFunc(g.Stretches, func(s basemap.Stretch) bool { return s.Paint.ID == "b-highway" && !s.Paint.Approximate }) {
		t.Errorf("the map shows %v and %d stretches", g.Names, len(g.Stretches))
	}
}

func TestGeoJSONWithTagsBecomesABaseMap(t *testing.T) {
	const file = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"highway":"primary","name":"Đường"},"geometry":{"type":"LineString","coordinates":[[105.7,18.5],[105.8,18.6]]}},
{"type":"Feature","properties":{"natural":"water"},"geometry":{"type":"Polygon","coordinates":[[[105.7,18.5],[105.8,18.5],[105.8,18.6],[105.7,18.5]]]}},
{"type":"Feature","properties":{"highway":"primary"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}`
	fs, err := GeoJSON(strings.NewReader(file), box)
	if err != nil || len(fs) != 2 || fs[0].Kind != "major_road" || fs[1].Layer != basemap.Water {
		t.Errorf("%+v, %v", fs, err)
	}
}

func TestAnExtractOfElsewhereSaysSo(t *testing.T) {
	far := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}
	if _, err := PBF(context.Background(), bytes.NewReader(town()), far); !errors.Is(err, ErrNothing) {
		t.Errorf("got %v", err)
	}
	if _, err := PBF(context.Background(), strings.NewReader("no extract"), box); err == nil || errors.Is(err, ErrNothing) {
		t.Errorf("got %v", err)
	}
}

// The module's decoder of .osm.pbf breaks down on forms that no extract has, in goroutines of its own: the command is a process of its own for that.
func FuzzGeoJSON(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"place":"town"},"geometry":{"type":"Point","coordinates":[105.7,18.5]}}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 1<<16 {
			_, _ = GeoJSON(strings.NewReader(s), box)
		}
	})
}
