package privatetest

import (
	"testing"

	"honglinh/catalog/store/private"
)

func lasting() []testCase {
	return []testCase{
		{"what was written outlives the death of the process", crash},
		{"two processes write to one store", twoProcesses},
	}
}

func crash(t *testing.T, s *stand) {
	st := s.Open(t, s.read)
	first := save(t, st, draft("1", "x"))
	appendTo(t, st, 2)
	s.Crash(t, st)
	again := s.open(t)
	if d := find(t, again, "1"); said(d) != "x" || d.Version != first.Version {
		t.Errorf("found %+v, want %+v", d, first)
	}
	appendTo(t, again, 1)
	if next := save(t, again, draft("2", "y")); next.Version <= first.Version {
		t.Errorf("the next version is %d, want one after %d", next.Version, first.Version)
	}
	if log := must[[]private.Entry](t)(again.Entries(t.Context(), 0, 10)); len(log) != 3 {
		t.Errorf("%d entries, want 3", len(log))
	}
	if d := must[[]private.Damage](t)(again.Check(t.Context())); len(d) > 0 {
		t.Errorf("damage %v", d)
	}
}

func twoProcesses(t *testing.T, s *stand) {
	one, two := s.open(t), s.open(t)
	d := save(t, one, draft("1", "one"))
	d.Body = draft("1", "two").Body
	d = save(t, two, d)
	if got := find(t, one, "1"); said(got) != "two" || got.Version != d.Version {
		t.Errorf("the first process finds %q, want two", said(got))
	}
	reader := s.OpenReader(t, s.read)
	defer reader.Close()
	if got := find(t, reader, "1"); said(got) != "two" {
		t.Errorf("a reader finds %q, want two", said(got))
	}
}
