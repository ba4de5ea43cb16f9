package census

import (
	"honglinh/catalog"
	"honglinh/catalog/vocab"
)

// Tally counts records by language and age; it is kept as the census is taken,
// so that the coverage page costs the same however many records there are.
type Tally struct {
	All, Overdue   int
	Langs          [2]int
	Oldest, Newest catalog.Date // the days on which somebody last vouched
}

func (t *Tally) add(b Brief) {
	t.All++
	for i, has := range b.Langs {
		if has {
			t.Langs[i]++
		}
	}
	if b.Overdue {
		t.Overdue++
	}
	if b.Vouched == "" {
		return
	}
	if t.Oldest == "" || b.Vouched < t.Oldest {
		t.Oldest = b.Vouched
	}
	t.Newest = max(t.Newest, b.Vouched)
}

// Spot is a kind in a unit; without a unit it is the kind as a whole.
type Spot struct {
	Kind vocab.Kind
	Unit string
}

// tally counts the record with its kind as a whole and in each unit it lies in.
func (v *Census) tally(b Brief) {
	seen := map[string]bool{"": true}
	for _, id := range b.Places {
		for _, unit := range v.areas[id] {
			seen[unit] = true
		}
	}
	for unit := range seen {
		at := Spot{b.Kind, unit}
		if v.Tallies[at] == nil {
			v.Tallies[at] = &Tally{}
		}
		v.Tallies[at].add(b)
	}
}

// At returns the count of a kind in a unit.
func (v *Census) At(kind, unit string) Tally {
	if t := v.Tallies[Spot{vocab.Kind(kind), unit}]; t != nil {
		return *t
	}
	return Tally{}
}
