package maps

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/maypok86/otter/v2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/cluster"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/tile"
	"honglinh/catalog/geo/write"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Names of what tiles of results hold: marks of one or of several records, and outlines.
const (
	marksLayer = "marks"
	areasLayer = "areas"
)

// foundKept bounds the results kept ready to be cut: each is a few hundred bytes a record, 5 MB at most.
const foundKept = 16

// results are what a search found, as a map shows it.
type results struct {
	total, listed int
	layers.Spread
	bound    *orb.Bound
	features []*layers.Feature // that stand somewhere; their place in the list is their number less one
	lang     text.Lang
}

// wantedResults reads the search of a request and finds all of it.
func (f *Face) wantedResults(r *http.Request) (*results, error) {
	values, err := httpkit.FormParams(r)
	if err != nil {
		return nil, err
	}
	q, err := search.ParseQuery(values, f.now())
	if err != nil {
		return nil, err
	}
	set, err := f.current()
	if err != nil {
		return nil, err
	}
	if f.finder == nil {
		return nil, catalog.NewFault(catalog.Busy, "search", "Chỉ mục đang được dựng; xin thử lại sau ít phút.", "The index is being built; please try again in a few minutes.")
	}
	q.Limit, q.Cursor, q.Facets, q.Lang = 0, "", nil, httpkit.Lang(r)
	key := string(q.Lang) + "\n" + q.Values().Encode()
	return f.results.Get(r.Context(), key, otter.LoaderFunc[string, *results](func(ctx context.Context, _ string) (*results, error) {
		a, ids, err := f.finder.Whole(ctx, q, func([]string) []string { return nil })
		if err != nil {
			return nil, err
		}
		out := &results{total: a.Total, listed: len(ids), Spread: set.Spread(ids, set.Communes(f.register())), lang: q.Lang}
		for _, id := range out.Order[:out.Located] {
			x, _ := set.Record(id)
			out.features = append(out.features, x)
			b := x.Own().Bound()
			if out.bound != nil {
				b = b.Union(*out.bound)
			}
			out.bound = &b
		}
		return out, nil
	}))
}

// smallMark is the side in pixels under which an outline is shown as a mark.
const smallMark = 16

// marks are the marks at a zoom: of records that are a point, and of those too small there to be seen as anything else.
func (s *results) marks(z maptile.Zoom) []geo.Feature {
	var points []orb.Point
	var whose []int
	degrees := smallMark * 360 / (512 * float64(uint64(1)<<z))
	for i, x := range s.features {
		switch g := x.Own().(type) {
		case orb.Point:
			points, whose = append(points, g), append(whose, i)
		case orb.MultiPoint:
			for _, p := range g {
				points, whose = append(points, p), append(whose, i)
			}
		default:
			if b := g.Bound(); b.Max[0]-b.Min[0] < degrees && b.Max[1]-b.Min[1] < degrees {
				points, whose = append(points, b.Center()), append(whose, i)
			}
		}
	}
	var out []geo.Feature
	for _, g := range cluster.Groups(points, z) {
		out = append(out, s.mark(g, whose))
	}
	return out
}

// mostMembers bounds the records that a mark names where no closer look parts them.
const mostMembers = 20

// mark is the mark of a group.
func (s *results) mark(g cluster.Group, whose []int) geo.Feature {
	var members []int
	for _, m := range g.Members {
		if i := whose[m]; len(members) == 0 || members[len(members)-1] != i { // ascending
			members = append(members, i)
		}
	}
	props := s.about(members[0])
	props["count"], props["apart"] = len(members), g.Apart()
	if len(members) > 1 {
		props["west"], props["south"], props["east"], props["north"] = g.Box.Min[0], g.Box.Min[1], g.Box.Max[0], g.Box.Max[1]
	}
	if len(members) > 1 && !g.Apart() {
		var list []map[string]any
		for _, i := range members[:min(len(members), mostMembers)] {
			list = append(list, s.about(i))
		}
		if b, err := json.Marshal(list); err == nil { // strings and numbers only
			props["members"] = string(b)
		}
	}
	return geo.Feature{ID: s.features[members[0]].ID, Geometry: g.At, Properties: props}
}

// about is what a map says of a record; n is its number in the list of the map page.
func (s *results) about(i int) map[string]any {
	x := s.features[i]
	title, lang := x.Title().Best(s.lang)
	kind, _, _ := catalog.SplitID(x.Record)
	label, _ := vocab.Kinds().Label(string(kind)).Best(s.lang)
	props := map[string]any{"n": i + 1, "record": x.Record, "kind": string(kind), "kindLabel": label, "title": title}
	if lang != s.lang {
		props["lang"] = string(lang)
	}
	return props
}

// outlines are the records that are more than points.
func (s *results) outlines() []geo.Feature {
	var out []geo.Feature
	for i, x := range s.features {
		if g := x.Own(); g.GeoJSONType() != "Point" && g.GeoJSONType() != "MultiPoint" {
			out = append(out, geo.Feature{ID: x.ID, Geometry: g, Properties: s.about(i)})
		}
	}
	return out
}

// resultTile answers with a vector tile of all that a search finds: marks with counts, and outlines.
func (f *Face) resultTile(w http.ResponseWriter, r *http.Request) error {
	at, err := tileOf(r, layers.DeepestTile)
	if err != nil {
		return err
	}
	found, err := f.wantedResults(r)
	if err != nil {
		return err
	}
	var data []byte
	dropped := 0
	for name, features := range map[string][]geo.Feature{marksLayer: found.marks(at.Z), areasLayer: found.outlines()} {
		py, err := tile.New(features, tile.Options{Name: name, Bare: true, Properties: markProperties()})
		if err != nil {
			return err
		}
		t, err := py.Tile(uint32(at.Z), at.X, at.Y)
		if errors.Is(err, tile.ErrOutside) {
			return noTile(r.URL.Path)
		}
		if err != nil {
			return err
		}
		data, dropped = append(data, t.Data...), dropped+t.Dropped
	}
	if dropped > 0 {
		w.Header().Set("X-Features-Left-Out", strconv.Itoa(dropped))
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	return httpkit.WriteBytes(w, r, mediaTile, data, httpkit.Validator{})
}

func markProperties() []string {
	return []string{"n", "record", "kind", "kindLabel", "title", "lang", "count", "apart", "west", "south", "east", "north", "members"}
}

// resultMarks answers with the marks of a tile as GeoJSON, for maps that read no vector tiles. Outlines that the tile meets come whole.
func (f *Face) resultMarks(w http.ResponseWriter, r *http.Request) error {
	at, err := tileOf(r, layers.DeepestTile)
	if err != nil {
		return err
	}
	found, err := f.wantedResults(r)
	if err != nil {
		return err
	}
	list, bound := []json.RawMessage{}, at.Bound()
	add := func(x geo.Feature) error {
		props, err := json.Marshal(x.Properties)
		if err != nil {
			return err
		}
		b := append([]byte(`{"type":"Feature","geometry":`), write.AppendGeometry(nil, x.Geometry)...)
		list = append(list, append(append(append(b, `,"properties":`...), props...), '}'))
		return nil
	}
	for _, x := range found.marks(at.Z) {
		if maptile.At(x.Geometry.(orb.Point), at.Z) == at {
			if err := add(x); err != nil {
				return err
			}
		}
	}
	for _, x := range found.outlines() {
		if x.Geometry.Bound().Intersects(bound) {
			if err := add(x); err != nil {
				return err
			}
		}
	}
	httpkit.AddVary(w.Header(), "Accept-Language")
	body, err := httpkit.Marshal(object{"type": "FeatureCollection", "features": list})
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, "application/geo+json", body, httpkit.Validator{})
}

// unitCountDoc is a unit with the records known by it only.
type unitCountDoc struct {
	ID    string          `json:"id"`
	Code  string          `json:"code,omitempty"`
	Name  text.Text       `json:"name"`
	Point [2]float64      `json:"point"`
	Count int             `json:"count"`
	Area  json.RawMessage `json:"outline"` // null where none is recorded
}

// resultMap answers with how what a search finds stands on a map.
func (f *Face) resultMap(w http.ResponseWriter, r *http.Request) error {
	found, err := f.wantedResults(r)
	if err != nil {
		return err
	}
	set, err := f.current()
	if err != nil {
		return err
	}
	communes, units := set.Communes(f.register()), []unitCountDoc{}
	for _, c := range found.Units {
		d := unitCountDoc{ID: c.Unit.ID, Code: c.Unit.Code, Name: c.Unit.Name, Point: c.At, Count: c.Count, Area: json.RawMessage("null")}
		if g := communes.Outline(c.Unit.ID); g != nil {
			d.Area = write.AppendGeometry(nil, g)
		}
		units = append(units, d)
	}
	var box []float64
	if b := found.bound; b != nil {
		box = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return httpkit.WriteJSON(w, r, object{"total": found.total, "listed": found.listed, "located": found.Located, "bbox": box, "units": units}, httpkit.Validator{})
}
