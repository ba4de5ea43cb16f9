package text

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFoldDropsMarksOfEitherNormalForm(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"stacked marks", "Cụm công nghiệp Cổng Khánh", "cum cong nghiep cong khanh"},
		{"đ has no decomposition", "Đường ĐÔ thị", "duong do thi"},
		{"eth typed for đ", "Ðiều", "dieu"},
		{"decomposed input", "Hồng Lĩnh", "hong linh"},
		{"horn and breve", "ương ăn", "uong an"},
		{"white space collapses", "  a\u00a0\t b ", "a b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := Fold(tc.in); got != tc.want {
				t.Errorf("Fold(%q) = %q, want %q", tc.in, got, tc.want)
			}
		})
	}
}

func TestSlugIsCutAtAWord(t *testing.T) {
	for _, tc := range []struct {
		in   string
		max  int
		want string
	}{
		{"Nghị định 96/2026/NĐ-CP", 80, "nghi-dinh-96-2026-nd-cp"},
		{"phường Đậu Liêu", 10, "phuong-dau"},
		{"phường Đậu Liêu", 12, "phuong-dau"},
		{"!!!", 10, ""},
	} {
		if got := Slug(tc.in, tc.max); got != tc.want {
			t.Errorf("Slug(%q,%d) = %q, want %q", tc.in, tc.max, got, tc.want)
		}
	}
}

func TestTextKeepsAbsentLanguagesAbsent(t *testing.T) {
	var got Text
	if err := json.Unmarshal([]byte(`{"vi":" Chợ ","en":""}`), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Text{VI: "Chợ"}, got); diff != "" {
		t.Error(diff)
	}
	if s, l := got.Best(EN); s != "Chợ" || l != VI {
		t.Errorf("Best(en) = %q in %q, want the Vietnamese text and its language", s, l)
	}
	if err := json.Unmarshal([]byte(`{"fr":"x"}`), &got); err == nil {
		t.Error("an unknown language was accepted")
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Đậu Liêu")
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold is not idempotent: %q -> %q -> %q", s, once, twice)
		}
	})
}

func TestNumbersAreWrittenInTheMannerOfTheLanguage(t *testing.T) {
	for _, c := range []struct{ decimal, vi, en, code string }{
		{"0", "0", "0", "0"},
		{"999", "999", "999", "999"},
		{"9413", "9.413", "9,413", "9413"},
		{"1234567.5", "1.234.567,5", "1,234,567.5", "1.234.567,5"},
		{"-1234.25", "−1.234,25", "−1,234.25", "−1234,25"},
		{"0.0004", "0,0004", "0.0004", "0,0004"},
	} {
		if vi, en, code := Number(c.decimal, VI), Number(c.decimal, EN), Code(c.decimal, VI); vi != c.vi || en != c.en || code != c.code {
			t.Errorf("%s: %s, %s, %s", c.decimal, vi, en, code)
		}
	}
}
