package likeness

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Kinds are those of which several sources tell the same thing.
func Kinds() []vocab.Kind { return []vocab.Kind{vocab.Article, vocab.Document, vocab.Opportunity} }

// Traits are what a record is recognised by. Two records that share none are not the same;
// two that share one may be, which Same tells. Empty for a kind that is not compared.
func Traits(r *catalog.Record) []string {
	if !slices.Contains(Kinds(), r.Kind) {
		return nil
	}
	var out []string
	add := func(sort byte, values ...string) {
		if t := trait(sort, r.Kind, values); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	add('i', r.ID)
	for _, code := range numbers(r) {
		add('n', code)
	}
	for _, at := range addresses(r) {
		add('a', at)
	}
	if title := text.Fold(title(r)); len(strings.Fields(title)) >= fewestWords {
		add('t', title)
	}
	for i, band := range bands(shingles(prose(r))) {
		add('0'+byte(i), band)
	}
	return out
}

// Ambiguous reports whether a trait tells nothing where several records of one source have
// it: a page that many of them are read from, a number that was given twice.
func Ambiguous(trait string) bool { return trait != "" && strings.ContainsRune("an", rune(trait[0])) }

// trait is short: a reading keeps some of them for each record.
func trait(sort byte, kind vocab.Kind, values []string) string {
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + strings.Join(values, "\x00")))
	return string(sort) + base64.RawURLEncoding.EncodeToString(sum[:6])
}

// fewestWords of a title that is a record's own: "Thông báo" is everybody's.
const fewestWords = 5

// numbers are those by which a document is known, as analysis writes them.
func numbers(r *catalog.Record) []string {
	s, _ := r.Attributes["number"].(string)
	codes := analysis.Codes(s)
	return codes[:min(len(codes), 1)]
}

// addresses are those that a record says it stands at, each in one form.
func addresses(r *catalog.Record) []string {
	var out []string
	add := func(s string) {
		if a := address(s); a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	for _, p := range r.Provenance {
		add(p.URL)
	}
	for _, l := range r.Links {
		if l.Rel == "same" {
			add(l.Href)
		}
	}
	return out
}

// campaigns are parameters that tell where a reader came from.
var campaigns = []string{"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid", "zarsrc"}

// address brings the addresses of one page to one form; "" for what is none, and for the
// front page of a site.
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return ""
	}
	q := u.Query()
	for _, name := range campaigns {
		q.Del(name)
	}
	path := strings.TrimRight(u.Path, "/")
	if path == "" && len(q) == 0 {
		return ""
	}
	at := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + path
	if len(q) > 0 {
		at += "?" + q.Encode()
	}
	return at
}

func title(r *catalog.Record) string {
	s, _ := r.Title.Best(text.VI)
	return s
}

// prose is the longest text of a record, without its markup.
func prose(r *catalog.Record) string {
	for _, t := range []text.Text{r.Body, r.Summary} {
		if s, _ := t.Best(text.VI); len(s) >= shortestText {
			return s
		}
	}
	return ""
}

// shortestText, in bytes, is from where on a text tells what it is: a notice of a sentence
// may well be given twice.
const shortestText = 200
