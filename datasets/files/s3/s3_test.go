package s3_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"honglinh/datasets/files"
	"honglinh/datasets/files/filestest"
	"honglinh/datasets/files/s3"
	"honglinh/datasets/files/s3test"
)

// part is the least size of a part that S3 allows.
const part = 5 << 20

// open opens a prefix of the server's bucket.
func open(t testing.TB, endpoint string, o s3.Options) *s3.Store {
	t.Helper()
	at, err := s3.Parse("s3://danh-muc/hong-linh?region=us-east-1&endpoint=" + endpoint)
	if err != nil {
		t.Fatal(err)
	}
	o.Scratch, o.PartSize = t.TempDir(), part
	s, err := s3.Open(t.Context(), at, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestS3(t *testing.T) {
	filestest.Run(t, func(t testing.TB) files.Store { return open(t, s3test.Serve(t.(*testing.T), nil), s3.Options{}) })
}

// gateway is the program versitygw, which serves a folder as S3.
const gateway = "HONGLINH_VERSITYGW"

func TestS3OfVersitygw(t *testing.T) {
	program := os.Getenv(gateway)
	if program == "" {
		t.Skip(gateway + " names no program; `make conformance` builds it")
	}
	filestest.Run(t, func(t testing.TB) files.Store { return open(t, serveFolder(t.(*testing.T), program), s3.Options{}) })
}

// serveFolder starts the gateway before an empty bucket.
func serveFolder(t *testing.T, program string) (endpoint string) {
	t.Helper()
	s3test.Keys(t)
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/danh-muc", 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd := exec.Command(program, "--port", addr, "--access", "tester", "--secret", "tester-secret", "posix", dir)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for range 200 {
		if c, err := net.Dial("tcp", addr); err == nil {
			return "http://" + addr + map[bool]string{true: ""}[c.Close() == nil]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s does not listen: %s", program, said.String())
	return ""
}

func TestAnAddressSaysWhereTheBucketIs(t *testing.T) {
	s3test.Keys(t)
	for address, want := range map[string]s3.Address{
		"s3://b":                        {Bucket: "b", Endpoint: "https://s3.amazonaws.com"},
		"s3://b/?region=ap-southeast-1": {Bucket: "b", Endpoint: "https://s3.ap-southeast-1.amazonaws.com", Region: "ap-southeast-1"},
		"s3://b/ha-tinh/x/?endpoint=http://10.0.0.1:90": {Bucket: "b", Prefix: "ha-tinh/x/", Endpoint: "http://10.0.0.1:90"},
	} {
		if got, err := s3.Parse(address); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", address, got, err)
		}
	}
	for address, want := range map[string]string{
		"s3:///x":                       "names no bucket",
		"s3://b:80":                     "names no bucket",
		"s3://key:secret@b":             "AWS_SECRET_ACCESS_KEY",
		"s3://b/../x":                   "no path",
		"s3://b?endpoint=10.0.0.1":      "no http(s)://host:port",
		"s3://b?endpoint=https://x/y":   "no http(s)://host:port",
		"s3://b?regoin=x":               `unknown parameter "regoin"`,
		"http://b/x":                    "no address of S3",
		"s3://b?endpoint=https://a:b@x": "no http(s)://host:port",
	} {
		if _, err := s3.Parse(address); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret@") {
			t.Errorf("%s: got %v, want %q", address, err, want)
		}
	}
}

func TestABucketThatIsNotThereIsSaid(t *testing.T) {
	at, err := s3.Parse("s3://khac?region=us-east-1&endpoint=" + s3test.Serve(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s3.Open(t.Context(), at, s3.Options{}); err == nil || !strings.Contains(err.Error(), `there is no bucket "khac"`) {
		t.Errorf("got %v", err)
	}
}

// big is content of three parts.
func big() []byte { return bytes.Repeat([]byte("Hồng Lĩnh, "), 12<<20/13) }

// weather is what happens to requests before the server has them.
type weather struct {
	http.Handler
	asked atomic.Int32
	bad   atomic.Pointer[bad]
}

// bad decides by number, from 1, and request whether it answers in the server's place.
type bad func(n int32, w http.ResponseWriter, r *http.Request, next http.Handler) bool

// turns changes the weather; a request that is under way may still meet the one before.
func (h *weather) turns(b bad) { h.bad.Store(&b) }

// ServeHTTP implements http.Handler.
func (h *weather) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if b := h.bad.Load(); b == nil || *b == nil || !(*b)(h.asked.Add(1), w, r, h.Handler) {
		h.Handler.ServeHTTP(w, r)
	}
}

// under opens a store in good weather, which the caller may change.
func under(t *testing.T, o s3.Options) (*s3.Store, *weather) {
	t.Helper()
	var h weather
	s := open(t, s3test.Serve(t, func(next http.Handler) http.Handler { h.Handler = next; return &h }), o)
	return s, &h
}

// answer answers with a fault of S3.
func answer(w http.ResponseWriter, status int, code string) bool {
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `<Error><Code>%s</Code><Message>%s</Message></Error>`, code, code)
	return true
}

func TestAServerThatIsBusyForAWhileIsAskedAgain(t *testing.T) {
	s, h := under(t, s3.Options{})
	h.turns(func(n int32, w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		return n%2 == 1 && answer(w, http.StatusServiceUnavailable, "SlowDown")
	})
	content := big()
	if _, err := s.Put(t.Context(), "x", bytes.NewReader(content), files.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, s, "x"); !bytes.Equal(got, content) {
		t.Errorf("got %d bytes of %d", len(got), len(content))
	}
}

func read(t *testing.T, s files.Store, name string) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), name, 0, files.Rest)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// cut answers the first half and ends the connection.
func cut(w http.ResponseWriter, r *http.Request, next http.Handler) bool {
	rec := httptest.NewRecorder()
	next.ServeHTTP(rec, r)
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Length", fmt.Sprint(rec.Body.Len()))
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func TestAnAnswerThatIsCutOffIsGoneOnWith(t *testing.T) {
	s, h := under(t, s3.Options{})
	content := big()
	if _, err := s.Put(t.Context(), "x", bytes.NewReader(content), files.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	var left atomic.Int32
	left.Store(3)
	h.turns(func(_ int32, w http.ResponseWriter, r *http.Request, next http.Handler) bool {
		return r.Method == http.MethodGet && left.Add(-1) >= 0 && cut(w, r, next)
	})
	if got := read(t, s, "x"); !bytes.Equal(got, content) {
		t.Errorf("got %d bytes of %d", len(got), len(content))
	}
	if left.Load() >= 0 {
		t.Error("nothing was cut off")
	}
}

func TestAContentThatWasReplacedIsNotMixedWithTheNew(t *testing.T) {
	s, h := under(t, s3.Options{})
	if _, err := s.Put(t.Context(), "x", bytes.NewReader(big()), files.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	var once atomic.Bool
	h.turns(func(_ int32, w http.ResponseWriter, r *http.Request, next http.Handler) bool {
		return r.Method == http.MethodGet && once.CompareAndSwap(false, true) && cut(w, r, next)
	})
	r, err := s.Open(t.Context(), "x", 0, files.Rest)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := s.Put(t.Context(), "x", bytes.NewReader(bytes.ToUpper(big())), files.PutOptions{Replace: true}); err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); err == nil || !strings.Contains(err.Error(), "not to be gone on with") {
		t.Errorf("got %d bytes, %v", len(b), err)
	}
}

func TestFaultsOfTheServerLeaveNothingBehindAndAreTold(t *testing.T) {
	puts := func(r *http.Request) bool { return r.Method == http.MethodPut || r.Method == http.MethodPost }
	tests := []struct {
		name string
		size int
		bad  func(n int32, w http.ResponseWriter, r *http.Request, next http.Handler) bool
		want string
	}{
		{"it is full", 1000, func(_ int32, w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
			return puts(r) && answer(w, http.StatusInsufficientStorage, "XMinioStorageFull")
		}, "XMinioStorageFull"},
		{"it gets full in the middle of a file", len(big()), func(_ int32, w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
			return puts(r) && r.URL.Query().Get("partNumber") == "2" && answer(w, http.StatusInsufficientStorage, "XMinioStorageFull")
		}, "XMinioStorageFull"},
		{"it refuses", 1000, func(_ int32, w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
			return puts(r) && answer(w, http.StatusForbidden, "AccessDenied")
		}, "AccessDenied"},
		{"it ends each connection", 1000, func(_ int32, _ http.ResponseWriter, r *http.Request, _ http.Handler) bool {
			if puts(r) {
				panic(http.ErrAbortHandler)
			}
			return false
		}, "onnection"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, h := under(t, s3.Options{Retries: 2})
			if _, err := s.Put(t.Context(), "x", strings.NewReader("before"), files.PutOptions{}); err != nil {
				t.Fatal(err)
			}
			h.turns(tt.bad)
			for name, o := range map[string]files.PutOptions{"x": {Replace: true}, "new": {}} {
				if _, err := s.Put(t.Context(), name, bytes.NewReader(big()[:tt.size]), o); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), name) {
					t.Errorf("%s: got %v, want %s", name, err, tt.want)
				}
			}
			h.turns(nil)
			if got := read(t, s, "x"); string(got) != "before" {
				t.Errorf("what was there became %.20q", got)
			}
			if _, err := s.Stat(t.Context(), "new"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("left behind: %v", err)
			}
		})
	}
}

func TestAServerThatIsAwayIsSaidInTime(t *testing.T) {
	srv := httptest.NewServer(nil)
	endpoint := srv.URL
	srv.Close()
	s3test.Keys(t)
	at, err := s3.Parse("s3://danh-muc?region=us-east-1&endpoint=" + endpoint)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := s3.Open(t.Context(), at, s3.Options{Retries: 3}); err == nil || !strings.Contains(err.Error(), "connection refused") || !strings.Contains(err.Error(), endpoint) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("that took %v", took)
	}
}

func TestASlowServerIsWaitedForAndLeftWhenTheContextEnds(t *testing.T) {
	s, h := under(t, s3.Options{})
	h.turns(func(n int32, w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		if n > 2 { // those of the two below
			return false
		}
		select {
		case <-time.After(5 * time.Second):
		case <-r.Context().Done():
		}
		return false
	})
	done := make(chan error, 1)
	go func() {
		_, err := s.Put(t.Context(), "slow", strings.NewReader("x"), files.PutOptions{Replace: true})
		done <- err
	}()
	brief, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	began := time.Now()
	if _, err := s.Stat(brief, "x"); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 3*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}
