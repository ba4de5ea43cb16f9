package place

import (
	"slices"
	"sort"
	"strings"

	"honglinh/catalog/text"
)

// Resolve returns the units that s can mean: a record id, a code, or a name in
// either language, old or new, with or without marks and with or without the
// word for the level. With a date only units of that date are meant; without
// one, today's units come before dissolved ones. An exact name with its level
// excludes the looser readings. A full address ("xã Thuận Lộc, thị xã Hồng Lĩnh")
// means its finest unit. Several units mean that s is ambiguous.
func (r *Register) Resolve(s, on string) []Unit {
	s = strings.TrimSpace(s)
	if u, ok := r.ByID(s); ok && u.At(on) {
		return []Unit{u}
	}
	if code, from, ok := strings.Cut(s, "@"); ok {
		return r.pick(r.byCode[code], from)
	}
	if ids := r.byCode[s]; len(ids) > 0 {
		return r.pick(ids, on)
	}
	found := r.names(s)
	if len(found) == 0 {
		found = r.address(s)
	}
	return r.pick(found, on)
}

func (r *Register) names(s string) []int {
	full := spelt(text.Fold(s))
	var exact, loose []int
	for _, n := range r.byName[full] {
		if n.exact {
			exact = append(exact, n.unit)
		} else {
			loose = append(loose, n.unit)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	if len(loose) > 0 {
		return loose
	}
	// "phường Hồng Lĩnh" where only a town has the name: the level was wrong.
	for _, n := range r.byName[Bare(s)] {
		loose = append(loose, n.unit)
	}
	return loose
}

func (r *Register) pick(indexes []int, on string) []Unit {
	var out []Unit
	for _, i := range indexes {
		if r.units[i].At(on) {
			out = append(out, r.units[i])
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		if a, b := out[i].Current(), out[j].Current(); a != b {
			return a
		}
		return pad(out[i].From, "-01-01") > pad(out[j].From, "-01-01")
	})
	return out
}

// Current returns today's units on the territory of the unit: itself if it still
// exists, else its successors, followed to the end. A dissolved unit without a
// known successor gives none.
func (r *Register) Current(id string) []Unit {
	var out []Unit
	r.walk(id, func(u Unit) []string {
		if u.Current() {
			out = append(out, u)
			return nil
		}
		return u.Successors
	})
	return out
}

// On returns the units on the territory of the unit on a day, written YYYY-MM-DD,
// "" being today: itself if it existed then, else its successors or predecessors
// that did, followed in one direction. None known gives none.
func (r *Register) On(id, day string) []Unit {
	u, ok := r.ByID(id)
	if !ok || day == "" {
		return r.Current(id)
	}
	ended := u.To != "" && pad(u.To, "-12-31") < day
	var out []Unit
	r.walk(id, func(u Unit) []string {
		if u.At(day) {
			out = append(out, u)
			return nil
		}
		if ended {
			return u.Successors
		}
		return u.Predecessors
	})
	return out
}

// Family returns the unit with all its predecessors and all its successors,
// each followed in one direction only, so that what was filed under an old or
// a new name is found under both without reaching the neighbours.
func (r *Register) Family(id string) []Unit {
	var out []Unit
	keep := func(u Unit) {
		if !slices.ContainsFunc(out, func(v Unit) bool { return v.ID == u.ID }) {
			out = append(out, u)
		}
	}
	r.walk(id, func(u Unit) []string { keep(u); return u.Successors })
	r.walk(id, func(u Unit) []string { keep(u); return u.Predecessors })
	return out
}

// FamilyIDs returns the ids of the Family.
func (r *Register) FamilyIDs(id string) []string {
	var ids []string
	for _, u := range r.Family(id) {
		ids = append(ids, u.ID)
	}
	return ids
}

// Ancestors returns the units above the unit, the nearest first.
func (r *Register) Ancestors(id string) []Unit {
	var out []Unit
	u, ok := r.ByID(id)
	for ok && u.Parent != "" && len(out) < maxDepth {
		if u, ok = r.ByID(u.Parent); ok {
			out = append(out, u)
		}
	}
	return out
}

// maxDepth bounds a chain of parents: province, district, commune, hamlet and
// room for a country above; it also ends a cycle in bad data.
const maxDepth = 8

func (r *Register) walk(id string, next func(Unit) []string) {
	seen := map[string]bool{}
	queue := []string{id}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		u, ok := r.ByID(at)
		if !ok || seen[at] {
			continue
		}
		seen[at] = true
		queue = append(queue, next(u)...)
	}
}
