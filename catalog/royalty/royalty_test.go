package royalty

import (
	"testing"

	"pgregory.net/rapid"

	"honglinh/catalog/account"
)

func example() Rates {
	return Rates{Decision: "01/QĐ (ví dụ, bịa ra)", From: "2026-01-01", Unit: 150_000, Rows: []Rate{{"tin", "A", 130}, {"tin", "B", 77}, {"bài", "A", 1033}}}
}

func TestRatesAreHeldAgainstTheRules(t *testing.T) {
	if err := example().Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Rates){
		"no decision": func(r *Rates) { r.Decision = " " }, "no day": func(r *Rates) { r.From = "2026" }, "no unit": func(r *Rates) { r.Unit = 0 },
		"no rows": func(r *Rates) { r.Rows = nil }, "twice": func(r *Rates) { r.Rows = append(r.Rows, r.Rows[0]) }, "below zero": func(r *Rates) { r.Rows[0].Coefficient = -1 },
	} {
		r := example()
		spoil(&r)
		if r.Validate() == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestNobodyGradesTheirOwn(t *testing.T) {
	it := Item{Genre: "tin", Grade: "A", Shares: []Share{{To: "lan", Percent: 60}, {To: "unit/bac-hong-linh", Percent: 40}}}
	if err := it.Validate([]string{"lan"}, account.Actor{Name: "thu.ky"}); err != nil {
		t.Error(err)
	}
	for _, who := range []string{"lan", "minh"} {
		if it.Validate([]string{"minh"}, account.Actor{Name: who}) == nil {
			t.Errorf("%s grades their own", who)
		}
	}
	it.Shares[0].Percent = 50
	if it.Validate(nil, account.Actor{Name: "thu.ky"}) == nil {
		t.Error("90% are the whole")
	}
}

func TestSharesAddUpToTheDong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := example()
		r.Unit = rapid.Int64Range(1, maxUnit).Draw(t, "unit")
		first := rapid.Int64Range(1, 98).Draw(t, "first")
		second := rapid.Int64Range(1, 99-first).Draw(t, "second")
		it := Item{Genre: "bài", Grade: "A", Shares: []Share{{"a", "", first}, {"b", "", second}, {"c", "", 100 - first - second}}}
		lines, err := it.Lines(r)
		if err != nil {
			t.Fatal(err)
		}
		m := Month{Lines: lines}
		if want := (r.Unit*1033 + 50) / 100; m.Sum() != want {
			t.Fatalf("the lines are %d, the item %d", m.Sum(), want)
		}
		for _, of := range []func(Line) string{func(l Line) string { return l.To }, func(l Line) string { return l.Unit }, func(l Line) string { return l.Genre }} {
			sum := int64(0)
			for _, total := range m.By(of) {
				sum += total.Amount
			}
			if sum != m.Sum() {
				t.Fatalf("a sheet says %d, the month %d", sum, m.Sum())
			}
		}
	})
}
