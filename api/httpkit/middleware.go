package httpkit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gorilla/mux"
	"github.com/rs/cors"

	"honglinh/catalog"
)

// Wrap puts the whole middleware around a face's router, outermost first:
// request id, access log with metrics, security headers, CORS, ready answers, compression,
// recovery, rate limit, refusal of what other sites send to closed addresses, limits.
func (k *Kit) Wrap(h http.Handler) http.Handler {
	h = k.limit(h)
	h = k.sameSite(h)
	h = k.throttle(h)
	h = k.recover(h)
	h = compress(h)
	h = k.keep(h)
	if k.cors {
		h = k.open(h)
	}
	h = k.secure(h)
	return k.observe(h)
}

// observe gives the request its state, then logs and counts it. The log has no
// address of the reader, no query and no path: only the route's name.
func (k *Kit) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := &state{id: requestID(r, k.rand), route: "unmatched", start: k.now(), conn: http.NewResponseController(w), first: k.Site().Languages[0]}
		r = r.WithContext(context.WithValue(r.Context(), stateKey{}, s))
		w.Header().Set("X-Request-Id", s.id)
		k.metrics.begin()
		defer func() {
			took := k.now().Sub(s.start)
			if s.status == 0 { // nothing written: net/http will say 200, or the reader is gone
				s.status = http.StatusOK
				if r.Context().Err() != nil {
					s.status = ClientClosed
				}
			}
			k.metrics.end(s, r.Method, took)
			k.used(r.Context(), r.Method)
			k.log.InfoContext(r.Context(), "request", "op", "http", "route", s.route, "method", method(r.Method), "status", s.status,
				"took", took, "bytes", s.bytes, "request", s.id)
		}()
		next.ServeHTTP(&recorder{ResponseWriter: w, s: s}, r)
	})
}

// method maps the request's method to a closed set.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return m
	}
	return "other"
}

// secure sets the headers that keep browsers from doing what we never ask for.
func (k *Kit) secure(next http.Handler) http.Handler {
	resources := "same-origin"
	if k.cors {
		resources = "cross-origin"
	}
	https := strings.HasPrefix(k.baseURL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", k.csp)
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Cross-Origin-Resource-Policy", resources)
		k.closed.secure(h, r)
		h.Set("Permissions-Policy", "camera=(), microphone=(), payment=(), usb=(), interest-cohort=()")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// allowOrigins answers preflights and opens the answers to every origin. It is for public
// data only, where no cookie and no credential counts; see open.
func allowOrigins(next http.Handler) http.Handler {
	return cors.New(cors.Options{
		AllowedOrigins: []string{"*"},
		AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete, http.MethodOptions},
		AllowedHeaders: []string{"*"},
		ExposedHeaders: []string{"ETag", "Last-Modified", "Link", "Content-Language", "Content-Disposition", "Content-Crs", "Retry-After", "X-Request-Id",
			"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"},
		MaxAge: 86400, // a day: the longest that a browser honours
	}).Handler(alwaysAllowOrigin(next))
}

// alwaysAllowOrigin sends the header also without an Origin, so that a shared
// cache may hand the same answer to everybody.
func alwaysAllowOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// cors has put Origin there; whoever else varies comes after us, or wraps us.
		var vary []string
		for _, v := range w.Header().Values("Vary") {
			if v != "Origin" {
				vary = append(vary, v)
			}
		}
		w.Header().Del("Vary")
		AddVary(w.Header(), vary...)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		next.ServeHTTP(w, r)
	})
}

// recover turns a panic into an Internal fault with a stack in the log. An
// answer already begun is cut off.
func (k *Kit) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w = &marker{w, stateOf(r.Context())}
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			k.metrics.panicked()
			k.Error(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}()
		next.ServeHTTP(w, r)
	})
}

// limit refuses overlong addresses, bounds the body and the time, and names the
// reason.
func (k *Kit) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.EscapedPath())+len(r.URL.RawQuery) > MaxURL {
			k.Error(w, r, catalog.NewFault(URITooLong, "", "Địa chỉ dài quá 16 kB.", "The address is longer than 16 kB."))
			return
		}
		most := k.closed.body(r, k.maxBody)
		if r.ContentLength > most {
			k.Error(w, r, catalog.NewFault(catalog.TooLarge, "body", fmt.Sprintf("Thân yêu cầu dài quá %d byte.", most), fmt.Sprintf("The body is longer than %d bytes.", most)))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}

// withoutBody is mux middleware that refuses a body where the method takes none. It
// comes after the match: a method that an address does not have is told as that.
func (k *Kit) withoutBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if bodiless(r.Method) && r.ContentLength > 0 {
			k.Error(w, r, catalog.NewFault(catalog.TooLarge, "body", "Phương thức này không nhận thân yêu cầu.", "This method takes no body."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func bodiless(m string) bool {
	return m == http.MethodGet || m == http.MethodHead || m == http.MethodOptions
}

// nameRoute is mux middleware that hands the matched route's name to log and metrics.
func nameRoute(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if route := mux.CurrentRoute(r); route != nil && route.GetName() != "" {
			SetRoute(r, route.GetName())
		}
		next.ServeHTTP(w, r)
	})
}
