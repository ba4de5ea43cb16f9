package strptime

import (
	"errors"
	"strings"
	"time"

	"honglinh/catalog/text/notice"
)

// Format is a format made ready.
type Format struct {
	// Text is the format with short directives written out.
	Text string
	// Date, Clock and Zone tell what the format has: a whole day, an hour, a zone.
	Date, Clock, Zone bool
}

// expanded are directives that stand for several.
func expanded(format string) string {
	return strings.NewReplacer("%F", "%Y-%m-%d", "%D", "%m/%d/%y", "%T", "%H:%M:%S", "%R", "%H:%M", "%e", "%d", "%-d", "%d", "%-m", "%m", "%-H", "%H", "%-M", "%M", "%-S", "%S").Replace(format)
}

// Compile makes a format ready. The error names the directive that is not read:
// names of months and days depend on a language, weeks are no days.
func Compile(format string) (*Format, error) {
	f := &Format{Text: expanded(format)}
	seen := map[byte]bool{}
	for i := 0; i < len(f.Text); i++ {
		if f.Text[i] != '%' {
			continue
		}
		if i++; i == len(f.Text) {
			return nil, notice.Of("strptime.end")
		}
		c := f.Text[i]
		if !strings.ContainsRune("YymdHMSfzpIj%", rune(c)) {
			return nil, notice.Of("strptime.directive", "%"+string(rune(c)))
		}
		if seen[c] && c != '%' {
			return nil, notice.Of("strptime.twice", "%"+string(rune(c)))
		}
		seen[c] = true
	}
	year := seen['Y'] || seen['y']
	f.Date = year && (seen['m'] && seen['d'] || seen['j'])
	f.Clock = seen['H'] || seen['I'] && seen['p']
	f.Zone = seen['z']
	if !year && !f.Clock {
		return nil, notice.Of("strptime.neither")
	}
	return f, nil
}

var errNoMatch = errors.New("the value does not follow the format")

// Parse reads a value; what the format does not have is that of year 1, in UTC.
func (f *Format) Parse(s string) (time.Time, error) {
	p := parts{year: 1, month: 1, day: 1, zone: time.UTC}
	rest := s
	for i := 0; i < len(f.Text); i++ {
		c := f.Text[i]
		if c != '%' {
			if rest == "" || rest[0] != c {
				return time.Time{}, errNoMatch
			}
			rest = rest[1:]
			continue
		}
		i++
		var ok bool
		if rest, ok = p.take(f.Text[i], rest); !ok {
			return time.Time{}, errNoMatch
		}
	}
	if rest != "" {
		return time.Time{}, errNoMatch
	}
	return p.time()
}

// parts are what was read so far.
type parts struct {
	year, month, day, yearDay    int
	hour, minute, second, nanos  int
	afternoon, morning, twelveth bool
	zone                         *time.Location
}

// take reads one directive from the front of s.
func (p *parts) take(directive byte, s string) (rest string, ok bool) {
	number := func(to *int, digits int) (string, bool) {
		n := 0
		for n < len(s) && n < digits && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 {
			return s, false
		}
		*to = 0
		for _, c := range s[:n] {
			*to = *to*10 + int(c-'0')
		}
		return s[n:], true
	}
	switch directive {
	case 'Y':
		rest, ok = number(&p.year, 4)
		return rest, ok && len(s)-len(rest) == 4
	case 'y':
		rest, ok = number(&p.year, 2)
		if ok = ok && len(s)-len(rest) == 2; p.year < 69 { // POSIX: 69 to 99 are of 1900
			p.year += 2000
		} else {
			p.year += 1900
		}
		return rest, ok
	case 'm':
		return number(&p.month, 2)
	case 'd':
		return number(&p.day, 2)
	case 'j':
		rest, ok = number(&p.yearDay, 3)
		return rest, ok && p.yearDay > 0
	case 'H':
		return number(&p.hour, 2)
	case 'I':
		p.twelveth = true
		rest, ok = number(&p.hour, 2)
		return rest, ok && p.hour >= 1 && p.hour <= 12
	case 'M':
		return number(&p.minute, 2)
	case 'S':
		return number(&p.second, 2)
	case 'f':
		rest, ok = number(&p.nanos, 6)
		for range 9 - (len(s) - len(rest)) {
			p.nanos *= 10
		}
		return rest, ok
	case 'p':
		p.afternoon = len(s) >= 2 && strings.EqualFold(s[:2], "pm")
		p.morning = len(s) >= 2 && strings.EqualFold(s[:2], "am")
		if !p.afternoon && !p.morning {
			return s, false
		}
		return s[2:], true
	case 'z':
		return p.offset(s)
	}
	return strings.CutPrefix(s, "%")
}

// offset reads Z, +07, +0700 or +07:00.
func (p *parts) offset(s string) (string, bool) {
	if rest, ok := strings.CutPrefix(s, "Z"); ok {
		return rest, true
	}
	for _, layout := range []string{"-07:00", "-0700", "-07"} {
		n := len(layout)
		if len(s) < n {
			continue
		}
		if t, err := time.Parse(layout, s[:n]); err == nil {
			p.zone = t.Location()
			return s[n:], true
		}
	}
	return s, false
}

func (p *parts) time() (time.Time, error) {
	if p.twelveth {
		p.hour %= 12
	}
	if p.afternoon && p.hour < 12 {
		p.hour += 12
	}
	if p.yearDay > 0 {
		first := time.Date(p.year, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, p.yearDay-1)
		p.month, p.day = int(first.Month()), first.Day()
		if first.Year() != p.year {
			return first, errNoMatch
		}
	}
	t := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.second, p.nanos, p.zone)
	if p.year < 1 || t.Day() != p.day || int(t.Month()) != p.month || p.hour > 23 || p.minute > 59 || p.second > 59 {
		return t, errors.New("there is no such day or time")
	}
	return t, nil
}
