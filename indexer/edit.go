package indexer

import (
	"context"
	"fmt"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer/convert"
	"honglinh/indexer/desk"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
)

// Proof says what an item would become, or why it is refused: the record as
// readers will see it, with what is doubtful about it. Nothing is published.
// Fault: Invalid, with the field in Where.
func (s *Service) Proof(ctx context.Context, it desk.Item) (catalog.Record, error) {
	d, err := s.proof(ctx, it)
	if err != nil {
		return catalog.Record{}, err
	}
	return d.Record, nil
}

func (s *Service) proof(ctx context.Context, it desk.Item) (*convert.Draft, error) {
	d, refused, err := desk.Draft(ctx, it, s.opt.Limits.Area)
	if err != nil {
		return nil, err
	}
	if refused != nil {
		return nil, refusedItem(*refused)
	}
	in := enrich.Input{Drafts: []*convert.Draft{d}}
	if d.Record.Kind != vocab.Unit {
		in.Places = s.State().Places
	}
	if in.Kept, err = s.around(ctx, in, nil); err != nil {
		return nil, err
	}
	out := enrich.Run(in)
	if r, refused := out.Refused[it.ID]; refused {
		return nil, refusedItem(r)
	}
	return d, nil
}

func refusedItem(r source.Refusal) error {
	f := catalog.NewFault(catalog.Invalid, desk.FieldOf(r.Column), "", "")
	reason, remedy := r.Text(), r.Mend()
	for lang, s := range reason {
		if m, _ := remedy.Best(lang); m != "" {
			s += "; " + m
		}
		f.Detail.Set(lang, s)
	}
	return f
}

// Edit publishes an item of the desk: it is read, validated, completed and stored
// as in a run, and when Edit returns the search finds it. The desk owns the record
// from then on, whoever owned it before. It waits for a run under way. Faults:
// Invalid for what is refused, with the field in Where.
func (s *Service) Edit(ctx context.Context, it desk.Item) (catalog.Record, error) {
	s.running.Lock()
	defer s.running.Unlock()
	d, err := s.proof(ctx, it)
	if err != nil {
		return catalog.Record{}, err
	}
	err = s.editing(ctx, func(p *store.Publication) error {
		_, err := p.Adopt(ctx, d.Record)
		return err
	})
	return d.Record, err
}

// Retract takes a record from readers. Its last version, which its history keeps,
// says why. A record that is not live is left alone. Fault: Invalid for one that
// is not the desk's.
func (s *Service) Retract(ctx context.Context, id string, note text.Text) error {
	s.running.Lock()
	defer s.running.Unlock()
	rec, err := s.store.Record(ctx, id)
	switch catalog.KindOf(err) {
	case "":
	case catalog.Gone, catalog.NotFound:
		return nil
	default:
		return err
	}
	rec.Status, rec.Summary, rec.Body = "withdrawn", note, nil
	return s.editing(ctx, func(p *store.Publication) error {
		if _, err := p.Put(ctx, rec); err != nil {
			return err
		}
		return p.Remove(ctx, id)
	})
}

// editing publishes what fn does in the desk's name and shows it: the search
// first, which readers wait for.
func (s *Service) editing(ctx context.Context, fn func(*store.Publication) error) error {
	p, err := s.store.Publish(ctx, desk.Owner)
	if err != nil {
		return err
	}
	defer p.Discard()
	if err := fn(p); err != nil {
		return err
	}
	if _, err := p.Commit(ctx); err != nil {
		return err
	}
	// It is published; a search that lags behind is the next run's to mend.
	begun := s.opt.Now()
	if err := s.showNow(ctx); err != nil {
		s.opt.Log.Error("what the desk published is not shown yet", "op", "desk", "err", err)
	}
	s.opt.Log.Info("the desk published", "op", "desk", "took", s.opt.Now().Sub(begun))
	select {
	case s.mapped <- struct{}{}:
	default: // it is asked for already
	}
	return nil
}

// showNow shows readers what the store holds, on the map layers that there are.
func (s *Service) showNow(ctx context.Context) (err error) {
	if s.next.Seq, err = s.records.Seq(ctx); err != nil {
		return err
	}
	if err := s.follow(ctx); err != nil {
		return err
	}
	return s.display(ctx)
}

// remap makes the map layers anew of what the desk published: they are of the whole
// catalogue, which readers of a record need not wait for.
func (s *Service) remap(ctx context.Context) {
	s.running.Lock()
	defer s.running.Unlock()
	err := s.makeLayers(ctx)
	if err == nil {
		err = s.display(ctx)
	}
	if err != nil && ctx.Err() == nil {
		s.opt.Log.Error("what the desk published is not on the map yet", "op", "desk", "err", err)
	}
}

// ownedElsewhere are the records of other owners than packages: they take part in every run
// and are changed by none.
func ownedElsewhere(ctx context.Context, st store.Owners) ([]string, error) {
	owners, err := st.Owners(ctx)
	var out []string
	for _, owner := range owners {
		if _, ok := source.PackageOf(owner); ok {
			continue
		}
		ids, err := st.Owned(ctx, owner)
		if err != nil {
			return nil, fmt.Errorf("records of %s: %w", owner, err)
		}
		out = append(out, ids...)
	}
	return out, err
}
