package httpkit

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"
)

// Kept are the ready bytes of public answers of one state of the catalogue, by address,
// what the answer varies by, and coding. They go when the state goes. A nil Kept keeps
// nothing.
type Kept struct {
	answers *otter.Cache[string, *answer]
	now     func() time.Time
}

// Bounds of what is kept.
const (
	// maxKept is the longest answer that is kept, as sent: many times the usual page.
	maxKept = 256 << 10
	// maxKeptKey is the longest address and what it varies by.
	maxKeptKey = 2 << 10
	// keptFor is how long an answer is given though the clock goes on: pages tell what is
	// overdue or open today.
	keptFor = time.Minute
	// keptOverhead is what an entry takes beside its bytes.
	keptOverhead = 1 << 10
)

// answer is one that is kept. One without a body only tells what those of its address
// vary by.
type answer struct {
	made    time.Time
	route   string
	use     Use
	dataset string
	header  http.Header
	body    []byte
	varies  []string
}

// NewKept returns room for answers of as many bytes in all; nil where that is less than one.
func NewKept(bytes int64, now func() time.Time) *Kept {
	if bytes < 1 {
		return nil
	}
	if now == nil {
		now = time.Now
	}
	return &Kept{now: now, answers: otter.Must(&otter.Options[string, *answer]{MaximumWeight: uint64(bytes),
		Weigher: func(key string, a *answer) uint32 { return uint32(len(key) + len(a.body) + keptOverhead) }})}
}

// Passing marks the answer as one of this moment alone: it is public, and not kept.
func Passing(r *http.Request) { stateOf(r.Context()).passing = true }

// keep answers with what is ready, and keeps what may be. Who sends or gets a cookie or
// credentials, and what is not said to be public, is never part of it.
func (k *Kit) keep(next http.Handler) http.Handler {
	if k.kept == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !keepable(r) || k.closed.holds(r) {
			next.ServeHTTP(w, r)
			return
		}
		if a := k.kept.find(r); a != nil {
			k.metrics.kept("hit")
			k.ready(w, r, a)
			return
		}
		if r.Method != http.MethodGet {
			next.ServeHTTP(w, r)
			return
		}
		rec := &keeper{ResponseWriter: w}
		next.ServeHTTP(rec, r)
		if s := stateOf(r.Context()); rec.whole() && !s.passing {
			k.metrics.kept("miss")
			k.kept.add(r, &answer{made: k.kept.now(), route: s.route, use: s.use, dataset: s.dataset, header: shared(w.Header()), body: rec.body.Bytes()})
		}
	})
}

// keepable reports whether a ready answer may serve the request.
func keepable(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.ContentLength != 0 {
		return false
	}
	for _, name := range []string{"Cookie", "Authorization", "Range"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	return len(r.URL.Path)+len(r.URL.RawQuery) < maxKeptKey/2
}

// ready answers with a kept answer: 304 where the reader has it already.
func (k *Kit) ready(w http.ResponseWriter, r *http.Request, a *answer) {
	SetRoute(r, a.route)
	SetUse(r, a.use, a.dataset)
	if k.limiter != nil {
		if wait, limit := k.limiter.take(w, r, costRequest); wait > 0 {
			k.metrics.refused(Asset, "tokens")
			k.Error(w, r, k.tooFast(w, wait, limit))
			return
		}
	}
	h := w.Header()
	maps.Copy(h, a.header)
	v := Validator{ETag: a.header.Get("ETag"), CacheControl: a.header.Get("Cache-Control")}
	v.Modified, _ = http.ParseTime(a.header.Get("Last-Modified")) // zero is unknown
	if held := heldTag(r, v.ETag); held != "" {
		v.ETag = held
	}
	if NotModified(w, r, v) {
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(a.body) // the reader has gone if this fails
	}
}

// heldTag is the tag among those of If-None-Match that names the same answer in another
// coding; "" is none.
func heldTag(r *http.Request, etag string) string {
	for _, tag := range strings.Split(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if tag = strings.TrimSpace(tag); tag != "" && tag != etag && stem(tag) == stem(etag) {
			return tag
		}
	}
	return ""
}

// stem is a tag without the suffix of its coding.
func stem(tag string) string {
	for _, c := range codings() {
		if s, ok := strings.CutSuffix(tag, "-"+c+`"`); ok {
			return s + `"`
		}
	}
	return tag
}

// find returns the answer that is ready for a request.
func (k *Kept) find(r *http.Request) *answer {
	address := r.URL.RequestURI()
	guide, ok := k.answers.GetIfPresent(address)
	if !ok {
		return nil
	}
	a, ok := k.answers.GetIfPresent(variant(address, r, guide.varies))
	if !ok || k.now().Sub(a.made) > keptFor {
		return nil
	}
	return a
}

// add keeps an answer where it says that everybody may have it.
func (k *Kept) add(r *http.Request, a *answer) {
	if !public(a.header) {
		return
	}
	guide := &answer{}
	for _, name := range strings.Split(strings.Join(a.header.Values("Vary"), ","), ",") {
		switch name = http.CanonicalHeaderKey(strings.TrimSpace(name)); name {
		case "", "Accept-Encoding", "Origin": // codings are always told apart, and no answer differs by origin
		case "*", "Cookie", "Authorization":
			return
		default:
			guide.varies = append(guide.varies, name)
		}
	}
	address := r.URL.RequestURI()
	key := variant(address, r, guide.varies)
	if len(key) > maxKeptKey {
		return
	}
	k.answers.Set(address, guide)
	k.answers.Set(key, a)
}

// public reports whether the headers let everybody have the answer.
func public(h http.Header) bool {
	policy := h.Get("Cache-Control")
	return strings.HasPrefix(policy, "public") && !strings.Contains(policy, "no-store") && len(h.Values("Set-Cookie")) == 0 && h.Get("Content-Disposition") == ""
}

// variant is the key of the answer to a request among those of its address.
func variant(address string, r *http.Request, varies []string) string {
	var b strings.Builder
	b.WriteString(address)
	b.WriteByte(0)
	accepted := strings.ToLower(strings.Join(r.Header.Values("Accept-Encoding"), ","))
	if strings.ContainsAny(accepted, ";*") {
		b.WriteString(accepted) // with weights, as it stands
	} else {
		for _, c := range codings() {
			if slices.Contains(strings.Split(strings.ReplaceAll(accepted, " ", ""), ","), c) {
				b.WriteString(c)
			}
		}
	}
	for _, name := range varies {
		b.WriteByte(0)
		b.WriteString(strings.Join(r.Header.Values(name), ","))
	}
	return b.String()
}

// shared are the headers of an answer that do not belong to one request alone.
func shared(h http.Header) http.Header {
	out := h.Clone()
	for name := range out {
		if strings.HasPrefix(name, "Ratelimit-") || strings.HasPrefix(name, "Access-Control-") {
			delete(out, name)
		}
	}
	delete(out, "X-Request-Id")
	return out
}

// keeper copies an answer as it leaves.
type keeper struct {
	http.ResponseWriter
	status  int
	body    bytes.Buffer
	streams bool // sent in pieces, or too long
}

// whole reports whether all of a good answer was copied.
func (w *keeper) whole() bool { return w.status == http.StatusOK && !w.streams && w.body.Len() > 0 }

func (w *keeper) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *keeper) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.streams = w.streams || w.body.Len()+len(b) > maxKept; !w.streams {
		w.body.Write(b)
	}
	n, err := w.ResponseWriter.Write(b)
	w.streams = w.streams || err != nil
	return n, err
}

// Flush lets streaming answers through, which are not kept.
func (w *keeper) Flush() {
	w.streams = true
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Unwrap serves http.ResponseController.
func (w *keeper) Unwrap() http.ResponseWriter { return w.ResponseWriter }
