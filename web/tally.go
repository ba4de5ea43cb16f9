package web

import (
	"honglinh/catalog"
	"honglinh/catalog/vocab"
)

// tally counts records by language and age; it is kept as the overview is made,
// so that the coverage page costs the same however many records there are.
type tally struct {
	all, overdue   int
	langs          [2]int
	oldest, newest catalog.Date // the days on which somebody last vouched
}

func (t *tally) add(b brief) {
	t.all++
	for i, has := range b.langs {
		if has {
			t.langs[i]++
		}
	}
	if b.overdue {
		t.overdue++
	}
	if b.vouched == "" {
		return
	}
	if t.oldest == "" || b.vouched < t.oldest {
		t.oldest = b.vouched
	}
	t.newest = max(t.newest, b.vouched)
}

// spot is a kind in a unit; without a unit it is the kind as a whole.
type spot struct {
	kind vocab.Kind
	unit string
}

// tally counts the record with its kind as a whole and in each unit it lies in.
func (v *overview) tally(b brief) {
	seen := map[string]bool{"": true}
	for _, id := range b.places {
		for _, unit := range v.areas[id] {
			seen[unit] = true
		}
	}
	for unit := range seen {
		at := spot{b.kind, unit}
		if v.tallies[at] == nil {
			v.tallies[at] = &tally{}
		}
		v.tallies[at].add(b)
	}
}

// at returns the count of a kind in a unit.
func (v *overview) at(kind, unit string) tally {
	if t := v.tallies[spot{vocab.Kind(kind), unit}]; t != nil {
		return *t
	}
	return tally{}
}
