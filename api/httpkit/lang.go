package httpkit

import (
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"honglinh/catalog/text"
)

// maxAcceptLanguage bounds the work of parsing; browsers send under 200 bytes.
const maxAcceptLanguage = 1000

// Lang chooses the reader's language: the lang parameter, then a path that
// begins with /vi or /en, then Accept-Language, then the first of the site.
func Lang(r *http.Request) text.Lang {
	if l, ok := text.ParseLang(r.URL.Query().Get("lang")); ok {
		return l
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	for _, l := range text.Langs() {
		if first == string(l) {
			return l
		}
	}
	return AcceptLanguage(r)
}

// AcceptLanguage chooses by the Accept-Language header alone; the first language of
// the site unless the reader prefers another that it speaks. Answers that use it
// vary on the header.
func AcceptLanguage(r *http.Request) text.Lang {
	first := stateOf(r.Context()).first
	if first == "" {
		first = text.VI
	}
	header := r.Header.Get("Accept-Language")
	if header == "" || len(header) > maxAcceptLanguage {
		return first
	}
	tags, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return first
	}
	for i, tag := range tags { // sorted by weight
		if weights[i] == 0 {
			continue
		}
		base, _ := tag.Base()
		if l, ok := text.ParseLang(base.String()); ok {
			return l
		}
	}
	return first
}
