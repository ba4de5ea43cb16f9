package opensearch

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

// taken are the requests that a stand-in for a node was sent.
type taken struct {
	mu     sync.Mutex
	bodies [][]string // the lines of each
}

// busyNode takes bulk requests, and refuses as told: whole ones by number, single operations by id.
func busyNode(t *testing.T, refuse func(request int) bool, busy func(request int, id string) bool) (*client, *taken) {
	t.Helper()
	got := &taken{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
		got.mu.Lock()
		n := len(got.bodies)
		got.bodies = append(got.bodies, lines)
		got.mu.Unlock()
		if refuse(n) {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		var items list
		errs := false
		for i := 0; i < len(lines); i += 2 {
			var op struct {
				Index struct {
					ID string `json:"_id"`
				}
			}
			if err := json.Unmarshal([]byte(lines[i]), &op); err != nil {
				t.Error(err)
			}
			item := object{"status": 201}
			if busy(n, op.Index.ID) {
				item, errs = object{"status": 429, "error": object{"type": "rejected_execution_exception", "reason": "busy"}}, true
			}
			items = append(items, object{"index": item})
		}
		if err := json.NewEncoder(w).Encode(object{"errors": errs, "items": items}); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	return newClient(config{nodes: []string{s.URL}, prefix: "x"}), got
}

func batchOf(t *testing.T, n, size int) []operation {
	t.Helper()
	b := search.Batch{Seq: 7}
	for i := range n {
		b.Put = append(b.Put, search.Document{ID: fmt.Sprintf("t/%d", i), SortTitle: strings.Repeat("x", size)})
	}
	ops, err := operations(b)
	if err != nil {
		t.Fatal(err)
	}
	return ops
}

func never(int) bool           { return false }
func nothing(int, string) bool { return false }

func TestBulksComeInBodiesOfSomeMegabytes(t *testing.T) {
	c, got := busyNode(t, never, nothing)
	if err := c.bulk(t.Context(), "i", batchOf(t, 3000, maxTitle)); err != nil {
		t.Fatal(err)
	}
	all := 0
	for _, lines := range got.bodies {
		size := 0
		for _, l := range lines {
			size += len(l) + 1
		}
		if size > bulkBytes {
			t.Errorf("a body of %d bytes, want at most %d", size, bulkBytes)
		}
		all += len(lines) / 2
	}
	if all != 3000 || len(got.bodies) < 3 {
		t.Errorf("%d operations in %d bodies", all, len(got.bodies))
	}
}

func TestABusyNodeIsGivenTime(t *testing.T) {
	c, got := busyNode(t, func(n int) bool { return n < 2 }, nothing)
	if err := c.bulk(t.Context(), "i", batchOf(t, 5, 1)); err != nil {
		t.Fatal(err)
	}
	if len(got.bodies) != 3 {
		t.Errorf("%d requests, want two that were refused and one", len(got.bodies))
	}
}

func TestOnlyWhatWasRefusedIsSentAgain(t *testing.T) {
	c, got := busyNode(t, never, func(n int, id string) bool { return n == 0 && (id == "t/1" || id == "t/3") })
	if err := c.bulk(t.Context(), "i", batchOf(t, 5, 1)); err != nil {
		t.Fatal(err)
	}
	if len(got.bodies) != 2 || len(got.bodies[1]) != 4 || !strings.Contains(got.bodies[1][0], "t/1") || !strings.Contains(got.bodies[1][2], "t/3") {
		t.Errorf("sent %v", got.bodies)
	}
}

func TestADocumentThatIsRefusedForGoodIsNamed(t *testing.T) {
	_, err := leftOver(batchOf(t, 1, 1), bulked{Errors: true, Items: []map[string]struct {
		Status int
		Error  struct{ Type, Reason string }
	}{{"index": {400, struct{ Type, Reason string }{"mapper_parsing_exception", "no"}}}}})
	if err == nil || !strings.Contains(err.Error(), "t/0") || passing(err) {
		t.Errorf("got %v, want the id and no second try", err)
	}
}

func TestTheNextNodeIsAskedWhenOneIsAway(t *testing.T) {
	asked := 0
	alive := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		_, _ = io.WriteString(w, "{}")
	}))
	defer alive.Close()
	dead := httptest.NewServer(nil)
	dead.Close()
	c := newClient(config{nodes: []string{dead.URL, alive.URL}})
	for range 3 {
		if err := c.ask(t.Context(), http.MethodGet, "/", nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 3 || c.next.Load() != 1 {
		t.Errorf("asked %d times and the next is %d; want the living node first from then on", asked, c.next.Load())
	}
}

func TestAnEngineThatIsAwaySaysSoInBothLanguages(t *testing.T) {
	dead := httptest.NewServer(nil)
	dead.Close()
	err := newClient(config{nodes: []string{dead.URL}}).ask(t.Context(), http.MethodGet, "/", nil, nil)
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind != catalog.Busy || f.Detail["vi"] == "" || f.Detail["en"] == "" || !errors.Is(err, search.ErrAway) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newClient(config{nodes: []string{dead.URL}}).ask(ctx, http.MethodGet, "/", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a reader who left: %v", err)
	}
}

func TestAskedByHTTPSAsAUser(t *testing.T) {
	t.Setenv(PasswordVariable, "bí mật")
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "tim" || password != "bí mật" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = io.WriteString(w, "{}")
	}))
	defer s.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(s.URL, "https://")
	for address, ok := range map[string]bool{
		"opensearch+https://tim@" + host + "?ca=" + ca: true,
		"opensearch+https://tim@" + host:               false, // nobody vouches for the certificate
		"opensearch+https://ai@" + host + "?ca=" + ca:  false,
	} {
		c, err := parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := newClient(c).ask(t.Context(), http.MethodGet, "/", nil, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}
