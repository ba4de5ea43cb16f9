package indexer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/vocab"
	"honglinh/indexer/convert"
	"honglinh/indexer/desk"
	"honglinh/indexer/enrich"
)

// work is what a run has before it: the packages that are read, and those that are as the
// run before left them.
type work struct {
	gathered
	before library // of the run before
	// readings are those of the run before, by the names of the packages.
	readings map[string]*reading
	// batches are the packages that are read, in the order of the list.
	batches []*batch
	// same are the others by name.
	same map[string]*batch
	// follows says that only what changed is completed anew. It is false where the program or
	// the administrative units are others, and where the run before did not come to its end.
	follows bool
	// changes are the records that are others than after the run before, with those that
	// somebody else than a package changed meanwhile.
	changes map[string]*change
	// moved are the drafts that stand under an id which another owner's record has.
	moved []moved
	// gone are the live records that are about to be removed.
	gone map[string]bool
}

// compare tells the packages that have to be read from those that are as the run before
// left them.
func (s *Service) compare(ctx context.Context, g gathered, lib library, all []*batch) (*work, error) {
	w := &work{gathered: g, before: lib, same: map[string]*batch{}, changes: map[string]*change{}, gone: map[string]bool{}}
	readings, seq, err := s.readings(ctx)
	if err != nil {
		return nil, err
	}
	w.readings = readings
	if len(readings) > 0 && !s.aside.fresh() { // what is damaged is restored from its source
		w.follows, err = s.edits(ctx, w, seq)
	}
	if err != nil || !w.follows {
		w.batches = all
		return w, err
	}
	for _, b := range all {
		b.was = readings[b.pkg.Name]
		if b.was != nil && (b.was.Compared || !g.united()) && b.was.Print == lib[b.pkg.Name].Print && b.was.of(b) {
			w.same[b.pkg.Name] = b
		} else {
			w.batches = append(w.batches, b)
		}
	}
	for name, e := range lib {
		if r := readings[name]; e.Units && (r == nil || !slices.ContainsFunc(all, func(b *batch) bool { return b.was == r })) {
			w.everything() // it is not known what they were, or are
			break
		}
	}
	if len(w.batches) == 0 && len(w.changes) == 0 {
		return w, nil
	}
	return w, w.open()
}

// open reads the records of the readings that count.
func (w *work) open() error {
	for _, list := range [][]*batch{w.batches, slices.Collect(maps.Values(w.same))} {
		for _, b := range list {
			if b.was == nil {
				continue
			}
			if err := b.was.open(); err != nil {
				return fmt.Errorf("the reading of package %s: %w", b.pkg.Name, err)
			}
		}
	}
	return nil
}

// everything has every package be read and every record be completed.
func (w *work) everything() {
	w.follows = false
	w.also(slices.Collect(maps.Values(w.same)))
	for _, b := range w.batches {
		b.was, b.only = nil, nil
	}
}

// also has packages be read that are as they were.
func (w *work) also(more []*batch) {
	for _, b := range more {
		if w.same[b.pkg.Name] != nil { // and not there already
			delete(w.same, b.pkg.Name)
			w.batches = append(w.batches, b)
		}
	}
	slices.SortFunc(w.batches, func(a, b *batch) int { return a.listed - b.listed })
}

// readWork reads what has to be read. A package with the id of one that was not read is
// held against it, so that the same row is refused whichever of them changed.
func (s *Service) readWork(ctx context.Context, w *work, rep *Report) (err error) {
	for {
		if w.batches, err = s.readAll(ctx, w.gathered, w.batches, rep); err != nil {
			return err
		}
		more, err := w.alike()
		if err != nil {
			return err
		}
		if more = append(more, w.contested()...); len(more) == 0 {
			break
		}
		w.also(more)
	}
	return s.distinct(ctx, w, rep)
}

// distinct makes one record of what is the same; else no two packages hold one id.
func (s *Service) distinct(ctx context.Context, w *work, rep *Report) error {
	if err := s.unite(ctx, w); err != nil {
		return err
	}
	unique(w.batches, rep)
	return nil
}

// contested are the packages not read that have an id which one that was read has too.
func (w *work) contested() []*batch {
	var out []*batch
	for _, b := range w.same {
		if slices.ContainsFunc(w.batches, func(read *batch) bool {
			return slices.ContainsFunc(read.conv.Drafts, func(d *convert.Draft) bool { _, both := b.was.Records[d.Record.ID]; return both })
		}) {
			out = append(out, b)
		}
	}
	return out
}

// widen decides what is completed anew: what changed, and what says otherwise because of it.
func (s *Service) widen(ctx context.Context, w *work, rep *Report) error {
	if err := s.waitFor(ctx, w); err != nil {
		return err
	}
	for _, b := range w.batches {
		b.sum()
	}
	if err := s.markAdopted(ctx, w.batches); err != nil || !w.follows {
		return err
	}
	if err := s.diff(ctx, w); err != nil {
		return err
	}
	if len(w.batches) == 0 && len(w.changes) == 0 {
		return nil
	}
	if err := w.open(); err != nil {
		return err
	}
	hit, err := s.affected(ctx, w)
	if err != nil {
		return err
	}
	var more []*batch
	for _, b := range w.same {
		if b.completes(hit) {
			more = append(more, b)
		}
	}
	for _, b := range w.batches {
		b.completes(hit)
	}
	if w.touchesUnits(hit) {
		more = nil
		w.everything()
	}
	w.also(more)
	for {
		if w.batches, err = s.readAll(ctx, w.gathered, w.batches, rep); err != nil {
			return err
		}
		if more, err = w.alike(); err != nil {
			return err
		}
		if len(more) == 0 {
			break
		}
		w.also(more)
	}
	if err := s.distinct(ctx, w, rep); err != nil {
		return err
	}
	for _, b := range w.batches {
		b.sum()
	}
	return s.markAdopted(ctx, w.batches)
}

// touchesUnits reports whether an administrative unit changed or is hit: the places of all
// records hang on them.
func (w *work) touchesUnits(hit map[string]bool) bool {
	unit := func(id string) bool { return strings.HasPrefix(id, string(vocab.Unit)+"/") }
	for id := range w.changes {
		if unit(id) {
			return true
		}
	}
	for _, b := range w.same {
		for id := range hit {
			if _, there := b.was.Records[id]; there && unit(id) {
				return true
			}
		}
	}
	return slices.ContainsFunc(w.batches, func(b *batch) bool {
		return b.was == nil && len(b.conv.Outlines) > 0 || b.was != nil && b.was.Outlines != b.outlined ||
			slices.ContainsFunc(b.conv.Drafts, func(d *convert.Draft) bool { return unit(d.Record.ID) && !b.leaves(d.Record.ID) })
	})
}

// markAdopted marks the drafts of records that the desk has adopted, removed ones too: what
// they say is a proposal to it.
func (s *Service) markAdopted(ctx context.Context, batches []*batch) error {
	if len(batches) == 0 {
		return nil
	}
	p, err := s.store.Publish(ctx, desk.Owner)
	if err != nil {
		return err
	}
	defer p.Discard()
	for _, b := range batches {
		b.adopted = map[string]bool{}
		for _, d := range b.conv.Drafts {
			if p.Owns(d.Record.ID) {
				b.adopted[d.Record.ID] = true
			}
		}
	}
	return nil
}

// input is what is completed, and on what.
func (s *Service) input(ctx context.Context, w *work) (enrich.Input, error) {
	var in enrich.Input
	for _, b := range w.batches {
		for _, d := range b.conv.Drafts {
			switch {
			case b.leaves(d.Record.ID):
			case b.adopted[d.Record.ID]:
				in.Proposals = append(in.Proposals, d)
			default:
				in.Drafts = append(in.Drafts, d)
			}
		}
	}
	var err error
	if w.follows {
		in.Places = s.next.Places
		in.Kept, err = s.around(ctx, in, w.gone)
		return in, err
	}
	in.Outlines = outlines(w.batches)
	in.Kept, err = s.kept(ctx, w.gathered, w.before, w.batches)
	return in, err
}
