package reading

import (
	"math"
	"strconv"
	"strings"
	"sync"

	"honglinh/catalog/search/analysis"
)

// measure is a unit of measurement with the parameters it narrows and what one of it is in
// theirs: hectares, billions of dong.
type measure struct {
	words  []phrase
	what   string // "area" or "capital"
	factor float64
	// unsure units say less than they should: a billion of which currency.
	unsure bool
}

var measures = sync.OnceValue(func() []measure {
	return []measure{
		{phrases("ha", "hecta", "héc ta", "hectare", "hectares"), "area", 1, false},
		{phrases("m2", "m²", "mét vuông", "sqm", "square metre", "square metres", "square meter", "square meters"), "area", 1e-4, false},
		{phrases("km2", "km²", "square kilometre", "square kilometres", "square kilometer", "square kilometers"), "area", 100, false},
		{phrases("nghìn tỷ đồng", "ngàn tỷ đồng", "nghìn tỷ", "ngàn tỷ", "trillion dong", "trillion vnd"), "capital", 1000, false},
		{phrases("tỷ đồng", "tỷ vnđ", "tỷ vnd", "tỷ", "billion dong", "billion vnd", "bn vnd"), "capital", 1, false},
		{phrases("triệu đồng", "triệu vnđ", "triệu vnd", "million dong", "million vnd"), "capital", 1e-3, false},
		{phrases("billion", "bn"), "capital", 1, true},
	}
})

// others are words behind an amount that make another thing of it: dollars, people, kilowatts.
var others = sync.OnceValue(func() []phrase {
	return phrases("usd", "đô la", "đô", "dollar", "dollars", "us", "eur", "euro", "yen", "won", "người", "people", "lượt", "kwh", "năm")
})

// words around amounts.
var (
	atLeast = sync.OnceValue(func() []phrase {
		return phrases("trên", "hơn", "lớn hơn", "nhiều hơn", "rộng hơn", "từ", "tối thiểu", "ít nhất", "không dưới", "có từ", "over", "above", "more than",
			"at least", "from", "minimum", "min", "larger than", "greater than", "bigger than", "no less than", "not less than")
	})
	atMost = sync.OnceValue(func() []phrase {
		return phrases("dưới", "nhỏ hơn", "ít hơn", "không quá", "không hơn", "tối đa", "nhiều nhất", "đến", "tới", "below", "under", "less than", "at most",
			"up to", "maximum", "max", "no more than", "not more than", "smaller than")
	})
	about = sync.OnceValue(func() []phrase {
		return phrases("khoảng", "gần", "cỡ", "tầm", "about", "around", "approximately", "nearly", "some")
	})
	andMore = sync.OnceValue(func() []phrase { return phrases("trở lên", "or more", "and above", "and more", "or larger") })
	andLess = sync.OnceValue(func() []phrase { return phrases("trở xuống", "or less", "and below", "or smaller") })
	between = sync.OnceValue(func() []phrase { return phrases("từ", "between", "from", "khoảng", "about") })
	until   = sync.OnceValue(func() []phrase { return phrases("đến", "tới", "to", "and", "và") })
	// inFront are words of currency that stand before their amount.
	inFront = sync.OnceValue(func() []phrase { return phrases("vnd", "vnđ") })
)

// amounts reads the amounts with a unit.
func (r *reader) amounts() {
	for i := 0; i < len(r.tokens); i++ {
		if r.tokens[i].Kind == analysis.Number {
			if end := r.amount(i); end > i {
				i = end - 1
			}
		}
	}
}

// amount reads the amount whose first number is token i and returns where it ends, or i.
func (r *reader) amount(i int) int {
	low, high, k, ok := r.numbers(i)
	if !ok {
		return i
	}
	m, n, ok := r.measure(k)
	if !ok || r.has("min_"+m.what) || r.has("max_"+m.what) {
		return i
	}
	end := k + n
	if r.longest(end, others()) > 0 || strings.ContainsAny(r.gap(i), "$€£") {
		return i
	}
	from := i
	if n := r.before(from, inFront()); n > 0 {
		from, m.unsure = from-n, false
	}
	sure := !m.unsure && !r.quotesLaw()
	if high >= 0 {
		from -= r.before(from, between())
		r.bound(m, low, high, from, end, 0, sure)
		return end
	}
	return r.compared(m, low, from, end, sure)
}

// compared reads what stands around a single amount: more than, up to, about; a bare amount is
// the least that is wanted.
func (r *reader) compared(m measure, v float64, from, end int, sure bool) int {
	extra, sign := signs(r.gap(from))
	switch n := 0; {
	case sign == '>':
		r.bound(m, v, -1, from, end, extra, sure)
	case sign == '<':
		r.bound(m, -1, v, from, end, extra, sure)
	case sign == '~':
		r.bound(m, v*(1-near), v*(1+near), from, end, extra, false)
	case r.follows(&n, from, atLeast()):
		r.bound(m, v, -1, from-n, end, 0, sure)
	case r.follows(&n, from, atMost()):
		r.bound(m, -1, v, from-n, end, 0, sure)
	case r.follows(&n, from, about()):
		r.bound(m, v*(1-near), v*(1+near), from-n, end, 0, false)
	default:
		switch {
		case r.longest(end, andMore()) > 0:
			end += r.longest(end, andMore())
			r.bound(m, v, -1, from, end, 0, sure)
		case r.longest(end, andLess()) > 0:
			end += r.longest(end, andLess())
			r.bound(m, -1, v, from, end, 0, sure)
		default:
			// A bare sum is the size of something; a bare area is what somebody needs.
			r.bound(m, v, -1, from, end, 0, sure && m.what == "area" && (end-from == len(r.tokens) || r.seeksLand()))
		}
	}
	return end
}

// near is how far "about" reaches.
const near = 0.2

// follows reports whether token i stands behind one of the phrases, and how long that is.
func (r *reader) follows(n *int, i int, list []phrase) bool {
	*n = r.before(i, list)
	return *n > 0
}

// bound keeps the bounds of an amount; one under zero is open.
func (r *reader) bound(m measure, low, high float64, from, end, extra int, sure bool) {
	if low >= 0 {
		r.put("min_"+m.what, plain(low*m.factor), from, end, extra, sure)
	}
	if high >= 0 {
		r.put("max_"+m.what, plain(high*m.factor), from, end, extra, sure)
	}
}

// numbers reads one number or a range of two; high is under zero for one.
func (r *reader) numbers(i int) (low, high float64, next int, ok bool) {
	low, ok = r.number(i)
	if !ok {
		return 0, 0, i, false
	}
	next, high = i+1, -1
	second := -1
	switch gap := strings.TrimSpace(r.gap(next)); {
	case gap == "-" || gap == "–" || gap == "—":
		second = next
	case gap == "":
		if n := r.longest(next, until()); n > 0 {
			second = next + n
		} else if _, n, ok := r.measure(next); ok { // 5 ha to 10 ha
			if u := r.longest(next+n, until()); u > 0 {
				second = next + n + u
			}
		}
	}
	if second < 0 || second >= len(r.tokens) || r.tokens[second].Kind != analysis.Number {
		return low, high, next, true
	}
	if b, ok := r.number(second); ok && b >= low {
		if _, _, unit := r.measure(second + 1); unit {
			return low, b, second + 1, true
		}
	}
	return low, high, next, true
}

// measure finds the unit of measurement at token i.
func (r *reader) measure(i int) (measure, int, bool) {
	var best measure
	length := 0
	if i > 0 && strings.TrimSpace(r.gap(i)) != "" {
		return best, 0, false
	}
	for _, m := range measures() {
		if n := r.longest(i, m.words); n > length {
			best, length = m, n
		}
	}
	return best, length, length > 0
}

// maxAmount is beyond what a parameter takes.
const maxAmount = 1e9

// number reads token i as the reader of its language writes numbers: 1.234,5 or 1,234.5.
// Three zeros behind the other mark are thousands in either.
func (r *reader) number(i int) (float64, bool) { return r.value(i, maxAmount) }

// value is number for values up to most.
func (r *reader) value(i int, most float64) (float64, bool) {
	raw := r.text[r.tokens[i].Start:r.tokens[i].End]
	point, group := ",", "."
	if r.lang == "en" {
		point, group = ".", ","
	}
	whole, frac, cut := strings.Cut(raw, point)
	if cut && frac == "000" && !strings.Contains(whole, group) {
		whole, frac = whole+frac, ""
	}
	parts := strings.Split(whole, group)
	for k, p := range parts {
		if k > 0 && len(p) != 3 { // no thousands: a fraction written the other way
			if len(parts) != 2 || cut {
				return 0, false
			}
			whole, frac = parts[0], p
		}
	}
	s := strings.ReplaceAll(whole, group, "")
	if frac != "" {
		s += "." + frac
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && v >= 0 && v <= most && !math.IsInf(v, 0)
}

// signs finds a comparison in the characters before a number: its sort and how many bytes it
// has with the space behind it.
func signs(gap string) (bytes int, sort rune) {
	for at, c := range gap {
		switch c {
		case '>', '≥':
			return len(gap) - at, '>'
		case '<', '≤':
			return len(gap) - at, '<'
		case '~', '≈', '±':
			return len(gap) - at, '~'
		}
	}
	return 0, 0
}

// plain prints a number without an exponent and without the noise of binary fractions.
func plain(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'f', -1, 64)
}
