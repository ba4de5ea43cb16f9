package native

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/mux"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/site"
	"honglinh/catalog/store"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/packages"
)

var (
	_ Store  = (store.Reader)(nil)
	_ Finder = (*search.Finder)(nil)
)

// finder finds the records whose title holds the text, in the order of the store:
// enough to prove what the API makes of an answer. It follows the Finder's contract
// for cursors, limits and the sequence number.
type finder struct {
	store store.Store
	asked []search.Query
}

// Whole finds all that Search does.
func (f *finder) Whole(ctx context.Context, q search.Query, page func(ids []string) []string) (search.Answer, []string, error) {
	q.Limit, q.Cursor = search.MaxLimit, ""
	a, err := f.Search(ctx, q)
	var ids []string
	for _, h := range a.Hits {
		ids = append(ids, h.Record.ID)
	}
	wanted := page(slices.Clone(ids))
	a.Hits = slices.DeleteFunc(a.Hits, func(h search.Hit) bool { return !slices.Contains(wanted, h.Record.ID) })
	return a, ids, err
}

func (f *finder) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	f.asked = append(f.asked, q)
	if strings.HasPrefix(q.Text, "panic") {
		panic("finder")
	}
	a := search.Answer{TookMS: 1.25, Facets: []search.Facet{{Name: "kind", Values: []search.FacetValue{{Value: "place", Label: text.New("Địa điểm", "Place"), Count: 2, Selected: true}}}}}
	var err error
	if a.Seq, err = f.store.Seq(ctx); err != nil {
		return a, err
	}
	var all []catalog.Record
	err = f.store.Each(ctx, func(rec catalog.Record, _ int64) error {
		if strings.Contains(rec.Title.In(text.VI), q.Text) {
			all = append(all, rec)
		}
		return nil
	})
	from, cursorErr := strconv.Atoi("0" + q.Cursor)
	if cursorErr != nil || from > len(all) {
		return a, catalog.NewFault(catalog.Invalid, "cursor", "Con trỏ lạ.", "Not our cursor.")
	}
	limit := q.Limit
	if limit == 0 {
		limit = search.DefaultLimit
	}
	to := min(len(all), from+limit)
	for _, rec := range all[from:to] {
		h := search.Hit{Record: rec, Score: 1.5}
		if q.Text != "" {
			at := strings.Index(rec.Title.In(text.VI), q.Text)
			h.Matched = []search.Reason{{Kind: "title", Means: q.Text}}
			h.Highlights = map[string]search.Highlight{"title.vi": {Text: rec.Title.In(text.VI), Spans: [][2]int{{at, at + len(q.Text)}}}}
		}
		a.Hits = append(a.Hits, h)
	}
	if a.Total = len(all); to < len(all) {
		a.Next = strconv.Itoa(to)
	}
	return a, err
}

func (f *finder) Suggest(_ context.Context, q string, _ text.Lang, limit int) ([]search.Suggestion, error) {
	all := []search.Suggestion{{Text: q + " công nghiệp", Kind: "concept", Count: 3}, {Text: "Cụm", Kind: "place", ID: "place/c-1", Count: 1}}
	return all[:min(limit, len(all))], nil
}

func (f *finder) Related(ctx context.Context, id string, _ text.Lang, limit int) ([]search.Hit, error) {
	a, err := f.Search(ctx, search.Query{Limit: limit})
	return a.Hits, err
}

func (f *finder) Seq() int64 {
	seq, _ := f.store.Seq(context.Background())
	return seq
}

// stand is the API over a real store with a small catalogue.
type stand struct {
	t           testing.TB
	face        *Face
	router      *mux.Router
	handler     http.Handler
	store       store.Store
	finder      *finder
	engine      search.Engine // of a real Finder; nil with the small one
	words       *search.Wordbook
	entries     map[string]search.Entry // in words
	zeroResults []string
	clock       time.Time
	whose       *site.Site // as a package states it; nil states nothing
}

const base = "https://honglinh.example"

func newStand(t testing.TB) *stand {
	t.Helper()
	s := &stand{t: t, clock: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)}
	var err error
	s.store, err = sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: func() time.Time { return s.clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.store.Close(); err != nil {
			t.Error(err)
		}
	})
	s.finder = &finder{store: s.store}
	library := &datasets.Library{}
	shipped, problems := datasets.Read(packages.Embedded(), "units")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	library.Set([]*datasets.Package{shipped})
	register := units()
	kit := httpkit.New(httpkit.Options{BaseURL: base, CORS: true, Site: site.NewCurrent(site.Site{}, func() *site.Site { return s.whose }).Site})
	s.face = New(Options{Kit: kit, Versions: Versions{Program: "test"}, Now: func() time.Time { return s.clock }, Sources: Sources{Store: s.store, Finder: s.finder,
		Places: func() *place.Register { return register }, Library: func() *datasets.Library { return library },
		Geometry: geometryOf,
		Rows:     func(_, table string) (int64, bool) { return 7, table == "units" },
		Ingested: func() time.Time { return s.clock }, ZeroResults: func(words string, _ text.Lang) { s.zeroResults = append(s.zeroResults, words) }}})
	s.router = kit.NewRouter()
	s.face.Mount(s.router)
	s.handler = kit.Wrap(s.router)
	return s
}

// newRealStand is the API over a real store and a real Finder.
func newRealStand(t testing.TB) *stand {
	t.Helper()
	s := newStand(t)
	engine, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	s.engine = engine
	found := search.NewFinder(search.FinderOptions{Records: s.store, Now: func() time.Time { return s.clock }})
	s.words, s.entries = &search.Wordbook{}, map[string]search.Entry{}
	found.Swap(search.Snapshot{Engine: engine, Words: s.words, Places: s.face.src.Places()})
	s.face.src.Finder = found
	return s
}

// index brings the engine up to the store.
func (s *stand) index() {
	s.t.Helper()
	preparer := search.Preparer{Places: s.face.src.Places()}
	for {
		changes, err := s.store.Changes(s.t.Context(), s.engine.Seq(), store.MaxChanges)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(changes) == 0 {
			return
		}
		batch := search.Batch{Seq: changes[len(changes)-1].Seq}
		var words search.WordChanges
		for _, c := range changes {
			if e, ok := s.entries[c.ID]; ok {
				words.Take(e)
				delete(s.entries, c.ID)
			}
			if c.Removed {
				batch.Delete = append(batch.Delete, c.ID)
			} else {
				batch.Put = append(batch.Put, preparer.Document(c.Record))
				s.entries[c.ID] = preparer.Entry(c.Record)
				words.Put(s.entries[c.ID])
			}
		}
		s.words.Apply(batch.Seq, &words)
		if err := s.engine.Apply(s.t.Context(), batch); err != nil {
			s.t.Fatal(err)
		}
	}
}

// units are the town and two of the wards it became part of.
func units() *place.Register {
	return place.NewRegister([]place.Unit{
		{ID: "unit/tinh-ha-tinh", Code: "42", Level: "province", Name: text.New("Tỉnh Hà Tĩnh", "Ha Tinh Province")},
		{ID: "unit/thi-xa-hong-linh", Level: "town", Name: text.New("Thị xã Hồng Lĩnh", "Hong Linh Town"), Parent: "unit/tinh-ha-tinh", To: "2025-06-30",
			Successors: []string{"unit/phuong-bac-hong-linh", "unit/phuong-nam-hong-linh"}},
		{ID: "unit/phuong-bac-hong-linh", Code: "18115", Level: "ward", Name: text.New("Phường Bắc Hồng Lĩnh", "Bac Hong Linh Ward"), Parent: "unit/tinh-ha-tinh",
			From: "2025-07-01", Lon: 105.6951, Lat: 18.56, HasPoint: true},
		{ID: "unit/phuong-nam-hong-linh", Code: "18118", Level: "ward", Name: text.New("Phường Nam Hồng Lĩnh", "Nam Hong Linh Ward"), Parent: "unit/tinh-ha-tinh", From: "2025-07-01"},
	})
}

// sample is a record with every kind of field.
func sample(slug, title string) catalog.Record {
	capital, area, value := 1234.5, 67.89, 3.5
	return catalog.Record{ID: "place/" + slug, Kind: vocab.Place, Title: text.New(title, ""), Summary: text.New("Tóm tắt, có \"ngoặc\"", "Summary <b> & more"),
		Places:   []catalog.PlaceRef{{Code: "18115", ValidFrom: "2025-07-01", ID: "unit/phuong-bac-hong-linh", Name: text.New("Phường Bắc Hồng Lĩnh", "")}},
		Geometry: geojson.NewGeometry(orb.Point{105.7, 18.53}), GeometryQuality: "approximate", Valid: catalog.Interval{From: "2025-07-01"}, Date: "2026",
		Status: "existing", Topics: []string{"culture"}, Sector: &vocab.SectorRef{Scheme: "VSIC2018", Code: "42"}, Capital: &capital, Area: &area,
		Attributes: map[string]any{"note": "x", "n": 2.0, "none": nil}, Licence: "CC-BY-4.0",
		Statements:   []catalog.Statement{{ID: "S1", Provenance: catalog.Provenance{Title: "A"}}},
		Observations: []catalog.Observation{{Area: "18115", Period: "2025", Value: &value}, {Area: "18115", Period: "2026", Printed: "…"}},
		Links:        []catalog.Link{{Rel: "see", Href: "https://example.vn/"}}, Provenance: []catalog.Provenance{{Title: "Nguồn", URL: "https://example.vn/x", Date: "2025-07", Confidence: "high"}},
		ReviewDue: "2027-01-01", Table: &catalog.TableRef{Dataset: "places", Table: "places"}, Warnings: []catalog.Warning{{Code: "drift", Message: text.New("Lệch", "Drift")}}}
}

// publish stores records and removes ids, as one source.
func (s *stand) publish(records []catalog.Record, remove ...string) {
	s.t.Helper()
	p, err := s.store.Publish(s.t.Context(), "test")
	if err != nil {
		s.t.Fatal(err)
	}
	defer p.Discard()
	for _, rec := range records {
		if _, err := p.Put(s.t.Context(), rec); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, id := range remove {
		if err := p.Remove(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
	}
	if _, err := p.Commit(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if s.engine != nil {
		s.index()
	}
}

// fill publishes n sample records and one without anything optional.
func (s *stand) fill(n int) {
	s.t.Helper()
	records := []catalog.Record{{ID: "article/bare", Kind: vocab.Article, Title: text.New("", "Bare")}}
	for i := range n {
		records = append(records, sample("c-"+strconv.Itoa(1000+i), "Cụm công nghiệp "+strconv.Itoa(i)))
	}
	s.publish(records)
}

type reply struct {
	*httptest.ResponseRecorder
	t testing.TB
}

func (s *stand) do(method, target string, header ...string) reply {
	s.t.Helper()
	r := httptest.NewRequest(method, base+target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return reply{w, s.t}
}

func (s *stand) get(target string, header ...string) reply {
	s.t.Helper()
	return s.do("GET", target, header...)
}

// json decodes the body.
func (r reply) json() map[string]any {
	r.t.Helper()
	var v map[string]any
	b, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		r.t.Fatalf("%v in %s", err, b)
	}
	return v
}

// geometryOf is a report with every part of it.
func geometryOf(dataset string) ([]datasets.GeometryReport, bool) {
	if dataset != "units" {
		return nil, false
	}
	return []datasets.GeometryReport{{Resource: "units", Features: 2, WithGeometry: 1, Areas: 1, Refused: 1, BBox: []float64{105.6, 18.4, 105.8, 18.6},
		Systems: []datasets.GeometrySystem{{CRS: "EPSG:9209", Name: "VN-2000 / TM-3 105-30", Basis: "guessed", Evidence: text.New("căn cứ", "evidence"), Features: 1,
			Operation: "EPSG:6960 VN-2000 to WGS 84", Accuracy: 1}},
		Mended: map[string]int{"winding": 1},
		Findings: []datasets.GeometryFinding{{Code: "self-intersection", Severity: "suspect", Count: 1,
			Examples: []datasets.GeometryExample{{File: "u.geojson", Row: 2, ID: "b", Message: text.New("tự cắt", "crosses itself")}}}}}}, true
}
