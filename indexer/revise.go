package indexer

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/datasets/revise"
	"honglinh/indexer/convert"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/source"
	"honglinh/indexer/survey"
)

// revisionKey is the store document with what the desk changed in the tables of a package.
func revisionKey(name string) string { return "desk/tables/" + name }

// revision reads what the desk changed in the tables of a package; nil for nothing.
func (s *Service) revision(ctx context.Context, name string) (map[string]string, error) {
	var fields map[string]string
	err := s.document(ctx, revisionKey(name), &fields)
	if len(fields) == 0 {
		fields = nil
	}
	return fields, err
}

// revise lays what the desk changed over the packages, and keeps where their tables come
// from. A package whose changes cannot be laid over it stays as it was: without them it
// would say again what was corrected.
func (s *Service) revise(ctx context.Context, g *gathered, rep *Report) error {
	origins := map[string]found{}
	for i, f := range g.list {
		if f.pkg == nil {
			continue
		}
		origins[f.pkg.Name] = f
		fields, err := s.revision(ctx, f.pkg.Name)
		if err != nil {
			return err
		}
		if fields == nil {
			continue
		}
		over, err := f.revised(fields)
		if err != nil {
			rep.refuse(source.Refusal{File: path.Join(f.label, datapackage.Descriptor)}.For(notice.Of("revision-bad", notice.Said(err))))
			g.list[i].pkg = nil
			continue
		}
		for table, keys := range over.layer.Missing {
			rep.warn(source.Warning{File: path.Join(f.label, over.layer.Files[table])}.For(notice.Of("revision-gone", strings.Join(keys[:min(len(keys), 5)], ", "), len(keys))))
		}
		g.list[i] = over.found
	}
	s.origins.Store(&origins)
	return nil
}

// revised is a package with changes over it.
type revised struct {
	found
	layer *revise.Overlay
}

// revised lays changes over the package.
func (f found) revised(fields map[string]string) (revised, error) {
	changes, err := revise.Parse(fields)
	if err != nil {
		return revised{}, err
	}
	layer, err := revise.Over(f.root.fs, f.dir, f.pkg, changes)
	if err != nil {
		return revised{}, err
	}
	pkg, problems := datasets.Read(layer, f.dir)
	if pkg == nil {
		return revised{}, problems[0].Why
	}
	pkg.Shipped = f.pkg.Shipped
	f.root.fs, f.pkg = layer, pkg
	return revised{f, layer}, nil
}

// origin is where a package comes from, without what the desk changed. Fault: NotFound.
func (s *Service) origin(name string) (found, error) {
	if all := s.origins.Load(); all != nil {
		if f, ok := (*all)[name]; ok {
			return f, nil
		}
	}
	return found{}, catalog.NewFault(catalog.NotFound, "dataset", "Danh mục hiện không có bộ dữ liệu này.", "The catalogue does not have this dataset now.")
}

// Revisable is a package as its source has it: what it says, the file system with its
// files and its folder in it. Fault: NotFound.
func (s *Service) Revisable(name string) (*datasets.Package, fs.FS, string, error) {
	f, err := s.origin(name)
	if err != nil {
		return nil, nil, "", err
	}
	return f.pkg, f.root.fs, f.dir, nil
}

// ProveTables holds changes of the tables of a package against the rules of rows. Fault:
// Invalid, with the field in Where, for the first changed row that is refused.
func (s *Service) ProveTables(ctx context.Context, name string, fields map[string]string) error {
	f, err := s.origin(name)
	if err != nil {
		return err
	}
	over, err := f.revised(fields)
	if err != nil {
		return err
	}
	refused, err := s.tryRows(ctx, over)
	if err != nil {
		return err
	}
	return over.fault(refused, fields)
}

// tryRows reads all rows of a package, and returns what is refused of them.
func (s *Service) tryRows(ctx context.Context, f revised) ([]source.Refusal, error) {
	conv := convert.New(f.pkg)
	conv.Area = s.opt.Limits.Area
	land := &unitOutlines{}
	land.fill = func() error { return s.survey(ctx, land, nil) }
	place, _ := f.pkg.Extension["place"].(string)
	sv := survey.New(conv, land, place, s.opt.Limits.Area)
	src := datapackage.NewSource(datapackage.Reader{FS: f.root.fs, Name: f.label, Dir: orDot(f.dir)}, f.pkg, "", nil)
	for _, res := range f.pkg.Resources {
		conv.Begin(res)
		err := sv.Begin(res)
		if err == nil {
			err = src.Read(ctx, res, sv)
		}
		sv.End()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil && f.layer.Files[res.Name] != "" {
			conv.Refuse(source.Refusal{File: f.label + "/" + f.layer.Files[res.Name], Table: res.Name}.For(ofFile("file-bad", err)))
		}
	}
	conv.Finish()
	return conv.Refused, nil
}

// fault is the first refusal that hits a changed row or table, as one of its field; nil
// for none. What was refused before is not the change's.
func (f revised) fault(refused []source.Refusal, fields map[string]string) error {
	changes, err := revise.Parse(fields)
	if err != nil {
		return err
	}
	for _, r := range refused {
		for table, file := range f.layer.Files {
			if r.File != f.label+"/"+file && r.File != path.Join(f.label, file) {
				continue
			}
			ids := f.layer.Rows[table]
			where := revise.Mark(revise.RowPrefix, table, "")
			if r.Row >= 2 && r.Row-2 < len(ids) {
				id := ids[r.Row-2]
				if changes[table][id] == nil {
					continue
				}
				if where = revise.Mark(revise.RowPrefix, table, id); r.Column != "" {
					where = revise.Cell(table, id, r.Column)
				}
			}
			return refusedAt(where, r)
		}
	}
	return nil
}

// ReviseTables publishes what the desk changed in the tables of a package: a run takes the
// package in with the changes over it, with the same checks as any other. fields nil takes
// all of them back. Where a changed row is refused, what was before stays. It waits for a
// run under way. Faults: Invalid for what is refused, with the field in Where; NotFound.
func (s *Service) ReviseTables(ctx context.Context, name string, fields map[string]string) error {
	s.running.Lock()
	defer s.running.Unlock()
	before, err := s.revision(ctx, name)
	if err != nil {
		return err
	}
	if err := s.putDocument(ctx, revisionKey(name), orEmpty(fields)); err != nil {
		return err
	}
	rep, err := s.ingestNow(ctx)
	if err != nil {
		return err // what was decided is tried again
	}
	refused := s.refusedOf(name, fields, rep)
	if refused == nil {
		return nil
	}
	if err := s.putDocument(ctx, revisionKey(name), orEmpty(before)); err != nil {
		return err
	}
	_, err = s.ingestNow(ctx)
	return errors.Join(refused, err)
}

func orEmpty(fields map[string]string) map[string]string {
	if fields == nil {
		return map[string]string{}
	}
	return fields
}

// refusedOf says why a run did not take the changes of a package in, nil if it did.
func (s *Service) refusedOf(name string, fields map[string]string, rep Report) error {
	f, err := s.origin(name)
	if err != nil {
		return catalog.NewFault(catalog.Invalid, "dataset", "Danh mục không còn bộ dữ liệu này.", "The catalogue no longer has this dataset.")
	}
	for _, r := range rep.Refused {
		if r.Row == 0 && (r.File == f.label || r.File == path.Join(f.label, datapackage.Descriptor)) {
			return refusedAt("tables", r) // as a whole: it would lose too much, or cannot be read
		}
	}
	if fields == nil {
		return nil
	}
	over, err := f.revised(fields)
	if err != nil {
		return err
	}
	return over.fault(rep.Refused, fields)
}

// refusedAt is a refusal as a fault of a field.
func refusedAt(where string, r source.Refusal) error {
	err := refusedItem(r)
	var f *catalog.Fault
	if errors.As(err, &f) {
		f.Where = where
	}
	return err
}
