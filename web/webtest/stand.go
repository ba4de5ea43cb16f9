package webtest

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/contact"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/site"
	"honglinh/catalog/store"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/packages"
	"honglinh/datasets/quality"
	"honglinh/datasets/rulebook"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
	"honglinh/indexer/convert"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
	"honglinh/web"
	"honglinh/web/frame"
	"honglinh/web/usage"
	"honglinh/web/zeroresults"
)

var (
	_ frame.Store  = (store.Reader)(nil)
	_ frame.Finder = (*search.Finder)(nil)
)

// Stand is the pages of some packages: the real store, the real engines.
type Stand struct {
	*frame.Frame
	Handler     http.Handler
	Records     store.Store
	Search      *search.Finder
	ZeroResults *zeroresults.Counter
	Quality     *quality.Book
	Rules       *rulebook.Shelf
	given       web.Options
	dir         string
}

// Base is the public address of the pages.
const Base = "https://honglinh.example"

// Now is a day after the content was gathered and a fair while before the
// last of its reviews are due.
func Now() time.Time { return time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC) }

var shared struct {
	sync.Once
	*Stand
	err error
}

// Shipped returns the pages of the shipped packages, made once for all tests.
func Shipped(t testing.TB) *Stand {
	t.Helper()
	shared.Do(func() { shared.Stand, shared.err = build(context.Background(), packages.Embedded(), Base, true) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.Stand
}

// Make returns the pages of the packages in a file system, under a public address. They
// follow what is published.
func Make(ctx context.Context, fsys fs.FS, base string) (*Stand, error) {
	return build(ctx, fsys, base, false)
}

// build makes pages that follow what is published, or that stand at the change they are made
// at, as the program serves them.
func build(ctx context.Context, fsys fs.FS, base string, stands bool) (*Stand, error) {
	dir, err := os.MkdirTemp("", "honglinh-web-test")
	if err != nil {
		return nil, err
	}
	st, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	in, pkgs, concepts, err := drafts(ctx, fsys)
	if err != nil {
		return nil, err
	}
	out := enrich.Run(in)
	in.Drafts = append(in.Drafts, datasetDrafts(pkgs)...)
	thesaurus, err := analysis.NewThesaurus(concepts)
	if err != nil {
		return nil, err
	}
	batch, recs, err := publish(ctx, st, in.Drafts, out.Refused, &search.Preparer{Places: out.Places, Thesaurus: thesaurus})
	if err != nil {
		return nil, err
	}
	var records store.Reader = st
	if stands {
		records = st.At(batch.Seq)
	}
	engine, err := bleveengine.Create("")
	if err != nil {
		return nil, err
	}
	if err := engine.Apply(ctx, batch); err != nil {
		return nil, err
	}
	set := &layers.Current{}
	set.Store(layers.Build(recs))
	finder := search.NewFinder(search.FinderOptions{Records: records, Now: Now, Spatial: layers.Spatial{Current: set}})
	finder.Swap(search.Snapshot{Engine: engine, Words: enginetest.Words(recs), Places: out.Places, Thesaurus: thesaurus})
	tables, err := loaded(ctx, pkgs, fsys)
	if err != nil {
		return nil, err
	}
	library := &datasets.Library{}
	library.Set(pkgs)
	places := func() *place.Register { return out.Places }
	s := &Stand{Records: st, dir: dir, Search: finder, ZeroResults: zeroresults.New(nil), Quality: quality.NewBook(metadata.New(tables, places), st, Now)}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s.Rules = rulebook.New(rulebook.Options{Store: records, Tables: tables, Library: func() *datasets.Library { return library }, Places: places, Now: Now, Log: log})
	s.given = web.Options{Rules: s.Rules, Contacts: contact.New(contact.Options{Records: records, Places: places, Site: site.NewCurrent(site.Site{}, library.Site).Site}), BaseURL: base, Store: records, Finder: finder, Places: places, Library: func() *datasets.Library { return library }, Layers: set.Load,
		ZeroResults: s.ZeroResults, Now: Now, Log: log, Version: "0.0-test", Tables: tables, Quality: s.Quality, Usage: use(),
		Ingested: func() frame.Ingest { return frame.Ingest{At: Now(), Read: len(in.Drafts), Added: len(in.Drafts)} }}
	return s, s.build()
}

// Contacts tell whom to ask about the stand's records.
func (s *Stand) Contacts() *contact.Book { return s.given.Contacts }

// publish stores the drafts that were not refused, and returns them as the index takes them.
func publish(ctx context.Context, st *sqlite.Store, drafts []*convert.Draft, refused map[string]source.Refusal, prep *search.Preparer) (batch search.Batch, recs []catalog.Record, err error) {
	pub, err := st.Publish(ctx, "test")
	if err != nil {
		return batch, nil, err
	}
	for _, d := range drafts {
		if _, no := refused[d.Record.ID]; no {
			continue
		}
		if _, err := pub.Put(ctx, d.Record); err != nil {
			return batch, nil, err
		}
		batch.Put = append(batch.Put, prep.Document(&d.Record))
		recs = append(recs, d.Record)
	}
	batch.Seq, err = pub.Commit(ctx)
	return batch, recs, err
}

func (s *Stand) build() (err error) {
	if s.Frame, err = web.Build(s.given); err == nil {
		s.Handler = s.Frame.Handler()
	}
	return err
}

// With returns the same content with other options of the pages.
func (s *Stand) With(t testing.TB, change func(*web.Options)) *Stand {
	t.Helper()
	other := *s
	change(&other.given)
	if err := other.build(); err != nil {
		t.Fatal(err)
	}
	return &other
}

// datasetDrafts are the records of the packages themselves.
func datasetDrafts(pkgs []*datasets.Package) []*convert.Draft {
	var out []*convert.Draft
	for _, p := range pkgs {
		out = append(out, &convert.Draft{Record: catalog.Record{ID: "dataset/" + p.Name, Kind: vocab.Dataset, Title: p.Title, Summary: p.Description, Places: []catalog.PlaceRef{},
			Licence: "CC-BY-4.0", Topics: p.Topics, Provenance: []catalog.Provenance{{Title: p.Name, Retrieved: "2026-11-22"}}}})
	}
	return out
}

// drafts reads every package in the file system.
func drafts(ctx context.Context, fsys fs.FS) (in enrich.Input, pkgs []*datasets.Package, concepts []analysis.Concept, err error) {
	dirs, err := datapackage.Find(fsys)
	if err != nil {
		return in, nil, nil, err
	}
	for _, dir := range dirs {
		pkg, _ := datasets.Read(fsys, dir)
		if pkg == nil {
			continue
		}
		c := convert.New(pkg)
		for _, res := range pkg.Resources {
			c.Begin(res)
			if err := (datapackage.Reader{FS: fsys, Name: dir, Dir: dir}).Resource(ctx, res, c); err != nil {
				return in, nil, nil, err
			}
		}
		c.Finish()
		in.Drafts, in.Outlines = append(in.Drafts, c.Drafts...), append(in.Outlines, c.Outlines...)
		for _, k := range c.Concepts {
			concepts = append(concepts, analysis.Concept{ID: k.ID, Domain: k.Domain, Pref: k.Pref, Alt: k.Alt, Abbr: k.Abbr, Broader: k.Broader, Related: k.Related})
		}
		pkgs = append(pkgs, pkg)
	}
	return in, pkgs, concepts, nil
}

// Get asks for a page; header is pairs of name and value.
func (s *Stand) Get(t testing.TB, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, r)
	return w
}

// loaded puts the tables of the packages into a real engine.
func loaded(ctx context.Context, pkgs []*datasets.Package, fsys fs.FS) (*duck.Engine, error) {
	dir, err := os.MkdirTemp("", "honglinh-web-tables")
	if err != nil {
		return nil, err
	}
	e, err := duck.Open(ctx, dir, duck.Options{MemoryMB: 256, Now: Now})
	if err != nil {
		return nil, err
	}
	for _, r := range e.Sync(ctx, pkgs, func(*datasets.Package) table.Content { return table.Content{FS: fsys} }) {
		if r.Err != nil {
			return nil, fmt.Errorf("%s: %w", r.Ref, r.Err)
		}
	}
	return e, nil
}

// use is three days of use.
func use() *usage.Counter {
	now := Now().AddDate(0, 0, -2)
	u := usage.NewCounter(func() time.Time { return now }, nil)
	for range 3 {
		for _, a := range []httpkit.Used{{Use: httpkit.UsePage}, {Use: httpkit.UseSearch}, {Use: httpkit.UseDownload, Dataset: "units"}, {Use: httpkit.UseAPI}} {
			a.Method, a.Status = http.MethodGet, http.StatusOK
			u.Count(a)
		}
		now = now.AddDate(0, 0, 1)
	}
	return u
}

// OnlyOne is a stand with one opportunity of the given columns.
func OnlyOne(t *testing.T, row map[string]string) *Stand {
	t.Helper()
	cols := []string{"slug", "name_vi", "name_en", "objective_vi", "note", "source_url"}
	row["slug"] = "a"
	var fields, cells []string
	for _, c := range cols {
		fields = append(fields, `{"name":"`+c+`","type":"string"}`)
		cells = append(cells, `"`+strings.ReplaceAll(row[c], `"`, `""`)+`"`)
	}
	fsys := fstest.MapFS{
		"p/datapackage.json": {Data: []byte(`{"name":"p","title":"P","languages":["vi","en"],"resources":[{"name":"t","path":"t.csv","type":"table","format":"csv","mediatype":"text/csv","encoding":"utf-8",
			"schema":{"fields":[` + strings.Join(fields, ",") + `]},"honglinh":{"kind":"opportunity","id":"slug","title":{"vi":"name_vi","en":"name_en"},"summary":{"vi":"objective_vi"},"source_url":"source_url"}}]}`)},
		"p/t.csv": {Data: []byte(strings.Join(cols, ",") + "\n" + strings.Join(cells, ",") + "\n")},
	}
	s, err := Make(t.Context(), fsys, Base)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Records.Close(); _ = os.RemoveAll(s.dir) })
	return s
}
