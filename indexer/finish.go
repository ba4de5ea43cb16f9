package indexer

import (
	"context"
	"path/filepath"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/datasets/table"
	"honglinh/indexer/convert"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
)

// finish keeps what a later start needs of the run, and takes library, thesaurus
// and register over. It returns the new library.
func (s *Service) finish(ctx context.Context, w *work, out enrich.Output, rep *Report) (library, error) {
	lib := s.nextLibrary(w, rep)
	if err := s.noteKept(ctx, lib, w.batches); err != nil {
		return nil, err
	}
	if err := s.putDocument(ctx, libraryKey, lib); err != nil {
		return nil, err
	}
	if err := s.keepGeometry(ctx, lib, w.batches); err != nil {
		return nil, err
	}
	if err := s.newThesaurus(ctx, w, rep); err != nil {
		return nil, err
	}
	if err := s.noteReadings(ctx, w, out); err != nil {
		return nil, err
	}
	s.takeLibrary(lib)
	s.takePlaces(out.Places)
	return lib, nil
}

// checkpoint has map layers, tables and index follow the store, and shows readers the state
// that comes of it: all at once, since a record whose table is not there yet is half an answer.
// Copies that nothing needs any more are cleared after it.
func (s *Service) checkpoint(ctx context.Context, lib library, rep *Report) error {
	if err := s.makeLayers(ctx); err != nil {
		return err
	}
	rep.Seq = s.next.Seq
	s.withhold(ctx, lib, rep)
	if err := s.loadTables(ctx, lib, rep); err != nil {
		return err
	}
	if s.tables != nil {
		s.tables.Trim() // what loading took, before the index takes as much
	}
	if err := s.follow(ctx); err != nil {
		return err
	}
	if err := s.display(ctx); err != nil {
		return err
	}
	if now := s.State(); now.Quality != nil {
		if err := now.Quality.Record(ctx, now.Library.All()); err != nil {
			return err
		}
	}
	if err := s.noteWhole(ctx); err != nil {
		return err
	}
	s.ready.Store(true)
	for name, e := range lib {
		if rep.Erased > 0 { // the copy before has it, too
			e.Before = ""
		}
		s.unmirrored(name, e.Print, e.Before)
	}
	return nil
}

// withhold takes packages from what is published whose copies are not what was
// ingested, as far as the run could not make them anew from their sources.
func (s *Service) withhold(ctx context.Context, lib library, rep *Report) {
	whole := library{}
	for name, e := range lib {
		if s.copies.sound(ctx, s.copyDir(e)) {
			whole[name] = e
			continue
		}
		rep.refuse(source.Refusal{File: e.Label}.For(notice.Of("copy-damaged", name)))
	}
	if len(whole) < len(lib) {
		s.takeLibrary(whole)
	}
}

// refusals are the rows of the package's files that the run refused, at whatever
// stage; of a resource that could not be read whole, all of them.
func (b *batch) refusals(rep *Report) table.Refusals {
	out := table.Refusals{}
	add := func(resource string, at source.At) {
		if file, ok := strings.CutPrefix(at.File, b.label+"/"); ok && at.Row > 0 {
			out.Add(resource, file, at.Row)
		}
	}
	for _, r := range rep.Refused {
		at := source.At{File: r.File, Row: r.Row}
		add(r.Table, at)
		for _, also := range b.at.whole[at] {
			add(r.Table, also)
		}
	}
	for resource := range b.failed {
		out.All(resource)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// nextLibrary is the packages as they are now; those that cannot be read, or are as
// they were, keep their entry.
func (s *Service) nextLibrary(w *work, rep *Report) library {
	lib := library{}
	for name := range s.unreadable(w.gathered, w.before) {
		if e, known := w.before[name]; known {
			lib[name] = e
		}
	}
	for name := range w.same {
		lib[name] = w.before[name]
	}
	for _, b := range w.batches {
		name := b.pkg.Name
		was, known := w.before[name]
		e := entry{Name: name, Label: b.label, Dir: filepath.ToSlash(filepath.Join(mirrorName, name, b.copy.print)), Print: b.copy.print,
			Rows: b.conv.Rows, Modified: rep.Started, Before: was.Before, Shipped: b.root.embedded, Units: b.units(), Refused: b.refusals(rep)}
		switch {
		case known && was.Print == e.Print:
			e.Modified = was.Modified
		case known:
			e.Before = was.Print
		}
		lib[name] = e
	}
	return lib
}

// newThesaurus takes the concepts over. A thesaurus that contradicts itself is
// refused and the one before it stays; so does that of a package that cannot
// be read this time.
func (s *Service) newThesaurus(ctx context.Context, w *work, rep *Report) error {
	concepts := w.concepts()
	if len(concepts) == 0 && len(s.unreadable(w.gathered, w.before)) > 0 {
		return nil
	}
	if err := s.takeThesaurus(concepts); err != nil {
		rep.refuse(source.Refusal{File: "thesaurus"}.For(notice.Of("thesaurus-bad", err)))
		return nil
	}
	return s.putDocument(ctx, thesaurusKey, concepts)
}

// concepts are those of all packages, in the order of the list.
func (w *work) concepts() []convert.Concept {
	of := map[int][]convert.Concept{}
	for _, b := range w.batches {
		of[b.listed] = b.conv.Concepts
	}
	for _, b := range w.same {
		of[b.listed] = b.was.Concepts
	}
	var out []convert.Concept
	for i := range w.list {
		out = append(out, of[i]...)
	}
	return out
}

// noteKept lists the live records of each package that this run did not read.
func (s *Service) noteKept(ctx context.Context, lib library, batches []*batch) error {
	for _, b := range batches {
		if !b.partial {
			continue
		}
		read := map[string]bool{}
		for _, d := range b.conv.Drafts {
			read[d.Record.ID] = !b.refused[d.Record.ID]
		}
		ids, err := s.store.Owned(ctx, b.src.Owner())
		if err != nil {
			return err
		}
		e := lib[b.pkg.Name]
		for _, id := range ids {
			if !read[id] {
				e.Kept = append(e.Kept, id)
			}
		}
		lib[b.pkg.Name] = e
	}
	return nil
}
