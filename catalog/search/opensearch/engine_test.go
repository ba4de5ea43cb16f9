package opensearch_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/search/enginetest"
	"honglinh/catalog/search/opensearch"
	"honglinh/catalog/search/opensearchtest"
)

// one is a cluster of one node that the tests of the package share.
type one struct {
	cluster *opensearchtest.Cluster
	end     func()
}

var shared = sync.OnceValues(func() (one, error) {
	c, end, err := opensearchtest.New(os.Getenv(opensearchtest.Variable), 1)
	return one{c, end}, err
})

func TestMain(m *testing.M) {
	status := m.Run()
	if os.Getenv(opensearchtest.Variable) != "" {
		if s, err := shared(); err == nil {
			s.end()
		}
	}
	os.Exit(status)
}

// node is the address of the node.
func node(tb testing.TB) string {
	tb.Helper()
	opensearchtest.Script(tb)
	s, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	return s.cluster.Address()
}

var count atomic.Int64

// newEngine is an empty engine in an index of its own.
func newEngine(tb testing.TB, address string) search.Engine {
	tb.Helper()
	f, err := opensearch.NewFactory(address, "")
	if err != nil {
		tb.Fatal(err)
	}
	name := fmt.Sprint(count.Add(1))
	e, err := f.Create(tb.Context(), name)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.Remove(context.WithoutCancel(tb.Context()), name) })
	return e
}

func TestSuite(t *testing.T) {
	address := node(t)
	enginetest.Run(t, enginetest.Near, func(t *testing.T) search.Engine { return newEngine(t, address) })
}
