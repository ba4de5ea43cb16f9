package facts

import (
	"testing"

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
