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
// begins with /vi or /en, then Accept-Language, then Vietnamese.
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

// AcceptLanguage chooses by the Accept-Language header alone; Vietnamese unless
// the reader prefers English. Answers that use it vary on the header.
func AcceptLanguage(r *http.Request) text.Lang {
	header := r.Header.Get("Accept-Language")
	if header == "" || len(header) > maxAcceptLanguage {
		return text.VI
	}
	tags, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return text.VI
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
	return text.VI
}
