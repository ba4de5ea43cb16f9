package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/store"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/packages"
	"honglinh/datasets/quality"
	"honglinh/indexer/convert"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/enrich"
)

var (
	_ Store  = (store.Reader)(nil)
	_ Finder = (*search.Finder)(nil)
)

// stand is the pages over the shipped packages: the real store, the real engine.
type stand struct {
	*site
	handler http.Handler
	store   store.Store
	dir     string
	finder  *search.Finder
	vain    *Vain
}

const testBase = "https://honglinh.example"

// testNow is a day after the content was gathered and a fair while before the
// last of its reviews are due.
func testNow() time.Time { return time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC) }

var shared struct {
	sync.Once
	*stand
	err error
}

// shipped returns the pages of the shipped packages, made once for all tests.
func shipped(t testing.TB) *stand {
	t.Helper()
	shared.Do(func() { shared.stand, shared.err = makeStand(context.Background(), packages.Embedded(), testBase) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.stand
}

func makeStand(ctx context.Context, fsys fs.FS, base string) (*stand, error) {
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
	pub, err := st.Publish(ctx, "test")
	if err != nil {
		return nil, err
	}
	thesaurus, err := analysis.NewThesaurus(concepts)
	if err != nil {
		return nil, err
	}
	prep := &search.Preparer{Places: out.Places, Thesaurus: thesaurus}
	batch := search.Batch{}
	for _, d := range in.Drafts {
		if _, refused := out.Refused[d.Record.ID]; refused {
			continue
		}
		if _, err := pub.Put(ctx, d.Record); err != nil {
			return nil, err
		}
		batch.Put = append(batch.Put, prep.Document(&d.Record))
	}
	if batch.Seq, err = pub.Commit(ctx); err != nil {
		return nil, err
	}
	engine, err := bleveengine.Create("")
	if err != nil {
		return nil, err
	}
	if err := engine.Apply(ctx, batch); err != nil {
		return nil, err
	}
	var recs []catalog.Record
	for _, d := range in.Drafts {
		if _, refused := out.Refused[d.Record.ID]; !refused {
			recs = append(recs, d.Record)
		}
	}
	ground := &layers.Current{}
	ground.Store(layers.Build(recs))
	finder := search.NewFinder(search.FinderOptions{Records: st, Now: testNow, Spatial: layers.Spatial{Current: ground}})
	finder.Swap(search.Snapshot{Engine: engine, Words: enginetest.Words(recs), Places: out.Places, Thesaurus: thesaurus})
	tables, err := standTables(ctx, pkgs, fsys)
	if err != nil {
		return nil, err
	}
	library := &datasets.Library{}
	library.Set(pkgs)
	s := &stand{store: st, dir: dir, finder: finder, vain: NewVain(nil)}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s.site, err = newSite(Options{BaseURL: base, Store: st, Finder: finder, Places: func() *place.Register { return out.Places },
		Library: func() *datasets.Library { return library }, Layers: ground.Load, InVain: s.vain, Now: testNow, Log: log, Version: "0.0-test", Tables: tables, Quality: quality.NewBook(metadata.New(tables, func() *place.Register { return out.Places }), st, testNow), Usage: standUsage(),
		Ingested: func() Ingest { return Ingest{At: testNow(), Read: len(in.Drafts), Added: len(in.Drafts)} }})
	if err != nil {
		return nil, err
	}
	s.handler = s.kit.Wrap(s.router)
	return s, nil
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

// get asks for a page.
func (s *stand) get(t testing.TB, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}
