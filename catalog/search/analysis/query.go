package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a query: what a person types or pastes. A page of text is no query, and each
// further term costs the engine milliseconds.
const (
	maxQueryBytes  = 1024
	maxQueryTokens = 64
)

// typingWeight is what a guess about the input method counts against the words as typed.
const typingWeight = 0.5

// Options are what is known beside the query. The zero value works.
type Options struct {
	Restorer  *Restorer                // puts marks back; nil for none
	Known     func(folded string) bool // is the term in the index; nil takes every possible syllable as known
	Thesaurus *Thesaurus               // nil for none
	Lang      string                   // the language of the page, for queries that do not tell theirs
}

// Span is a range of tokens, both ends included.
type Span struct{ First, Last int }

// NumberForms are the plain forms that a number of the query may have, likeliest first.
type NumberForms struct {
	Token int
	Forms []string
}

// Typing is the query read as typed with the input method off.
type Typing struct {
	Text   string // the whole query, decoded
	Method string // "telex" or "vni"
	Weight float64
	// Sure is true when two words or more decode and are not known as they stand. Otherwise
	// ask only when the query finds nothing.
	Sure bool
}

// Parsed is a query taken apart. Indexes are into Tokens.
type Parsed struct {
	Text          string // the query, cut to size and repaired
	Repair        *Repair
	Tokens        []Token
	Restored      []string // the likely marked form of each token; the token itself if none
	HasMarks      bool     // the user typed Vietnamese marks
	Lang          string   // "vi" or "en"
	Confidence    float64  // of Lang, 0 to 1
	Phrases       []Span   // in quotation marks
	Codes         []DocCode
	Numbers       []NumberForms
	Abbreviations []Expansion
	Spelt         []Spelt // abbreviations that Text has written out
	Typing        *Typing
	Concepts      []ConceptMatch
	Unknown       []int // words the index does not have, for spelling suggestions
	Truncated     bool  // something was left out because the query was too long
}

// undecided is the confidence under which the language of the page decides.
const undecided = 0.2

// ParseQuery takes a query apart. It never fails: what it cannot read stays as plain words.
// A Vietnamese one has its abbreviations written out.
func ParseQuery(q string, opt Options) Parsed {
	p := parseQuery(q, opt)
	if p.Lang != "vi" && !p.HasMarks && (opt.Lang == "en" || !p.onlyShort()) {
		return p
	}
	long, spelt := p.spellOut()
	if len(spelt) == 0 {
		return p
	}
	out := parseQuery(long, opt)
	out.Spelt, out.Repair, out.Truncated = spelt, p.Repair, p.Truncated || out.Truncated
	return out
}

func parseQuery(q string, opt Options) Parsed {
	p := Parsed{Text: strings.ToValidUTF8(cut(q, maxQueryBytes), " "), Truncated: len(q) > maxQueryBytes}
	p.Text, p.Repair = SafeText(p.Text)
	p.Tokens = Tokens(p.Text)
	p.Lang, p.Confidence = guess(p.Text, p.Tokens)
	if p.Confidence < undecided && (opt.Lang == "en" || opt.Lang == "vi") {
		p.Lang = opt.Lang
	}
	if p.Lang == "en" {
		p.Tokens = tokensIn(p.Text, "en")
	}
	if len(p.Tokens) > maxQueryTokens {
		p.Tokens, p.Truncated = p.Tokens[:maxQueryTokens], true
	}
	restored := p.restore(opt.Restorer)
	p.Phrases = phrases(p.Text, p.Tokens)
	p.Codes = docCodes(p.Text, p.Tokens)
	p.readNumbers()
	p.Abbreviations = expand(p.Text, p.Tokens)
	p.findUnknown(opt.Known)
	p.Typing = typing(p.Text, opt.Known)
	if opt.Thesaurus != nil {
		p.Concepts = opt.Thesaurus.Match(p.Tokens, restored, p.Lang)
	}
	return p
}

// restore fills the marked forms and gives them when a restorer made them. English is left
// alone.
func (p *Parsed) restore(r *Restorer) []string {
	for _, t := range p.Tokens {
		p.HasMarks = p.HasMarks || t.HasMarks
	}
	if r != nil && (p.Lang == "vi" || p.HasMarks) {
		p.Restored = r.Restore(p.Tokens)
		return p.Restored
	}
	for _, t := range p.Tokens {
		p.Restored = append(p.Restored, t.Text)
	}
	return nil
}

func (p *Parsed) readNumbers() {
	for i, t := range p.Tokens {
		if t.Kind != Number {
			continue
		}
		forms := []string{t.Text}
		if raw := p.Text[t.Start:t.End]; isLowerable(raw) {
			if _, also := readings(raw, p.Lang); also != "" {
				forms = append(forms, also)
			}
		}
		p.Numbers = append(p.Numbers, NumberForms{i, forms})
	}
}

func (p *Parsed) findUnknown(known func(string) bool) {
	if known == nil {
		return
	}
	for i, t := range p.Tokens {
		if t.Kind == Word && !known(t.Fold) {
			p.Unknown = append(p.Unknown, i)
		}
	}
}

// closing gives the mark that closes a quotation opened by open, or 0.
func closing(open rune) rune {
	switch open {
	case '"':
		return '"'
	case '“', '„':
		return '”'
	case '«':
		return '»'
	}
	return 0
}

// phrases finds what stands in quotation marks. A mark that is never closed means nothing.
func phrases(q string, tokens []Token) []Span {
	var out []Span
	for i := 0; i < len(q); {
		r, size := utf8.DecodeRuneInString(q[i:])
		i += size
		end := closing(r)
		if end == 0 {
			continue
		}
		length := strings.IndexRune(q[i:], end)
		if length < 0 {
			continue
		}
		if s, ok := within(tokens, i, i+length); ok {
			out = append(out, s)
		}
		i += length + utf8.RuneLen(end)
	}
	return out
}

// within gives the tokens that lie between two offsets.
func within(tokens []Token, from, to int) (Span, bool) {
	s := Span{First: -1}
	for i, t := range tokens {
		if t.Start >= from && t.End <= to {
			if s.First < 0 {
				s.First = i
			}
			s.Last = i
		}
	}
	return s, s.First >= 0
}

// typing reads the words of q that are not known as they stand as Telex, then as VNI, and
// gives what decodes more.
func typing(q string, known func(string) bool) *Typing {
	telex, n := decodeWords(q, known, DecodeTelex)
	vni, m := decodeWords(q, known, DecodeVNI)
	switch {
	case n == 0 && m == 0:
		return nil
	case m > n:
		return &Typing{Text: vni, Method: "vni", Weight: typingWeight, Sure: m > 1 && marksLetters(q)}
	}
	return &Typing{Text: telex, Method: "telex", Weight: typingWeight, Sure: n > 1}
}

// marksLetters reports whether q has a VNI key for a mark other than a tone right after a
// letter: d9, o7. Tone keys alone may be numbers, as of lots (lo1 lo2).
func marksLetters(q string) bool {
	letter := false
	for _, r := range q {
		if letter && r >= '6' && r <= '9' {
			return true
		}
		letter = unicode.IsLetter(r)
	}
	return false
}

func decodeWords(q string, known func(string) bool, decode func(string) (string, bool)) (string, int) {
	if known == nil {
		known = ValidFolded
	}
	var b strings.Builder
	count := 0
	for len(q) > 0 {
		n := strings.IndexFunc(q, func(r rune) bool { return !isKey(r) })
		if n < 0 {
			n = len(q)
		}
		word := q[:n]
		if got, ok := decode(word); ok && !isEnglishStop(word) && !known(Fold(word)) {
			word = got
			count++
		}
		b.WriteString(word)
		q = q[n:]
		rest := strings.IndexFunc(q, isKey)
		if rest < 0 {
			rest = len(q)
		}
		b.WriteString(q[:rest])
		q = q[rest:]
	}
	return b.String(), count
}

// isKey names the characters that input methods read.
func isKey(r rune) bool { return unicode.IsLetter(r) || r >= '0' && r <= '9' }
