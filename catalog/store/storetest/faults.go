package storetest

import (
	"context"
	"errors"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/store"
)

func faults() []testCase {
	return []testCase{
		{"who does not wait is told so, by every call", cancelled},
		{"a store that others write to is busy, and nothing is lost", busy},
	}
}

func cancelled(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "A"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range calls(s) {
		if err := call(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
	p := begin(t, s, "places")
	put(t, p, place("b", "B"))
	if _, err := p.Flush(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Flush: got %v, want context.Canceled", err)
	}
	if seq := commit(t, p); seq != 2 {
		t.Errorf("the flush after the one that was not waited for ends at %d, want 2", seq)
	}
}

// calls are all calls of the contract that wait.
func calls(s store.Store) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"Record":        func(ctx context.Context) error { _, err := s.Record(ctx, "place/a"); return err },
		"Records":       func(ctx context.Context) error { _, err := s.Records(ctx, []string{"place/a"}); return err },
		"Kind":          func(ctx context.Context) error { _, err := s.Kind(ctx, "place"); return err },
		"Each":          func(ctx context.Context) error { return s.Each(ctx, func(catalog.Record, int64) error { return nil }) },
		"Counts":        func(ctx context.Context) error { _, err := s.Counts(ctx); return err },
		"Versions":      func(ctx context.Context) error { _, err := s.Versions(ctx, "place/a"); return err },
		"RecordVersion": func(ctx context.Context) error { _, err := s.RecordVersion(ctx, "place/a", 1); return err },
		"RecordAsOf":    func(ctx context.Context) error { _, err := s.RecordAsOf(ctx, "place/a", "2026"); return err },
		"Seq":           func(ctx context.Context) error { _, err := s.Seq(ctx); return err },
		"Changes":       func(ctx context.Context) error { _, err := s.Changes(ctx, 0, 1); return err },
		"Backlinks":     func(ctx context.Context) error { _, err := s.Backlinks(ctx, "place/a"); return err },
		"Dangling":      func(ctx context.Context) error { _, err := s.Dangling(ctx); return err },
		"Owners":        func(ctx context.Context) error { _, err := s.Owners(ctx); return err },
		"Owned":         func(ctx context.Context) error { _, err := s.Owned(ctx, "places"); return err },
		"Document":      func(ctx context.Context) error { _, err := s.Document(ctx, "k"); return err },
		"Check":         func(ctx context.Context) error { _, err := s.Check(ctx); return err },
		"Publish":       func(ctx context.Context) error { _, err := s.Publish(ctx, "places"); return err },
		"PutDocument":   func(ctx context.Context) error { return s.PutDocument(ctx, "k", nil) },
	}
}

func busy(t *testing.T, r Rig) {
	s := r.open(t)
	publish(t, s, "places", place("a", "A"))
	p := begin(t, s, "places")
	put(t, p, place("b", "B"))
	free := r.Occupy(t)
	_, err := p.Flush(t.Context())
	checkKind(t, "a flush while another writes", err, catalog.Busy)
	if rec, err := s.Record(t.Context(), "place/a"); err != nil || rec.Version != 1 {
		t.Errorf("a reader meanwhile: version %d, %v", rec.Version, err)
	}
	free()
	if seq := commit(t, p); seq != 2 {
		t.Errorf("the flush after it ends at %d, want 2", seq)
	}
}
