package editions_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/vocab"
)

// counts are the lists of somebody that are not empty, with how many they hold.
func (r *rig) counts(t *testing.T, who account.Actor) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, w := range desk.WorkOf(who) {
		if w.Enquiries() {
			continue
		}
		n, err := r.Count(t.Context(), w, who, 100)
		if err != nil {
			t.Fatal(err)
		}
		items, next, err := r.Listed(t.Context(), w, who, editions.Filter{}, "", 100)
		if err != nil || next != "" || len(items) != n {
			t.Errorf("%s counts %d and lists %d, %v", w.Name(), n, len(items), err)
		}
		if n > 0 {
			out[w.Name()] = n
		}
	}
	return out
}

func TestWorkListsFollowTheEditions(t *testing.T) {
	r := open(t)
	writer, head, editor := who("lan", account.Contributor), who("truong", account.UnitHead), who("bien", account.Editor)
	check := func(what string, by account.Actor, want map[string]int) {
		t.Helper()
		if diff := cmp.Diff(want, r.counts(t, by)); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", what, by.Name, diff)
		}
	}
	live := r.published(t, "article/a", map[string]string{"title_vi": "A", "title_en": "A", "review_due": "2026-12"})
	check("published, due at the end of the month", head, map[string]int{})
	draft := r.begin(t, "opportunity/b", map[string]string{"title_vi": "B"}, writer)
	check("drafted", writer, map[string]int{"mine.draft": 1})
	r.do(t, draft.ID, desk.Send, writer, desk.With{})
	check("sent", writer, map[string]int{"mine.sent": 1, "unit.sent": 1})
	check("sent", head, map[string]int{"unit.sent": 1})
	check("sent", editor, map[string]int{"board.sent": 1})
	r.do(t, draft.ID, desk.Check, head, desk.With{})
	r.do(t, draft.ID, desk.Take, editor, desk.With{})
	check("taken", editor, map[string]int{"mine.assigned": 1, "board.editing": 1})
	r.do(t, draft.ID, desk.Return, editor, desk.With{Why: "thiếu nguồn"})
	check("returned", head, map[string]int{"unit.returned": 1})
	check("returned", writer, map[string]int{"mine.returned": 1, "unit.returned": 1})
	check("returned", who("khac", account.Accountant), map[string]int{})

	r.now = time.Date(2026, 12, 27, 3, 0, 0, 0, time.UTC)
	check("due within the week", head, map[string]int{"unit.returned": 1, "unit.due": 1})
	check("due within the week", editor, map[string]int{"board.due": 1})
	r.now = time.Date(2026, 12, 31, 16, 59, 0, 0, time.UTC)
	check("the last minute of the day", editor, map[string]int{"board.due": 1})
	r.now = time.Date(2026, 12, 31, 17, 1, 0, 0, time.UTC)
	check("over in Viet Nam", editor, map[string]int{"board.overdue": 1})
	if err := r.Confirm(t.Context(), live.ID, head, "unit-head"); err != nil {
		t.Fatal(err)
	}
	check("confirmed", editor, map[string]int{})
	changed := r.begin(t, "article/a", map[string]string{"title_vi": "A đã đổi", "title_en": "A"}, writer)
	r.do(t, changed.ID, desk.Send, writer, desk.With{})
	r.do(t, changed.ID, desk.Check, head, desk.With{})
	r.do(t, changed.ID, desk.Take, editor, desk.With{})
	r.do(t, changed.ID, desk.Approve, who("thu", account.Secretary), desk.With{})
	check("approved", editor, map[string]int{"board.approved": 1})
	r.do(t, changed.ID, desk.Publish, who("thu", account.Secretary), desk.With{})
	check("the English lags", editor, map[string]int{"board.drift": 1})
	check("the English lags", head, map[string]int{"unit.returned": 1, "unit.drift": 1})
}

func TestAWorkListIsNarrowed(t *testing.T) {
	r := open(t)
	writer, secretary := who("lan", account.Contributor), who("thu", account.Secretary)
	for _, record := range []string{"article/a", "article/b", "opportunity/c"} {
		it := r.begin(t, record, map[string]string{"title_vi": record}, writer)
		r.do(t, it.ID, desk.Send, writer, desk.With{})
	}
	sent := desk.Work{Group: desk.Board, Wait: desk.WaitSent}
	for _, c := range []struct {
		f    editions.Filter
		want int
	}{
		{editions.Filter{}, 3}, {editions.Filter{Kind: vocab.Article}, 2}, {editions.Filter{Unit: "bac-hong-linh"}, 3}, {editions.Filter{Unit: "nam-hong-linh"}, 0},
		{editions.Filter{Unit: "bac-hong-linh", Kind: vocab.Opportunity}, 1}, {editions.Filter{Kind: vocab.Plan}, 0},
	} {
		n := 0
		for after, i := "", 0; i < 5; i++ {
			items, next, err := r.Listed(t.Context(), sent, secretary, c.f, after, 1)
			if err != nil {
				t.Fatal(err)
			}
			n += len(items)
			if after = next; next == "" {
				break
			}
		}
		if n != c.want {
			t.Errorf("%+v: %d, want %d", c.f, n, c.want)
		}
	}
}
