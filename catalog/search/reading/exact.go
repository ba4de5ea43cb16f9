package reading

import (
	"strings"
	"sync"

	"honglinh/catalog/search/analysis"
)

// Amount is one exact amount in running text: neither about, nor at least, nor a range, nor so
// much for each of something.
type Amount struct {
	// What is "area", in hectares, or "capital", in billions of dong.
	What  string
	Value float64
	// From and To are its bytes, with its unit.
	From, To int
}

// dong is the currency alone, which says nothing in a search and much behind a printed sum.
var dong = sync.OnceValue(func() measure {
	return measure{phrases("đồng", "vnđ", "vnd", "dong"), "capital", 1e-9, false}
})

// each are words behind an amount that make a rate of it.
var each = sync.OnceValue(func() []phrase {
	return phrases("mỗi", "một", "trên", "per", "a", "each", "mỗi năm", "năm")
})

// maxSum is beyond any printed sum of a project, in dong.
const maxSum = 1e15

// Amounts reads the exact amounts of a text; lang is how it writes numbers. A number that can
// be read in two ways, such as 1,250 in Vietnamese, is none.
func Amounts(s, lang string) []Amount {
	r := &reader{text: s, tokens: analysis.Tokens(s), lang: lang}
	var out []Amount
	for i := range r.tokens {
		if r.tokens[i].Kind != analysis.Number || r.twoWays(i) || i > 0 && (r.tokens[i-1].Kind == analysis.Number || strings.ContainsAny(r.gap(i), "-–—<>≤≥~≈±$€£/")) {
			continue
		}
		v, ok := r.value(i, maxSum)
		m, n, known := r.measure(i + 1)
		if !known {
			n, m = r.longest(i+1, dong().words), dong()
			known = n > 0 && strings.TrimSpace(r.gap(i+1)) == ""
		}
		if !ok || !known || m.unsure || r.qualified(i, i+1+n) {
			continue
		}
		out = append(out, Amount{m.what, v * m.factor, r.tokens[i].Start, r.tokens[i+n].End})
	}
	return out
}

// qualified reports whether the words around the tokens from to before end make something else
// of an amount: a bound, a guess, a part of a range, a rate, another unit.
func (r *reader) qualified(from, end int) bool {
	for _, list := range [][]phrase{atLeast(), atMost(), about(), between(), inFront()} {
		if r.before(from, list) > 0 {
			return true
		}
	}
	if end < len(r.tokens) && strings.ContainsAny(r.gap(end), "/-–—+") {
		return true
	}
	for _, list := range [][]phrase{andMore(), andLess(), until(), others(), each()} {
		if n := r.longest(end, list); n > 0 && (end+n >= len(r.tokens) || !same(list, until()) || r.tokens[end+n].Kind == analysis.Number) {
			return true
		}
	}
	return false
}

// same reports whether two lists are one.
func same(a, b []phrase) bool { return len(a) > 0 && len(b) > 0 && &a[0] == &b[0] }

// twoWays reports whether the decimal mark of token i may as well group thousands.
func (r *reader) twoWays(i int) bool {
	raw := r.text[r.tokens[i].Start:r.tokens[i].End]
	point, group := ",", "."
	if r.lang == "en" {
		point, group = ".", ","
	}
	_, frac, cut := strings.Cut(raw, point)
	return cut && len(frac) == 3 && !strings.Contains(raw, group)
}
