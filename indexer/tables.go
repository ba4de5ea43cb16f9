package indexer

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"honglinh/indexer/folder"
	"honglinh/indexer/source"
)

// loadTables has the table engine hold every resource of the packages, from
// their copies, and no other. A table that cannot be loaded is refused; the
// version before it stays.
func (s *Service) loadTables(ctx context.Context, lib library, rep *Report) error {
	if s.tables == nil {
		return nil
	}
	var packs []*datasets.Package
	for _, name := range lib.names() {
		if p, ok := s.next.Library.Find(name); ok {
			packs = append(packs, p)
		}
	}
	at := map[string]int{}
	for i, p := range packs {
		at[p.Name] = i
	}
	s.opt.Progress("tables", 0, len(packs))
	copies := func(p *datasets.Package) table.Content {
		s.opt.Progress("tables", at[p.Name], len(packs))
		return table.Content{FS: folder.Dir(filepath.Join(s.opt.Data, lib[p.Name].Dir)), Refused: lib[p.Name].Refused}
	}
	for _, r := range s.tables.Sync(ctx, packs, copies) {
		if r.Err == nil {
			continue
		}
		p, _ := s.next.Library.Find(r.Ref.Dataset)
		file := r.Ref.String()
		if p != nil {
			if res, ok := p.Resource(r.Ref.Table); ok {
				file = path.Join(lib[p.Name].Label, partOf(res, r.Err))
			}
		}
		s.opt.Log.Warn("a table keeps its version before", "op", "tables", "source", r.Ref.Dataset, "err", r.Err)
		if !rep.says(file) {
			rep.refuse(source.Refusal{File: file, Reason: reasonOf(r.Err), Remedy: "put the file right; the table as it was before is served on"})
		}
	}
	s.opt.Progress("tables", len(packs), len(packs))
	return ctx.Err()
}

// reasonOf says why a table as a whole is refused; its file has been named.
func reasonOf(err error) string {
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind == catalog.Internal {
		return "the table cannot be loaded: " + err.Error()
	}
	return detailOf(f)
}

// partOf is the file of a resource that a fault names, its first where it names none.
func partOf(res datasets.Resource, err error) string {
	var f *catalog.Fault
	if errors.As(err, &f) {
		at, _, _ := strings.Cut(f.Where, ":")
		for _, p := range res.Paths {
			if p == at || path.Base(p) == at {
				return p
			}
		}
	}
	return res.Paths[0]
}

// detailOf is what a fault says, with its line where it tells one.
func detailOf(f *catalog.Fault) string {
	said, _ := f.Detail.Best(text.EN)
	if said == "" {
		return f.Error()
	}
	if i := strings.LastIndexByte(f.Where, ':'); i >= 0 {
		if line, err := strconv.Atoi(f.Where[i+1:]); err == nil {
			return fmt.Sprintf("line %d: %s", line, said)
		}
	}
	return said
}
