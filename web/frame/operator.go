package frame

import (
	"net/http"
	"net/url"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// OperatorPage is what every page of the operator's address begins with: such a page has one
// address, and its language is asked for with lang=.
type OperatorPage struct {
	Lang   text.Lang
	Title  string
	Switch Link // the same page in the other language
}

// NewOperatorPage returns it for a page at a path; title is the key of its words.
func (s *Frame) NewOperatorPage(r *http.Request, path, title string) (OperatorPage, *Locale) {
	lang := httpkit.Lang(r)
	l, other := s.Locale(lang), lang.Other()
	return OperatorPage{Lang: lang, Title: l.T(title), Switch: Link{Text: l.T("lang.other"), Lang: string(other), URL: OperatorPath(path, other)}}, l
}

// OperatorPath is the address of such a page in a language, with further parameters in pairs.
func OperatorPath(path string, lang text.Lang, more ...string) string {
	v := url.Values{"lang": {string(lang)}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return WithQuery(path, v)
}

// ShowOperator answers with such a page.
func (s *Frame) ShowOperator(w http.ResponseWriter, r *http.Request, name string, lang text.Lang, status int, page any) error {
	w.Header().Set("Content-Security-Policy", ContentPolicy)
	return s.ShowAs(w, r, name, lang, status, page)
}
