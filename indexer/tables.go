package indexer

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text/notice"
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
		return table.Content{FS: folder.Dir(filepath.Join(s.opt.Data, lib[p.Name].Dir)), Refused: lib[p.Name].Refused, Still: true}
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
			rep.refuse(source.Refusal{File: file}.For(tableNotice(r.Err)))
		}
	}
	s.opt.Progress("tables", len(packs), len(packs))
	return ctx.Err()
}

// tableNotice says why a table as a whole is refused; its file has been named.
func tableNotice(err error) *notice.Notice {
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind == catalog.Internal {
		return notice.Of("table-bad", err)
	}
	return ofFile("table-bad.said", err)
}

// partOf is the file of a resource that a fault names, its first where it names none.
func partOf(res datasets.Resource, err error) string {
	var f *catalog.Fault
	if errors.As(err, &f) {
		at, _, _ := strings.Cut(f.Where, ":")
		for _, p := range res.Paths {
			if p == at || path.Base(p) == at || strings.HasSuffix(at, "/"+p) { // as the source names it, or the reader
				return p
			}
		}
	}
	return res.Paths[0]
}

// ofFile says what is wrong with a file under a key, and under its wording "line" where
// the fault tells the line.
func ofFile(key string, err error) *notice.Notice {
	said := notice.Said(err)
	var f *catalog.Fault
	if errors.As(err, &f) {
		if _, at, ok := strings.Cut(f.Where, ":"); ok {
			if line, err := strconv.Atoi(at[strings.LastIndexByte(at, ':')+1:]); err == nil {
				code, _, _ := strings.Cut(key, ".")
				return notice.Of(code+".line", said, line)
			}
		}
	}
	return notice.Of(key, said)
}
