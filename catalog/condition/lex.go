package condition

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SyntaxError says where a condition is wrong and what would be right there.
type SyntaxError struct {
	Column int // in characters, the first is 1
	Reason string
}

// Error names the column and the reason.
func (e *SyntaxError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Reason) }

// Limits of a condition: the longest of 65 rules read from acts has 180 characters, six
// tests in a row and two brackets inside each other.
const (
	maxCondition = 4000
	maxTokens    = 500
	maxDepth     = 32
)

// token is a piece of a condition.
type token struct {
	kind   byte // 'w' word, 'o' operator, '(' ')' ',' or 0 at the end
	text   string
	column int
}

// lex cuts a condition into tokens, the last of kind 0.
func lex(src string) ([]token, error) {
	if len(src) > maxCondition {
		return nil, &SyntaxError{1, fmt.Sprintf("the condition has %d bytes; at most %d are read", len(src), maxCondition)}
	}
	var out []token
	column := 1
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRuneInString(src[i:])
		n := size
		switch {
		case unicode.IsSpace(r):
			i, column = i+size, column+1
			continue
		case strings.ContainsRune("(),", r):
			out = append(out, token{byte(r), string(r), column})
		case strings.ContainsRune("=!<>", r):
			n = operator(src[i:])
			if n == 0 {
				return nil, &SyntaxError{column, `"!" stands alone; "!=" is meant`}
			}
			out = append(out, token{'o', src[i : i+n], column})
		case isWordRune(r):
			n = strings.IndexFunc(src[i:], func(r rune) bool { return !isWordRune(r) })
			if n < 0 {
				n = len(src) - i
			}
			out = append(out, token{'w', src[i : i+n], column})
		default:
			return nil, &SyntaxError{column, fmt.Sprintf("%q has no meaning in a condition", r)}
		}
		if len(out) > maxTokens {
			return nil, &SyntaxError{column, fmt.Sprintf("more than %d words and signs", maxTokens)}
		}
		column += utf8.RuneCountInString(src[i : i+n])
		i += n
	}
	return append(out, token{0, "", column}), nil
}

// operator is the length of the comparison that s begins with.
func operator(s string) int {
	for _, o := range []string{"!=", "<=", ">=", "=", "<", ">"} {
		if strings.HasPrefix(s, o) {
			return len(o)
		}
	}
	return 0
}

// isWordRune reports whether r may stand in a name, a code, a number or a day.
func isWordRune(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '_' || r == '.' || r == '-'
}
