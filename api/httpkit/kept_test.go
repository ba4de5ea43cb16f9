package httpkit

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// counted is a kit that keeps answers, over a handler that numbers its own.
func counted(o Options, answer func(w http.ResponseWriter, r *http.Request, n int64)) http.Handler {
	var made atomic.Int64
	o.Kept = NewKept(1<<20, o.Now)
	k := New(o)
	return k.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r, made.Add(1)) }))
}

func get(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestOnlyWhatEverybodyMayHaveIsKept asks twice and tells by the number in the answer
// whether the second was made anew.
func TestOnlyWhatEverybodyMayHaveIsKept(t *testing.T) {
	public := http.Header{"Cache-Control": {CacheRevalidate}}
	with := func(more ...string) http.Header {
		h := public.Clone()
		for i := 0; i < len(more); i += 2 {
			h.Set(more[i], more[i+1])
		}
		return h
	}
	for name, tt := range map[string]struct {
		method, target string
		asked          []string
		answer         http.Header
		status         int
		passing, kept  bool
	}{
		"a public answer":                        {answer: public, kept: true},
		"one with a language":                    {answer: with("Vary", "Accept-Language"), kept: true},
		"one that says nothing of caches":        {answer: http.Header{}},
		"one for one reader":                     {answer: with("Cache-Control", CacheNever)},
		"one that is private":                    {answer: with("Cache-Control", "private, max-age=60")},
		"one with a cookie":                      {answer: with("Set-Cookie", "session=secret")},
		"one that differs by cookie":             {answer: with("Vary", "Cookie")},
		"one that differs by credentials":        {answer: with("Vary", "Accept, Authorization")},
		"one that differs by everything":         {answer: with("Vary", "*")},
		"a download":                             {answer: with("Content-Disposition", "attachment")},
		"one of this moment":                     {answer: public, passing: true},
		"a fault":                                {answer: public, status: 404},
		"to who sends a cookie":                  {answer: public, asked: []string{"Cookie", "session=secret"}},
		"to who sends a token":                   {answer: public, asked: []string{"Authorization", "Bearer secret"}},
		"a range":                                {answer: public, asked: []string{"Range", "bytes=0-1"}},
		"to a form":                              {answer: public, method: "POST"},
		"at a closed address, whatever it says":  {answer: public, target: "/desk/vi/"},
		"for an address longer than is sensible": {answer: public, target: "/?q=" + fmt.Sprintf("%02000d", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			closed := &Closed{Holds: func(path string) bool { return path == "/desk/vi/" }}
			h := counted(Options{Closed: closed}, func(w http.ResponseWriter, r *http.Request, n int64) {
				for k, v := range tt.answer {
					w.Header()[k] = v
				}
				if tt.passing {
					Passing(r)
				}
				w.WriteHeader(max(200, tt.status))
				fmt.Fprint(w, n)
			})
			method, target := tt.method, tt.target
			if method == "" {
				method = "GET"
			}
			if target == "" {
				target = "/"
			}
			get(h, method, target, tt.asked...)
			again := get(h, method, target, tt.asked...)
			if kept := again.Body.String() == "1"; kept != tt.kept {
				t.Errorf("kept: %v, want %v", kept, tt.kept)
			}
			if len(tt.asked) > 0 { // nor may what others got reach them, or theirs others
				get(h, method, target)
				if w := get(h, method, target, tt.asked...); w.Body.String() != "4" {
					t.Errorf("who sends %s gets answer %s", tt.asked[0], w.Body)
				}
			}
		})
	}
}

func TestAReadyAnswerIsTheAnswer(t *testing.T) {
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	body := make([]byte, 3000)
	h := counted(Options{CORS: true, Now: func() time.Time { return now }}, func(w http.ResponseWriter, r *http.Request, n int64) {
		AddVary(w.Header(), "Accept-Language")
		w.Header().Set("Content-Language", string(Lang(r)))
		_ = WriteBytes(w, r, "text/plain", fmt.Append(body, Lang(r), n), Validator{})
	})
	first := get(h, "GET", "/x", "Accept-Encoding", "gzip")
	again := get(h, "GET", "/x", "Accept-Encoding", "gzip", "Origin", "https://y.example")
	if again.Body.String() != first.Body.String() || again.Header().Get("ETag") != first.Header().Get("ETag") || again.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("another answer: %v, want %v", again.Header(), first.Header())
	}
	if again.Header().Get("X-Request-Id") == first.Header().Get("X-Request-Id") || again.Header().Get("Access-Control-Expose-Headers") == "" {
		t.Errorf("headers of another request: %v", again.Header())
	}
	etag := first.Header().Get("ETag")
	if w := get(h, "GET", "/x", "Accept-Encoding", "gzip", "If-None-Match", etag); w.Code != 304 || w.Body.Len() > 0 || w.Header().Get("ETag") != etag {
		t.Errorf("%d %v to who has it", w.Code, w.Header())
	}
	if w := get(h, "HEAD", "/x", "Accept-Encoding", "gzip"); w.Code != 200 || w.Body.Len() > 0 || w.Header().Get("ETag") != etag {
		t.Errorf("HEAD: %d %v", w.Code, w.Header())
	}
	for name, other := range map[string][]string{"another coding": {"Accept-Encoding", "br"}, "none": {}, "another language": {"Accept-Encoding", "gzip", "Accept-Language", "en"}} {
		if w := get(h, "GET", "/x", other...); w.Header().Get("ETag") == etag {
			t.Errorf("%s gets the same bytes", name)
		}
	}
	now = now.Add(keptFor + time.Second)
	if w := get(h, "GET", "/x", "Accept-Encoding", "gzip"); w.Header().Get("ETag") == etag {
		t.Error("an answer is kept for ever")
	}
}

func TestWhatIsKeptIsBounded(t *testing.T) {
	k := NewKept(100<<10, nil)
	for i := range 1000 {
		r := httptest.NewRequest("GET", fmt.Sprintf("/%d", i), nil)
		k.add(r, &answer{made: time.Now(), header: http.Header{"Cache-Control": {CacheRevalidate}}, body: make([]byte, 4000)})
	}
	k.answers.CleanUp()
	if got := k.answers.WeightedSize(); got > 100<<10 {
		t.Errorf("%d bytes are kept", got)
	}
}
