package indexer

import (
	"cmp"
	"context"
	"slices"

	"honglinh/catalog/store"
	"honglinh/indexer/convert"
	"honglinh/indexer/desk"
	"honglinh/indexer/likeness"
	"honglinh/indexer/source"
)

// union is one comparison of packages.
type union struct {
	*work
	before, after map[string]string // record by package and own id
	// own are the ids that sources give, taken those that records have now.
	own, taken map[string]bool
	read       map[string]bool   // packages that are compared
	listed     map[string]bool   // packages that are there, or may be
	owner      map[string]string // of records that others stood under before
	stays      map[string]bool   // owners whose packages cannot be read now
	live       map[string]bool   // own ids that are records of harvested packages
	gone       map[*convert.Draft]bool
}

// look finds out what the store has.
func (u *union) look(ctx context.Context, s *Service, fresh []*batch) error {
	u.read, u.owner, u.stays, u.live, u.gone = map[string]bool{}, map[string]string{}, map[string]bool{}, map[string]bool{}, map[*convert.Draft]bool{}
	u.listed = s.unreadable(u.gathered, u.work.before)
	for name := range u.listed {
		u.stays[source.PackageOwner(name)] = true
	}
	for _, f := range u.list {
		if f.pkg != nil {
			u.listed[f.pkg.Name] = true
		}
	}
	for _, b := range fresh {
		u.read[b.pkg.Name] = true
		for _, d := range b.conv.Drafts {
			u.own[d.Record.ID] = true
		}
		if !b.harvested() {
			continue
		}
		ids, err := s.store.Owned(ctx, b.src.Owner())
		if err != nil {
			return err
		}
		for _, id := range ids {
			u.live[id] = true
		}
	}
	p, err := s.store.Publish(ctx, desk.Owner)
	if err != nil {
		return err
	}
	defer p.Discard()
	return u.owners(ctx, p)
}

func (u *union) owners(ctx context.Context, p *store.Publication) error {
	for _, id := range u.before {
		if _, known := u.owner[id]; known {
			continue
		}
		owner, err := p.Owner(ctx, id)
		if err != nil {
			return err
		}
		u.owner[id] = owner
	}
	return nil
}

// groups are the drafts that tell of one thing, those of each in the order of the list; a
// harvested draft that tells of its own thing is a group of one.
func (u *union) groups(fresh []*batch) [][]*told {
	by, all := index(fresh)
	of := map[*told]int{}
	var out [][]*told
	for _, t := range all {
		if !t.b.harvested() {
			continue
		}
		if _, done := of[t]; !done {
			of[t] = len(out)
			out = append(out, []*told{t})
		}
		for _, c := range candidates(t, by) {
			mine, theirs := of[t], []*told{c}
			at, grouped := of[c]
			if grouped {
				theirs = out[at]
			}
			if grouped && at == mine || !fits(out[mine], theirs) || !likeness.Same(t.thing(), c.thing()) {
				continue
			}
			for _, x := range theirs {
				of[x] = mine
			}
			if out[mine] = append(out[mine], theirs...); grouped {
				out[at] = nil
			}
		}
	}
	out = slices.DeleteFunc(out, func(g []*told) bool { return len(g) == 0 })
	for _, g := range out {
		slices.SortStableFunc(g, func(x, y *told) int { return cmp.Compare(x.b.listed, y.b.listed) })
	}
	slices.SortStableFunc(out, func(x, y []*told) int { return cmp.Compare(len(y), len(x)) }) // of one last: they take what is left
	return out
}

// index lists the drafts by what they are recognised by.
func index(fresh []*batch) (map[string][]*told, []*told) {
	by := map[string][]*told{}
	var all []*told
	for _, b := range fresh {
		b.recognise()
		count := map[string]int{}
		for _, list := range b.traits {
			for _, t := range list {
				count[t]++
			}
		}
		for _, d := range b.conv.Drafts {
			traits := b.traits[d.Record.ID]
			if len(traits) == 0 {
				continue
			}
			one := &told{b, d, d.Record.ID}
			all = append(all, one)
			for _, t := range traits {
				if count[t] == 1 || !likeness.Ambiguous(t) {
					by[t] = append(by[t], one)
				}
			}
		}
	}
	return by, all
}

// candidates are the drafts of other packages that share a trait, each once, by how sure
// it is.
func candidates(t *told, by map[string][]*told) []*told {
	var out []*told
	for _, trait := range t.b.traits[t.id] {
		list := by[trait]
		if len(list) > mostAlike {
			continue
		}
		for _, c := range list {
			if c.b != t.b && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// fits reports whether two groups may be one: no source tells of one thing twice, and
// what the operator's own packages hold apart stays apart.
func fits(a, b []*told) bool {
	for _, x := range a {
		for _, y := range b {
			if x.b == y.b || !x.b.harvested() && !y.b.harvested() {
				return false
			}
		}
	}
	return true
}

// resolve decides which record a group is, and joins it there.
func (u *union) resolve(g []*told) {
	base := u.base(g)
	id := u.record(g, base)
	if u.taken[id] && id != base.id {
		id = base.id
	}
	u.taken[id] = true
	for _, t := range g {
		if t.id != id {
			u.after[t.key()], t.b.merged[t.id] = id, id
		}
		if t.b.refused[t.id] {
			t.b.refused[id] = true
		}
	}
	if owner := u.owner[id]; id != base.id && u.stays[owner] {
		for _, t := range g { // it stays as it is, for as long as its source cannot be read
			u.gone[t.d], t.b.merged[t.id], t.b.unsure = true, id, true
		}
		return
	}
	if id != base.id {
		u.moved = append(u.moved, moved{base.b, base.d, u.owner[id]})
	}
	base.d.Record.ID = id
	for _, t := range g {
		if t != base {
			base.d.Join(base.b.pkg.Name, t.d, t.b.pkg.Name)
			u.gone[t.d], t.b.merged[t.id] = true, id
		}
	}
}

// base is whose draft the record is: the operator's own package before harvested ones,
// then who has it already.
func (u *union) base(g []*told) *told {
	for _, is := range []func(*told) bool{
		func(t *told) bool { return !t.b.harvested() },
		func(t *told) bool {
			return slices.ContainsFunc(g, func(x *told) bool { return u.before[x.key()] == t.id })
		},
		func(t *told) bool { return u.live[t.id] },
	} {
		if i := slices.IndexFunc(g, is); i >= 0 {
			return g[i]
		}
	}
	return g[0]
}

// record is the id under which the group stands: where it stood before, unless a source
// tells of that again.
func (u *union) record(g []*told, base *told) string {
	if !base.b.harvested() {
		return base.id
	}
	for _, t := range g {
		was := u.before[t.key()]
		if was != "" && was != base.id && !u.own[was] && !u.holds(was) {
			return was
		}
	}
	return base.id
}

// holds reports whether a package that was not read has the record.
func (u *union) holds(id string) bool {
	for _, b := range u.same {
		if _, there := b.was.Records[id]; there {
			return true
		}
	}
	return false
}
