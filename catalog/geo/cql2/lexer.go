package cql2

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind int

const (
	end kind = iota
	word
	quotedWord
	number
	str
	symbol
)

type token struct {
	kind kind
	text string // upper case has no meaning here; words keep their case
	at   int
}

func (t token) is(w string) bool {
	return (t.kind == word || t.kind == symbol) && strings.EqualFold(t.text, w)
}

// lex reads the token at i, and where it ends. ok is false for a byte or a string that is none.
func lex(s string, i int) (t token, next int, ok bool) {
	for i < len(s) && strings.IndexByte(" \t\r\n\f\v", s[i]) >= 0 {
		i++
	}
	t.at = i
	if i >= len(s) {
		return t, i, true
	}
	c := s[i]
	r, _ := utf8.DecodeRuneInString(s[i:])
	switch {
	case c == '\'':
		return quote(s, i, '\'', str)
	case c == '"':
		return quote(s, i, '"', quotedWord)
	case c >= '0' && c <= '9' || c == '.' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9':
		next = digits(s, i)
		return token{number, s[i:next], i}, next, true
	case r == '_' || r == ':' || unicode.IsLetter(r):
		next = i
		for next < len(s) {
			r, n := utf8.DecodeRuneInString(s[next:])
			if !(r == '_' || r == ':' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)) {
				break
			}
			next += n
		}
		return token{word, s[i:next], i}, next, true
	case len(s) > i+1 && (s[i:i+2] == "<>" || s[i:i+2] == "<=" || s[i:i+2] == ">="):
		return token{symbol, s[i : i+2], i}, i + 2, true
	case strings.IndexByte("()=<>,+-*/%^", c) >= 0:
		return token{symbol, s[i : i+1], i}, i + 1, true
	}
	return t, i, false
}

// quote reads to the closing mark; a doubled or escaped mark stands for itself.
func quote(s string, i int, mark byte, k kind) (token, int, bool) {
	var b strings.Builder
	for j := i + 1; j < len(s); j++ {
		switch {
		case s[j] == '\\' && j+1 < len(s) && s[j+1] == mark:
			j++
			b.WriteByte(mark)
		case s[j] == mark && j+1 < len(s) && s[j+1] == mark:
			j++
			b.WriteByte(mark)
		case s[j] == mark:
			return token{k, b.String(), i}, j + 1, true
		default:
			b.WriteByte(s[j])
		}
	}
	return token{at: i}, i, false
}

func digits(s string, i int) int {
	for i < len(s) {
		c := s[i]
		exponent := (c == '+' || c == '-') && (s[i-1] == 'e' || s[i-1] == 'E')
		if !(c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || exponent) {
			break
		}
		i++
	}
	return i
}
