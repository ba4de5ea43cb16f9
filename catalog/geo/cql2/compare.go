package cql2

import (
	"cmp"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// compare answers = <> < <= > >=. Texts compare by code point; a text against a time is read as a time.
func compare(op string, a, b any) Truth {
	if a == nil || b == nil {
		return Unknown
	}
	switch x := a.(type) {
	case float64:
		if y, ok := b.(float64); ok {
			return ordered(op, cmp.Compare(x, y))
		}
	case string:
		if y, ok := b.(string); ok {
			return ordered(op, strings.Compare(x, y))
		}
		if y, ok := b.(Time); ok {
			return times(op, a, y)
		}
	case bool:
		if y, ok := b.(bool); ok && (op == "=" || op == "<>") {
			return truth((x == y) == (op == "="))
		}
	case Time:
		return times(op, x, b)
	case []any:
		if y, ok := b.([]any); ok && (op == "=" || op == "<>") {
			return truth(equalLists(x, y) == (op == "="))
		}
	}
	return Unknown
}

func ordered(op string, c int) Truth {
	switch op {
	case "=":
		return truth(c == 0)
	case "<>":
		return truth(c != 0)
	case "<":
		return truth(c < 0)
	case "<=":
		return truth(c <= 0)
	case ">":
		return truth(c > 0)
	}
	return truth(c >= 0)
}

// times compares stretches: one is less than another when it ends before the other starts, and at most the other when it does not end after it.
func times(op string, a, b any) Truth {
	x, ok1 := moment(a, false)
	y, ok2 := moment(b, false)
	if !ok1 || !ok2 {
		return Unknown
	}
	switch op {
	case "=":
		return truth(x == y || x.relate("t_equals", y))
	case "<>":
		return truth(!x.relate("t_equals", y))
	case "<":
		return truth(x.End.Before(y.Start))
	case "<=":
		return truth(!x.End.After(y.End))
	case ">":
		return truth(x.Start.After(y.End))
	}
	return truth(!x.Start.Before(y.Start))
}

func equalLists(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if compare("=", normal(a[i]), normal(b[i])) != True {
			return false
		}
	}
	return true
}

// fold applies f to a text, or to every text of a list.
func fold(v any, f func(string) string) any {
	switch v := v.(type) {
	case string:
		return f(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fold(v[i], f)
		}
		return out
	}
	return nil
}

// foldCase is full Unicode case folding of the composed text, so that the two ways to write an accent are one.
func foldCase(s string) string { return norm.NFC.String(cases.Fold().String(s)) }

// foldAccents drops combining marks and writes đ as d.
func foldAccents(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ':
			b.WriteByte('d')
		case r == 'Đ':
			b.WriteByte('D')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func (f *Filter) like(c Call, x Feature) Truth {
	s, ok1 := f.value(c.Args[0], x).(string)
	p, ok2 := f.value(c.Args[1], x).(string)
	if !ok1 || !ok2 {
		return Unknown
	}
	return truth(wild([]rune(s), []rune(p)))
}

// wild matches % (any run), _ (one character) and \ (the next character as it is). It goes back to the last % only, so it takes at most
// the product of the lengths.
func wild(s, p []rune) bool {
	i, j, star, from := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case j < len(p) && p[j] == '%':
			star, from = j, i
			j++
			continue
		case j+1 < len(p) && p[j] == '\\' && p[j+1] == s[i]:
			i, j = i+1, j+2
			continue
		case j < len(p) && (p[j] == '_' || p[j] == s[i] && p[j] != '\\'):
			i, j = i+1, j+1
			continue
		}
		if star < 0 {
			return false
		}
		from++
		i, j = from, star+1
	}
	for j < len(p) && p[j] == '%' {
		j++
	}
	return j == len(p)
}
