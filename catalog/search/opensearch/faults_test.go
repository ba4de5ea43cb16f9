package opensearch_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/opensearch"
)

// weather is a proxy before a node that does to requests what its current mood says.
type weather struct {
	mood atomic.Pointer[func(http.ResponseWriter, *http.Request) bool] // true when it answered
	n    atomic.Int64
}

// before puts weather before the node; what it gives is an address.
func before(t *testing.T) (*weather, string) {
	t.Helper()
	to, err := url.Parse(strings.TrimPrefix(node(t), "opensearch+"))
	if err != nil {
		t.Fatal(err)
	}
	w := &weather{}
	proxy := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: to.Scheme, Host: to.Host})
	proxy.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	s := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.n.Add(1)
		if mood := w.mood.Load(); mood != nil && (*mood)(out, r) {
			return
		}
		proxy.ServeHTTP(out, r)
	}))
	t.Cleanup(s.Close)
	return w, "opensearch+" + s.URL
}

func (w *weather) turn(mood func(http.ResponseWriter, *http.Request) bool) { w.mood.Store(&mood) }
func (w *weather) clear()                                                  { w.mood.Store(nil) }

// cut ends the connection in the middle of an answer.
func cut(w http.ResponseWriter, _ *http.Request) bool {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `{"hits":{"total":{"value":3`)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}

func some(seq int64, n int) search.Batch {
	b := search.Batch{Seq: seq}
	for i := range n {
		b.Put = append(b.Put, search.Document{ID: fmt.Sprintf("t/%d", i), SortTitle: fmt.Sprint(i), From: search.OpenFrom, To: search.OpenTo, Day: int32(seq),
			Terms: map[search.Field][]string{search.Folded: {"khuyen", "nong"}}})
	}
	return b
}

func all(t *testing.T, e search.Engine) search.Result {
	t.Helper()
	res, err := e.Search(t.Context(), search.Request{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestAnAnswerThatIsCutOffOnceIsAskedForAgain(t *testing.T) {
	w, address := before(t)
	e := newEngine(t, address)
	if err := e.Apply(t.Context(), some(5, 3)); err != nil {
		t.Fatal(err)
	}
	var times atomic.Int64
	w.turn(func(out http.ResponseWriter, r *http.Request) bool { return times.Add(1) == 1 && cut(out, r) })
	if res := all(t, e); res.Total != 3 || res.Seq != 5 {
		t.Errorf("found %d at %d, want 3 at 5", res.Total, res.Seq)
	}
	w.turn(cut)
	if _, err := e.Search(t.Context(), search.Request{Limit: 10}); catalog.KindOf(err) != catalog.Busy || !errors.Is(err, search.ErrAway) {
		t.Errorf("answers that are always cut off: %v, want Busy", err)
	}
	w.clear()
	all(t, e)
}

func TestABatchThatIsCutOffIsThereOnce(t *testing.T) {
	w, address := before(t)
	e := newEngine(t, address)
	var times atomic.Int64
	w.turn(func(out http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/_bulk") || times.Add(1) > 2 {
			return false
		}
		to, _ := url.Parse(strings.TrimPrefix(node(t), "opensearch+"))
		r.URL.Host, r.URL.Scheme, r.RequestURI = to.Host, to.Scheme, "" // done, and never heard of
		if res, err := http.DefaultClient.Do(r); err == nil {
			_ = res.Body.Close()
		}
		return cut(out, r)
	})
	if err := e.Apply(t.Context(), some(6, 20)); err != nil {
		t.Fatal(err)
	}
	if res := all(t, e); res.Total != 20 || e.Seq() != 6 {
		t.Errorf("%d documents at %d, want 20 at 6", res.Total, e.Seq())
	}
}

func TestASlowClusterIsWaitedForAndNotForEver(t *testing.T) {
	w, address := before(t)
	e := newEngine(t, address)
	if err := e.Apply(t.Context(), some(5, 3)); err != nil {
		t.Fatal(err)
	}
	w.turn(func(_ http.ResponseWriter, r *http.Request) bool { return !sleep(r, 5*time.Second) })
	began := time.Now()
	if res := all(t, e); res.Total != 3 || time.Since(began) < 5*time.Second {
		t.Errorf("%d after %s", res.Total, time.Since(began))
	}
	w.turn(func(_ http.ResponseWriter, r *http.Request) bool { return !sleep(r, time.Minute) })
	t.Cleanup(w.clear)
	began = time.Now()
	if _, err := e.Search(t.Context(), search.Request{Limit: 10}); catalog.KindOf(err) != catalog.Busy || time.Since(began) > 15*time.Second {
		t.Errorf("a cluster that hangs: %v after %s, want Busy within some seconds", err, time.Since(began))
	}
}

// sleep waits unless the client leaves.
func sleep(r *http.Request, d time.Duration) bool {
	select {
	case <-r.Context().Done():
		return false
	case <-time.After(d):
		return true
	}
}

func TestAStateThatTheClusterLostIsOpenedAgain(t *testing.T) {
	w, address := before(t)
	e := newEngine(t, address)
	if err := e.Apply(t.Context(), some(5, 30)); err != nil {
		t.Fatal(err)
	}
	first := all(t, e)
	held, err := e.(search.Holder).Hold()
	if err != nil {
		t.Fatal(err)
	}
	forget := func() {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, strings.TrimPrefix(node(t), "opensearch+")+"/_search/point_in_time/_all", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("forget: %v, %v", res, err)
		}
		_ = res.Body.Close()
	}
	forget()
	next, err := e.Search(t.Context(), search.Request{Limit: 10, After: first.Next})
	if err != nil || len(next.Hits) != 10 || next.Renewed || next.Hits[0].ID == first.Hits[0].ID {
		t.Errorf("the next page of a state opened again: %v, %v", next, err)
	}
	if res := all(t, held); res.Total != 30 {
		t.Errorf("what is held finds %d", res.Total)
	}
	if err := e.Apply(t.Context(), some(6, 31)); err != nil {
		t.Fatal(err)
	}
	forget()
	if res := all(t, held); res.Total != 31 || res.Seq != 6 {
		t.Errorf("what was held and lost after a change finds %d at %d, want the newest", res.Total, res.Seq)
	}
	next, err = e.Search(t.Context(), search.Request{Limit: 10, After: first.Next})
	if err != nil || !next.Renewed {
		t.Errorf("a page of a state that is lost after a change: renewed %v, %v", next.Renewed, err)
	}
	_ = w
}

func TestAnIndexThatSomebodyDeletedIsNotWrittenToInPart(t *testing.T) {
	address, dir := node(t)+"/xoa-mat", t.TempDir()
	f, err := opensearch.NewFactory(address, dir)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Create(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Apply(t.Context(), some(5, 3)); err != nil {
		t.Fatal(err)
	}
	if err := f.Remove(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Search(t.Context(), search.Request{Limit: 1}); catalog.KindOf(err) != catalog.Busy || e.Seq() != 0 {
		t.Errorf("a search of what was deleted: %v, at %d; want Busy at 0", err, e.Seq())
	}
	if err := e.Apply(t.Context(), some(6, 1)); err == nil || errors.Is(err, search.ErrAway) {
		t.Errorf("a batch for what was deleted: %v, want an error that has it built anew", err)
	}
	if _, err := f.Open(t.Context(), "1"); !errors.Is(err, search.ErrUnusable) {
		t.Errorf("it is there again: %v", err)
	}
}

// TestAFullDiskIsWaitedFor has the index closed to writers as OpenSearch closes those of a disk
// that is full, until there is room again.
func TestAFullDiskIsWaitedFor(t *testing.T) {
	e := newEngine(t, node(t)+"/day-dia")
	if err := e.Apply(t.Context(), some(5, 3)); err != nil {
		t.Fatal(err)
	}
	block(t, "true")
	done := make(chan error, 1)
	go func() { done <- e.Apply(t.Context(), some(6, 4)) }()
	time.Sleep(2 * time.Second)
	select {
	case err := <-done:
		t.Errorf("a batch for a full disk: %v at once, want it waited for", err)
	default:
	}
	if res := all(t, e); res.Total != 3 {
		t.Errorf("readers of a full disk find %d", res.Total)
	}
	block(t, "null")
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if res := all(t, e); res.Total != 4 || res.Seq != 6 {
		t.Errorf("found %d at %d, want 4 at 6", res.Total, res.Seq)
	}
}

func block(t *testing.T, value string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, strings.TrimPrefix(node(t), "opensearch+")+"/day-dia/_settings",
		strings.NewReader(`{"index.blocks.read_only_allow_delete":`+value+`}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("block: %v, %v", res, err)
	}
	_ = res.Body.Close()
}

func TestAnAliasFollowsTheGenerationThatIsWhole(t *testing.T) {
	address := node(t) + "/doi-ten"
	one := newEngine(t, address)
	if err := one.Apply(t.Context(), some(5, 3)); err != nil {
		t.Fatal(err)
	}
	two := newEngine(t, address)
	more := some(5, 4)
	more.More = true
	if err := two.Apply(t.Context(), more); err != nil {
		t.Fatal(err)
	}
	if n := counted(t, "doi-ten"); n != 4 {
		t.Errorf("the alias shows %d documents, want the old generation's 3 and its state", n)
	}
	if err := two.Apply(t.Context(), some(5, 5)); err != nil {
		t.Fatal(err)
	}
	if n := counted(t, "doi-ten"); n != 6 {
		t.Errorf("the alias shows %d documents, want the new generation's 5 and its state", n)
	}
}

func counted(t *testing.T, index string) int {
	t.Helper()
	res, err := http.Get(strings.TrimPrefix(node(t), "opensearch+") + "/_cat/count/" + index + "?h=count")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var n int
	if _, err := fmt.Fscan(res.Body, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// refused is an address at which nobody listens.
func refused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "opensearch+http://" + l.Addr().String()
}
