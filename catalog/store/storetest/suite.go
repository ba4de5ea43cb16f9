package storetest

import (
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Harm is a way in which what is kept goes bad behind the program's back.
type Harm int

// The harms that Check must find.
const (
	// RewrittenBody is a newest version whose content was replaced by other valid content.
	RewrittenBody Harm = iota
	// BrokenBody is a newest version whose content cannot be read any more.
	BrokenBody
	// OldPointer is a record that points at a version before its newest.
	OldPointer
	// LostPointer is a record of which only the history is left.
	LostPointer
)

// Rig is one place where an implementation keeps records, empty at first.
type Rig struct {
	// Open opens the place for writing, as a new process would; now may be nil.
	// What it returns is closed by the suite.
	Open func(t testing.TB, now func() time.Time) store.Store
	// OpenReader opens it for reading beside the writer.
	OpenReader func(t testing.TB) store.Reader
	// Crash ends a store as the death of its process would: nothing is flushed,
	// folded or said goodbye to.
	Crash func(t testing.TB, s store.Store)
	// Spoil does harm to what is kept of a record.
	Spoil func(t testing.TB, s store.Store, harm Harm, id string)
	// Occupy keeps the place busy, as another program that writes there would,
	// until free is called.
	Occupy func(t testing.TB) (free func())
	// Replica opens another empty place for the rows of this one; nil for an implementation
	// that keeps nobody else's.
	Replica func(t testing.TB) store.Replica
}

// Run runs the suite. fresh gives a new empty place.
func Run(t *testing.T, fresh func(t testing.TB) Rig) {
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, fresh(t))
		})
	}
}

// testCase is one promise of the contract.
type testCase struct {
	name string
	run  func(t *testing.T, r Rig)
}

func cases() []testCase {
	var all []testCase
	for _, part := range [][]testCase{publishing(), owning(), reading(), history(), feed(), links(), moments(), documents(), lasting(), mending(), erasing(), faults()} {
		all = append(all, part...)
	}
	return all
}

// clock ticks one hour per reading from 1 July 2025.
func clock() func() time.Time {
	t := time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time { t = t.Add(time.Hour); return t }
}

// open opens the place for writing and closes it at the end of the test.
func (r Rig) open(t testing.TB) store.Store {
	t.Helper()
	s := r.Open(t, clock())
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func place(slug, title string) catalog.Record {
	return catalog.Record{ID: catalog.MakeID(vocab.Place, slug), Kind: vocab.Place, Title: text.New(title, "")}
}

// publish puts the records of an owner, sweeps what is not among them and commits.
func publish(t testing.TB, s store.Store, owner string, recs ...catalog.Record) int64 {
	t.Helper()
	p := begin(t, s, owner)
	for _, r := range recs {
		put(t, p, r)
	}
	if _, err := p.Sweep(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return commit(t, p)
}

func begin(t testing.TB, s store.Store, owner string) *store.Publication {
	t.Helper()
	p, err := s.Publish(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Discard)
	return p
}

func put(t testing.TB, p *store.Publication, rec catalog.Record) store.Outcome {
	t.Helper()
	o, err := p.Put(t.Context(), rec)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func commit(t testing.TB, p *store.Publication) int64 {
	t.Helper()
	seq, err := p.Commit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

// checkKind holds an error against the kind of fault it must be.
func checkKind(t testing.TB, what string, err error, want catalog.FaultKind) {
	t.Helper()
	if got := catalog.KindOf(err); got != want {
		t.Errorf("%s: got %v (%q), want a fault of kind %q", what, err, got, want)
	}
}

// must returns v and ends the test on an error.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
