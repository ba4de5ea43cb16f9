package replica

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"honglinh/catalog/store"
	"honglinh/datasets/files"
)

// source publishes what a test sets.
type source struct {
	mu      sync.Mutex // of p
	p       *Publication
	changed chan struct{}
	copies  fstest.MapFS
}

func (s *source) Publication(context.Context) (*Publication, <-chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.p, s.changed, nil
}
func (s *source) Part(sum string) ([]byte, bool)             { return []byte("part"), sum == Sum([]byte("part")) }
func (s *source) Copy(context.Context, string, string) fs.FS { return s.copies }
func (s *source) Files() files.Store                         { return nil }
func (s *source) Rows(_ context.Context, since int64, _ int) ([]store.Row, error) {
	var out []store.Row
	for _, v := range someRows() {
		if v.Seq > since {
			out = append(out, v)
		}
	}
	return out, nil
}

// serve hands a source over, through what stands between.
func serve(t *testing.T, s *source, between func(http.Handler) http.Handler) *Client {
	t.Helper()
	h := NewHandler(s, "mã", slog.New(slog.DiscardHandler))
	if between != nil {
		h = between(h)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := NewClient(server.URL, "mã")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhatIsPublishedIsHandedOver(t *testing.T) {
	s := &source{p: &Publication{Format: Format, Catalogue: "c", Mark: Mark{Seq: 9, ID: "place/c"}}, changed: make(chan struct{})}
	c := serve(t, s, nil)
	got, err := c.Publication(t.Context(), "", 0)
	if err != nil || got == nil || got.Tag() != s.p.Tag() {
		t.Fatalf("got %+v, %v", got, err)
	}
	if again, err := c.Publication(t.Context(), got.Tag(), 0); err != nil || again != nil {
		t.Errorf("what is had already comes again: %+v, %v", again, err)
	}
	before := s.p.Tag()
	go func() {
		time.Sleep(20 * time.Millisecond)
		s.mu.Lock()
		s.p = &Publication{Format: Format, Catalogue: "c", Mark: Mark{Seq: 10}}
		s.mu.Unlock()
		close(s.changed)
	}()
	if next, err := c.Publication(t.Context(), before, 5*time.Second); err != nil || next == nil || next.Mark.Seq != 10 {
		t.Errorf("what is waited for: %+v, %v", next, err)
	}
	if rows, err := c.Rows(t.Context(), 7); err != nil || len(rows) != 2 || rows[0].Seq != 8 {
		t.Errorf("rows %+v, %v", rows, err)
	}
	if m, ok, err := c.Mark(t.Context(), 8); err != nil || !ok || m.ID != "place/b" {
		t.Errorf("mark %+v, %v, %v", m, ok, err)
	}
	if _, ok, err := c.Mark(t.Context(), 10); err != nil || ok {
		t.Errorf("a mark where there is no change: %v, %v", ok, err)
	}
	if b, err := c.Part(t.Context(), Sum([]byte("part"))); err != nil || string(b) != "part" {
		t.Errorf("part %q, %v", b, err)
	}
	if _, err := c.Part(t.Context(), Sum([]byte("other"))); !errors.Is(err, ErrGone) {
		t.Errorf("a part that is no more: %v", err)
	}
}

func TestAnotherFormatIsRefusedByName(t *testing.T) {
	for format, who := range map[int]string{Format + 1: "bring this reader up to date", Format - 1: "bring the writer up to date"} {
		c := serve(t, &source{p: &Publication{Format: format, Version: "9.9"}}, nil)
		_, err := c.Publication(t.Context(), "", 0)
		if other := (*FormatError)(nil); !errors.As(err, &other) || !strings.Contains(err.Error(), who) || !strings.Contains(err.Error(), "9.9") {
			t.Errorf("format %d: %v, want %q", format, err, who)
		}
	}
}

func TestOnlyWhoHasTheTokenIsAnswered(t *testing.T) {
	c := serve(t, &source{p: &Publication{Format: Format}}, nil)
	c.token = "another"
	if _, err := c.Publication(t.Context(), "", 0); err == nil || !strings.Contains(err.Error(), "--replica-token") {
		t.Errorf("got %v", err)
	}
	for _, address := range []string{"", "host:9080", "ftp://host", "http://host/path"} {
		if _, err := NewClient(address, "mã"); err == nil {
			t.Errorf("%q is taken for an address", address)
		}
	}
}

// cutting cuts the first answers of files after some bytes.
func cutting(times int32, after int) func(http.Handler) http.Handler {
	var left atomic.Int32
	left.Store(times)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, ".csv") && left.Add(-1) >= 0 {
				r.Header.Del("Accept-Encoding")
				w = &cutAfter{w, after}
			}
			next.ServeHTTP(w, r)
		})
	}
}

type cutAfter struct {
	http.ResponseWriter
	left int
}

func (c *cutAfter) Write(b []byte) (int, error) {
	if len(b) > c.left {
		_, _ = c.ResponseWriter.Write(b[:c.left])
		_ = http.NewResponseController(c.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	c.left -= len(b)
	return c.ResponseWriter.Write(b)
}

func TestAFileThatBrokeOffGoesOnWhereItEnded(t *testing.T) {
	content := strings.Repeat("Chùa Thiên Tượng,18118\r\n", 4000)
	s := &source{copies: fstest.MapFS{"datapackage.json": {Data: []byte("{}")}, "bảng/a b.csv": {Data: []byte(content)}}}
	c := serve(t, s, cutting(2, 30_000))
	dir := t.TempDir()
	failed := 0
	for ; c.Copy(t.Context(), "cho", "0123", dir) != nil; failed++ {
		if failed > 2 {
			t.Fatal("it never comes to its end")
		}
		if info, err := os.Stat(filepath.Join(dir, "bảng", "a b.csv.partial")); err != nil || info.Size() != int64(30_000*(failed+1)) {
			t.Errorf("after %d failures: %v, %v", failed+1, info, err)
		}
	}
	got, err := os.ReadFile(filepath.Join(dir, "bảng", "a b.csv"))
	if err != nil || string(got) != content || failed != 2 {
		t.Errorf("%d bytes of %d after %d failures, %v", len(got), len(content), failed, err)
	}
}

func TestAWriterNamesNoFileOutsideOfTheCopy(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"name":"../../outside","size":3}]`))
	}))
	defer server.Close()
	c, err := NewClient(server.URL, "mã")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "in")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := c.Copy(t.Context(), "cho", "0123", dir); err == nil {
		t.Error("a name outside is taken")
	}
	if list, _ := os.ReadDir(filepath.Dir(dir)); len(list) != 1 {
		t.Errorf("there are %v", list)
	}
}
