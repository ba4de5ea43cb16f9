package page

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"honglinh/catalog"
)

// zone is the time of Viet Nam, which has no summer time.
var zone = time.FixedZone("+07", 7*60*60)

const months = "january|february|march|april|may|june|july|august|september|october|november|december"

// Days that portals print: 20/03/2015, 20-3-2015, 20.03.2015; 20 tháng 3 năm 2015;
// 2015-03-20 and 2015/03/20. What stands around them plays no part.
var (
	dayFirst  = regexp.MustCompile(`(?:^|\D)(\d{1,2}) ?[/.\-–] ?(\d{1,2}) ?[/.\-–] ?(\d{4})(?:\D|$)`)
	inWords   = regexp.MustCompile(`(?i)(?:^|\D)(\d{1,2}) tháng (\d{1,2})(?: năm|,)? (\d{4})(?:\D|$)`)
	yearFirst = regexp.MustCompile(`(?:^|\D)(\d{4})[/\-](\d{1,2})[/\-](\d{1,2})(?:\D|$)`)
	english   = regexp.MustCompile(`(?i)(?:^|\D)(\d{1,2})(?:st|nd|rd|th)? (?:of )?(` + months + `),? (\d{4})(?:\D|$)`)
	american  = regexp.MustCompile(`(?i)\b(` + months + `) (\d{1,2})(?:st|nd|rd|th)?, (\d{4})(?:\D|$)`)
	instant   = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)`)
)

// Date finds the day in what is printed beside a text. A moment with a zone is the
// day in Viet Nam. ok is false where no day stands there, or one that cannot be: no
// day of the calendar, before the first Vietnamese portals, or later than tomorrow.
func Date(s string, now time.Time) (d catalog.Date, ok bool) {
	s = strings.Join(strings.Fields(s), " ")
	if m := instant.FindString(s); m != "" {
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700"} {
			if t, err := time.Parse(layout, m); err == nil {
				return Day(t, now)
			}
		}
	}
	for _, f := range forms() {
		for _, m := range f.re.FindAllStringSubmatch(s, -1) {
			if t, ok := f.day(m[f.y], m[f.m], m[f.d]); ok {
				return Day(t, now)
			}
		}
	}
	return "", false
}

// form is one way to print a day; y, m and d are its groups.
type form struct {
	re      *regexp.Regexp
	y, m, d int
}

func forms() []form { return []form{{dayFirst, 3, 2, 1}, {inWords, 3, 2, 1}, {yearFirst, 1, 2, 3}} }

func (form) day(y, m, d string) (time.Time, bool) {
	t, err := time.ParseInLocation("2006-1-2", fmt.Sprintf("%s-%s-%s", y, strings.TrimLeft(m, "0"), strings.TrimLeft(d, "0")), zone)
	return t, err == nil
}

// Printed is a day that stands in a text, with its bytes there.
type Printed struct {
	Day      catalog.Date
	From, To int
}

// Days finds all days that a text prints in one of the forms above or in English words, of
// whatever time; what is no day of the calendar is left out.
func Days(s string) []Printed {
	var out []Printed
	for _, f := range append(forms(), form{english, 3, 2, 1}, form{american, 3, 1, 2}) {
		for _, at := range f.re.FindAllStringSubmatchIndex(s, -1) {
			part := func(g int) string { return s[at[2*g]:at[2*g+1]] }
			if t, ok := f.day(part(f.y), monthOf(part(f.m)), part(f.d)); ok {
				out = append(out, Printed{catalog.Date(t.Format(time.DateOnly)), min(at[2*f.y], at[2*f.d], at[2*f.m]), max(at[2*f.y+1], at[2*f.d+1], at[2*f.m+1])})
			}
		}
	}
	slices.SortFunc(out, func(a, b Printed) int { return cmp.Compare(a.From, b.From) })
	return out
}

// monthOf is the number of an English month; what is none stays as it is.
func monthOf(s string) string {
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(m.String(), s) {
			return fmt.Sprint(int(m))
		}
	}
	return s
}

// first is before any portal of Viet Nam, which joined the Internet on 19 November 1997;
// documents on them are older.
const first = 1945

// Day is the day of a moment in Viet Nam, and whether it can be one of a text.
func Day(t, now time.Time) (catalog.Date, bool) {
	t = t.In(zone)
	if t.Year() < first || t.After(now.Add(24*time.Hour)) {
		return "", false
	}
	return catalog.Date(t.Format(time.DateOnly)), true
}
