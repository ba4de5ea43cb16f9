package convert

import (
	"slices"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Join adds what another source says of the record, as a statement of its own beside that
// of the draft's source; what the draft leaves open is filled from it. The sources are
// named by their packages. Texts are taken over only under the record's own licence.
func (d *Draft) Join(own string, other *Draft, its string) {
	a, b := &d.Record, &other.Record
	if len(a.Statements) == 0 {
		a.Statements = []catalog.Statement{say(own, a)}
	}
	a.Statements = append(a.Statements, say(its, b))
	if title, _ := b.Title.Best(text.VI); !a.Title.Equal(b.Title) && !slices.Contains(a.Aliases, title) {
		a.Aliases = append(a.Aliases, title)
	}
	if a.Licence == "" && a.Body.IsZero() && a.Summary.IsZero() {
		a.Licence = b.Licence
	}
	d.fill(other, a.Licence == b.Licence)
	if _, there := a.Attributes["number"]; !there && b.Attributes["number"] != nil {
		if a.Attributes == nil {
			a.Attributes = map[string]any{}
		}
		a.Attributes["number"] = b.Attributes["number"]
	}
	a.Conflicts = union(a.Conflicts, disagreed(a.Statements))
	slices.Sort(a.Conflicts)
}

// Keep keeps what some packages said of the record before.
func (d *Draft) Keep(own string, was *catalog.Record, of map[string]bool) {
	a := &d.Record
	for _, s := range was.Statements {
		if !of[s.ID] || slices.ContainsFunc(a.Statements, func(x catalog.Statement) bool { return x.ID == s.ID }) {
			continue
		}
		if len(a.Statements) == 0 {
			a.Statements = []catalog.Statement{say(own, a)}
		}
		a.Statements = append(a.Statements, s)
		if !slices.Contains(a.Provenance, s.Provenance) {
			a.Provenance = append(a.Provenance, s.Provenance)
		}
		a.Conflicts = union(a.Conflicts, disagreed(a.Statements))
	}
}

// ofFetching are attributes that tell how a source was read, and not what it says.
var ofFetching = []string{"content_sha256", "licence_stated", "date_printed", "section", "author"}

// say is what the source of a package says of a record.
func say(by string, r *catalog.Record) catalog.Statement {
	s := catalog.Statement{ID: by, Summary: r.Summary, Attributes: map[string]any{}}
	if len(r.Provenance) > 0 {
		s.Provenance = r.Provenance[0]
	}
	for name, v := range r.Attributes {
		if !slices.Contains(ofFetching, name) {
			s.Attributes[name] = v
		}
	}
	for lang, t := range r.Title {
		s.Attributes["title_"+string(lang)] = t
	}
	if r.Date != "" {
		s.Attributes["date"] = string(r.Date)
	}
	return s
}

// disagreed are the attributes of which the statements say different things.
func disagreed(of []catalog.Statement) []string {
	said := map[string]any{}
	var out []string
	for _, s := range of {
		for name, v := range s.Attributes {
			old, known := said[name]
			if !known {
				said[name] = v
			} else if !same(old, v) && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
