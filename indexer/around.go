package indexer

import (
	"context"
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/vocab"
	"honglinh/indexer/enrich"
)

// around are the records that completing drafts asks for, as the store has them: what they
// link to, what supersedes them up to its end, the documents where they name any by number,
// and the units where one has to be located or in.Places has none. Those that are gone are
// left out, and so are the drafts themselves.
func (s *Service) around(ctx context.Context, in enrich.Input, gone map[string]bool) ([]catalog.Record, error) {
	ids, seen := []string{}, map[string]bool{}
	for _, d := range in.Drafts {
		seen[d.Record.ID] = true
	}
	ask := func(id string) {
		if id != "" && !seen[id] && !gone[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	documents, units := false, in.Places == nil
	for _, d := range slices.Concat(in.Drafts, in.Proposals) {
		rec := &d.Record
		for _, l := range rec.Links {
			ask(l.ID)
		}
		for _, id := range rec.Supersedes {
			ask(id)
		}
		documents = documents || len(enrich.Named(rec)) > 0
		units = units || len(d.Places) == 0 && rec.Geometry != nil
		if err := s.above(ctx, rec.ID, ask); err != nil {
			return nil, err
		}
	}
	out, err := s.store.Records(ctx, ids)
	if err != nil {
		return nil, err
	}
	for kind, wanted := range map[vocab.Kind]bool{vocab.Document: documents, vocab.Unit: units} {
		if !wanted {
			continue
		}
		more, err := s.store.Kind(ctx, string(kind))
		if err != nil {
			return nil, err
		}
		for _, r := range more {
			if !seen[r.ID] && !gone[r.ID] {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// above asks for the records that supersede a draft, and for those that supersede them.
func (s *Service) above(ctx context.Context, draft string, ask func(string)) error {
	seen := map[string]bool{}
	for next := []string{draft}; len(next) > 0; {
		id := next[0]
		if next = next[1:]; seen[id] {
			continue
		}
		seen[id] = true
		back, err := s.store.Backlinks(ctx, id)
		if err != nil {
			return err
		}
		for _, b := range back {
			if b.Rel == store.RelSupersedes {
				next = append(next, b.ID)
			}
		}
		if id == draft {
			continue
		}
		ask(id)
		stored, err := s.store.Records(ctx, []string{id}) // one that is kept may say more than its superseders do
		if err != nil {
			return err
		}
		for _, r := range stored {
			next = append(next, r.SupersededBy...)
		}
	}
	return nil
}
