package opensearch_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/search/opensearch"
	"honglinh/catalog/search/opensearchtest"
)

// own is a cluster of n nodes that the test may end.
func own(t *testing.T, n int) (*opensearchtest.Cluster, string) {
	t.Helper()
	script := opensearchtest.Script(t)
	if strings.Contains(script, "://") {
		t.Skip(opensearchtest.Variable + " names a cluster that is not ours to end")
	}
	c, end, err := opensearchtest.New(script, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	return c, script
}

func TestANodeThatIsKilledComesBackWithWhatWasAcknowledged(t *testing.T) {
	c, script := own(t, 1)
	e := newEngine(t, c.Address())
	if err := e.Apply(t.Context(), some(5, 50)); err != nil {
		t.Fatal(err)
	}
	c.Nodes[0].Kill()
	if _, err := e.Search(t.Context(), search.Request{Limit: 1}); catalog.KindOf(err) != catalog.Busy {
		t.Errorf("a search without a node: %v, want Busy", err)
	}
	done := make(chan error)
	go func() { done <- e.Apply(t.Context(), some(6, 60)) }() // waits for the node
	if err := c.Nodes[0].Start(script); err != nil {
		t.Fatal(err)
	}
	if err := c.Nodes[0].Wait(1); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil { // a start may take longer than the patience of a batch
		if err := e.Apply(t.Context(), some(6, 60)); err != nil {
			t.Fatal(err)
		}
	}
	if res := all(t, e); res.Total != 60 || res.Seq != 6 {
		t.Errorf("found %d at %d, want 60 at 6", res.Total, res.Seq)
	}
}

// TestThreeNodes lets one of three die while readers search and while a batch is written.
func TestThreeNodes(t *testing.T) {
	c, script := own(t, 3)
	t.Run("suite", func(t *testing.T) {
		enginetest.Run(t, enginetest.Near, func(t *testing.T) search.Engine { return newEngine(t, c.Address()) })
	})
	t.Run("killed while searching", func(t *testing.T) { killedSearching(t, c, script) })
	t.Run("killed while indexing", func(t *testing.T) { killedIndexing(t, c, script) })
}

// copied waits until every index has its copy.
func copied(t *testing.T, node *opensearchtest.Node) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		res, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/_cluster/health?wait_for_nodes=3&wait_for_status=green&timeout=5s", node.HTTP))
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
	}
	t.Fatal("the indexes have no copies after two minutes")
}

func killedSearching(t *testing.T, c *opensearchtest.Cluster, script string) {
	e := newEngine(t, c.Address())
	if err := e.Apply(t.Context(), some(5, 50)); err != nil {
		t.Fatal(err)
	}
	copied(t, c.Nodes[0])
	var wait sync.WaitGroup
	var asked, refused atomic.Int64
	stop := make(chan struct{})
	for range 3 {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				res, err := e.Search(t.Context(), search.Request{Limit: 10, Text: plan("khuyen", "nong")})
				asked.Add(1)
				switch {
				case catalog.KindOf(err) == catalog.Busy && err != nil:
					refused.Add(1)
				case err != nil || res.Total != 50:
					t.Errorf("while a node died: %d, %v", res.Total, err)
				}
			}
		})
	}
	time.Sleep(time.Second)
	c.Nodes[0].Kill()
	time.Sleep(10 * time.Second)
	close(stop)
	wait.Wait()
	t.Logf("%d searches, %d answered Busy", asked.Load(), refused.Load())
	if refused.Load()*10 > asked.Load() {
		t.Errorf("%d of %d searches were refused, want those in flight", refused.Load(), asked.Load())
	}
	if err := c.Nodes[0].Start(script); err != nil {
		t.Fatal(err)
	}
	copied(t, c.Nodes[1])
}

// killedIndexing writes as the indexer does: what failed is written again from Seq.
func killedIndexing(t *testing.T, c *opensearchtest.Cluster, script string) {
	e := newEngine(t, c.Address())
	copied(t, c.Nodes[1])
	const batches, each = 20, 50
	kill := time.AfterFunc(500*time.Millisecond, c.Nodes[1].Kill)
	defer kill.Stop()
	for end := time.Now().Add(3 * time.Minute); e.Seq() < batches; {
		if time.Now().After(end) {
			t.Fatalf("at %d of %d after three minutes", e.Seq(), batches)
		}
		seq := e.Seq() + 1
		b := search.Batch{Seq: seq}
		for i := range each {
			b.Put = append(b.Put, search.Document{ID: fmt.Sprintf("t/%d-%d", seq, i), From: search.OpenFrom, To: search.OpenTo})
		}
		if err := e.Apply(t.Context(), b); err != nil {
			t.Logf("batch %d: %v", seq, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if res := all(t, e); res.Total != batches*each || res.Seq != batches {
		t.Errorf("found %d at %d, want %d at %d", res.Total, res.Seq, batches*each, batches)
	}
	if err := c.Nodes[1].Start(script); err != nil {
		t.Fatal(err)
	}
	copied(t, c.Nodes[0])
}

// plan asks for all of some words.
func plan(words ...string) *search.Plan {
	p := &search.Plan{}
	for _, w := range words {
		p.Clauses = append(p.Clauses, search.Clause{Readings: []search.Reading{{Forms: []search.Form{{Field: search.Folded, Term: w, Weight: 1}}}}})
	}
	return p
}

func TestAFactoryWithoutANodeSaysSo(t *testing.T) {
	f, err := opensearch.NewFactory(refused(t), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if e, err := f.Open(t.Context(), "1"); catalog.KindOf(err) != catalog.Busy || e != nil {
		t.Errorf("opened %v, %v; want Busy", e, err)
	}
}
