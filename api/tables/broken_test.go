package tables

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/datasets/table"
)

// raw gets an answer as the wire has it: nothing is decompressed.
func raw(t *testing.T, server *httptest.Server, target, coding string) (*http.Response, []byte, error) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, server.URL+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", coding)
	answer, err := server.Client().Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer, body, err
}

func TestAFileThatIsCutShortNeverLooksWhole(t *testing.T) {
	s := newStand(t)
	s.grow(20_000)
	var cut string // is cut when the first bytes of it are sent
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.handler.ServeHTTP(&cutter{w, func() {
			if cut != "" {
				if err := os.Truncate(cut, 1); err != nil {
					t.Error(err)
				}
			}
		}}, r)
	}))
	defer server.Close()
	for _, form := range []string{"csv", "json", "jsonl", "xlsx", "parquet", "geojson"} {
		for _, coding := range []string{"identity", "gzip", "zstd"} {
			t.Run(form+" "+coding, func(t *testing.T) {
				target := cum + "/exports/" + form
				answer, body, err := raw(t, server, target, coding)
				if err != nil || answer.StatusCode != http.StatusOK {
					t.Fatal(answer, err)
				}
				text := form != "xlsx" && form != "parquet" // these are compressed already
				if got := answer.Header.Get("Content-Encoding"); text && coding != "identity" && got != coding {
					t.Fatalf("coded %q", got)
				}
				f := s.spooled(t)
				cut = f.name
				_, short, err := raw(t, server, target, coding)
				if cut = ""; err == nil {
					t.Errorf("%d of %d bytes came and looked whole", len(short), len(body))
				}
				if _, again, err := raw(t, server, target, coding); err != nil || len(again) < len(body)*9/10 {
					t.Errorf("the next reader got %d of %d bytes and %v", len(again), len(body), err)
				}
				s.face.spool.mu.Lock()
				clear(s.face.spool.files)
				s.face.spool.mu.Unlock()
			})
		}
	}
}

// cutter calls cut before the first byte of an answer's body is sent.
type cutter struct {
	http.ResponseWriter
	cut func()
}

func (c *cutter) Write(b []byte) (int, error) {
	c.cut()
	return c.ResponseWriter.Write(b)
}

// spooled is the one file that is kept.
func (s *stand) spooled(t *testing.T) *spooled {
	t.Helper()
	s.face.spool.mu.Lock()
	defer s.face.spool.mu.Unlock()
	if len(s.face.spool.files) != 1 {
		t.Fatalf("%d files are kept", len(s.face.spool.files))
	}
	for _, f := range s.face.spool.files {
		return f
	}
	return nil
}

func TestAFaultInTheMiddleOfTheRowsIsNoFile(t *testing.T) {
	s := newStand(t)
	s.grow(150_000) // more than one row group
	old := s.state().Number
	s.grow(10)
	s.grow(11) // the old version is read from Parquet now
	file := filepath.Join(filepath.Dir(s.engine.Scratch()), "khu", "cum", old+".parquet")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(b) * 9 / 10; i < len(b)*95/100; i++ { // in the last row group, before the footer
		b[i] = 0
	}
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.handler)
	defer server.Close()
	for _, form := range []string{"csv", "json", "xlsx", "parquet"} {
		for _, coding := range []string{"identity", "gzip", "zstd"} {
			answer, body, err := raw(t, server, cum+"/exports/"+form+"?version="+old, coding)
			if err == nil && (answer.StatusCode < 400 || !strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") || answer.Header.Get("ETag") != "" || answer.Header.Get("Content-Disposition") != "") {
				t.Errorf("%s %s: %d %v, %d bytes", form, coding, answer.StatusCode, answer.Header, len(body))
			}
		}
	}
	for _, form := range []string{"csv", "json", "atom"} { // these have no file to be written to first
		answer, body, err := raw(t, server, cum+"/diff?format="+form+"&from="+old, "gzip")
		if err == nil && answer.StatusCode < 400 {
			t.Errorf("diff as %s: %d, %d bytes", form, answer.StatusCode, len(body))
		}
	}
	if _, err := s.engine.State(table.Ref{Dataset: "khu", Table: "cum"}); err != nil {
		t.Error(err)
	}
}

func TestARangeIsOfThePlainBytesAndOfOneState(t *testing.T) {
	s := newStand(t)
	s.grow(2_000)
	server := httptest.NewServer(s.handler)
	defer server.Close()
	_, plain, err := raw(t, server, cum+"/exports/csv", "identity")
	if err != nil {
		t.Fatal(err)
	}
	packed, _, err := raw(t, server, cum+"/exports/csv", "gzip")
	if err != nil || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal(packed.Header, err)
	}
	tag := packed.Header.Get("ETag")
	for _, tc := range []struct {
		name, cond string
		status     int
	}{{"without condition", "", 206}, {"the tag of the compressed answer", tag, 206}, {"another state", `"old"`, 200}} {
		r, err := http.NewRequest(http.MethodGet, server.URL+cum+"/exports/csv", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip, zstd")
		r.Header.Set("Range", "bytes=100-199")
		if tc.cond != "" {
			r.Header.Set("If-Range", tc.cond)
		}
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != tc.status {
			t.Errorf("%s: %d %v", tc.name, answer.StatusCode, err)
		}
		if coding := answer.Header.Get("Content-Encoding"); answer.StatusCode == 206 && (string(body) != string(plain[100:200]) || coding != "" && coding != "identity") {
			t.Errorf("%s: coded %q, %q", tc.name, coding, body)
		}
		if answer.StatusCode == 200 && answer.Header.Get("Content-Encoding") == "identity" && string(body) != string(plain) {
			t.Errorf("%s: %d bytes, want all %d", tc.name, len(body), len(plain))
		}
	}
}
