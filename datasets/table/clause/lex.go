package clause

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Dialect says how a system writes its clauses.
type Dialect struct {
	// DoubleQuoted strings may be "so" as well as 'so'; otherwise "so" is a name.
	DoubleQuoted bool
	// Backslash escapes inside strings; otherwise a doubled quote is a quote.
	Backslash bool
	// Colon compares (field:"value") instead of beginning a system name (:id).
	Colon bool
}

// maxShown is how many characters of a clause an error repeats: the sender knows
// the rest.
const maxShown = 200

// Short cuts what an error repeats of a clause to a length that can be read.
func Short(s string) string {
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}

// SyntaxError is a clause that cannot be read.
type SyntaxError struct {
	// Pos is the byte offset, Found what stands there ("" at the end).
	Pos    int
	Found  string
	Reason string
	Clause string
}

// Error says what is wrong and where, counted in characters from 1.
func (e *SyntaxError) Error() string {
	found := Short(e.Found)
	if found == "" {
		found = "end of clause"
	}
	s := fmt.Sprintf("unexpected %s at position %d", found, 1+utf8.RuneCountInString(e.Clause[:min(e.Pos, len(e.Clause))]))
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	return s
}

type tokenKind int

const (
	tokEnd tokenKind = iota
	tokName
	tokQuotedName
	tokString
	tokNumber
	tokSign
)

type token struct {
	kind     tokenKind
	text     string
	pos, end int
}

// is reports whether the token is the keyword or sign, in any case.
func (t token) is(s string) bool {
	return t.kind == tokSign && t.text == s || t.kind == tokName && strings.EqualFold(t.text, s)
}

type lexer struct {
	src string
	d   Dialect
	pos int
}

func (l *lexer) fail(pos int, reason string) error {
	_, n := utf8.DecodeRuneInString(l.src[pos:])
	return &SyntaxError{Pos: pos, Found: l.src[pos : pos+n], Reason: reason, Clause: l.src}
}

// tokens reads the whole clause.
func (l *lexer) tokens() ([]token, error) {
	if len(l.src) > MaxLength {
		return nil, &SyntaxError{Reason: fmt.Sprintf("the clause is longer than %d bytes", MaxLength), Found: "length", Clause: ""}
	}
	if !utf8.ValidString(l.src) {
		return nil, &SyntaxError{Reason: "the clause is not UTF-8", Found: "byte"}
	}
	var out []token
	for {
		l.space()
		if l.pos == len(l.src) {
			return append(out, token{kind: tokEnd, pos: l.pos, end: l.pos}), nil
		}
		start := l.pos
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		t.pos, t.end = start, l.pos
		out = append(out, t)
	}
}

func (l *lexer) space() {
	for l.pos < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[l.pos:])
		if !unicode.IsSpace(r) {
			return
		}
		l.pos += n
	}
}

func (l *lexer) next() (token, error) {
	r, n := utf8.DecodeRuneInString(l.src[l.pos:])
	switch {
	case r == '\'' || r == '"' && l.d.DoubleQuoted:
		s, err := l.quoted(r, l.d.Backslash)
		return token{kind: tokString, text: s}, err
	case r == '`' || r == '"':
		at := l.pos
		s, err := l.quoted(r, l.d.Backslash)
		if err == nil && strings.ContainsFunc(s, unicode.IsControl) {
			err = l.fail(at, "a name has no control characters")
		}
		return token{kind: tokQuotedName, text: s}, err
	case r >= '0' && r <= '9' || r == '.' && l.digitAfter():
		return token{kind: tokNumber, text: l.number()}, nil
	case nameStart(r) || r == ':' && !l.d.Colon:
		return token{kind: tokName, text: l.name(n)}, nil
	}
	return l.sign()
}

func (l *lexer) digitAfter() bool {
	return l.pos+1 < len(l.src) && l.src[l.pos+1] >= '0' && l.src[l.pos+1] <= '9'
}

func nameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func namePart(r rune) bool {
	return r == '_' || r == '@' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func (l *lexer) name(first int) string {
	start := l.pos
	l.pos += first
	for l.pos < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[l.pos:])
		if !namePart(r) {
			break
		}
		l.pos += n
	}
	return l.src[start:l.pos]
}

// number reads digits with one point and an exponent; ".." is a sign of its own.
func (l *lexer) number() string {
	start := l.pos
	digits := func() {
		for l.pos < len(l.src) && l.src[l.pos] >= '0' && l.src[l.pos] <= '9' {
			l.pos++
		}
	}
	digits()
	if l.pos < len(l.src) && l.src[l.pos] == '.' && !strings.HasPrefix(l.src[l.pos:], "..") {
		l.pos++
		digits()
	}
	if l.pos < len(l.src) && (l.src[l.pos] == 'e' || l.src[l.pos] == 'E') {
		back := l.pos
		l.pos++
		if l.pos < len(l.src) && (l.src[l.pos] == '+' || l.src[l.pos] == '-') {
			l.pos++
		}
		from := l.pos
		if digits(); l.pos == from {
			l.pos = back
		}
	}
	return l.src[start:l.pos]
}

// quoted reads up to the closing quote. With escapes a backslash takes the next
// character as it is, otherwise a doubled quote is one.
func (l *lexer) quoted(q rune, backslash bool) (string, error) {
	start := l.pos
	var b strings.Builder
	l.pos++
	for l.pos < len(l.src) {
		r, n := utf8.DecodeRuneInString(l.src[l.pos:])
		l.pos += n
		switch {
		case backslash && r == '\\' && l.pos < len(l.src):
			r = l.escape()
		case r == q && !backslash && strings.HasPrefix(l.src[l.pos:], string(q)):
			l.pos += n
		case r == q:
			return b.String(), nil
		}
		b.WriteRune(r)
	}
	l.pos = start
	return "", l.fail(start, "the quote is not closed")
}

// escape reads what stands behind a backslash: the escapes of JSON, since
// clients write strings with its encoder, else the character itself.
func (l *lexer) escape() rune {
	r, n := utf8.DecodeRuneInString(l.src[l.pos:])
	l.pos += n
	switch r {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	case 'u':
		if l.pos+4 <= len(l.src) {
			if v, err := strconv.ParseUint(l.src[l.pos:l.pos+4], 16, 32); err == nil {
				l.pos += 4
				return rune(v)
			}
		}
	}
	return r
}

func (l *lexer) sign() (token, error) {
	for _, s := range []string{"..", "<=", ">=", "<>", "!=", "==", "||"} {
		if strings.HasPrefix(l.src[l.pos:], s) {
			l.pos += 2
			return token{kind: tokSign, text: s}, nil
		}
	}
	c := l.src[l.pos]
	if strings.IndexByte("()[],=<>+-*/%^:", c) < 0 {
		return token{}, l.fail(l.pos, "")
	}
	l.pos++
	return token{kind: tokSign, text: string(c)}, nil
}
