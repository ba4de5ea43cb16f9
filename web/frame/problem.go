package frame

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// ErrorPage says what happened and what to do, in both languages.
type ErrorPage struct {
	Page
	Code      int
	Head      string
	Detail    Phrase
	Parameter string
	Nearest   string
	Help      string
	Last      Link // the last version of a record that was removed
	Request   string
	Other     ErrorOther
}

// ErrorOther is the same in the other language, in short.
type ErrorOther struct{ Lang, Title, Help string }

// problem renders a fault as a page; it is the kit's renderer. A refusal for want of
// tokens or room says the same to many, and must cost less than what it refuses.
func (s *Frame) problem(w http.ResponseWriter, r *http.Request, p httpkit.Problem) {
	lang := PathLang(r)
	body, err := s.problemBody(r, lang, p)
	if err != nil {
		s.Log.Error("error page", "op", "web.problem", "err", err)
		httpkit.WriteProblem(w, r, p)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(lang))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone if this fails
	}
}

// anyRequest stands for the id of the request in a refusal that is ready.
const anyRequest = "00000000-any-request"

// maxRefusals bounds the refusals that are ready: a language, and a number of seconds.
const maxRefusals = 200

func (s *Frame) problemBody(r *http.Request, lang text.Lang, p httpkit.Problem) ([]byte, error) {
	if p.Kind != catalog.Busy && p.Kind != httpkit.RateLimited || p.Parameter != "" {
		return s.Render("error", lang, s.errorPage(r, lang, p))
	}
	key := string(lang) + string(p.Kind) + p.DetailVI
	id := []byte(template.HTMLEscapeString(p.RequestID))
	s.refusals.Lock()
	ready := s.refusals.pages[key]
	s.refusals.Unlock()
	if ready == nil {
		p.RequestID = anyRequest
		var err error
		if ready, err = s.Render("error", lang, s.errorPage(r, lang, p)); err != nil {
			return nil, err
		}
		s.refusals.Lock()
		if s.refusals.pages == nil || len(s.refusals.pages) >= maxRefusals {
			s.refusals.pages = map[string][]byte{}
		}
		s.refusals.pages[key] = ready
		s.refusals.Unlock()
	}
	return bytes.ReplaceAll(ready, []byte(anyRequest), id), nil
}

// refusals are the pages of refusals that are ready.
type refusals struct {
	sync.Mutex
	pages map[string][]byte
}

func (s *Frame) errorPage(r *http.Request, lang text.Lang, p httpkit.Problem) ErrorPage {
	l := s.Locale(lang)
	kind := httpkit.FindKind(p.Kind)
	page := ErrorPage{Code: p.Status, Head: l.Label(kind.Title, p.Title), Parameter: p.Parameter, Nearest: p.Nearest, Request: p.RequestID}
	page.Page = s.NewPage(r, page.Head, "", s.Fixed(RouteHome))
	page.NoIndex, page.Feed, page.Box.Head, page.RateAs = true, "", false, ""
	page.Detail = l.phrase(p.DetailVI, "vi")
	if p.DetailEN != "" && (lang == "en" || p.DetailVI == "") {
		page.Detail = l.phrase(p.DetailEN, "en")
	}
	page.Help = l.T("error.help." + string(p.Kind))
	other := s.Locale(lang.Other())
	page.Other = ErrorOther{string(lang.Other()), other.Label(kind.Title, ""), other.T("error.help." + string(p.Kind))}
	if p.Kind == catalog.Gone {
		page.Last = s.lastVersion(r, l)
	}
	return page
}

// lastVersion is the way to what a removed record last said; none where there is no such record in the address.
func (s *Frame) lastVersion(r *http.Request, l *Locale) Link {
	kind, _ := httpkit.PathVar(r, "kind")
	slug, _ := httpkit.PathVar(r, "slug")
	id := catalog.MakeID(vocab.Kind(kind), slug)
	versions, err := s.Store.Versions(r.Context(), id)
	if err != nil {
		return Link{}
	}
	for _, one := range slices.Backward(versions) {
		if !one.Removed {
			n := strconv.Itoa(one.Version)
			return Link{Text: l.T("version.last", n, l.Day(versions[len(versions)-1].Modified)), URL: WithQuery(s.RecordPath(l.Lang, id), url.Values{"version": {n}})}
		}
	}
	return Link{}
}

// Missing is the fault NotFound of a name in the path, with the nearest of the known names.
func Missing(name string, known []string, vi, en string) error {
	return &catalog.Fault{Kind: catalog.NotFound, Where: "path", Nearest: text.Nearest(name, known), Detail: text.New(vi, en)}
}
