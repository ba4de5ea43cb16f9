package privatetest

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

// Rig is one place where an implementation keeps private documents, empty at first.
type Rig struct {
	// Open opens the place for writing, as one more process would. What it returns
	// is closed by the suite.
	Open func(t testing.TB, now func() time.Time) private.Store
	// OpenReader opens it for reading.
	OpenReader func(t testing.TB, now func() time.Time) private.Reader
	// Crash ends a store as the death of its process would.
	Crash func(t testing.TB, s private.Store)
	// Occupy keeps the place busy, as a program that writes there and does not end
	// would, until free is called.
	Occupy func(t testing.TB) (free func())
	// Replace writes over an entry of the log, by its number, behind the program's
	// back; Drop removes one.
	Replace func(t testing.TB, s private.Store, e private.Entry)
	Drop    func(t testing.TB, s private.Store, seq int64)
	// Holds reports whether the bytes are anywhere in what the implementation
	// keeps; nil where that cannot be known.
	Holds func(t testing.TB, secret string) bool
}

// Run runs the suite. fresh gives a new empty place.
func Run(t *testing.T, fresh func(t testing.TB) Rig) {
	for _, part := range [][]testCase{documents(), transactions(), listing(), claiming(), retention(), subjects(), logging(), lasting()} {
		for _, c := range part {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				c.run(t, &stand{Rig: fresh(t), clock: &clock{now: time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)}})
			})
		}
	}
}

// testCase is one promise of the contract.
type testCase struct {
	name string
	run  func(t *testing.T, s *stand)
}

// clock is a clock that the test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// stand is a place with a clock.
type stand struct {
	Rig
	*clock
}

// open opens the place for writing and closes it at the end of the test.
func (s *stand) open(t testing.TB) private.Store {
	t.Helper()
	st := s.Open(t, s.read)
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return st
}

// draft is a document of the suite.
func draft(id, text string) private.Document {
	body, _ := json.Marshal(text) // a string
	return private.Document{Collection: "drafts", ID: id, Body: body}
}

func said(d private.Document) string {
	var s string
	_ = json.Unmarshal(d.Body, &s) // what is no string says nothing
	return s
}

func write(t testing.TB, s private.Store, fn func(private.Tx) error) {
	t.Helper()
	if err := s.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// save writes a document in a transaction of its own.
func save(t testing.TB, s private.Store, d private.Document) private.Document {
	t.Helper()
	write(t, s, func(tx private.Tx) error {
		var err error
		d, err = tx.Save(t.Context(), d)
		return err
	})
	return d
}

// trySave does so and returns what came of it.
func trySave(ctx context.Context, s private.Store, d private.Document) error {
	return s.Write(ctx, func(tx private.Tx) error {
		_, err := tx.Save(ctx, d)
		return err
	})
}

func find(t testing.TB, s private.Finder, id string) private.Document {
	t.Helper()
	d, err := s.Find(t.Context(), "drafts", id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func checkKind(t testing.TB, what string, err error, want catalog.FaultKind) {
	t.Helper()
	if got := catalog.KindOf(err); got != want {
		t.Errorf("%s: got %v (%q), want a fault of kind %q", what, err, got, want)
	}
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
