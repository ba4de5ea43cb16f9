package httpkit

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestLimits(t *testing.T) {
	tests := []struct {
		name string
		req  *http.Request
		want int
	}{
		{"a long address fits", httptest.NewRequest("GET", "/?q="+strings.Repeat("a", 15<<10), nil), 200},
		{"an overlong address is refused", httptest.NewRequest("GET", "/?q="+strings.Repeat("a", 17<<10), nil), 414},
		{"POST takes a body", httptest.NewRequest("POST", "/", strings.NewReader("x")), 200},
		{"a large body is refused unread", httptest.NewRequest("POST", "/", bytes.NewReader(make([]byte, DefaultBody+1))), 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := serve(newKit(t, nil), page, tt.req)
			if w.Code != tt.want {
				t.Errorf("got %d, want %d: %.300s", w.Code, tt.want, w.Body)
			}
			if w.Body.Len() > 4000 {
				t.Errorf("answer of %d bytes", w.Body.Len())
			}
		})
	}
}

func TestABodyWhereTheMethodTakesNoneIsRefusedAfterTheMatch(t *testing.T) {
	k := newKit(t, nil)
	router := k.NewRouter()
	router.Handle("/read", k.Handle(page)).Methods("GET")
	router.Handle("/send", k.Handle(page)).Methods("POST")
	for target, want := range map[string]int{"/read": 413, "/send": 405, "/nowhere": 404} {
		w := httptest.NewRecorder()
		k.Wrap(router).ServeHTTP(w, httptest.NewRequest("GET", target, strings.NewReader("x")))
		if w.Code != want {
			t.Errorf("GET %s with a body: %d, want %d", target, w.Code, want)
		}
	}
}

func TestABodyWithoutLengthIsCutAtTheLimit(t *testing.T) {
	r := httptest.NewRequest("POST", "/", io.MultiReader(bytes.NewReader(make([]byte, DefaultBody+1))))
	r.ContentLength = -1
	w := serve(newKit(t, nil), func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.ReadAll(r.Body)
		return err
	}, r)
	if w.Code != 413 {
		t.Errorf("got %d", w.Code)
	}
}

func TestRequestIDs(t *testing.T) {
	tests := []struct {
		name, in string
		kept     bool
	}{
		{"a UUID is kept", "018f4e9a-7c1e-7d2a-9a44-1f6f0c7a5b11", true},
		{"none is drawn", "", false},
		{"too short to be unique", "1234", false},
		{"a line break would forge a log line", "12345678\nforged", false},
		{"too long", strings.Repeat("a", 65), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header["X-Request-Id"] = []string{tt.in}
			got := serve(newKit(t, nil), page, r).Header().Get("X-Request-Id")
			if (got == tt.in) != tt.kept || !saneID(got) {
				t.Errorf("in %q, out %q", tt.in, got)
			}
		})
	}
}

func TestSlowStreamsOutliveTheServersWriteTimeout(t *testing.T) {
	k := newKit(t, nil)
	slow := func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Content-Type", "text/csv")
		for range 4 {
			if _, err := io.WriteString(w, strings.Repeat("a,b\n", 1000)); err != nil {
				return err
			}
			w.(http.Flusher).Flush()
			time.Sleep(100 * time.Millisecond)
		}
		return nil
	}
	router := k.NewRouter()
	k.Mount(router, []Route{{Name: "stream", Path: "/stream", Handle: slow, Timeout: time.Minute}, {Name: "short", Path: "/short", Handle: slow}})
	srv := httptest.NewUnstartedServer(k.Wrap(router))
	srv.Config.WriteTimeout = 150 * time.Millisecond
	srv.Start()
	defer srv.Close()
	for path, whole := range map[string]bool{"/stream": true, "/short": false} {
		resp, err := http.Get(srv.URL + path) // the client asks for gzip by itself
		var b []byte
		if err == nil {
			b, err = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
		if (err == nil && len(b) == 16000) != whole {
			t.Errorf("%s: %d bytes, %v", path, len(b), err)
		}
	}
}

func TestARouteThatTakesTooLongIsBusyWhateverTheDriverSays(t *testing.T) {
	k := New(Options{Timeout: 10 * time.Millisecond})
	router := k.NewRouter()
	k.Mount(router, []Route{{Name: "slow", Path: "/slow", Handle: func(_ http.ResponseWriter, r *http.Request) error {
		<-r.Context().Done()
		return errors.New("interrupted (9)")
	}}})
	w := httptest.NewRecorder()
	k.Wrap(router).ServeHTTP(w, httptest.NewRequest("GET", "/slow", nil))
	if w.Code != 503 || w.Header().Get("Retry-After") != "5" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestTheServerBoundsHeaders(t *testing.T) {
	k := newKit(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := Server("", k.Wrap(k.Handle(page)), slog.New(slog.DiscardHandler))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(listener) }()
	defer func() {
		srv.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}()
	for size, want := range map[int]int{1 << 10: 200, 15 << 10: 200, 20 << 10: 414, 100 << 10: 431} {
		resp, err := http.Get("http://" + listener.Addr().String() + "/?q=" + strings.Repeat("a", size))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("address of %d bytes: %d, want %d", size, resp.StatusCode, want)
		}
	}
}
