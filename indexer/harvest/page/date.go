package page

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"honglinh/catalog"
)

// zone is the time of Viet Nam, which has no summer time.
var zone = time.FixedZone("+07", 7*60*60)

// Days that portals print: 20/03/2015, 20-3-2015, 20.03.2015; 20 tháng 3 năm 2015;
// 2015-03-20 and 2015/03/20. What stands around them plays no part.
var (
	dayFirst  = regexp.MustCompile(`(?:^|\D)(\d{1,2}) ?[/.\-–] ?(\d{1,2}) ?[/.\-–] ?(\d{4})(?:\D|$)`)
	inWords   = regexp.MustCompile(`(?i)(?:^|\D)(\d{1,2}) tháng (\d{1,2})(?: năm|,)? (\d{4})(?:\D|$)`)
	yearFirst = regexp.MustCompile(`(?:^|\D)(\d{4})[/\-](\d{1,2})[/\-](\d{1,2})(?:\D|$)`)
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
	for _, form := range []struct {
		re      *regexp.Regexp
		y, m, d int
	}{{dayFirst, 3, 2, 1}, {inWords, 3, 2, 1}, {yearFirst, 1, 2, 3}} {
		for _, m := range form.re.FindAllStringSubmatch(s, -1) {
			t, err := time.ParseInLocation("2006-1-2", fmt.Sprintf("%s-%s-%s", m[form.y], strings.TrimLeft(m[form.m], "0"), strings.TrimLeft(m[form.d], "0")), zone)
			if err == nil {
				return Day(t, now)
			}
		}
	}
	return "", false
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
