package indexer

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/indexer/desk"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
)

// cited is what others say of a record: whatever else changes in it, they stay as they are.
type cited struct {
	title      text.Text
	status     string
	numbers    []string
	supersedes []string
}

// change is a record before and after; nil for none.
type change struct{ was, is *cited }

func citedOf(r *catalog.Record) *cited {
	return &cited{r.Title, r.Status, enrich.Numbers(r), slices.Sorted(slices.Values(r.Supersedes))}
}

// told reports whether a link to the record says otherwise.
func (c *change) told() bool {
	return c.was == nil || c.is == nil || !c.was.title.Equal(c.is.title) || c.was.status != c.is.status
}

// of are the values that the record had, has, or either.
func (c *change) of(values func(*cited) []string) (was, is, either []string) {
	if c.was != nil {
		was = values(c.was)
	}
	if c.is != nil {
		is = values(c.is)
	}
	return was, is, slices.Concat(was, is)
}

// edits notes the records that others than packages changed since. It returns false where
// they cannot be followed: a package's record among them says that a run was cut short.
func (s *Service) edits(ctx context.Context, w *work, since int64) (bool, error) {
	p, err := s.store.Publish(ctx, desk.Owner)
	if err != nil {
		return false, err
	}
	defer p.Discard()
	for {
		changes, err := s.store.Changes(ctx, since, store.MaxChanges)
		if err != nil || len(changes) == 0 {
			return err == nil, err
		}
		for _, c := range changes {
			owner, err := p.Owner(ctx, c.ID)
			if err != nil {
				return false, err
			}
			if _, ok := source.PackageOf(owner); ok || len(w.changes) >= mostFollowed || c.Record == nil && !c.Removed {
				return false, nil
			}
			if err := s.edit(ctx, w, c); err != nil {
				return false, err
			}
		}
		since = changes[len(changes)-1].Seq
	}
}

func (s *Service) edit(ctx context.Context, w *work, c store.Change) error {
	e := w.changes[c.ID]
	if e == nil {
		e = &change{}
		w.changes[c.ID] = e
		if c.Version > 1 {
			was, err := s.store.RecordVersion(ctx, c.ID, c.Version-1)
			switch catalog.KindOf(err) {
			case "":
				e.was = citedOf(&was)
			case catalog.Gone:
			default:
				return err
			}
		}
	}
	if e.is = nil; c.Record != nil {
		e.is = citedOf(c.Record)
	}
	return nil
}

// diff notes what the packages that were read change, and which records go.
func (s *Service) diff(ctx context.Context, w *work) error {
	is := map[string]*cited{}
	var ids []string
	for _, b := range w.batches {
		owned, err := s.store.Owned(ctx, b.src.Owner())
		if err != nil {
			return err
		}
		b.choose(owned)
		drafted := map[string]bool{}
		for _, d := range b.conv.Drafts {
			id := d.Record.ID
			if drafted[id] = true; !b.leaves(id) && !b.adopted[id] {
				is[id] = citedOf(&d.Record)
			}
		}
		for _, id := range owned {
			if (!drafted[id] || b.refused[id]) && !b.partial {
				w.gone[id] = true
			}
		}
	}
	left, err := s.vanished(ctx, w)
	if err != nil {
		return err
	}
	for _, id := range left {
		w.gone[id] = true
	}
	for id := range is {
		delete(w.gone, id)
		ids = append(ids, id)
	}
	return s.compareWith(ctx, w, append(ids, slices.Collect(maps.Keys(w.gone))...), is)
}

// compareWith notes those of the ids of which others say something else than what the store has.
func (s *Service) compareWith(ctx context.Context, w *work, ids []string, is map[string]*cited) error {
	for part := range slices.Chunk(ids, mostFollowed) {
		stored, err := s.store.Records(ctx, part)
		if err != nil {
			return err
		}
		was := map[string]*cited{}
		for i := range stored {
			was[stored[i].ID] = citedOf(&stored[i])
		}
		for _, id := range part {
			if !reflect.DeepEqual(was[id], is[id]) {
				w.changes[id] = &change{was[id], is[id]}
			}
		}
	}
	return nil
}

// vanished are the records of packages that are no longer there.
func (s *Service) vanished(ctx context.Context, w *work) ([]string, error) {
	owners, err := s.leaving(ctx, w)
	var out []string
	for _, owner := range owners {
		ids, err := s.store.Owned(ctx, owner)
		if err != nil {
			return nil, err
		}
		out = append(out, ids...)
	}
	return out, err
}

// affected are the records that say otherwise because of the changes: those that link to a
// changed one or missed it, those that a changed one supersedes, at whatever remove, and
// those that name a number which other documents have now.
func (s *Service) affected(ctx context.Context, w *work) (map[string]bool, error) {
	hit := map[string]bool{}
	missing, named := w.asked()
	numbers := map[string]bool{}
	for id, c := range w.changes {
		hit[id] = true // it may have been adopted, or given back
		supersededWas, supersededIs, superseded := c.of(func(f *cited) []string { return f.supersedes })
		if c.told() {
			back, err := s.store.Backlinks(ctx, id)
			if err != nil {
				return nil, err
			}
			for _, b := range back {
				hit[b.ID] = true
			}
			for _, from := range missing[id] {
				hit[from] = true
			}
			superseded = append(superseded, id)
		} else if slices.Equal(supersededWas, supersededIs) {
			superseded = nil
		}
		if err := s.below(ctx, w, superseded, hit); err != nil {
			return nil, err
		}
		was, is, either := c.of(func(f *cited) []string { return f.numbers })
		if c.was == nil || c.is == nil || !slices.Equal(was, is) {
			for _, n := range either {
				numbers[n] = true
			}
		}
	}
	for code, from := range named {
		for n := range numbers {
			if strings.HasPrefix(n, code) {
				for _, id := range from {
					hit[id] = true
				}
			}
		}
	}
	return hit, nil
}

// asked are the records that the readings link to and that are not there, and the numbers that they name,
// each with who does.
func (w *work) asked() (missing, named map[string][]string) {
	missing, named = map[string][]string{}, map[string][]string{}
	add := func(b *batch) {
		if b.was == nil {
			return
		}
		for id, n := range b.was.Records {
			for _, to := range n.Missing {
				missing[to] = append(missing[to], id)
			}
			for _, code := range n.Named {
				named[code] = append(named[code], id)
			}
		}
	}
	for _, b := range w.same {
		add(b)
	}
	for _, b := range w.batches {
		add(b)
	}
	return missing, named
}

// below adds the records and those that they supersede, at whatever remove.
func (s *Service) below(ctx context.Context, w *work, ids []string, hit map[string]bool) error {
	seen := map[string]bool{}
	for len(ids) > 0 {
		id := ids[0]
		if ids = ids[1:]; seen[id] {
			continue
		}
		seen[id], hit[id] = true, true
		if c := w.changes[id]; c != nil {
			_, _, either := c.of(func(f *cited) []string { return f.supersedes })
			ids = append(ids, either...)
		}
		back, err := s.store.Backlinks(ctx, id)
		if err != nil {
			return err
		}
		for _, b := range back {
			if b.Rel == store.RelSupersededBy {
				ids = append(ids, b.ID)
			}
		}
	}
	return nil
}
