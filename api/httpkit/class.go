package httpkit

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"sync"
)

// Class says what an answer costs the machine: how many tokens of its client, and in
// which queue it waits.
type Class int

// The classes, from a closed set. Page is that of every route that names none.
const (
	// Page is a page for people, a search, a document made of records.
	Page Class = iota
	// Light takes well under a millisecond of processor: a suggestion, a tile that is kept.
	Light
	// Asset is a file of the program's own: it costs what the request itself costs, and
	// waits for nothing.
	Asset
	// Table is a page of rows or an aggregate; the tabular engine has an order of its own.
	Table
	// Export reads all of something, and its rows cost more tokens (Rows).
	Export
	// Upload is a file of the reader's to be read; its handler takes a Slot once it is here.
	Upload
	// Desk is for people who signed in: what readers ask never makes them wait.
	Desk
)

// String is the name of the class as metrics and logs have it.
func (c Class) String() string {
	return [...]string{"page", "light", "asset", "table", "export", "upload", "desk"}[c]
}

// part is the finest piece of a token that is counted.
const part = 20

// What an answer costs, in parts of a token. Measured with the shipped catalogue on two
// cores, a search or page takes 3 to 15 ms of processor, a suggestion a fifth of that at
// most, an answer that is ready 0.1 ms.
const (
	costRequest = 1 // whoever asks, and whatever the answer
	costLight   = part / 5
	costPage    = part
	costHeavy   = 5 * part
)

// cost is what an answer of the class takes in parts of a token, rows not counted.
func (c Class) cost() int {
	switch c {
	case Asset:
		return costRequest
	case Light:
		return costLight
	case Export, Upload:
		return costHeavy
	}
	return costPage
}

// rowsPerToken is how many rows of an export cost as much as a page: what the slowest
// format writes in about the time of one.
const rowsPerToken = 1000

// Rows takes the tokens for rows that an export is about to write. Faults: RateLimited.
func Rows(r *http.Request, n int64) error { return Spend(r, int(min(n/rowsPerToken, 1<<20))) }

// Spend takes more tokens of the client than the route itself costs. What would be more
// than the client ever has at once costs all of it. Faults: RateLimited.
func Spend(r *http.Request, tokens int) error {
	if spend := stateOf(r.Context()).spend; spend != nil && tokens > 0 {
		return spend(tokens * part)
	}
	return nil
}

// Admit lets a request through to next when its client has the tokens for the class and
// the class is not full. The place is free again as soon as the answer begins, so that
// nobody waits for a slow reader; whoever works on after that takes Slots.
func (k *Kit) Admit(c Class, next http.Handler) http.Handler {
	if k.limiter == nil && k.load == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := stateOf(r.Context())
		if s.spend != nil {
			if err := s.spend(c.cost() - costRequest); err != nil {
				k.metrics.refused(c, "tokens")
				k.Error(w, r, err)
				return
			}
		}
		s.slot = func() (func(), error) { return k.load.enter(r.Context(), c) }
		if c == Upload {
			if k.limiter != nil {
				id, _ := k.limiter.client(r)
				end, err := k.load.share(id)
				if err != nil {
					k.metrics.refused(c, "share")
					k.Error(w, r, err)
					return
				}
				defer end()
			}
			next.ServeHTTP(w, r)
			return
		}
		r.Body = arrived(r)
		free, err := s.slot()
		if err != nil {
			k.metrics.refused(c, "queue")
			k.Error(w, r, err)
			return
		}
		t := &slot{w, sync.OnceFunc(free)}
		defer t.free()
		next.ServeHTTP(t, r)
	})
}

// arrived reads a body before the request gets its place, so that nobody waits for a slow
// sender. Longer ones than are usual stay with their handlers.
func arrived(r *http.Request) io.ReadCloser {
	if r.Body == nil || r.ContentLength == 0 || r.ContentLength > DefaultBody {
		return r.Body
	}
	b, err := io.ReadAll(io.LimitReader(r.Body, DefaultBody))
	rest := io.Reader(r.Body)
	if err != nil || len(b) < DefaultBody {
		rest = broken{cmp.Or(err, io.EOF)}
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(b), rest), r.Body}
}

// broken is the rest of a body that ended, or broke off.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// Slot waits for a place in the class of the request's route once more, for an answer
// that is made piece by piece. Faults: Busy.
func Slot(r *http.Request) (free func(), err error) {
	if enter := stateOf(r.Context()).slot; enter != nil {
		return enter()
	}
	return func() {}, nil
}

// slot frees the place of a request when its answer begins.
type slot struct {
	http.ResponseWriter
	free func()
}

func (t *slot) WriteHeader(status int) {
	if status >= 200 {
		t.free()
	}
	t.ResponseWriter.WriteHeader(status)
}

func (t *slot) Write(b []byte) (int, error) {
	t.free()
	return t.ResponseWriter.Write(b)
}

// Flush lets streaming answers through.
func (t *slot) Flush() {
	if f, ok := t.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

// Unwrap serves http.ResponseController.
func (t *slot) Unwrap() http.ResponseWriter { return t.ResponseWriter }
