package frame

import (
	"regexp"
	"strings"

	"honglinh/catalog/text"
)

// citationWords are the words in which Vietnamese acts are cited, with their English; longer ones first.
func citationWords() [][2]string {
	return [][2]string{
		{"sửa bởi", "amended by"}, {"Luật Đầu tư", "Investment Law"}, {"Luật Doanh nghiệp", "Enterprise Law"}, {"Luật Xây dựng", "Construction Law"}, {"Luật Đất đai", "Land Law"},
		{"Luật BVMT", "Environment Law"}, {"Luật HTX", "Law on Co-operatives"}, {"loại trừ số thứ tự", "excludes item"}, {"hiệu lực", "in force"}, {"đối chiếu", "read with"}, {"chưa đọc", "not read"},
		{"Phụ lục", "Appendix"}, {"phụ lục", "appendix"}, {"trình tự", "order of steps"}, {"mô tả", "description"}, {"TTHC", "Procedure"}, {"Điều", "Art."}, {"điều", "art."}, {"Khoản", "Cl."}, {"khoản", "cl."},
		{"điểm", "pt"}, {"NĐ-CP", "ND-CP"}, {"NĐ", "Decree"}, {"TT", "Circular"}, {"NQ", "Resolution"}, {"QĐ", "Decision"}, {"Luật", "Law"}, {"mục", "part"}, {"và", "and"}, {"sửa", "amended by"}, {"thay", "replaces"}, {"từ", "from"}, {"hoặc", "or"},
	}
}

var (
	citationWord = regexp.MustCompile(`\p{L}+(-\p{Lu}+)*`)
	// point d with a bar is a letter of its own in the order of Vietnamese points.
	barredPoint = regexp.MustCompile(`\.đ\b|\.đ$|\.đ;`)
)

// Citation writes where something stands in an act ("Điều 22.7.b; NĐ 32/2024 Điều 25") in the words of the page's
// language. What has words beyond those of citations stays Vietnamese and says so.
func (l *Locale) Citation(s string) Phrase {
	if l.Lang == text.VI {
		return Phrase{Text: s}
	}
	out := s
	for _, w := range citationWords() {
		if strings.Contains(w[0], " ") {
			out = strings.ReplaceAll(out, w[0], w[1])
		}
	}
	single := map[string]string{}
	for _, w := range citationWords() {
		single[w[0]] = w[1]
	}
	out = citationWord.ReplaceAllStringFunc(out, func(word string) string {
		if en, ok := single[word]; ok {
			return en
		}
		return word
	})
	rest := barredPoint.ReplaceAllString(out, "")
	for _, r := range rest {
		if r > 0x7f && r != '–' {
			return Phrase{Text: s, Lang: string(text.VI)}
		}
	}
	return Phrase{Text: out}
}
