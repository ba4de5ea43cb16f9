package frame

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Refuse answers with a fault as a page does, in the language of the address, for who stands
// before the pages.
func (s *Frame) Refuse(w http.ResponseWriter, r *http.Request, fault error) {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if _, ok := text.ParseLang(first); ok {
		r = mux.SetURLVars(r, map[string]string{"lang": first})
	}
	s.kit.Wrap(s.kit.Handle(func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Cache-Control", httpkit.CacheNever)
		return fault
	})).ServeHTTP(w, r)
}
