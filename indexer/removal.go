package indexer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/catalog/vocab"
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
}

// AllowRemoval lets the next run remove as much as its sources say.
func (s *Service) AllowRemoval() { s.allowed.Store(true) }

// holdBack leaves out of the run what would remove too much: packages that lost
// their rows, and packages that are no longer there. They count as unreadable,
// so that their records, tables and copies stay.
func (s *Service) holdBack(ctx context.Context, w *work, rep *Report) error {
	owners, err := s.store.Owners(ctx)
	if err != nil {
		return err
	}
	drafted := map[string]bool{}
	read := map[string]*batch{}
	for _, b := range w.batches {
		read[b.pkg.Name] = b
		for _, d := range b.conv.Drafts {
			drafted[d.Record.ID] = true
		}
		for id := range b.merged {
			drafted[id] = true
		}
	}
	w.held = map[string]bool{}
	stay := s.unreadable(w.gathered, w.before)
	for _, owner := range owners {
		name, ok := source.PackageOf(owner)
		if b := read[name]; !ok || stay[name] || w.same[name] != nil || b == nil && !w.whole {
			continue
		} else if err := s.weigh(ctx, w, name, b, drafted, rep); err != nil {
			return err
		}
	}
	w.batches = slices.DeleteFunc(w.batches, func(b *batch) bool { return w.held[b.pkg.Name] })
	return nil
}

// weigh holds a source back if its package, nil for none, would take too much away.
func (s *Service) weigh(ctx context.Context, w *work, name string, b *batch, drafted map[string]bool, rep *Report) error {
	ids, err := s.store.Owned(ctx, source.PackageOwner(name))
	if err != nil {
		return err
	}
	h := Held{Source: name, Of: len(ids)}
	label := w.before[name].Label
	if b != nil {
		label = b.label
		h.Emptied = b.emptied(w.before[name].Rows)
	}
	for _, id := range ids {
		if !drafted[id] && (b == nil || !b.partial && !b.refused[id] && !b.held[id]) {
			h.Removed++
		}
	}
	if !h.beyond(s.opt.RemovalLimit, b) {
		return nil
	}
	w.held[name] = true
	if b != nil {
		w.list[b.listed].pkg = nil
	}
	rep.Held = append(rep.Held, h)
	rep.refuse(h.refusal(label, b == nil, s.opt.RemovalLimit))
	s.opt.Log.Warn("a source would lose too much and is left as it was", "op", "ingest", "source", name, "removed", h.Removed, "of", h.Of, "emptied", len(h.Emptied))
	return nil
}

// beyond reports whether too much would go: more than limit per cent of the
// records and more than fewRemoved, all of them, or all rows of a table.
func (h Held) beyond(limit int, b *batch) bool {
	switch {
	case limit >= 100:
		return false
	case len(h.Emptied) > 0:
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
	return !slices.ContainsFunc(b.conv.Drafts, func(d *convert.Draft) bool { return d.Record.Kind != vocab.Dataset })
}

// emptied names the resources that had rows the last time and are empty now.
func (b *batch) emptied(rows map[string]int) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		if res, there := b.pkg.Resource(name); there && rows[name] > 0 && b.conv.Rows[name] == 0 && !b.failed[res.Name] {
			out = append(out, name)
		}
	}
	return out
}

func (h Held) refusal(label string, vanished bool, limit int) source.Refusal {
	why := notice.Of("removal-held", h.Removed, h.Of, h.Source, limit)
	switch {
	case vanished:
		why = notice.Of("removal-held.package", h.Source, h.Removed)
	case len(h.Emptied) > 0:
		why = notice.Of("removal-held.emptied", strings.Join(h.Emptied, ", "))
	}
	return source.Refusal{File: label}.For(why)
}
