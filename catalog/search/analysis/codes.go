package analysis

import (
	"slices"
	"strings"
)

// DocCode is the number of a legal document, folded, without separators and leading zeros:
// 312021ndcp for 31/2021/NĐ-CP.
type DocCode struct {
	Text   string
	Prefix bool // only the beginning is known: "nghị định 31/2021" gives 312021nd
	first  int  // tokens it was read from
	last   int
}

const (
	// maxCodes bounds the codes of one text; the longest list of legal grounds we know of has
	// fewer than a hundred, an annex of repealed documents some hundreds.
	maxCodes = 1000
	// maxCodeDigits: no Vietnamese authority numbers more than 99,999 documents in a year.
	maxCodeDigits = 5
	// maxTypeLetters and maxBodyLetters follow Decree 30/2020/NĐ-CP: a short name of the type
	// of document, then those of the issuing bodies.
	maxTypeLetters = 6
	maxBodyLetters = 8
	// maxBodies is how many hyphened groups may follow (TTLT-BTC-BTNMT-BXD has four).
	maxBodies = 5
	// maxCompactLetters bounds the letters of a number typed without separators.
	maxCompactLetters = 16
)

// Codes finds the numbers of documents that a person may mean by s: whole ones
// (31/2021/NĐ-CP, 312021NDCP, 31-2021-nd-cp) and beginnings ("nghị định 31/2021", "decree
// no. 31/2021", "quyết định 123"). Of texts that are indexed, [Prepare] takes only whole
// numbers in their official form.
func Codes(s string) []string {
	var out []string
	for _, c := range docCodes(s, Tokens(s)) {
		out = append(out, c.Text)
	}
	return out
}

func docCodes(s string, tokens []Token) []DocCode {
	return newCodeReader(s, tokens, true).all()
}

// codeReader finds document numbers among the tokens of a text.
type codeReader struct {
	s      string
	tokens int
	at     func(i int) (p piece, fold string)
	loose  bool // take what people type, not only the official form
}

func newCodeReader(s string, tokens []Token, loose bool) codeReader {
	return codeReader{s, len(tokens), func(i int) (piece, string) {
		t := &tokens[i]
		return piece{t.Start, t.End, t.Kind}, t.Fold
	}, loose}
}

func (c codeReader) all() []DocCode {
	var out []DocCode
	seen := make(map[string]bool)
	for i := 0; i < c.tokens && len(out) < maxCodes; i++ {
		if p, _ := c.at(i); p.kind != Number {
			continue
		}
		code, ok := c.read(i)
		if !ok {
			continue
		}
		i = max(i, code.last)
		if !seen[code.Text] {
			seen[code.Text] = true
			out = append(out, code)
		}
	}
	return out
}

// read reads the code whose number is token i.
func (c codeReader) read(i int) (DocCode, bool) {
	number, ok := c.plainDigits(i)
	if !ok {
		return DocCode{}, false
	}
	if code, ok := c.compact(i, number); ok {
		return code, true
	}
	if len(number) > maxCodeDigits {
		return DocCode{}, false
	}
	next, year := i+1, ""
	if y, ok := c.year(i + 1); ok && c.linked(i) {
		next, year = i+2, y
	}
	number = strings.TrimLeft(number, "0") + year
	if body, last, ok := c.body(next, year != ""); ok {
		return DocCode{Text: number + body, first: i, last: last}, true
	}
	return c.beginning(i, next-1, number, year)
}

// plainDigits is the raw digits of token i when it is nothing but digits.
func (c codeReader) plainDigits(i int) (string, bool) {
	p, _ := c.at(i)
	raw := c.s[p.start:p.end]
	if p.kind != Number || !allDigits(raw) {
		return "", false
	}
	return raw, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// gap is the text between token i and the one after it.
func (c codeReader) gap(i int) string {
	a, _ := c.at(i)
	b, _ := c.at(i + 1)
	return c.s[a.end:b.start]
}

// linked reports whether token i and the one after it can be parts of one code.
func (c codeReader) linked(i int) bool {
	if i+1 >= c.tokens {
		return false
	}
	gap := c.gap(i)
	if !c.loose {
		return gap == "/"
	}
	switch strings.TrimSpace(gap) {
	case "/", "-", ".", "_":
		return true
	case "":
		return gap != "" // "31 2021 nd cp"; digits that touch letters are for compact
	}
	return false
}

func (c codeReader) year(i int) (string, bool) {
	if i >= c.tokens {
		return "", false
	}
	d, ok := c.plainDigits(i)
	return d, ok && isYear(d)
}

// isYear tells the years in which documents of the present states were numbered.
func isYear(s string) bool {
	return len(s) == 4 && (strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20"))
}

// body reads the type and the issuing bodies from token i on: NĐ-CP, TT-BTNMT, QH14.
func (c codeReader) body(i int, hasYear bool) (body string, last int, ok bool) {
	if i >= c.tokens || !c.linked(i-1) {
		return "", 0, false
	}
	kind, end, ok := c.group(i, maxTypeLetters)
	if !ok || c.loose && !hasYear && !isDocType(kind) {
		return "", 0, false
	}
	if c.loose && strings.TrimSpace(c.gap(i-1)) == "" && !isDocType(kind) {
		return "", 0, false // "12 2020 du an": words, not a code
	}
	groups := 0
	for groups < maxBodies && end+1 < c.tokens && c.hyphened(end, kind) {
		g, gend, ok := c.group(end+1, maxBodyLetters)
		if !ok {
			break
		}
		kind, end = kind+g, gend
		groups++
	}
	return kind, end, hasYear || groups > 0
}

// hyphened reports whether another group of letters follows token i.
func (c codeReader) hyphened(i int, soFar string) bool {
	switch c.gap(i) {
	case "-", "–", "‑":
		return true
	case " ", " - ":
		_, next := c.at(i + 1)
		return c.loose && isDocType(soFar) && isIssuer(next)
	}
	return false
}

// group reads letters and the digits that touch them (QH14).
func (c codeReader) group(i, limit int) (string, int, bool) {
	p, fold := c.at(i)
	if p.kind != Word || len(fold) == 0 || len(fold) > limit {
		return "", 0, false
	}
	if i+1 < c.tokens && c.gap(i) == "" {
		if d, ok := c.plainDigits(i + 1); ok && len(d) <= 2 {
			return fold + d, i + 1, true
		}
	}
	return fold, i, true
}

// compact reads a number typed without separators: 312021NDCP.
func (c codeReader) compact(i int, digits string) (DocCode, bool) {
	if !c.loose || len(digits) < 5 || len(digits) > maxCodeDigits+4 || i+1 >= c.tokens || c.gap(i) != "" {
		return DocCode{}, false
	}
	kind, end, ok := c.group(i+1, maxCompactLetters)
	if !ok || len(kind) < 2 || !isYear(digits[len(digits)-4:]) {
		return DocCode{}, false
	}
	return DocCode{Text: strings.TrimLeft(digits, "0") + kind, Prefix: true, first: i, last: end}, true
}

// beginning makes the start of a code of "nghị định 31/2021" and the like.
func (c codeReader) beginning(i, last int, number, year string) (DocCode, bool) {
	if !c.loose {
		return DocCode{}, false
	}
	kind, first, yearless := c.typeBefore(i)
	switch {
	case kind != "" && (year != "" || yearless):
		return DocCode{Text: number + kind, Prefix: true, first: first, last: last}, true
	case kind == "" && year != "" && len(number) > 5 && strings.TrimSpace(c.gap(i)) == "/" && !isMonth(number[:len(number)-4]):
		return DocCode{Text: number, Prefix: true, first: i, last: last}, true
	}
	return DocCode{}, false
}

func isMonth(s string) bool {
	return len(s) == 1 || s == "10" || s == "11" || s == "12"
}

// docType is a type of document, the words people use for it and its short name in codes.
type docType struct {
	words    []string // folded
	short    string
	yearless bool // numbered without the year, as local decisions were and letters are
}

// docTypes follow Decree 30/2020/NĐ-CP, annex III, and the laws on issuing legal documents;
// laws carry the number of the National Assembly (QH14) where others carry their type.
func docTypes() []docType {
	return []docType{
		{[]string{"thong", "tu", "lien", "tich"}, "ttlt", false},
		{[]string{"joint", "circular"}, "ttlt", false},
		{[]string{"nghi", "dinh"}, "nd", false},
		{[]string{"decree"}, "nd", false},
		{[]string{"thong", "tu"}, "tt", false},
		{[]string{"circular"}, "tt", false},
		{[]string{"quyet", "dinh"}, "qd", true},
		{[]string{"decision"}, "qd", true},
		{[]string{"nghi", "quyet"}, "nq", true},
		{[]string{"resolution"}, "nq", true},
		{[]string{"chi", "thi"}, "ct", true},
		{[]string{"directive"}, "ct", true},
		{[]string{"ke", "hoach"}, "kh", true},
		{[]string{"thong", "bao"}, "tb", true},
		{[]string{"phap", "lenh"}, "pl", false},
		{[]string{"ordinance"}, "pl", false},
		{[]string{"luat"}, "qh", false},
		{[]string{"law"}, "qh", false},
		{[]string{"nd"}, "nd", false},
		{[]string{"tt"}, "tt", false},
		{[]string{"ttlt"}, "ttlt", false},
		{[]string{"qd"}, "qd", true},
		{[]string{"nq"}, "nq", true},
		{[]string{"ct"}, "ct", true},
	}
}

var knownDocTypes = docTypes()

// isDocType reports whether s is the short name that codes use for a type of document.
func isDocType(s string) bool {
	switch s {
	case "vbhn", "cd", "tb", "bc", "tr", "hd", "cv", "l", "ub":
		return true
	}
	return strings.HasPrefix(s, "qh") && len(s) <= 4 ||
		slices.ContainsFunc(knownDocTypes, func(d docType) bool { return d.short == s })
}

// isIssuer reports whether s is a common short name of an issuing body, folded.
func isIssuer(s string) bool {
	switch s {
	case "cp", "ttg", "ubnd", "hdnd", "bkhdt", "btc", "btnmt", "bxd", "bct", "bnnptnt", "bgtvt", "ubtvqh":
		return true
	}
	return false
}

// typeBefore finds the words for a type of document before token i, with số or no. between.
func (c codeReader) typeBefore(i int) (short string, first int, yearless bool) {
	end := i
	if end > 0 {
		switch _, fold := c.at(end - 1); fold {
		case "so", "no", "number":
			end--
		}
	}
	for _, d := range knownDocTypes {
		if c.wordsEndAt(end, d.words) {
			return d.short, end - len(d.words), d.yearless
		}
	}
	return "", 0, false
}

func (c codeReader) wordsEndAt(end int, words []string) bool {
	if end < len(words) {
		return false
	}
	for k, w := range words {
		if _, fold := c.at(end - len(words) + k); fold != w {
			return false
		}
	}
	return true
}
