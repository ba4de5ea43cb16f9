package enrich

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
	"unicode"

	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
)

// maxDrift bounds the text that is compared, in bytes per language: drift in a
// longer text is seldom outside its beginning, and the check runs at every ingest.
const maxDrift = 64 << 10

// Drift compares the numbers, dates and document numbers of the two languages
// of one text. It reports a difference when each side has one the other lacks,
// since a translation may be shorter than its original.
func Drift(t text.Text) (text.Text, bool) {
	vi, en := t[text.VI], t[text.EN]
	if vi == "" || en == "" || len(vi) > maxDrift || len(en) > maxDrift {
		return nil, false
	}
	a, b := figuresOf(vi), figuresOf(en)
	onlyVI, onlyEN := without(a, b), without(b, a)
	if len(onlyVI) == 0 || len(onlyEN) == 0 {
		return nil, false
	}
	x, y := strings.Join(onlyVI, ", "), strings.Join(onlyEN, ", ")
	return text.New(fmt.Sprintf("bản tiếng Việt ghi %s, bản tiếng Anh ghi %s", x, y),
		fmt.Sprintf("the Vietnamese text says %s, the English %s", x, y)), true
}

// figure is a number, date or code with every way it can be read.
type figure struct {
	printed  string
	readings []string
}

func without(a, b []figure) []string {
	have := map[string]bool{}
	for _, f := range b {
		for _, r := range f.readings {
			have[r] = true
		}
	}
	var out []string
	seen := map[string]bool{}
	for _, f := range a {
		found := false
		for _, r := range f.readings {
			found = found || have[r]
		}
		if !found && !seen[f.printed] {
			seen[f.printed] = true
			out = append(out, f.printed)
		}
	}
	sort.Strings(out)
	return out
}

// cited is a clause of an article in the words of either language, which its number says too: "khoản 1 Điều 23",
// "art. 23 cl. 1" and "23.1".
var cited = regexp.MustCompile(`(?i)(?:art\.|article|điều)\s*(\d+),?\s*(?:cl\.|clause|khoản)\s*(\d+)|(?:khoản|clause|cl\.)\s*(\d+),?\s*(?:of\s+)?(?:điều|article|art\.)\s*(\d+)`)

func figuresOf(s string) []figure {
	var out []figure
	if !strings.ContainsAny(s, "0123456789") {
		return nil
	}
	if lower := strings.ToLower(s); strings.Contains(lower, "điều") || strings.Contains(lower, "art") {
		s = cited.ReplaceAllString(s, "$1$4.$2$3")
	}
	if strings.Contains(s, "/") || strings.Contains(s, "-") {
		for _, c := range analysis.Codes(s) { // "31/2021/NĐ-CP" is the same as "31/2021"
			out = append(out, figure{c, []string{"code " + c, "code " + strings.TrimRightFunc(c, unicode.IsLetter)}})
		}
		s = withoutCodes(s)
	}
	s, dates := takeDates(s)
	out = append(out, dates...)
	return append(out, numbers(s)...)
}
