package privatetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/store/private"
)

func claiming() []testCase {
	return []testCase{
		{"what is due is claimed, the longest due first", dueFirst},
		{"many claim at once, each document goes to one", onePerClaim},
		{"after the lease it is due again, and who is late finds out", leaseEnds},
		{"what is done is not due again", done},
		{"a claim outlives the process that made it", claimAfterCrash},
	}
}

func dueAt(id string, due time.Time) private.Document {
	d := draft(id, id)
	d.Due = due
	return d
}

func claim(t testing.TB, st private.Store, limit int) []private.Document {
	t.Helper()
	docs, err := st.Claim(t.Context(), "drafts", time.Minute, limit)
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

func idsOf(docs []private.Document) []string {
	out := []string{}
	for _, d := range docs {
		out = append(out, d.ID)
	}
	return out
}

func dueFirst(t *testing.T, s *stand) {
	st, now := s.open(t), s.read()
	for _, d := range []private.Document{dueAt("late", now.Add(-time.Hour)), dueAt("now", now), dueAt("soon", now.Add(time.Second)), dueAt("later", now.Add(-2*time.Hour)), draft("never", "never")} {
		save(t, st, d)
	}
	over := dueAt("over", now.Add(-time.Hour))
	over.Expires = now
	save(t, st, over)
	if diff := cmp.Diff([]string{"later", "late"}, idsOf(claim(t, st, 2))); diff != "" {
		t.Errorf("the first two (-want +got):\n%s", diff)
	}
	rest := claim(t, st, 10)
	if diff := cmp.Diff([]string{"now"}, idsOf(rest)); diff != "" {
		t.Errorf("the rest (-want +got):\n%s", diff)
	}
	if d := rest[0]; said(d) != "now" || d.Claims != 1 || !d.Due.Equal(now.Add(time.Minute)) {
		t.Errorf("claimed %+v, want it once and due after the lease", d)
	}
	if diff := cmp.Diff(rest[0], find(t, st, "now")); diff != "" {
		t.Errorf("a claimed document is found otherwise (-claimed +found):\n%s", diff)
	}
	if got := claim(t, st, 10); len(got) != 0 {
		t.Errorf("what is claimed is given away again: %v", idsOf(got))
	}
}

func onePerClaim(t *testing.T, s *stand) {
	const n = 60
	stores := []private.Store{s.open(t), s.open(t)}
	write(t, stores[0], func(tx private.Tx) error {
		for i := range n {
			if _, err := tx.Save(t.Context(), dueAt(fmt.Sprint(i), s.read())); err != nil {
				return err
			}
		}
		return nil
	})
	var mu sync.Mutex
	times := map[string]int{}
	var workers sync.WaitGroup
	for i := range 4 {
		workers.Go(func() {
			for {
				docs, err := stores[i%2].Claim(t.Context(), "drafts", time.Minute, 7)
				if err != nil {
					t.Error(err)
					return
				}
				if len(docs) == 0 {
					return
				}
				mu.Lock()
				for _, d := range docs {
					times[d.ID]++
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	for id, k := range times {
		if k != 1 {
			t.Errorf("%s was claimed %d times", id, k)
		}
	}
	if len(times) != n {
		t.Errorf("%d of %d were claimed", len(times), n)
	}
}

func leaseEnds(t *testing.T, s *stand) {
	st := s.open(t)
	save(t, st, dueAt("1", s.read()))
	first := claim(t, st, 1)[0]
	s.forward(time.Minute)
	second := claim(t, st, 1)
	if len(second) != 1 || second[0].Claims != 2 {
		t.Fatalf("after the lease: %+v, want it for the second time", second)
	}
	first.Due = time.Time{}
	if err := trySave(t.Context(), st, first); !errors.Is(err, private.ErrChanged) {
		t.Errorf("who is late saves: got %v, want ErrChanged", err)
	}
	second[0].Claims, second[0].Due = 0, s.read().Add(time.Hour) // to be tried again
	save(t, st, second[0])
	if got := claim(t, st, 1); len(got) != 0 {
		t.Errorf("it is due before its time: %v", idsOf(got))
	}
	s.forward(time.Hour)
	if got := claim(t, st, 1); len(got) != 1 || got[0].Claims != 1 {
		t.Errorf("at its time: %+v, want it, counted anew", got)
	}
}

func done(t *testing.T, s *stand) {
	st := s.open(t)
	for _, id := range []string{"1", "2"} {
		save(t, st, dueAt(id, s.read()))
	}
	claimed := claim(t, st, 2)
	claimed[0].Due = time.Time{}
	save(t, st, claimed[0])
	write(t, st, func(tx private.Tx) error {
		return tx.Delete(t.Context(), "drafts", claimed[1].ID, claimed[1].Version)
	})
	s.forward(time.Hour)
	if got := claim(t, st, 10); len(got) != 0 {
		t.Errorf("what was done is due again: %v", idsOf(got))
	}
}

func claimAfterCrash(t *testing.T, s *stand) {
	st := s.Open(t, s.read)
	save(t, st, dueAt("1", s.read()))
	claim(t, st, 1)
	s.Crash(t, st)
	again := s.open(t)
	if got := claim(t, again, 1); len(got) != 0 {
		t.Errorf("it is given away within the lease: %v", idsOf(got))
	}
	s.forward(time.Minute)
	if got := claim(t, again, 1); len(got) != 1 || got[0].Claims != 2 {
		t.Errorf("after the lease: %+v, want it for the second time", got)
	}
}
