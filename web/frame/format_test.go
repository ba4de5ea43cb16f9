package frame

import (
	"testing"

	"honglinh/catalog/text"
)

func TestNumbersOfATableKeepTheirDigits(t *testing.T) {
	both := locales(t)
	tests := []struct {
		name  string
		value any
		vi    string
	}{
		{"a year is not grouped", int64(2025), "2025"},
		{"five digits are", int64(18118), "18.118"},
		{"every decimal stays", 105.702341, "105,702341"},
		{"below zero", -1234567.5, "−1.234.567,5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := both[text.VI].Exact(tt.value); got != tt.vi {
				t.Errorf("got %s, want %s", got, tt.vi)
			}
		})
	}
}

func TestPeriodsInWords(t *testing.T) {
	both := locales(t)
	tests := []struct{ in, vi, en string }{
		{"2021", "2021", "2021"}, {"2025-07", "7/2025", "July 2025"}, {"2023-H1", "nửa đầu năm 2023", "first half of 2023"},
		{"2024-Q3", "quý 3/2024", "Q3 2024"}, {"2023-M01/M05", "tháng 1–5/2023", "January–May 2023"}, {"2016-2020", "2016-2020", "2016-2020"},
	}
	for _, tt := range tests {
		if vi, en := both[text.VI].Period(tt.in), both[text.EN].Period(tt.in); vi != tt.vi || en != tt.en {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.in, vi, en, tt.vi, tt.en)
		}
	}
}
