package suggest

import (
	"iter"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// block begins a line that goes on with nothing before it: a heading, an item of a list, a
// line of a table, a quotation.
var block = regexp.MustCompile(`^\s*(?:#|[-*+•>|]|\d{1,3}[.)]\s|[a-zđ][.)]\s|Điều \d)`)

// sentences goes through the sentences of a text in Markdown, each on one line without the
// marks at its begin, with the byte where it stands. Lines of tables and headings are no
// sentences.
func sentences(s string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for from := 0; from < len(s); {
			to := paragraph(s, from)
			if line := strings.TrimLeft(s[from:to], " \t\r\n"); line != "" && line[0] != '|' && line[0] != '#' {
				if !split(s, from, to, yield) {
					return
				}
			}
			from = to
		}
	}
}

// paragraph is where the paragraph that begins at from ends.
func paragraph(s string, from int) int {
	for at := from; ; {
		i := strings.IndexByte(s[at:], '\n')
		if i < 0 {
			return len(s)
		}
		at += i + 1
		next, _, _ := strings.Cut(s[at:], "\n")
		if strings.TrimSpace(next) == "" || block.MatchString(next) {
			return at
		}
		if line := strings.TrimLeft(s[from:at], " \t\r\n"); line != "" && (line[0] == '|' || line[0] == '#') {
			return at
		}
	}
}

// split cuts a paragraph into sentences.
func split(s string, from, to int, yield func(int, string) bool) bool {
	start := from
	give := func(end int) bool {
		at := start
		start = end
		for at < end {
			r, n := utf8.DecodeRuneInString(s[at:end])
			if !unicode.IsSpace(r) && !strings.ContainsRune("-*+•>", r) {
				break
			}
			at += n
		}
		line := strings.Join(strings.Fields(strings.ReplaceAll(s[at:end], "**", "")), " ")
		return line == "" || yield(at, line)
	}
	for i := from; i < to; i++ {
		if !strings.ContainsRune(".!?;", rune(s[i])) || !ends(s[from:to], i-from) {
			continue
		}
		if !give(i + 1) {
			return false
		}
	}
	return give(to)
}

// ends reports whether the mark at i ends a sentence: a space follows, then no small letter,
// and a point stands behind no abbreviation.
func ends(s string, i int) bool {
	rest := s[i+1:]
	if rest == "" {
		return true
	}
	next := strings.TrimLeft(rest, " \t\r\n")
	if len(next) == len(rest) {
		return false
	}
	if s[i] == ';' {
		return true
	}
	r, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(r) {
		return false
	}
	if s[i] != '.' {
		return true
	}
	word := s[:i]
	word = word[strings.LastIndexAny(word, " \t\n(")+1:]
	return !abbreviated(word)
}

// abbreviated reports whether a word before a point is written with it: TP. TX. Tp. ThS. No.
// Mr., and a single capital.
func abbreviated(word string) bool {
	switch word {
	case "TP", "TX", "TT", "Tp", "Tx", "Tt", "P", "Q", "H", "X", "ThS", "TS", "GS", "PGS", "BS", "KS", "CN", "LS", "St", "Mr", "Mrs", "Ms", "Dr", "Prof", "No", "Art", "Nos", "Co", "Ltd", "Jsc":
		return true
	}
	return utf8.RuneCountInString(word) == 1 && strings.ToUpper(word) == word && !unicode.IsDigit(rune(word[0]))
}
