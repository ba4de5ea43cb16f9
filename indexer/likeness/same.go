package likeness

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

const (
	// nearText is how much of two texts is equal that are copies of one: an editor's
	// changes and a line of the portal's own are no more.
	nearText = 0.8
	// nearTitle is how many words two titles of one document share: portals shorten them.
	nearTitle = 0.5
	// reprinted is within how many days a text is printed again.
	reprinted = 7
)

// Thing is a record with the places that its source gives it.
type Thing struct {
	Record *catalog.Record
	Places []string
}

// Same reports whether two records of one kind that share a trait are about the same thing.
//
// Two documents with one number are the same if no more can be: the number is one of a
// central body, or both have the same date, and their titles speak of the same. Two
// records at one address are. Two texts that are nearly equal are, if they are of one
// week and no figure of their titles differs; so are two of one day with one title of
// which neither has a text, and that no two different places tell.
func Same(one, other Thing) bool {
	a, b := one.Record, other.Record
	if a.Kind != b.Kind {
		return false
	}
	if x, y := numbers(a), numbers(b); len(x) > 0 && len(y) > 0 {
		return x[0] == y[0] && sameNumber(a, b)
	}
	if a.ID == b.ID || shares(addresses(a), addresses(b)) {
		return true
	}
	if !slices.Equal(figures(title(a)), figures(title(b))) || !near(a.Date, b.Date, reprinted) {
		return false
	}
	ours, theirs := shingles(prose(a)), shingles(prose(b))
	if len(ours) > 0 && len(theirs) > 0 {
		equal, _ := common(ours, theirs)
		return equal >= nearText
	}
	return text.Fold(title(a)) == text.Fold(title(b)) && a.Date != "" && a.Date == b.Date && !elsewhere(one, other)
}

// central is how the numbers of bodies end that there is one of: the government, its head,
// the assembly, ministries. Every province gives a 12/2025/QĐ-UBND.
var central = regexp.MustCompile(`(?i)/\d{4}/(NĐ-CP|QH\d+|UBTVQH\d+|TT-B\p{L}+|QĐ-TTg|NQ-CP)$|/(NQ-CP|QĐ-TTg|CĐ-TTg|CT-TTg)$`)

// sameNumber tells of two documents with one number whether they are one.
func sameNumber(a, b *catalog.Record) bool {
	printed, _ := a.Attributes["number"].(string)
	if !central.MatchString(strings.TrimSpace(printed)) && (a.Date == "" || a.Date != b.Date) {
		return false
	}
	if a.Date != "" && b.Date != "" && !near(a.Date, b.Date, reprinted) && len(a.Date) == len(b.Date) {
		return false // numbers without a year begin anew each year
	}
	x, y := words(a), words(b)
	if len(x) < fewestWords || len(y) < fewestWords || shares(addresses(a), addresses(b)) {
		return true
	}
	_, contained := common(x, y)
	return contained >= nearTitle
}

// words are those of a title, as hashes in order, each once.
func words(r *catalog.Record) []uint64 {
	var out []uint64
	for w := range strings.FieldsFuncSeq(text.Fold(title(r)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		h := uint64(14695981039346656037) // FNV-1a
		for _, b := range []byte(w) {
			h = (h ^ uint64(b)) * 1099511628211
		}
		out = append(out, h)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var figure = regexp.MustCompile(`\d+`)

// figures are the numbers of a title: the fourth session is not the fifth.
func figures(s string) []string { return figure.FindAllString(s, -1) }

// near reports whether two dates are at most days apart; one that is not known is near.
func near(a, b catalog.Date, days int) bool {
	x, errX := time.Parse(time.DateOnly, string(a))
	y, errY := time.Parse(time.DateOnly, string(b))
	if errX != nil || errY != nil {
		return a == "" || b == "" || strings.HasPrefix(string(a), string(b)) || strings.HasPrefix(string(b), string(a))
	}
	return x.Sub(y).Abs() <= time.Duration(days)*24*time.Hour
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// elsewhere reports whether two records are about different places.
func elsewhere(a, b Thing) bool {
	return len(a.Places) > 0 && len(b.Places) > 0 && !shares(a.Places, b.Places)
}
