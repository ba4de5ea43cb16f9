package indexer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/indexer/convert"
	"honglinh/indexer/likeness"
	"honglinh/indexer/source"
)

// sameKey is the store document that says under which record each item of a harvest
// source stands that several sources tell of: it keeps the record where it is when
// the source goes that it was first known from.
const sameKey = "indexer/same"

// mostAlike bounds how many records are compared for one trait: what more have in common
// is a form and not a text.
const mostAlike = 50

// told is a draft of a batch, by the id that its own source gives it.
type told struct {
	b  *batch
	d  *convert.Draft
	id string
}

func (t *told) thing() likeness.Thing { return likeness.Thing{Record: &t.d.Record, Places: t.d.Places} }

func (t *told) key() string { return t.b.pkg.Name + " " + t.id }

// harvested reports whether a package comes from other people's portals.
func (f found) harvested() bool { return strings.HasPrefix(f.root.name, harvestedRoot) }

// united reports whether a run compares records: only what is harvested is ever held for
// the same as something else.
func (g gathered) united() bool {
	return slices.ContainsFunc(g.list, func(f found) bool { return f.pkg != nil && f.harvested() })
}

// recognise notes what the drafts of a package are recognised by.
func (b *batch) recognise() {
	if b.traits != nil {
		return
	}
	b.traits = map[string][]string{}
	for _, d := range b.conv.Drafts {
		if traits := likeness.Traits(&d.Record); len(traits) > 0 {
			b.traits[d.Record.ID] = traits
		}
	}
}

// alike are the packages not read of which a record may be the same as one that was read,
// or that was before, or as one of a package that is no longer there.
func (w *work) alike() ([]*batch, error) {
	if len(w.same) == 0 {
		return nil, nil
	}
	asked := map[string]bool{}
	ask := func(traits map[string][]string) {
		for _, list := range traits {
			for _, t := range list {
				asked[t] = true
			}
		}
	}
	united := w.united()
	for _, b := range w.batches {
		if united && b.conv != nil {
			b.recognise()
			ask(b.traits)
		}
	}
	for name, r := range w.readings {
		if w.same[name] != nil {
			continue
		}
		if err := r.open(); err != nil {
			return nil, fmt.Errorf("the reading of package %s: %w", name, err)
		}
		ask(r.Traits)
	}
	if len(asked) == 0 {
		return nil, nil
	}
	var out []*batch
	for name, b := range w.same {
		if err := b.was.open(); err != nil {
			return nil, fmt.Errorf("the reading of package %s: %w", name, err)
		}
		if b.was.shares(asked) {
			out = append(out, b)
		}
	}
	return out, nil
}

// shares reports whether a record of the reading has one of the traits.
func (r *reading) shares(asked map[string]bool) bool {
	for _, list := range r.Traits {
		if slices.ContainsFunc(list, func(t string) bool { return asked[t] }) {
			return true
		}
	}
	return false
}

// unite makes one record of what several sources tell of the same thing, each as a
// statement of its own; at least one of them is harvested. It goes over the packages that
// were read since the last time.
func (s *Service) unite(ctx context.Context, w *work) error {
	fresh := slices.DeleteFunc(slices.Clone(w.batches), func(b *batch) bool { return b.united })
	for _, b := range fresh {
		b.united, b.merged = true, map[string]string{}
	}
	if !w.united() || len(fresh) == 0 {
		return nil
	}
	u := &union{work: w, before: map[string]string{}, after: map[string]string{}, own: map[string]bool{}, taken: map[string]bool{}}
	if err := s.document(ctx, sameKey, &u.before); err != nil {
		return err
	}
	if err := u.look(ctx, s, fresh); err != nil {
		return err
	}
	for _, g := range u.groups(fresh) {
		u.resolve(g)
	}
	for _, b := range fresh {
		b.conv.Drafts = slices.DeleteFunc(b.conv.Drafts, func(d *convert.Draft) bool { return u.gone[d] })
	}
	maps.DeleteFunc(u.before, func(key, _ string) bool {
		name, _, _ := strings.Cut(key, " ")
		return u.read[name] || w.whole && !u.listed[name]
	})
	maps.Copy(u.before, u.after)
	return s.putDocument(ctx, sameKey, u.before)
}

// moved is a draft that stands under an id which an owner's record has.
type moved struct {
	b     *batch
	d     *convert.Draft
	owner string
}

// waitFor leaves records as they are, and keeps the statements, whose sources are held
// back or cannot be read now.
func (s *Service) waitFor(ctx context.Context, w *work) error {
	stay := s.unreadable(w.gathered, w.before)
	for _, m := range w.moved {
		if name, ok := source.PackageOf(m.owner); ok && stay[name] {
			m.b.conv.Drafts = slices.DeleteFunc(m.b.conv.Drafts, func(d *convert.Draft) bool { return d == m.d })
			m.b.unsure = true
		}
	}
	asked := map[string]bool{}
	for name := range stay {
		if r := w.readings[name]; r != nil {
			if err := r.open(); err != nil {
				return fmt.Errorf("the reading of package %s: %w", name, err)
			}
			for _, list := range r.Traits {
				for _, t := range list {
					asked[t] = true
				}
			}
		}
	}
	for _, b := range w.batches {
		for _, d := range b.conv.Drafts {
			if !slices.ContainsFunc(b.traits[d.Record.ID], func(t string) bool { return asked[t] }) {
				continue
			}
			was, err := s.store.Records(ctx, []string{d.Record.ID})
			if err != nil {
				return err
			}
			for i := range was {
				d.Keep(b.pkg.Name, &was[i], stay)
			}
		}
	}
	return nil
}

// unique refuses drafts whose id another package holds already.
func unique(batches []*batch, rep *Report) {
	owner, holder := map[string]*convert.Draft{}, map[string]*batch{}
	for _, b := range batches {
		b.conv.Drafts = slices.DeleteFunc(b.conv.Drafts, func(d *convert.Draft) bool {
			first, dup := owner[d.Record.ID]
			if !dup {
				owner[d.Record.ID], holder[d.Record.ID] = d, b
				return false
			}
			b.unsure, holder[d.Record.ID].unsure = true, true
			rep.refuse(d.Refused(source.Refusal{}.For(notice.Of("id-double.package", d.Record.ID, first.File, first.Row)))...)
			return true
		})
	}
}
