package httpkit

import (
	"net/http"

	"honglinh/catalog"
)

// Closed are the addresses of a face that are for people who signed in. No other
// origin may read or ask them, no cache keeps them, no page frames them.
type Closed struct {
	// Holds reports whether a path is one of them.
	Holds func(path string) bool
	// CSP is their Content-Security-Policy.
	CSP string
	// MaxBody bounds a request's body in bytes.
	MaxBody int64
}

// holds reports whether the request is for a closed address; nil closes none.
func (c *Closed) holds(r *http.Request) bool { return c != nil && c.Holds(r.URL.Path) }

func (c *Closed) secure(h http.Header, r *http.Request) {
	if !c.holds(r) {
		return
	}
	h.Set("Content-Security-Policy", c.CSP)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin") // addresses of one-time links go nowhere else
	h.Set("Cache-Control", CacheNever)
	h.Set("X-Robots-Tag", "noindex, nofollow")
}

func (c *Closed) body(r *http.Request, usual int64) int64 {
	if c.holds(r) && c.MaxBody > 0 {
		return c.MaxBody
	}
	return usual
}

// open allows every origin where the face is shared with all of them, and never at closed
// addresses.
func (k *Kit) open(next http.Handler) http.Handler {
	open := allowOrigins(next)
	if k.closed == nil && k.corsAt == nil {
		return open
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if k.closed.holds(r) || k.corsAt != nil && !k.corsAt(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		open.ServeHTTP(w, r)
	})
}

// sameSite refuses what a page of another origin has a browser send to a closed
// address. Programs, which send neither Origin nor Sec-Fetch-Site, pass.
func (k *Kit) sameSite(next http.Handler) http.Handler {
	if k.closed == nil {
		return next
	}
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if k.closed.holds(r) && protection.Check(r) != nil {
			k.Error(w, r, catalog.NewFault(Forbidden, "Origin", "Yêu cầu này đến từ một trang khác; hãy mở biểu mẫu của bàn biên tập rồi gửi lại.",
				"This request comes from another site; open the desk's own form and send it again."))
			return
		}
		next.ServeHTTP(w, r)
	})
}
