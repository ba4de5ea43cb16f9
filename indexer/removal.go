package indexer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
	"honglinh/indexer/convert"
	"honglinh/indexer/source"
)

// DefaultRemovalLimit is how much of a source a run may remove, in per cent, unless
// the operator sets another share: more is rather a folder that is not mounted or a
// file that was cut than an editor's day.
const DefaultRemovalLimit = 20

// fewRemoved is how many records may always go as long as others stay: of a source
// of three each is a third.
const fewRemoved = 2

// Held is a source that a run left as it was, since it would have removed too much
// of it.
type Held struct {
	Source string `json:"source"`
	// Removed of Of live records would have gone.
	Removed int `json:"removed"`
	Of      int `json:"of"`
	// Emptied are tables that had rows and would have none.
	Emptied []string `json:"emptied,omitempty"`
	// Thinned are tables of whose rows too many are refused now and were not before.
	Thinned []string `json:"thinned,omitempty"`
}

// AllowRemoval lets the next run remove as much as its sources say.
func (s *Service) AllowRemoval() { s.allowed.Store(true) }

// holdBack leaves out of the run what would remove too much: packages that lost
// their rows, and packages that are no longer there. They count as unreadable,
// so that their records, tables and copies stay. Those in must are held whatever
// they would lose: it was seen before.
func (s *Service) holdBack(ctx context.Context, w *work, must map[string]Held, rep *Report) error {
	owners, err := s.store.Owners(ctx)
	if err != nil {
		return err
	}
	drafted := w.drafted()
	read := map[string]*batch{}
	for _, b := range w.batches {
		read[b.pkg.Name] = b
	}
	w.held = map[string]bool{}
	stay := s.unreadable(w.gathered, w.before)
	for _, owner := range owners {
		name, ok := source.PackageOf(owner)
		b := read[name]
		if !ok || stay[name] || w.same[name] != nil || b == nil && !w.whole {
			continue
		}
		h, seen := must[name]
		if !seen {
			if h, err = s.loss(ctx, w, name, b, drafted, rep); err != nil {
				return err
			}
		}
		if seen || h.beyond(s.opt.RemovalLimit, b) {
			s.hold(w, h, b, rep)
		}
	}
	w.batches = slices.DeleteFunc(w.batches, func(b *batch) bool { return w.held[b.pkg.Name] })
	return nil
}

// drafted are the records that the packages read make: those that are not refused.
func (w *work) drafted() map[string]bool {
	out := map[string]bool{}
	for _, b := range w.batches {
		for _, d := range b.conv.Drafts {
			if !b.refused[d.Record.ID] {
				out[d.Record.ID] = true
			}
		}
	}
	return out
}

// loss tells what a source would lose whose package, nil for none, is as it is now.
func (s *Service) loss(ctx context.Context, w *work, name string, b *batch, drafted map[string]bool, rep *Report) (Held, error) {
	ids, err := s.store.Owned(ctx, source.PackageOwner(name))
	h := Held{Source: name, Of: len(ids)}
	if b != nil {
		h.Emptied, h.Thinned = b.emptied(w.before[name], b.refusals(rep), s.opt.RemovalLimit)
	}
	for _, id := range ids {
		if !drafted[id] && (b == nil || !b.partial) {
			h.Removed++
		}
	}
	return h, err
}

// hold holds a source back.
func (s *Service) hold(w *work, h Held, b *batch, rep *Report) {
	label := w.before[h.Source].Label
	w.held[h.Source] = true
	if b != nil {
		label = b.label
		w.list[b.listed].pkg = nil
	}
	rep.Held = append(rep.Held, h)
	rep.refuse(h.refusal(label, b == nil, s.opt.RemovalLimit))
	s.opt.Log.Warn("a source would lose too much and is left as it was", "op", "ingest", "source", h.Source, "removed", h.Removed, "of", h.Of, "emptied", len(h.Emptied), "thinned", len(h.Thinned))
}

// overdue are the packages that would lose too much by what was refused since they were
// held against the limit: when records are completed, and held against each other.
func (s *Service) overdue(ctx context.Context, w *work, rep *Report) (map[string]Held, error) {
	late := map[string]Held{}
	drafted := w.drafted()
	for _, b := range w.batches {
		h, err := s.loss(ctx, w, b.pkg.Name, b, drafted, rep)
		if err != nil {
			return nil, err
		}
		if h.beyond(s.opt.RemovalLimit, b) {
			late[b.pkg.Name] = h
		}
	}
	return late, nil
}

// beyond reports whether too much would go: more than limit per cent of the
// records and more than fewRemoved, all of them, or all rows of a table.
func (h Held) beyond(limit int, b *batch) bool {
	switch {
	case limit >= 100:
		return false
	case len(h.Emptied)+len(h.Thinned) > 0:
		return true
	case h.Removed == 0:
		return false
	case h.Removed == h.Of, b != nil && b.bare() && h.Removed == h.Of-1:
		return true
	}
	return h.Removed > fewRemoved && h.Removed*100 > limit*h.Of
}

// bare reports whether no record of the package but its own came in.
func (b *batch) bare() bool {
	return !slices.ContainsFunc(b.conv.Drafts, func(d *convert.Draft) bool { return d.Record.Kind != vocab.Dataset && !b.refused[d.Record.ID] })
}

// emptied names the resources that had rows the last time and have none now that is
// right, and those of whose rows more than limit per cent are refused now and were not.
func (b *batch) emptied(was entry, refused table.Refusals, limit int) (emptied, thinned []string) {
	for _, name := range slices.Sorted(maps.Keys(was.Rows)) {
		res, there := b.pkg.Resource(name)
		if !there || b.failed[name] {
			continue
		}
		before, now := was.Refused.Count(res), refused.Count(res)
		good, more := was.Rows[name]-before, now-before
		switch {
		case good > 0 && b.conv.Rows[name] <= now:
			emptied = append(emptied, name)
		case more > fewRemoved && more*100 > limit*good:
			thinned = append(thinned, name)
		}
	}
	return emptied, thinned
}

func (h Held) refusal(label string, vanished bool, limit int) source.Refusal {
	why := notice.Of("removal-held", h.Removed, h.Of, h.Source, limit)
	switch {
	case vanished:
		why = notice.Of("removal-held.package", h.Source, h.Removed)
	case len(h.Emptied) > 0:
		why = notice.Of("removal-held.emptied", strings.Join(h.Emptied, ", "))
	case len(h.Thinned) > 0 && h.Removed*100 <= limit*h.Of:
		why = notice.Of("removal-held.thinned", strings.Join(h.Thinned, ", "), limit)
	}
	return source.Refusal{File: label}.For(why)
}
