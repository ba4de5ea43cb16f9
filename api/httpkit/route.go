package httpkit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Route is one address of a face: what serves it, what checks its parameters and
// what documents it.
type Route struct {
	// Name is unique and from a closed set: mux route name, metric label, operation id.
	Name string
	// Path is a mux template: "/api/v1/records/{kind}/{slug}".
	Path string
	// Methods is GET and HEAD unless set.
	Methods []string
	Tag     string
	Summary text.Text
	Help    text.Text
	Params  []Param
	// OwnQuery is set where the handler checks its query string itself, strictly.
	OwnQuery bool
	// Body documents the JSON that the route reads with ReadJSON; nil reads none.
	Body    *Body
	Answers []Answer
	// Faults are the kinds it can answer with besides Internal and Busy.
	Faults []catalog.FaultKind
	// Class is what the answer costs; Page unless set.
	Class Class
	// Use is what an answer counts as; that of the kit unless set.
	Use Use
	// Dataset is the variable of Path that names the dataset of a download.
	Dataset string
	// Timeout replaces the kit's for slow streams.
	Timeout time.Duration
	Handle  Handler
}

// Answer is one form of a route's good answer.
type Answer struct {
	Status int // 200 unless set
	Media  string
	// Schema names a component schema of the OpenAPI document; "" is text or bytes.
	Schema string
	Help   text.Text
	// Example is any value that marshals to the answer.
	Example any
}

// Verbs returns the route's methods.
func (rt Route) Verbs() []string {
	if len(rt.Methods) == 0 {
		return []string{http.MethodGet, http.MethodHead}
	}
	return rt.Methods
}

// Mount adds the routes to a router. Query strings are checked against Params
// before the handler runs; read them with Parsed.
func (k *Kit) Mount(router *mux.Router, routes []Route) {
	for _, rt := range routes {
		router.Handle(rt.Path, k.serve(rt)).Methods(rt.Verbs()...).Name(rt.Name)
	}
}

type parsedKey struct{}

// Parsed returns the checked parameters of a request to a mounted route.
func Parsed(r *http.Request) Values {
	v, _ := r.Context().Value(parsedKey{}).(Values)
	return v
}

func (k *Kit) serve(rt Route) http.Handler {
	timeout, use := k.timeout, cmp.Or(rt.Use, k.use)
	if rt.Timeout > 0 {
		timeout = rt.Timeout
	}
	return k.Admit(rt.Class, k.Handle(func(w http.ResponseWriter, r *http.Request) error {
		SetRoute(r, rt.Name)
		SetUse(r, use, mux.Vars(r)[rt.Dataset])
		ctx, cancel := context.WithTimeout(r.Context(), timeout)
		defer cancel()
		if conn := stateOf(ctx).conn; conn != nil && rt.Timeout > 0 {
			_ = conn.SetWriteDeadline(time.Now().Add(timeout)) // the kernel's clock, not ours; recorders in tests have none to move
		}
		if !rt.OwnQuery {
			values, err := Parse(r, rt.Params)
			if err != nil {
				return err
			}
			ctx = context.WithValue(ctx, parsedKey{}, values)
		}
		err := rt.Handle(w, r.WithContext(ctx))
		if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) { // drivers say "interrupted" and the like
			return fmt.Errorf("%w after %s: %s", context.DeadlineExceeded, timeout, err)
		}
		return err
	}))
}

// NewRouter returns a mux router that matches the path as sent: an escaped slash
// is no separator, and nothing is cleaned or redirected behind the reader's back.
// Unmatched addresses and methods are problems; the latter say what is allowed.
func (k *Kit) NewRouter() *mux.Router {
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	router.Use(nameRoute, k.withoutBody)
	router.NotFoundHandler = k.Admit(Page, k.Handle(func(_ http.ResponseWriter, r *http.Request) error {
		return k.noRoute(router, r)
	}))
	router.MethodNotAllowedHandler = k.Admit(Page, k.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return wrongMethod(router, w, r)
	}))
	return router
}

// noRoute is the fault for an address nobody serves, with the nearest that is.
func (k *Kit) noRoute(router *mux.Router, r *http.Request) error {
	var known []string
	_ = router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error { // the walk itself cannot fail
		if t, err := route.GetPathTemplate(); err == nil && !strings.Contains(t, "{") {
			known = append(known, t)
		}
		return nil
	})
	f := catalog.NewFault(catalog.NotFound, "", "Không có địa chỉ này.", "There is no such address.")
	f.Nearest = text.Nearest(r.URL.Path, known)
	return f
}

// wrongMethod answers OPTIONS with what is allowed, any other method with a fault.
func wrongMethod(router *mux.Router, w http.ResponseWriter, r *http.Request) error {
	allowed := allowedMethods(router, r)
	w.Header().Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	list := strings.Join(allowed, ", ")
	return catalog.NewFault(MethodNotAllowed, "", "Địa chỉ này nhận: "+list+".", "This address takes: "+list+".")
}

func allowedMethods(router *mux.Router, r *http.Request) []string {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		probe := r.Clone(r.Context())
		probe.Method = m
		var match mux.RouteMatch
		if router.Match(probe, &match) && match.MatchErr == nil {
			allowed = append(allowed, m)
		}
	}
	return allowed
}

// PathVar returns a variable of the path, unescaped once. A value that is not
// text, or hides a slash or a control character, is reported as absent.
func PathVar(r *http.Request, name string) (string, bool) {
	value, err := url.PathUnescape(mux.Vars(r)[name])
	if err != nil || value == "" || len(value) > maxPathVar || strings.ContainsAny(value, "/\\") || !printable(value) {
		return "", false
	}
	return value, true
}

// maxPathVar is longer than any slug, dataset or table name.
const maxPathVar = 200
