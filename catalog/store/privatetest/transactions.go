package privatetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

func transactions() []testCase {
	return []testCase{
		{"all of a transaction is kept, or nothing", allOrNothing},
		{"a transaction sees what it wrote, others do not before its end", isolated},
		{"who does not wait is told so", cancelled},
		{"a store that others write to is busy, and nothing is lost", busy},
	}
}

// several does one thing of each sort.
func several(ctx context.Context, tx private.Tx) error {
	if _, err := tx.Save(ctx, draft("1", "second")); err == nil {
		return errors.New("a new document over another")
	}
	d, err := tx.Find(ctx, "drafts", "1")
	if err != nil {
		return err
	}
	if _, err := tx.Save(ctx, d); err != nil {
		return err
	}
	if _, err := tx.Save(ctx, draft("2", "x")); err != nil {
		return err
	}
	_, err = tx.Append(ctx, private.Entry{Role: "editor", Action: "send", Target: "drafts/2"})
	return err
}

func allOrNothing(t *testing.T, s *stand) {
	st := s.open(t)
	first := save(t, st, draft("1", "first"))
	failed := errors.New("changed my mind")
	err := st.Write(t.Context(), func(tx private.Tx) error {
		if err := several(t.Context(), tx); err != nil {
			return err
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Errorf("got %v, want the error of the function", err)
	}
	func() {
		defer func() { _ = recover() }() // the panic of the next line
		_ = st.Write(t.Context(), func(tx private.Tx) error {
			_ = several(t.Context(), tx)
			panic("in a transaction")
		})
		t.Error("a panic was swallowed")
	}()
	if now := find(t, st, "1"); now.Version != first.Version {
		t.Errorf("version %d after two failed transactions, want %d", now.Version, first.Version)
	}
	_, err = st.Find(t.Context(), "drafts", "2")
	checkKind(t, "a document of a failed transaction", err, catalog.NotFound)
	if log := must[[]private.Entry](t)(st.Entries(t.Context(), 0, 10)); len(log) != 0 {
		t.Errorf("the log says %v", log)
	}
	write(t, st, func(tx private.Tx) error { return several(t.Context(), tx) })
	log := must[[]private.Entry](t)(st.Entries(t.Context(), 0, 10))
	if len(log) != 1 || log[0].Seq != 1 || said(find(t, st, "2")) != "x" {
		t.Errorf("after the one that ended: log %v", log)
	}
}

func isolated(t *testing.T, s *stand) {
	st := s.open(t)
	write(t, st, func(tx private.Tx) error {
		if _, err := tx.Save(t.Context(), draft("1", "x")); err != nil {
			return err
		}
		if d, err := tx.Find(t.Context(), "drafts", "1"); err != nil || said(d) != "x" {
			t.Errorf("the transaction finds %q, %v", said(d), err)
		}
		_, err := st.Find(t.Context(), "drafts", "1")
		checkKind(t, "a reader meanwhile", err, catalog.NotFound)
		return nil
	})
	if said(find(t, st, "1")) != "x" {
		t.Error("after its end it is not there")
	}
}

func cancelled(t *testing.T, s *stand) {
	st := s.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range map[string]func() error{
		"Find":    func() error { _, err := st.Find(ctx, "drafts", "1"); return err },
		"List":    func() error { _, err := st.List(ctx, private.Query{Collection: "drafts"}); return err },
		"Entries": func() error { _, err := st.Entries(ctx, 0, 1); return err },
		"Of":      func() error { _, err := st.Of(ctx, "account/lan"); return err },
		"Check":   func() error { _, err := st.Check(ctx); return err },
		"Write":   func() error { return trySave(ctx, st, draft("1", "x")) },
		"Claim":   func() error { _, err := st.Claim(ctx, "drafts", time.Minute, 1); return err },
		"Purge":   func() error { _, err := st.Purge(ctx); return err },
	} {
		if err := call(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
}

func busy(t *testing.T, s *stand) {
	st := s.open(t)
	save(t, st, draft("1", "x"))
	free := s.Occupy(t)
	checkKind(t, "a write while another writes", trySave(t.Context(), st, draft("2", "y")), catalog.Busy)
	if said(find(t, st, "1")) != "x" {
		t.Error("a reader meanwhile finds nothing")
	}
	free()
	save(t, st, draft("2", "y"))
}
