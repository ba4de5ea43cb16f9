package enrich

import (
	"fmt"
	"regexp"
	"slices"
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

func months() []string {
	return []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
}

func month(s string) string {
	for i, n := range months() {
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
	lower := strings.ToLower(s)
	vi := strings.Contains(lower, "tháng")
	en := slices.ContainsFunc(months(), func(m string) bool { return strings.Contains(lower, m) })
	signs := between(s)
	// Each form is looked for in texts only that have what it cannot be without: most of
	// the time of a long text went into forms that are not in it.
	for _, f := range []struct {
		form           *regexp.Regexp
		day, mon, year int
		may            bool
	}{
		{viWritten, 1, 2, 3, vi}, {viDate, 1, 2, 3, signs != ""}, {isoDate, 3, 2, 1, strings.Contains(signs, "-")}, {enDate, 1, 2, 3, en}, {usDate, 2, 1, 3, en},
		{viMonth, 0, 1, 2, vi}, {enMonth, 0, 1, 2, en}, {bareMonth, 0, 1, 2, strings.Contains(signs, "/")},
	} {
		if f.may {
			take(f.form, f.day, f.mon, f.year)
		}
	}
	return s, out
}

// between are the signs / . - that stand between digits.
func between(s string) string {
	out := ""
	for i := 1; i+1 < len(s); i++ {
		if c := s[i]; (c == '/' || c == '.' || c == '-') && digit(s[i-1]) && digit(s[i+1]) && strings.IndexByte(out, c) < 0 {
			out += string(c)
		}
	}
	return out
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// longestRun is how many bytes of a text are looked at for one number with its unit.
const longestRun = 256

// runs are where the numbers of a text stand, each with its unit.
func runs(s string) [][2]int {
	var out [][2]int
	for at := 0; ; {
		i := strings.IndexAny(s[at:], "0123456789")
		if i < 0 {
			return out
		}
		from := at + i
		found := numberRun.FindStringIndex(s[from:min(from+longestRun, len(s))])
		out = append(out, [2]int{from, from + found[1]})
		at = from + found[1]
	}
}

// small numbers are often written as words in one language ("two wards").
const small = 12

func numbers(s string) []figure {
	var out []figure
	for _, at := range runs(s) {
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
