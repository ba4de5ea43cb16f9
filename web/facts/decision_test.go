package facts

import (
	"testing"

	"honglinh/catalog/text"
	"honglinh/datasets/rulebook"
	"honglinh/web/frame"
)

func TestAFigureIsToldOnce(t *testing.T) {
	for _, c := range []struct {
		printed, shown string
		want           bool
	}{
		{"35.66 ha", "35,66 ha", true},
		{"214.627 billion VND", "214,627 tỷ đồng", true},
		{"5.8152 ha", "5,815 ha", true},
		{"45 ha", "45 ha", true},
		{"40-55 ha", "40 ha", false},
		{"Vốn hạ tầng, hơn 214,627 tỷ đồng", "214,627 tỷ đồng", false}, // says more than the number
		{"36.66 ha", "35,66 ha", false},
		{"Phường Đậu Liêu", "Phường Đậu Liêu (18127)", false},
	} {
		if got := SameFigure(c.printed, []frame.Item{{Phrase: frame.Phrase{Text: c.shown}}}); got != c.want {
			t.Errorf("%q beside %q: %t", c.printed, c.shown, got)
		}
	}
}

func TestOneDayIsOneDay(t *testing.T) {
	l, err := frame.LoadLocale(text.EN)
	if err != nil {
		t.Fatal(err)
	}
	for want, totals := range map[string]rulebook.Totals{
		"1 calendar day": {CalendarDays: rulebook.Range{Min: 1, Max: 1}}, "1–2 working days": {WorkingDays: rulebook.Range{Min: 1, Max: 2}},
		"1 working day and 3 calendar days, counted apart": {WorkingDays: rulebook.Range{Min: 1, Max: 1}, CalendarDays: rulebook.Range{Min: 3, Max: 3}},
	} {
		if got := Days(l, totals); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
