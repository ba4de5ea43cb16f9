package httpkit

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Validator says which state of a resource an answer shows.
type Validator struct {
	// ETag with its quotes, weak ones with W/; "" lets WriteBytes hash the body.
	ETag string
	// Modified is when the resource last changed; zero is unknown.
	Modified time.Time
	// CacheControl is CacheRevalidate unless set.
	CacheControl string
}

// The cache policies. Answers follow the catalogue at once, so caches must ask
// (a 304 is cheap); what is addressed by its version never changes.
const (
	CacheRevalidate = "public, no-cache"
	CacheForever    = "public, max-age=31536000, immutable"
	CacheNever      = "no-store"
)

// ETag returns a strong entity tag of all parts: strings and bytes as they are,
// other values as fmt prints them. 96 bits of SHA-256 do not meet by chance.
func ETag(parts ...any) string {
	h := sha256.New()
	for _, p := range parts {
		var b []byte
		switch v := p.(type) {
		case []byte:
			b = v
		default:
			b = fmt.Append(nil, v)
		}
		fmt.Fprintf(h, "%d:", len(b))
		h.Write(b)
	}
	return `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12]) + `"`
}

// WeakETag is ETag for answers that mean the same but may differ in a byte, such
// as the time the search took.
func WeakETag(parts ...any) string { return "W/" + ETag(parts...) }

// NotModified sets the caching headers and, where the request's conditions say
// that the reader already has this state, answers 304 and returns true.
func NotModified(w http.ResponseWriter, r *http.Request, v Validator) bool {
	h := w.Header()
	if v.ETag != "" {
		h.Set("ETag", v.ETag)
	}
	if !v.Modified.IsZero() {
		h.Set("Last-Modified", v.Modified.UTC().Format(http.TimeFormat))
	}
	if v.CacheControl == "" {
		v.CacheControl = CacheRevalidate
	}
	h.Set("Cache-Control", v.CacheControl)
	if r.Method != http.MethodGet && r.Method != http.MethodHead || !unchanged(r, v) {
		return false
	}
	h.Del("Content-Type")
	h.Del("Content-Length")
	w.WriteHeader(http.StatusNotModified)
	return true
}

// unchanged evaluates If-None-Match, else If-Modified-Since (RFC 9110, 13.2.2).
func unchanged(r *http.Request, v Validator) bool {
	if values := r.Header.Values("If-None-Match"); len(values) > 0 {
		return v.ETag != "" && matchesAny(strings.Join(values, ","), v.ETag)
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !v.Modified.IsZero() && !v.Modified.Truncate(time.Second).After(since)
}

// matchesAny compares weakly (RFC 9110, 8.8.3.2). Our tags hold no comma.
func matchesAny(list, etag string) bool {
	for _, tag := range strings.Split(list, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

// AddVary adds names to the Vary header once each.
func AddVary(h http.Header, names ...string) {
	have := strings.ToLower(strings.Join(h.Values("Vary"), ","))
	for _, n := range names {
		if !strings.Contains(","+strings.ReplaceAll(have, " ", "")+",", ","+strings.ToLower(n)+",") {
			h.Add("Vary", n)
			have += "," + strings.ToLower(n)
		}
	}
}
