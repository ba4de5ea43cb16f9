package enrich

import (
	"testing"

	"honglinh/catalog/text"
)

func TestDriftBetweenTheLanguagesOfOneText(t *testing.T) {
	for _, c := range []struct {
		name, vi, en string
		want         bool
	}{
		{"numbers are written each in its way", "vốn 1.234,5 tỷ đồng", "capital VND 1,234.5 billion", false},
		{"a billion is a thousand million", "1.200 triệu đồng", "VND 1.2 billion", false},
		{"a thousand billion is a trillion", "2,26 nghìn tỷ đồng", "VND 2.26 trillion", false},
		{"another area", "diện tích 313 ha", "an area of 270 ha", true},
		{"dates are written each in its way", "từ ngày 01/7/2025", "from 1 July 2025", false},
		{"American dates", "ngày 01 tháng 7 năm 2025", "July 1, 2025", false},
		{"another day", "ngày 01/7/2025", "on 2 July 2025", true},
		{"months", "tháng 7/2025", "July 2025", false},
		{"numbers of documents with and without marks", "Nghị quyết 1665/NQ-UBTVQH15", "Resolution 1665/NQ-UBTVQH15", false},
		{"another document", "Nghị định 31/2021/NĐ-CP", "Decree 96/2026/ND-CP", true},
		{"a document by its number alone", "theo Nghị định 217/2026/NĐ-CP", "under 217/2026", false},
		{"clauses of articles are cited each in its way", "hạch toán riêng (Điều 23.1), khoản 2 Điều 18", "separate books (art. 23 cl. 1), art. 18.2", false},
		{"another clause", "Điều 23.1", "art. 23 cl. 2", true},
		{"small numbers may be words", "gồm 2 phường", "consists of two wards", false},
		{"a shorter translation lacks figures", "rộng 120 ha, vốn 500 tỷ đồng", "120 ha", false},
		{"a road's name is no number", "Quốc lộ QL1A dài 35 km", "National Road 1A, 35 km long", false},
		{"a text in one language only", "313 ha", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			diff, got := Drift(text.New(c.vi, c.en))
			if got != c.want {
				t.Errorf("got %v (%v), want %v", got, diff, c.want)
			}
		})
	}
}

func FuzzDrift(f *testing.F) {
	f.Add("ngày 01/7/2025, 1.234,5 tỷ", "1 July 2025, 1,234.5 billion")
	f.Fuzz(func(t *testing.T, vi, en string) {
		if _, drift := Drift(text.New(vi, vi)); drift && vi != "" {
			t.Errorf("%q differs from itself", vi)
		}
		Drift(text.New(vi, en))
	})
}
