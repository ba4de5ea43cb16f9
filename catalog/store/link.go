package store

import (
	"cmp"
	"slices"
	"strings"

	"honglinh/catalog"
)

// Backlink is a live record that points at another one.
type Backlink struct {
	ID  string `json:"id"`
	Rel string `json:"rel"`
}

// Dangling is a link of a live record to one that does not exist or was removed.
type Dangling struct {
	From, Rel, To string
}

// Rels of the links that are not in Record.Links.
const (
	RelPlace        = "place"
	RelSupersedes   = "supersedes"
	RelSupersededBy = "superseded_by"
)

// Edge is one link of a record, as it is kept for backlinks.
type Edge struct{ Rel, To string }

// Edges returns the links of a record to others, each once.
func Edges(rec catalog.Record) []Edge {
	seen := map[Edge]bool{}
	var out []Edge
	add := func(rel, to string) {
		e := Edge{rel, to}
		if to != "" && to != rec.ID && !seen[e] {
			seen[e] = true
			out = append(out, e)
		}
	}
	for _, l := range rec.Links {
		add(l.Rel, l.ID)
	}
	for _, p := range rec.Places {
		add(RelPlace, p.ID)
	}
	for _, id := range rec.Supersedes {
		add(RelSupersedes, id)
	}
	for _, id := range rec.SupersededBy {
		add(RelSupersededBy, id)
	}
	return out
}

// AddBacklinks adds the links of a record to the one with the id.
func AddBacklinks(list []Backlink, rec catalog.Record, to string) []Backlink {
	for _, e := range Edges(rec) {
		if e.To == to {
			list = append(list, Backlink{ID: rec.ID, Rel: e.Rel})
		}
	}
	return list
}

// OrderBacklinks orders links by relation and id, each once: a record that changed between two
// questions is told of twice.
func OrderBacklinks(list []Backlink) []Backlink {
	slices.SortFunc(list, func(a, b Backlink) int {
		return cmp.Or(strings.Compare(a.Rel, b.Rel), strings.Compare(a.ID, b.ID))
	})
	return slices.Compact(list)
}
