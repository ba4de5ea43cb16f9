package editions_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/account"
	"honglinh/catalog/desk"
)

func TestFreshnessIsToldByUnit(t *testing.T) {
	r := open(t)
	check := func(what string, want ...desk.Fresh) {
		t.Helper()
		got, err := r.Freshness(t.Context())
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", what, err, diff)
		}
	}
	check("nothing")
	first := r.published(t, "article/a", map[string]string{"title_vi": "A", "review_due": "2026-12-05"})
	r.now = r.now.AddDate(0, 0, 3)
	r.published(t, "article/b", map[string]string{"title_vi": "B", "review_due": "2027-12-05"})
	r.now = r.now.AddDate(0, 0, 10)
	r.published(t, "article/c", map[string]string{"title_vi": "C"})
	own, err := desk.New("article/d", "", nil, map[string]string{"title_vi": "D"}, who("bien", account.Editor), r.now)
	if err != nil {
		t.Fatal(err)
	}
	it, err := r.Begin(t.Context(), own, "editor")
	if err != nil {
		t.Fatal(err)
	}
	bien, thu := who("bien", account.Editor), who("thu", account.Secretary)
	r.do(t, it.ID, desk.Send, bien, desk.With{})
	r.do(t, it.ID, desk.Take, thu, desk.With{})
	r.do(t, it.ID, desk.Approve, thu, desk.With{})
	r.do(t, it.ID, desk.Publish, thu, desk.With{})
	r.now = r.now.AddDate(0, 0, 1)
	unit := "bac-hong-linh"
	check("three of a unit, one of the board", desk.Fresh{Records: 1, MedianDays: 1}, desk.Fresh{Unit: unit, Records: 3, Overdue: 1, MedianDays: 11})
	if err := r.Confirm(t.Context(), first.ID, who("truong", account.UnitHead), "unit-head"); err != nil {
		t.Fatal(err)
	}
	check("one is confirmed", desk.Fresh{Records: 1, MedianDays: 1}, desk.Fresh{Unit: unit, Records: 3, Confirmed: 1, MedianDays: 1})
	r.now = time.Date(2027, 6, 10, 5, 0, 0, 0, time.UTC)
	check("it is due again", desk.Fresh{Records: 1, MedianDays: 178}, desk.Fresh{Unit: unit, Records: 3, Confirmed: 1, Due: 1, MedianDays: 178})
}
