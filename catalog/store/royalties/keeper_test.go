package royalties_test

import (
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/desk"
	"honglinh/catalog/royalty"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/royalties"
	"honglinh/catalog/store/sqlite"
)

func published(id string, at time.Time, writers ...string) editions.Item {
	return editions.Item{ID: id, Value: desk.Edition{Record: "article/" + id, State: desk.Published, Writers: writers, Fields: map[string]string{"title_vi": "Tin " + id}, Steps: []desk.Step{{At: at, To: desk.Published}}}}
}

func TestAMonthIsGradedClosedAndPaidByDifferentPeople(t *testing.T) {
	now := time.Date(2026, 12, 20, 5, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	st, err := sqlite.OpenPrivate(t.Context(), t.TempDir(), sqlite.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	k := &royalties.Keeper{Store: st, Now: clock}
	who := func(name string) account.Actor { return account.Actor{Name: name, Person: name} }
	shares := []royalty.Share{{To: "lan", Unit: "bac-hong-linh", Percent: 70}, {To: "minh", Percent: 30}}
	grade := func(it editions.Item, by string) error {
		return k.Grade(t.Context(), it, "tin", "A", shares, who(by), "secretary")
	}
	first := published("a", now, "lan", "minh")
	if err := grade(first, "thu.ky"); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("graded without rates: %v", err)
	}
	if err := k.Decide(t.Context(), royalty.Rates{Decision: "01/QĐ (ví dụ)", From: "2026-01-01", Unit: 150_001, Rows: []royalty.Rate{{Genre: "tin", Grade: "A", Coefficient: 133}}}, who("thu.ky"), "secretary"); err != nil {
		t.Fatal(err)
	}
	if err := grade(first, "lan"); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("graded their own: %v", err)
	}
	if err := grade(first, "thu.ky"); err != nil {
		t.Fatal(err)
	}
	if m, err := k.Month(t.Context(), "2026-12"); err != nil || m.Sum() != 199501 || len(m.Lines) != 2 || m.State != royalty.Open {
		t.Errorf("the month comes to %d in %d lines, %v", m.Sum(), len(m.Lines), err)
	}
	if err := k.Close(t.Context(), "2026-12", who("thu.ky"), "secretary"); catalog.KindOf(err) != catalog.Invalid {
		t.Errorf("closed before it is over: %v", err)
	}
	now = time.Date(2027, 1, 4, 5, 0, 0, 0, time.UTC)
	if err := k.Close(t.Context(), "2026-12", who("thu.ky"), "secretary"); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"closed twice": k.Close(t.Context(), "2026-12", who("thu.ky"), "secretary"), "graded anew": grade(first, "head"),
		"corrected in place":    k.Correct(t.Context(), "2026-12", royalty.Line{Title: "x", To: "lan", Amount: 5, Why: "y"}, who("thu.ky"), "secretary"),
		"paid by who closed it": k.Pay(t.Context(), "2026-12", who("thu.ky"), "accountant"),
		"an own correction":     k.Correct(t.Context(), "2027-01", royalty.Line{Title: "x", To: "thu.ky", Amount: 5, Why: "y"}, who("thu.ky"), "secretary"),
		"paid before it closed": k.Pay(t.Context(), "2027-01", who("ke.toan"), "accountant"),
	} {
		if catalog.KindOf(err) != catalog.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	late := published("b", time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC), "lan")
	if err := grade(late, "thu.ky"); err != nil {
		t.Fatal(err)
	}
	if err := k.Correct(t.Context(), "2027-01", royalty.Line{Title: "sửa tháng 12", To: "minh", Amount: -1000, Why: "chia nhầm"}, who("thu.ky"), "secretary"); err != nil {
		t.Fatal(err)
	}
	if m, err := k.Month(t.Context(), "2027-01"); err != nil || m.Sum() != 199501-1000 {
		t.Errorf("what was graded late and corrected comes to %d, %v", m.Sum(), err)
	}
	if err := k.Pay(t.Context(), "2026-12", who("ke.toan"), "accountant"); err != nil {
		t.Fatal(err)
	}
	if m, err := k.Month(t.Context(), "2026-12"); err != nil || m.State != royalty.Paid || m.Sum() != 199501 || m.PaidBy != "ke.toan" {
		t.Errorf("%+v, %v", m, err)
	}
}
