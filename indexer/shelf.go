package indexer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"reflect"

	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/search/lexicon"
	"honglinh/catalog/store"
	"honglinh/datasets"
	"honglinh/datasets/files"
	"honglinh/datasets/files/byaddress"
	"honglinh/datasets/grid"
	"honglinh/datasets/quality"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
	"honglinh/indexer/convert"
	"honglinh/indexer/live"
)

// shelf is a data folder as its writer and its readers alike read it, and the state they make
// of it.
type shelf struct {
	opt     Options
	records store.Reader
	engines search.Factory
	copies  copies

	tables   table.Engine  // nil with Options.NoTables
	versions files.Store   // that keeps those of the tables
	moment   *table.Moment // of the tables as next has them

	// next are the parts of the state that is shown next.
	next      live.Parts
	index     generation
	published library           // whose datasets next has
	concepts  []convert.Concept // of its thesaurus
	layersSeq int64             // of the store when its layers were made
	shown     int64             // what the records of next are as of
	live      live.Current
}

// begins sets the parts of an empty catalogue; kept is where histories of scores go.
func (s *shelf) begins(records store.Reader, kept quality.Documents) {
	s.records, s.layersSeq = records, 0
	s.next = live.Parts{Places: place.NewRegister(nil), Layers: layers.Build(nil), Library: &datasets.Library{}, Kept: kept, Now: s.opt.Now}
	s.stateSite()
}

// openTables opens the tables; rows gives those of resources that are no delimited text.
func (s *shelf) openTables(ctx context.Context, rows func(context.Context, *datasets.Package, datasets.Resource, fs.FS, func(grid.Place) bool) (io.ReadCloser, error)) error {
	if s.opt.NoTables {
		return nil
	}
	kept, err := byaddress.Part(ctx, s.opt.Files, s.opt.Data, byaddress.Tables)
	if err != nil {
		return err
	}
	t, err := duck.Open(ctx, filepath.Join(s.opt.Data, byaddress.Tables), duck.Options{Now: s.opt.Now, Rows: rows, Files: kept})
	if err != nil {
		return err
	}
	s.tables, s.versions = t, kept
	return nil
}

// show gives readers the parts as the state they read from now on.
func (s *shelf) show() *live.State {
	if s.shown != s.next.Seq || s.next.Records == nil {
		s.shown, s.next.Records = s.next.Seq, s.records.At(s.next.Seq)
	}
	s.next.Generation, s.next.Search = s.index.Number, search.Snapshot{}
	if s.index.engine != nil {
		s.next.Search = search.Snapshot{Engine: s.index.engine, Places: s.next.Places, Restorer: s.index.restorer, Thesaurus: s.next.Thesaurus, Lexicon: lexicon.General()}
	}
	if s.index.words != nil {
		s.next.Search.Words = s.index.words
	}
	if s.tables != nil {
		if now, was := table.Now(s.tables), s.moment; !now.Same(was) {
			s.moment, s.next.Tables = now, now
		}
	}
	s.next.Files = folders{s.opt, &s.copies, s.published}.of
	return s.live.Show(s.next)
}

// stateSite takes over whose catalogue this is by the settings and the datasets.
func (s *shelf) stateSite() {
	whose := s.opt.Site
	if declared := s.next.Library.Site(); declared != nil {
		whose = whose.Over(*declared)
	}
	if whose = whose.Complete(); s.next.Site == nil || !reflect.DeepEqual(*s.next.Site, whose) {
		s.next.Site = &whose
	}
}

// each streams the live records of the store.
func (s *shelf) each(ctx context.Context, fn func(*catalog.Record)) error {
	return s.records.Each(ctx, func(rec catalog.Record, _ int64) error {
		fn(&rec)
		return nil
	})
}

// close closes what readers read; they are done.
func (s *shelf) close() error {
	errs := []error{s.index.close()}
	if s.tables != nil {
		errs = append(errs, s.tables.Close())
	}
	return errors.Join(append(errs, s.records.Close())...)
}
