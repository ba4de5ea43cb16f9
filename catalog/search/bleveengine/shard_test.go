package bleveengine

import (
	"fmt"
	"testing"

	"honglinh/catalog/search"
)

func TestTheStateIsThatOfTheLastRoundOfWhichEveryShardArrived(t *testing.T) {
	counted := func(docs int) (totals [fieldCount]int64) { totals[0] = int64(10 * docs); return totals }
	for name, c := range map[string]struct {
		notes notes
		seq   int64
		docs  int
	}{
		"a new index":                   {notes{}, 0, 0},
		"one shard":                     {notes{{1, 1, 7, 0, 5, counted(5)}}, 7, 5},
		"two shards, both arrived":      {notes{{2, 2, 9, 7, 6, counted(6)}, {2, 2, 9, 7, 4, counted(4)}}, 9, 10},
		"the second shard is missing":   {notes{{2, 2, 9, 7, 6, counted(6)}, {1, 2, 7, 0, 3, counted(3)}}, 7, 9},
		"the first shard is missing":    {notes{{1, 2, 7, 0, 3, counted(3)}, {2, 2, 9, 7, 4, counted(4)}}, 7, 7},
		"the very first round is torn":  {notes{{}, {1, 2, 9, 0, 4, counted(4)}}, 0, 4},
		"a small round after a large":   {notes{{3, 1, 12, 9, 7, counted(7)}, {2, 2, 9, 7, 4, counted(4)}}, 12, 11},
		"one shard took more than gave": {notes{{3, 1, 12, 9, -2, counted(-2)}, {2, 2, 9, 7, 4, counted(4)}}, 12, 2},
	} {
		if got, want := c.notes.state(), (state{c.seq, c.docs, counted(c.docs)}); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestALargeBatchCountsAsASmallOneWould(t *testing.T) {
	dir := t.TempDir()
	e, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	doc := func(i int, word string) search.Document {
		return search.Document{ID: fmt.Sprintf("a/%d", i), Terms: map[search.Field][]string{search.Folded: {"dat", word}}, From: search.OpenFrom, To: search.OpenTo}
	}
	const docs = maxShards * minShard
	first := search.Batch{Seq: 1}
	for i := range docs {
		first.Put = append(first.Put, doc(i, "cu"))
	}
	// The second batch replaces all, the first one twice, deletes one that it puts and one
	// that it does not, twice, and one that never was.
	second := search.Batch{Seq: 2, Delete: []string{"a/0", "a/1", "a/1", "a/never"}, Put: []search.Document{doc(0, "bo")}}
	for i := range docs {
		if i != 1 {
			second.Put = append(second.Put, doc(i, "moi"))
		}
	}
	for _, b := range []search.Batch{first, second} {
		if err := e.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	check := func(e *Engine) {
		t.Helper()
		if e.state.Docs != docs-1 || e.state.Totals[1] != 2*(docs-1) || e.Seq() != 2 {
			t.Errorf("state %+v, want %d documents of two tokens at 2", e.state, docs-1)
		}
		for word, want := range map[string]int{"dat": docs - 1, "moi": docs - 1, "cu": 0, "bo": 0} {
			plan := &search.Plan{Clauses: []search.Clause{{Readings: []search.Reading{{Forms: []search.Form{{Field: search.Folded, Term: word, Weight: 1}}}}}}}
			if res, err := e.Search(t.Context(), search.Request{Text: plan, Limit: 1}); err != nil || res.Total != want {
				t.Errorf("%q finds %d, %v; want %d", word, res.Total, err, want)
			}
		}
	}
	check(e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if e, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	check(e)
}
