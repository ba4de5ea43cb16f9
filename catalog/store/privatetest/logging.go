package privatetest

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/store/private"
)

func logging() []testCase {
	return []testCase{
		{"the log is read in pages, in order, and its chain holds", logPages},
		{"many append at once, without a gap", appendAtOnce},
		{"an entry against the rules is refused", badEntries},
		{"whatever is done to the log is found", tampered},
	}
}

func entry(action string) private.Entry {
	return private.Entry{Role: "editor", Action: action, Target: "drafts/1", Edition: 3, Subject: "account/lan", Personal: json.RawMessage(`{"name":"Lan"}`)}
}

func appendTo(t testing.TB, st private.Store, n int) {
	t.Helper()
	for i := range n {
		write(t, st, func(tx private.Tx) error {
			_, err := tx.Append(t.Context(), entry(fmt.Sprint("act", i)))
			return err
		})
	}
}

func logPages(t *testing.T, s *stand) {
	st := s.open(t)
	if d := must[[]private.Damage](t)(st.Check(t.Context())); len(d) > 0 {
		t.Errorf("an empty log has damage %v", d)
	}
	appendTo(t, st, 7)
	var chain private.Chain
	var last private.Entry
	n := 0
	for {
		page := must[[]private.Entry](t)(st.Entries(t.Context(), last.Seq, 3))
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			if e.Action != fmt.Sprint("act", n) || e.Role != "editor" || e.Edition != 3 || e.Subject != "account/lan" || string(e.Personal) != `{"name":"Lan"}` || !e.At.Equal(s.read()) {
				t.Errorf("entry %d: %+v", n, e)
			}
			n, last = n+1, e
			chain.Next(exported(t, e))
		}
	}
	if n != 7 {
		t.Errorf("%d entries, want 7", n)
	}
	if d := chain.End(last.Seq, last.Hash); len(d) > 0 {
		t.Errorf("the chain of what was read: %v", d)
	}
	if d := must[[]private.Damage](t)(st.Check(t.Context())); len(d) > 0 {
		t.Errorf("damage %v", d)
	}
	if got := must[[]private.Entry](t)(st.Entries(t.Context(), 0, 10*private.MaxPage)); len(got) != 7 {
		t.Errorf("%d entries in one page", len(got))
	}
}

// exported is the entry as it travels: who has the exported log can hold it
// against its chain.
func exported(t *testing.T, e private.Entry) private.Entry {
	t.Helper()
	b, err := json.Marshal(e)
	var back private.Entry
	if err == nil {
		err = json.Unmarshal(b, &back)
	}
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func appendAtOnce(t *testing.T, s *stand) {
	stores := []private.Store{s.open(t), s.open(t)}
	var writers sync.WaitGroup
	for i := range 4 {
		writers.Go(func() {
			for range 10 {
				err := stores[i%2].Write(t.Context(), func(tx private.Tx) error {
					_, err := tx.Append(t.Context(), entry("act"))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	log := must[[]private.Entry](t)(stores[0].Entries(t.Context(), 0, private.MaxPage))
	if len(log) != 40 || log[39].Seq != 40 {
		t.Errorf("%d entries, want 40", len(log))
	}
	if d := must[[]private.Damage](t)(stores[1].Check(t.Context())); len(d) > 0 {
		t.Errorf("damage %v", d)
	}
}

func badEntries(t *testing.T, s *stand) {
	st := s.open(t)
	for name, c := range map[string]struct {
		make func(e *private.Entry)
		want catalog.FaultKind
	}{
		"no role":                         {func(e *private.Entry) { e.Role = "" }, catalog.Invalid},
		"no action":                       {func(e *private.Entry) { e.Action = "" }, catalog.Invalid},
		"no target":                       {func(e *private.Entry) { e.Target = "" }, catalog.Invalid},
		"a long action":                   {func(e *private.Entry) { e.Action = string(make([]byte, 513)) }, catalog.Invalid},
		"a personal part that is no JSON": {func(e *private.Entry) { e.Personal = json.RawMessage(`{`) }, catalog.Invalid},
		"a large personal part":           {func(e *private.Entry) { e.Personal = make([]byte, private.MaxPersonal+1) }, catalog.TooLarge},
	} {
		e := entry("act")
		c.make(&e)
		err := st.Write(t.Context(), func(tx private.Tx) error { _, err := tx.Append(t.Context(), e); return err })
		checkKind(t, name, err, c.want)
	}
}

// tampered does to entry 3 of 5, or to the last, what somebody might.
func tampered(t *testing.T, s *stand) {
	for name, harm := range map[string]func(st private.Store, log []private.Entry){
		"another action": func(st private.Store, log []private.Entry) { log[2].Action = "publish"; s.Replace(t, st, log[2]) },
		"another role":   func(st private.Store, log []private.Entry) { log[2].Role = "program"; s.Replace(t, st, log[2]) },
		"another edition": func(st private.Store, log []private.Entry) {
			log[2].Edition = 4
			s.Replace(t, st, log[2])
		},
		"another time": func(st private.Store, log []private.Entry) {
			log[2].At = log[2].At.Add(time.Second)
			s.Replace(t, st, log[2])
		},
		"another person": func(st private.Store, log []private.Entry) { log[2].Subject = "account/minh"; s.Replace(t, st, log[2]) },
		"another person with a digest of their own": func(st private.Store, log []private.Entry) {
			log[2].Subject = "account/minh"
			log[2] = log[2].Chain(log[1], log[2].At, log[2].Salt)
			s.Replace(t, st, log[2])
		},
		"a person who was forgotten by hand": func(st private.Store, log []private.Entry) {
			log[2].Salt = nil
			s.Replace(t, st, log[2])
		},
		"an entry and its own hash": func(st private.Store, log []private.Entry) {
			log[2].Action = "publish"
			s.Replace(t, st, log[2].Chain(log[1], log[2].At, log[2].Salt))
		},
		"the last entry and its own hash": func(st private.Store, log []private.Entry) {
			log[4].Action = "publish"
			s.Replace(t, st, log[4].Chain(log[3], log[4].At, log[4].Salt))
		},
		"an entry is gone":     func(st private.Store, _ []private.Entry) { s.Drop(t, st, 3) },
		"the first is gone":    func(st private.Store, _ []private.Entry) { s.Drop(t, st, 1) },
		"the last is gone":     func(st private.Store, _ []private.Entry) { s.Drop(t, st, 5) },
		"all entries are gone": func(st private.Store, log []private.Entry) { dropAll(t, s, st, log) },
		"two changed places": func(st private.Store, log []private.Entry) {
			log[1].Seq, log[2].Seq = log[2].Seq, log[1].Seq
			s.Replace(t, st, log[1])
			s.Replace(t, st, log[2])
		},
	} {
		t.Run(name, func(t *testing.T) { s.checkTampered(t, harm) })
	}
}

func dropAll(t *testing.T, s *stand, st private.Store, log []private.Entry) {
	for _, e := range log {
		s.Drop(t, st, e.Seq)
	}
}

// checkTampered lets the log be whole, does harm, and mends it again.
func (s *stand) checkTampered(t *testing.T, harm func(private.Store, []private.Entry)) {
	st := s.open(t)
	if log := must[[]private.Entry](t)(st.Entries(t.Context(), 0, 10)); len(log) == 0 {
		appendTo(t, st, 5)
	}
	whole := must[[]private.Entry](t)(st.Entries(t.Context(), 0, 10))
	if d := must[[]private.Damage](t)(st.Check(t.Context())); len(d) > 0 {
		t.Fatalf("damage before: %v", d)
	}
	harm(st, append([]private.Entry(nil), whole...))
	found := must[[]private.Damage](t)(st.Check(t.Context()))
	if len(found) == 0 || found[0].Code != private.DamagedChain || found[0].Detail == "" {
		t.Errorf("found %v, want damage of the chain", found)
	}
	for _, e := range whole {
		s.Drop(t, st, e.Seq)
		s.Replace(t, st, e)
	}
}
