package frame

import (
	"testing"

	"honglinh/catalog/text"
)

func TestCitationsAreInTheWordsOfThePage(t *testing.T) {
	en, vi := &Locale{Lang: text.EN}, &Locale{Lang: text.VI}
	for _, c := range []struct {
		l    *Locale
		in   string
		want Phrase
	}{
		{en, "Điều 22.7.b; NĐ 32/2024 Điều 25.1", Phrase{Text: "Art. 22.7.b; Decree 32/2024 Art. 25.1"}},
		{en, "Điều 19.1; Phụ lục II mục A", Phrase{Text: "Art. 19.1; Appendix II part A"}},
		{en, "Luật Đầu tư Điều 12; NĐ 96/2026 Điều 4", Phrase{Text: "Investment Law Art. 12; Decree 96/2026 Art. 4"}},
		{en, "26.1 (sửa bởi 50/2026 Điều 13.13)", Phrase{Text: "26.1 (amended by 50/2026 Art. 13.13)"}},
		{en, "NĐ 219/2025/NĐ-CP (chưa đọc)", Phrase{Text: "Decree 219/2025/ND-CP (not read)"}},
		{en, "Điều 18.2.đ; 19.1", Phrase{Text: "Art. 18.2.đ; 19.1"}},
		{en, "320/2025 Điều 18.3.b đối chiếu 96/2026 Điều 22.7.b và 32/2024", Phrase{Text: "320/2025 Art. 18.3.b read with 96/2026 Art. 22.7.b and 32/2024"}},
		{en, "Điều về Trung tâm R&D", Phrase{Text: "Điều về Trung tâm R&D", Lang: "vi"}},
		{vi, "Điều 22.7.b", Phrase{Text: "Điều 22.7.b"}},
	} {
		if got := c.l.Citation(c.in); got != c.want {
			t.Errorf("%q in %s: %+v, want %+v", c.in, c.l.Lang, got, c.want)
		}
	}
}
