package privatetest

import (
	"fmt"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

func retention() []testCase {
	return []testCase{
		{"what is over is not found, listed or held, and its name is free", over},
		{"purging removes what is over and nothing else", purge},
	}
}

func until(id string, at time.Time) private.Document {
	d := keyed(id, "unit", "x")
	d.Subject, d.Expires, d.Due = "account/lan", at, at.Add(-time.Minute)
	return d
}

func over(t *testing.T, s *stand) {
	st := s.open(t)
	old := save(t, st, until("1", s.read().Add(time.Hour)))
	s.forward(time.Hour - time.Microsecond)
	find(t, st, "1")
	s.forward(time.Microsecond)
	_, err := st.Find(t.Context(), "drafts", "1")
	checkKind(t, "a document whose time is over", err, catalog.NotFound)
	q := private.Query{Collection: "drafts"}
	if a, b := walk(t, st, q), walk(t, st, q.Equal("unit", "x")); len(a)+len(b) > 0 {
		t.Errorf("listed %v, %v", a, b)
	}
	if got := claim(t, st, 1); len(got) > 0 {
		t.Errorf("claimed %v", idsOf(got))
	}
	anew := save(t, st, draft("1", "1"))
	if anew.Version <= old.Version {
		t.Errorf("the new document is version %d after %d", anew.Version, old.Version)
	}
	if got := walk(t, st, q.Equal("unit", "x")); len(got) > 0 {
		t.Errorf("the new document has the keys of the old: %v", got)
	}
}

func purge(t *testing.T, s *stand) {
	st := s.open(t)
	const n = 1203
	write(t, st, func(tx private.Tx) error {
		for i := range n {
			if _, err := tx.Save(t.Context(), until(fmt.Sprint(i), s.read().Add(time.Duration(i%3)*time.Hour))); err != nil {
				return err
			}
		}
		_, err := tx.Save(t.Context(), draft("stays", "stays"))
		return err
	})
	s.forward(time.Hour)
	if got := must[int](t)(st.Purge(t.Context())); got != 802 {
		t.Errorf("purged %d, want the 802 of two hours", got)
	}
	if got := must[int](t)(st.Purge(t.Context())); got != 0 {
		t.Errorf("purged %d more", got)
	}
	if got := walk(t, st, private.Query{Collection: "drafts"}); len(got) != 402 {
		t.Errorf("%d stay, want 402", len(got))
	}
	if h := must[private.Holding](t)(st.Of(t.Context(), "account/lan")); len(h.Documents) != 401 {
		t.Errorf("%d of the subject stay, want 401", len(h.Documents))
	}
}
