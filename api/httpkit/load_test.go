package httpkit

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// TestAFullClassRefusesAtOnceAndHoldsUpNoOther fills the places and the queue of exports.
func TestAFullClassRefusesAtOnceAndHoldsUpNoOther(t *testing.T) {
	l := NewLoad(2)
	k := New(Options{Limits: Limits{Load: l}})
	begun, end := make(chan bool, 100), make(chan bool)
	h := k.Admit(Export, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun <- true
		<-end
	}))
	var done sync.WaitGroup
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		return w
	}
	q := l.queues[Export]
	for range cap(q.places) + int(q.most) {
		done.Go(func() { ask() })
	}
	<-begun
	for q.waiting.Load() < q.most {
		time.Sleep(time.Millisecond)
	}
	if w := ask(); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("the queue is full: %d %v", w.Code, w.Header())
	}
	for _, c := range []Class{Page, Light, Table, Asset, Desk} {
		free, err := l.enter(t.Context(), c)
		if err != nil {
			t.Errorf("%s: %v", c, err)
			continue
		}
		free()
	}
	close(end)
	done.Wait()
	if w := ask(); w.Code != 200 {
		t.Errorf("after the rush: %d", w.Code)
	}
}

func TestWhatWouldWaitForTooLongIsRefused(t *testing.T) {
	l := NewLoad(1)
	q := l.queues[Page]
	q.took.Store(int64(time.Second))
	for range cap(q.places) {
		q.places <- struct{}{}
	}
	var waiting sync.WaitGroup
	for range few * cap(q.places) {
		waiting.Go(func() {
			free, err := l.enter(t.Context(), Page)
			if err != nil {
				t.Errorf("one of a few is refused: %v", err)
				return
			}
			free()
		})
	}
	for q.waiting.Load() < few {
		time.Sleep(time.Millisecond)
	}
	if _, err := l.enter(t.Context(), Page); err == nil {
		t.Error("who would wait for seconds waits")
	}
	<-q.places
	waiting.Wait()
	for range cap(q.places) {
		q.places <- struct{}{}
	}
	q.took.Store(int64(time.Millisecond))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.enter(ctx, Page); err != context.Canceled {
		t.Errorf("who has gone waits: %v", err)
	}
}

// TestAPlaceIsFreeOnceTheAnswerBegins holds that slow readers and senders hold up nobody.
func TestAPlaceIsFreeOnceTheAnswerBegins(t *testing.T) {
	l := NewLoad(1)
	k := New(Options{Limits: Limits{Load: l}})
	h := k.Admit(Export, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := len(l.queues[Export].places); n != 1 {
			t.Errorf("%d places are taken before the answer", n)
		}
		b, err := io.ReadAll(r.Body)
		if err != nil || string(b) != "body" {
			t.Errorf("body %q, %v", b, err)
		}
		_, _ = w.Write(b)
		if n := len(l.queues[Export].places); n != 0 {
			t.Errorf("%d places are taken while the answer is sent", n)
		}
		free, err := Slot(r)
		if err != nil || len(l.queues[Export].places) != 1 {
			t.Errorf("a slot takes no place: %v", err)
		}
		free()
	}))
	r := httptest.NewRequest("POST", "/", readNow(func() {
		if n := len(l.queues[Export].places); n != 0 {
			t.Errorf("%d places are taken while the body comes", n)
		}
	}))
	r = r.WithContext(context.WithValue(r.Context(), stateKey{}, &state{}))
	h.ServeHTTP(httptest.NewRecorder(), r)
}

// readNow is a body that tells when it is read.
func readNow(told func()) io.Reader {
	rest := bytes.NewReader([]byte("body"))
	return readerFunc(func(b []byte) (int, error) { told(); return rest.Read(b) })
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func TestAnswersCostWhatTheirClassSays(t *testing.T) {
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		class Class
		rows  int64
		left  string
	}{
		"a page":                {Page, 0, "99"},
		"a suggestion":          {Light, 0, "99"},
		"a file":                {Asset, 0, "99"},
		"an export":             {Export, 0, "95"},
		"an export of rows":     {Export, 20_000, "75"},
		"of more than there is": {Export, 1 << 40, "95"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := NewLimiter(LimiterOptions{Anonymous: Rate{PerMinute: 60, Burst: 100}, Now: func() time.Time { return now }})
			if err != nil {
				t.Fatal(err)
			}
			k := New(Options{Limits: Limits{Limiter: l}})
			h := k.Wrap(k.Admit(tt.class, k.Handle(func(w http.ResponseWriter, r *http.Request) error {
				if err := Rows(r, tt.rows); err != nil {
					return err
				}
				w.WriteHeader(http.StatusNoContent)
				return nil
			})))
			w := get(h, "GET", "/")
			if got := w.Header().Get("RateLimit-Remaining"); got != tt.left || tt.rows > 1<<30 != (w.Code == 429) {
				t.Errorf("%d, %s left, want %s", w.Code, got, tt.left)
			}
		})
	}
}
