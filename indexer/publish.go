package indexer

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/convert"
	"honglinh/indexer/desk"
	"honglinh/indexer/source"
)

// publishAll puts what changed into the store and removes what left it.
func (s *Service) publishAll(ctx context.Context, w *work, rep *Report) error {
	total, done := len(drafts(w.batches)), 0
	for _, b := range w.batches {
		if err := s.publish(ctx, b, rep, func(n int) { s.opt.Progress("store", done+n, total) }); err != nil {
			return fmt.Errorf("publish package %s: %w", b.pkg.Name, err)
		}
		done += len(b.conv.Drafts)
	}
	for _, b := range w.same {
		b.was.repeat(rep)
	}
	return s.sweepSources(ctx, w, rep)
}

func (s *Service) publish(ctx context.Context, b *batch, rep *Report, step func(int)) error {
	p, err := s.store.Publish(ctx, b.src.Owner())
	if err != nil {
		return err
	}
	defer p.Discard()
	for i, d := range b.conv.Drafts {
		if i%progressEvery == 0 {
			step(i)
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
		id := d.Record.ID
		switch {
		case b.refused[id]:
		case b.leaves(id):
			p.Keep(id)
			b.was.Records[id].at(d).repeat(rep)
		case b.adopted[id]:
			x := source.Warning{File: d.File, Row: d.Row, ID: id}.For(notice.Of("adopted"))
			b.doubts = append(b.doubts, x)
			rep.warn(x)
			if err := s.propose(ctx, d.Record, b.label); err != nil {
				return err
			}
		default:
			if err := s.put(ctx, p, b, d, rep); err != nil {
				return err
			}
		}
	}
	step(len(b.conv.Drafts))
	if err := b.sweep(ctx, p, rep); err != nil {
		return err
	}
	_, err = p.Commit(ctx)
	return err
}

// put publishes a record. What the store refuses is in the report.
func (s *Service) put(ctx context.Context, p *store.Publication, b *batch, d *convert.Draft, rep *Report) error {
	o, err := putRecord(ctx, p, d.Record)
	key := "store-refuses"
	switch {
	case errors.Is(err, store.ErrOwned):
		key = "store-refuses.owned"
		fallthrough
	case catalog.KindOf(err) == catalog.Invalid:
		b.unsure = true
		rep.refuse(d.Refused(source.Refusal{}.For(notice.Of(key, err)))...)
		return nil
	case err != nil:
		return err
	case o == store.Unchanged:
		if err := s.restoreIn(ctx, d, rep); err != nil {
			return err
		}
	default:
		s.aside.mended(d.Record.ID)
	}
	count(rep, o)
	return nil
}

// putRecord publishes a record of a package. Packages may pass records to each other:
// that no two of them hold the same one now was seen before.
func putRecord(ctx context.Context, p *store.Publication, rec catalog.Record) (store.Outcome, error) {
	o, err := p.Put(ctx, rec)
	if !errors.Is(err, store.ErrOwned) {
		return o, err
	}
	owner, lookup := p.Owner(ctx, rec.ID)
	if _, ok := source.PackageOf(owner); !ok || lookup != nil {
		return o, errors.Join(err, lookup)
	}
	return p.Adopt(ctx, rec)
}

// propose tells the desk what a source says of a record that it adopted.
func (s *Service) propose(ctx context.Context, rec catalog.Record, from string) error {
	if s.opt.Propose == nil {
		return nil
	}
	return s.opt.Propose(ctx, Proposal{Record: rec.ID, From: from, Fields: desk.Fields(&rec)})
}

// Proposal is what a source says of a record that the desk has adopted from it.
type Proposal struct {
	Record string            `json:"record"`
	From   string            `json:"from"`
	Fields map[string]string `json:"fields"`
}

// progressEvery is how many records pass between two looks at the clock.
const progressEvery = 250

func count(rep *Report, o store.Outcome) {
	switch o {
	case store.Added:
		rep.Added++
	case store.Changed:
		rep.Changed++
	default:
		rep.Unchanged++
	}
}

// sweep removes the records that left the package, and those whose rows are refused
// now, unless it is not known which ones did.
func (b *batch) sweep(ctx context.Context, p *store.Publication, rep *Report) error {
	if b.partial {
		x := source.Warning{File: b.label}.For(notice.Of("nothing-removed"))
		b.said.warn(x)
		rep.warn(x)
		return nil
	}
	gone, err := p.Sweep(ctx, nil)
	rep.Removed += len(gone)
	for _, id := range gone {
		if b.refused[id] {
			rep.warn(source.Warning{File: b.label, ID: id}.For(notice.Of("refused-removed")))
		}
	}
	return err
}

// sweepSources removes the records of packages that are no longer there. What other
// owners hold is theirs.
func (s *Service) sweepSources(ctx context.Context, w *work, rep *Report) error {
	owners, err := s.leaving(ctx, w)
	if err != nil {
		return err
	}
	for _, owner := range owners {
		p, err := s.store.Publish(ctx, owner)
		if err != nil {
			return err
		}
		gone, err := p.Sweep(ctx, nil)
		if err == nil {
			_, err = p.Commit(ctx)
		}
		p.Discard()
		if err != nil {
			return fmt.Errorf("remove %s: %w", owner, err)
		}
		rep.Removed += len(gone)
	}
	return nil
}

// leaving are the owners whose packages are no longer there, once every folder could be read.
func (s *Service) leaving(ctx context.Context, w *work) ([]string, error) {
	if !w.whole {
		return nil, nil
	}
	stay := s.unreadable(w.gathered, w.before)
	for _, f := range w.list {
		if f.pkg != nil {
			stay[f.pkg.Name] = true
		}
	}
	owners, err := s.store.Owners(ctx)
	return slices.DeleteFunc(owners, func(owner string) bool {
		name, ok := source.PackageOf(owner)
		return !ok || stay[name]
	}), err
}
