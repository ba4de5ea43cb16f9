package httpkit

import (
	"context"
	"encoding/hex"
	"io"
	"net/http"
	"time"

	"honglinh/catalog/text"
)

// state is what the middleware learns of one request on its way.
type state struct {
	id      string
	route   string // name of the mux route, from a closed set
	use     Use    // what the route counts as
	dataset string // that is downloaded
	start   time.Time
	status  int
	bytes   int64
	started bool
	first   text.Lang // of the site
	// conn moves the deadline of the connection: compression hides it from handlers.
	conn *http.ResponseController
	// spend takes parts of tokens of the client, slot a place in the class of the route.
	spend func(parts int) error
	slot  func() (free func(), err error)
	// passing says that the answer is of this moment alone.
	passing bool
}

type stateKey struct{}

// stateOf returns the state of a request, a fresh one outside of the middleware.
func stateOf(ctx context.Context) *state {
	if s, ok := ctx.Value(stateKey{}).(*state); ok {
		return s
	}
	return &state{}
}

// RequestID returns the id of the request for logs and problem documents.
func RequestID(ctx context.Context) string { return stateOf(ctx).id }

// SetRoute names the route for log and metrics; the name must come from a closed set.
func SetRoute(r *http.Request, name string) { stateOf(r.Context()).route = name }

// requestID takes over a sane X-Request-Id from a proxy, else draws one.
func requestID(r *http.Request, random io.Reader) string {
	if id := r.Header.Get("X-Request-Id"); saneID(id) {
		return id
	}
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "unknown" // no randomness left is no reason to refuse a reader
	}
	return hex.EncodeToString(b[:])
}

// saneID accepts 8 to 64 letters, digits, '-', '_' and '.': every usual scheme,
// nothing that can break a log line.
func saneID(id string) bool {
	if len(id) < 8 || len(id) > 64 {
		return false
	}
	for i := 0; i < len(id); i++ {
		c := id[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.') {
			return false
		}
	}
	return true
}

// recorder notes status and size of an answer as it leaves, compressed.
type recorder struct {
	http.ResponseWriter
	s *state
}

func (w *recorder) WriteHeader(status int) {
	if w.s.status == 0 && status >= 200 {
		w.s.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.s.status == 0 {
		w.s.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.s.bytes += int64(n)
	return n, err
}

// Flush lets streaming answers through.
func (w *recorder) Flush() {
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Unwrap serves http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// marker notes that a handler has begun to answer, before compression buffers it.
type marker struct {
	http.ResponseWriter
	s *state
}

func (w *marker) WriteHeader(status int) {
	w.s.started = w.s.started || status >= 200
	w.ResponseWriter.WriteHeader(status)
}

func (w *marker) Write(b []byte) (int, error) {
	w.s.started = true
	return w.ResponseWriter.Write(b)
}

// Flush lets streaming answers through.
func (w *marker) Flush() {
	if f, ok := w.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Unwrap serves http.ResponseController.
func (w *marker) Unwrap() http.ResponseWriter { return w.ResponseWriter }
