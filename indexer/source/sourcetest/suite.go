// Package sourcetest is the suite that every kind of source passes: it is read the
// same way twice, says what changed by its print, and loses a bad row only.
package sourcetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/store"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// Rig is one origin, which holds at least three rows of records in one table.
type Rig struct {
	// Open opens the origin as it is now.
	Open func(t *testing.T) source.Source
	// Change changes one row of the origin.
	Change func(t *testing.T)
	// Spoil makes the second row of the first table of records unreadable.
	Spoil func(t *testing.T)
	// Lose takes a table's content away, and leaves what tells of it.
	Lose func(t *testing.T)
}

// Run runs the suite; fresh makes an origin.
func Run(t *testing.T, fresh func(t *testing.T) Rig) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, r Rig)
	}{
		{"it has an owner and describes itself", described},
		{"it is read the same way twice", twice},
		{"a change is told by the print, and what was opened before stays", changed},
		{"a bad row is refused with its place, and the others are read", spoilt},
		{"a table that is gone is an error, and the print is none", lost},
		{"a reading that nobody waits for ends", cancelled},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, fresh(t)) })
	}
}

// got is what a reading handed over.
type got struct {
	Rows     []source.Row
	Refused  []source.Refusal
	Warnings []source.Warning
}

func (g *got) Row(r source.Row)        { g.Rows = append(g.Rows, r) }
func (g *got) Refuse(r source.Refusal) { g.Refused = append(g.Refused, r) }
func (g *got) Warn(w source.Warning)   { g.Warnings = append(g.Warnings, w) }

func open(t *testing.T, r Rig) source.Source {
	t.Helper()
	s := r.Open(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// records is the first table of records.
func records(t *testing.T, s source.Source) datasets.Resource {
	t.Helper()
	for _, res := range s.Holds().Resources {
		if res.Mapping != nil {
			return res
		}
	}
	t.Fatal("no table holds records")
	return datasets.Resource{}
}

func read(t *testing.T, s source.Source) *got {
	t.Helper()
	g := &got{}
	for _, res := range s.Holds().Resources {
		if err := s.Read(t.Context(), res, g); err != nil {
			t.Fatalf("%s: %v", res.Name, err)
		}
	}
	return g
}

func described(t *testing.T, r Rig) {
	s, again := open(t, r), open(t, r)
	sort, name, ok := strings.Cut(s.Owner(), "/")
	if !ok || sort == "" || name == "" || store.CheckOwner(s.Owner()) != nil {
		t.Errorf("the owner %q is no sort and name", s.Owner())
	}
	if s.Owner() != again.Owner() || s.Label() != again.Label() || s.Label() == "" {
		t.Errorf("opened twice it is %q, %q and %q, %q", s.Owner(), s.Label(), again.Owner(), again.Label())
	}
	if s.Print() == "" || s.Print() != again.Print() {
		t.Errorf("the prints of the same content are %q and %q", s.Print(), again.Print())
	}
	seen := map[string]bool{}
	for _, res := range s.Holds().Resources {
		if res.Name == "" || seen[res.Name] {
			t.Errorf("a table is called %q, without a name of its own", res.Name)
		}
		seen[res.Name] = true
	}
	if m := records(t, s).Mapping; m.Kind == "" || m.ID == "" {
		t.Errorf("rows become records by %+v, without a kind or an id", m)
	}
}

func twice(t *testing.T, r Rig) {
	s := open(t, r)
	first, second, other := read(t, s), read(t, s), read(t, open(t, r))
	if len(first.Rows) < 3 || len(first.Refused) > 0 {
		t.Fatalf("%d rows, refused %v", len(first.Rows), first.Refused)
	}
	for _, g := range []*got{second, other} {
		if diff := cmp.Diff(first.Rows, g.Rows); diff != "" {
			t.Errorf("rows (-first +again):\n%s", diff)
		}
	}
	file, last := "", 0
	for _, row := range first.Rows {
		if row.File != file {
			file, last = row.File, 0
		}
		if !strings.HasPrefix(row.File, s.Label()) || row.Row <= last {
			t.Errorf("a row stands at %s %d after %d; the label is %q", row.File, row.Row, last, s.Label())
		}
		last = row.Row
	}
}

func changed(t *testing.T, r Rig) {
	before := open(t, r)
	rows := read(t, before).Rows
	r.Change(t)
	after := open(t, r)
	if before.Print() == after.Print() {
		t.Error("the print does not tell the change")
	}
	if now := read(t, after).Rows; cmp.Equal(rows, now) {
		t.Error("the rows do not tell the change")
	}
	if diff := cmp.Diff(rows, read(t, before).Rows); diff != "" {
		t.Errorf("what was opened before (-before +after the change):\n%s", diff)
	}
}

func spoilt(t *testing.T, r Rig) {
	sound := read(t, open(t, r))
	r.Spoil(t)
	s := open(t, r)
	g := &got{}
	if err := s.Read(t.Context(), records(t, s), g); err != nil {
		t.Fatal(err)
	}
	if len(g.Refused) != 1 || len(g.Rows) >= len(sound.Rows) || len(g.Rows) == 0 {
		t.Fatalf("%d rows of %d, refused %v", len(g.Rows), len(sound.Rows), g.Refused)
	}
	second := sound.Rows[1]
	if r := g.Refused[0]; r.File != second.File || r.Row != second.Row || r.Reason == "" || r.ID == "" {
		t.Errorf("refused %+v, want the row at %s %d with a reason and its id", r, second.File, second.Row)
	}
	if last := g.Rows[len(g.Rows)-1]; !cmp.Equal(last, sound.Rows[len(sound.Rows)-1]) {
		t.Errorf("the last row is %v", last)
	}
}

func lost(t *testing.T, r Rig) {
	r.Lose(t)
	s := open(t, r)
	if s.Print() != "" {
		t.Errorf("the print is %q", s.Print())
	}
	var errs []error
	for _, res := range s.Holds().Resources {
		errs = append(errs, s.Read(t.Context(), res, &got{}))
	}
	if errors.Join(errs...) == nil {
		t.Error("every table was read to its end")
	}
}

func cancelled(t *testing.T, r Rig) {
	s := open(t, r)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.Read(ctx, records(t, s), &got{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
