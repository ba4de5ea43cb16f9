package store

import (
	"context"

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

// edge is one stored link.
type edge struct{ rel, to string }

func edges(rec catalog.Record) []edge {
	seen := map[edge]bool{}
	var out []edge
	add := func(rel, to string) {
		e := edge{rel, to}
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

// Backlinks returns the live records that point at id, ordered by relation and id.
func (s *Store) Backlinks(ctx context.Context, id string) ([]Backlink, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT from_id, rel FROM link WHERE to_id = ? ORDER BY rel, from_id", id)
	if err != nil {
		return nil, fault("read the links to "+id, err)
	}
	defer rows.Close()
	var out []Backlink
	for rows.Next() {
		var b Backlink
		if err := rows.Scan(&b.ID, &b.Rel); err != nil {
			return nil, fault("read the links to "+id, err)
		}
		out = append(out, b)
	}
	return out, fault("read the links to "+id, rows.Err())
}

// Dangling returns the links whose target is not a live record.
func (s *Store) Dangling(ctx context.Context) ([]Dangling, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT l.from_id, l.rel, l.to_id FROM link l
		LEFT JOIN current c ON c.id = l.to_id AND c.removed = 0 WHERE c.id IS NULL ORDER BY 1, 2, 3`)
	if err != nil {
		return nil, fault("look for dangling links", err)
	}
	defer rows.Close()
	var out []Dangling
	for rows.Next() {
		var d Dangling
		if err := rows.Scan(&d.From, &d.Rel, &d.To); err != nil {
			return nil, fault("look for dangling links", err)
		}
		out = append(out, d)
	}
	return out, fault("look for dangling links", rows.Err())
}
