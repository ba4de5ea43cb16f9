package indexer

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/datasets/quality"
	"honglinh/datasets/table"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/source"
)

func (s *Service) openTables(ctx context.Context) error {
	t, err := table.Open(ctx, filepath.Join(s.opt.Data, "tables"), table.Options{Now: s.opt.Now})
	if err != nil {
		return err
	}
	s.tables = t
	s.facts = metadata.New(t, s.Places)
	s.quality = quality.NewBook(s.facts, s.store, s.opt.Now)
	return nil
}

// loadTables has the table engine hold the tables of the packages that changed
// since it last did. A table that cannot be loaded is reported; the version
// before it stays.
func (s *Service) loadTables(ctx context.Context, lib library, rep *Report) error {
	if s.tables == nil {
		return nil
	}
	for i, name := range lib.names() {
		s.opt.Progress("tables", i, len(lib))
		e := lib[name]
		p, ok := s.library.Find(name)
		if !ok || e.Loaded == e.Print && s.holds(p) {
			continue
		}
		for _, res := range p.Resources {
			if !res.Tabular() {
				continue
			}
			if err := s.loadTable(ctx, e, p, res, rep); err != nil {
				return err
			}
		}
		e.Loaded = e.Print
		lib[name] = e
	}
	s.opt.Progress("tables", len(lib), len(lib))
	if err := s.putDocument(ctx, libraryKey, lib); err != nil {
		return err
	}
	return s.quality.Record(ctx, s.library.All())
}

// holds reports whether the table engine has every table of the package: its
// folder may have been cleared.
func (s *Service) holds(p *datasets.Package) bool {
	for _, res := range p.Resources {
		if !res.Tabular() {
			continue
		}
		if _, err := s.tables.State(table.Ref{Dataset: p.Name, Table: res.Name}); err != nil {
			return false
		}
	}
	return true
}

func (s *Service) loadTable(ctx context.Context, e entry, p *datasets.Package, res datasets.Resource, rep *Report) error {
	fsys := os.DirFS(filepath.Join(s.opt.Data, e.Dir))
	src := table.Source{Dialect: res.Dialect, Schema: res.Schema, Version: p.Version, File: path.Join(e.Label, res.Paths[0]),
		Open: func() (io.ReadCloser, error) { return openAll(fsys, res) }}
	_, err := s.tables.Load(ctx, table.Ref{Dataset: p.Name, Table: res.Name}, src)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		s.opt.Log.Warn("a table keeps its version before", "op", "tables", "source", p.Name, "err", err)
		rep.warn(source.Warning{File: src.File, Code: "table-not-loaded", Reason: reasonOf(err)})
	}
	return nil
}

func reasonOf(err error) string {
	if catalog.KindOf(err) == catalog.Internal {
		return "the table cannot be loaded: " + err.Error()
	}
	return err.Error()
}

// openAll reads the files of a resource as one: the headers of all but the
// first are left out.
func openAll(fsys fs.FS, res datasets.Resource) (io.ReadCloser, error) {
	names, err := datapackage.Files(fsys, ".", res)
	if err != nil {
		return nil, err
	}
	c := &chain{}
	for i, name := range names {
		f, err := fsys.Open(name)
		if err != nil {
			c.Close()
			return nil, err
		}
		c.files = append(c.files, f)
		r := bufio.NewReader(f)
		if i > 0 && (res.Dialect.Header == nil || *res.Dialect.Header) {
			if _, err := r.ReadString('\n'); err != nil && err != io.EOF {
				c.Close()
				return nil, err
			}
		}
		c.parts = append(c.parts, r)
	}
	c.Reader = io.MultiReader(c.parts...)
	return c, nil
}

// chain is several files read as one.
type chain struct {
	io.Reader
	parts []io.Reader
	files []fs.File
}

func (c *chain) Close() error {
	for _, f := range c.files {
		f.Close()
	}
	return nil
}
