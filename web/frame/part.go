package frame

import (
	"cmp"
	"io/fs"
	"net/http"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Part is one part of the site: its addresses and the templates of its pages.
type Part struct {
	Routes []Route
	Views  Views
	// Standing are the pages that are always there, for the site map: the path in a language.
	Standing []func(text.Lang) string
}

// Route is an address with its answer.
type Route struct {
	// Name is unique on the site: every URL of a page is built from one.
	Name string
	// Path is below the language, as gorilla/mux writes patterns.
	Path string
	// Bare says that Path is whole: a file, or a page that names its language otherwise.
	Bare bool
	// Methods are GET and HEAD unless given.
	Methods []string
	// Class is what the answer costs; httpkit.Page unless set.
	Class httpkit.Class
	// Use is what the answer counts as: httpkit.UsePage, and nothing where Path is bare, unless set.
	Use    httpkit.Use
	Handle httpkit.Handler
}

// Views are the templates of a part.
type Views struct {
	// Files hold templates/NAME.html for each of Pages.
	Files fs.FS
	// Shared hold in templates/*.html what pages of several parts print.
	Shared []fs.FS
	// Pages has for each template a zero value of the struct that it prints.
	Pages map[string]any
}

// Mount adds parts to the site, their routes in the order given.
func (s *Frame) Mount(parts ...Part) error {
	for _, p := range parts {
		if err := s.views.add(p.Views); err != nil {
			return err
		}
		for _, rt := range p.Routes {
			s.route(rt)
		}
		s.parts = append(s.parts, p)
	}
	return nil
}

func (s *Frame) route(rt Route) *mux.Route {
	path, methods, use := rt.Path, rt.Methods, rt.Use
	if !rt.Bare {
		path, use = "/{lang:vi|en}"+path, cmp.Or(use, httpkit.UsePage)
	}
	if methods == nil {
		methods = []string{http.MethodGet, http.MethodHead}
	}
	handle := func(w http.ResponseWriter, r *http.Request) error {
		httpkit.SetUse(r, use, "")
		return rt.Handle(w, r)
	}
	added := s.router.Handle(path, s.kit.Admit(rt.Class, s.kit.Handle(handle))).Methods(methods...)
	if rt.Name != "" {
		added.Name(rt.Name)
	}
	return added
}

// Handler is the site with its middleware.
func (s *Frame) Handler() http.Handler { return s.kit.Wrap(s.router) }

// Standing are the addresses of the pages that are always there, by language.
func (s *Frame) Standing() []func(text.Lang) string {
	var out []func(text.Lang) string
	for _, p := range s.parts {
		out = append(out, p.Standing...)
	}
	return out
}

// Parts are the parts mounted so far, the frame's own first.
func (s *Frame) Parts() []Part { return s.parts }
