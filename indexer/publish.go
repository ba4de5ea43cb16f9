package indexer

import (
	"context"
	"errors"
	"fmt"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/indexer/desk"
	"honglinh/indexer/source"
)

// publishAll puts every package into the store and removes what left it.
func (s *Service) publishAll(ctx context.Context, g gathered, lib library, batches []*batch, rep *Report) error {
	total, done := len(drafts(batches)), 0
	for _, b := range batches {
		if err := s.publish(ctx, b, rep, func(n int) { s.opt.Progress("store", done+n, total) }); err != nil {
			return fmt.Errorf("publish package %s: %w", b.pkg.Name, err)
		}
		done += len(b.conv.Drafts)
	}
	return s.sweepSources(ctx, g, lib, batches, rep)
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
		if id := d.Record.ID; b.refused[id] || b.held[id] && p.Has(id) {
			continue
		}
		o, err := putRecord(ctx, p, d.Record)
		switch {
		case errors.Is(err, errAdopted):
			rep.warn(source.Warning{File: d.File, Row: d.Row, ID: d.Record.ID, Code: "adopted", Reason: "the desk has adopted this record; what the row says otherwise is a proposal to it"})
			if err := s.propose(ctx, d.Record, b.label); err != nil {
				return err
			}
			continue
		case errors.Is(err, store.ErrOwned):
			rep.refuse(source.Refusal{File: d.File, Row: d.Row, ID: d.Record.ID, Reason: err.Error(),
				Remedy: "give the record an id of its own, or leave it to its owner"})
			continue
		case catalog.KindOf(err) == catalog.Invalid:
			rep.refuse(source.Refusal{File: d.File, Row: d.Row, ID: d.Record.ID, Reason: err.Error(), Remedy: "write values that can be told: finite numbers, valid text"})
			continue
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
	}
	step(len(b.conv.Drafts))
	if err := b.sweep(ctx, p, rep); err != nil {
		return err
	}
	_, err = p.Commit(ctx)
	return err
}

// putRecord publishes a record of a package. Packages may pass records to each other:
// that no two of them hold the same one now was seen before.
func putRecord(ctx context.Context, p *store.Publication, rec catalog.Record) (store.Outcome, error) {
	o, err := p.Put(ctx, rec)
	if !errors.Is(err, store.ErrOwned) {
		return o, err
	}
	owner, lookup := p.Owner(ctx, rec.ID)
	if owner == desk.Owner {
		return o, errAdopted
	}
	if _, ok := source.PackageOf(owner); !ok || lookup != nil {
		return o, errors.Join(err, lookup)
	}
	return p.Adopt(ctx, rec)
}

// errAdopted says that the desk owns the record.
var errAdopted = errors.New("the desk has adopted the record")

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

// sweep removes the records that left the package, unless it is not known
// which ones did.
func (b *batch) sweep(ctx context.Context, p *store.Publication, rep *Report) error {
	if b.partial {
		rep.warn(source.Warning{File: b.label, Code: "nothing-removed",
			Reason: "a file could not be read or a refused row does not tell its id, so that no record of the package is removed this time"})
		return nil
	}
	gone, err := p.Sweep(ctx, func(id string) bool { return b.refused[id] || b.held[id] })
	rep.Removed += len(gone)
	return err
}

// sweepSources removes the records of packages that are no longer there, once
// every folder could be read. What other owners hold is theirs.
func (s *Service) sweepSources(ctx context.Context, g gathered, lib library, batches []*batch, rep *Report) error {
	stay := s.unreadable(g, lib)
	for _, b := range batches {
		stay[b.pkg.Name] = true
	}
	for _, f := range g.list {
		if f.pkg != nil {
			stay[f.pkg.Name] = true
		}
	}
	owners, err := s.store.Owners(ctx)
	if err != nil || !g.whole {
		return err
	}
	for _, owner := range owners {
		name, ok := source.PackageOf(owner)
		if !ok || stay[name] {
			continue
		}
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
			return fmt.Errorf("remove package %s: %w", name, err)
		}
		rep.Removed += len(gone)
	}
	return nil
}
