package enrich

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	codeForm  = regexp.MustCompile(`\d+(?:/\d{4})?/\p{L}[\p{L}\d]*(?:-[\p{L}\d]+)*|\d+-\p{Lu}{2,}(?:-\p{Lu}+)*`)
	viDate    = regexp.MustCompile(`\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b`)
	viWritten = regexp.MustCompile(`(?i)(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`)
	viMonth   = regexp.MustCompile(`(?i)(?:tháng\s+)(\d{1,2})(?:/|\s+năm\s+|-)(\d{4})`)
	bareMonth = regexp.MustCompile(`\b(\d{1,2})/(\d{4})\b`)
	isoDate   = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	enDate    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(january|february|march|april|may|june|july|august|september|october|november|december)\s*,?\s+(\d{4})`)
	usDate    = regexp.MustCompile(`(?i)\b(january|february|march|april|may|june|july|august|september|october|november|december)\s+(\d{1,2})(?:st|nd|rd|th)?\s*,\s*(\d{4})`)
	enMonth   = regexp.MustCompile(`(?i)\b(january|february|march|april|may|june|july|august|september|october|november|december)\s*,?\s+(\d{4})`)
	numberRun = regexp.MustCompile(`(?i)\d+(?:[.,]\d+)*\s*(?:(?:nghìn|ngàn)\s+(?:tỷ|tỉ)|triệu\s+(?:tỷ|tỉ)|tỷ|tỉ|triệu|nghìn|ngàn|trillion|billion|million|thousand|bn)?`)
)

func month(s string) string {
	names := []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	for i, n := range names {
		if strings.EqualFold(n, s) {
			return strconv.Itoa(i + 1)
		}
	}
	return s
}

func withoutCodes(s string) string { return codeForm.ReplaceAllString(s, " ") }

// takeDates cuts the dates out of a text; what is left holds plain numbers.
func takeDates(s string) (string, []figure) {
	var out []figure
	take := func(re *regexp.Regexp, day, mon, year int) {
		s = re.ReplaceAllStringFunc(s, func(m string) string {
			g := re.FindStringSubmatch(m)
			key := fmt.Sprintf("date %s-%02s", g[year], month(g[mon]))
			readings := []string{key}
			if day > 0 {
				readings = []string{key + "-" + fmt.Sprintf("%02s", g[day])}
			}
			out = append(out, figure{strings.TrimSpace(m), readings})
			return " "
		})
	}
	take(viWritten, 1, 2, 3)
	take(viDate, 1, 2, 3)
	take(isoDate, 3, 2, 1)
	take(enDate, 1, 2, 3)
	take(usDate, 2, 1, 3)
	take(viMonth, 0, 1, 2)
	take(enMonth, 0, 1, 2)
	take(bareMonth, 0, 1, 2)
	return s, out
}

// small numbers are often written as words in one language ("two wards").
const small = 12

func numbers(s string) []figure {
	var out []figure
	for _, at := range numberRun.FindAllStringIndex(s, -1) {
		if at[0] > 0 && isLetter(s[:at[0]]) {
			continue // QL1A, D2: a name
		}
		m := s[at[0]:at[1]]
		digits := strings.TrimRight(m, " ")
		mult := 1.0
		if i := strings.IndexFunc(m, func(r rune) bool { return !strings.ContainsRune("0123456789.,", r) }); i >= 0 {
			digits, mult = m[:i], multiplier(strings.TrimSpace(m[i:]))
		}
		f := figure{printed: strings.TrimSpace(m)}
		for _, v := range readings(digits) {
			if mult == 1 && v <= small && v == float64(int(v)) {
				f.readings = nil
				break
			}
			f.readings = append(f.readings, "number "+strconv.FormatFloat(v*mult, 'g', 9, 64))
		}
		if len(f.readings) > 0 {
			out = append(out, f)
		}
	}
	return out
}

func isLetter(before string) bool {
	r := []rune(before)
	c := r[len(r)-1]
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c > 127
}

func multiplier(word string) float64 {
	switch strings.Join(strings.Fields(strings.ToLower(word)), " ") {
	case "triệu tỷ", "triệu tỉ":
		return 1e15
	case "nghìn tỷ", "nghìn tỉ", "ngàn tỷ", "ngàn tỉ", "trillion":
		return 1e12
	case "tỷ", "tỉ", "billion", "bn":
		return 1e9
	case "triệu", "million":
		return 1e6
	case "nghìn", "ngàn", "thousand":
		return 1e3
	}
	return 1
}

// readings returns the values that digits with points and commas can mean:
// 1.234,5 and 1,234.5 have one, 1.234 has two.
func readings(s string) []float64 {
	s = strings.TrimRight(s, ".,")
	var out []float64
	for _, style := range []struct{ group, decimal string }{{".", ","}, {",", "."}} {
		plain, frac, has := strings.Cut(s, style.decimal)
		if strings.Contains(frac, style.group) || strings.Contains(frac, style.decimal) || !inThrees(plain, style.group) {
			continue
		}
		plain = strings.ReplaceAll(plain, style.group, "")
		if has {
			plain += "." + frac
		}
		if v, err := strconv.ParseFloat(plain, 64); err == nil {
			out = append(out, v)
		}
	}
	return out
}

func inThrees(s, sep string) bool {
	parts := strings.Split(s, sep)
	for i, p := range parts {
		if i > 0 && len(p) != 3 {
			return false
		}
	}
	return len(parts) == 1 || len(parts[0]) <= 3 && parts[0] != ""
}
