package opensearch

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

// Engine is a search.Engine on an index of OpenSearch.
type Engine struct {
	client *client
	index  string

	write   sync.Mutex // one batch at a time
	pointed bool       // the alias is on this index
	views   views

	seq    atomic.Int64
	closed atomic.Bool
}

func newEngine(c *client, index string) *Engine {
	return &Engine{client: c, index: index, views: newViews()}
}

// Apply makes the batch durable, and its sequence after it: of a batch that could not be
// written whole, readers may see what was written with the next one, and applying the changes
// after Seq again mends it. The error is search.ErrAway when the cluster takes nothing for a
// minute.
func (e *Engine) Apply(ctx context.Context, b search.Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e.write.Lock()
	defer e.write.Unlock()
	if e.closed.Load() {
		return closedFault()
	}
	ops, err := operations(b)
	if err == nil {
		err = e.client.bulk(ctx, e.index, ops)
	}
	if err == nil {
		err = e.mark(ctx, b.Seq)
	}
	if err != nil {
		return fmt.Errorf("apply to search index %s up to %d: %w", e.index, b.Seq, err)
	}
	e.seq.Store(b.Seq)
	if b.More {
		return nil
	}
	if err := e.publish(ctx); err != nil {
		return err
	}
	return e.point(ctx)
}

// publish makes what was written visible, and shows readers a view of it.
func (e *Engine) publish(ctx context.Context) error {
	if err := e.client.write(ctx, http.MethodPost, "/"+e.index+"/_refresh", nil, nil); err != nil {
		return fmt.Errorf("refresh search index %s: %w", e.index, err)
	}
	v, err := e.newView(ctx)
	if err != nil {
		return fmt.Errorf("read search index %s: %w", e.index, err)
	}
	e.seq.Store(v.seq)
	e.drop(e.views.show(v))
	return nil
}

// point puts the alias on this index, in one step, once a first batch is whole.
func (e *Engine) point(ctx context.Context) error {
	if e.pointed {
		return nil
	}
	alias := e.client.prefix
	err := e.client.write(ctx, http.MethodPost, "/_aliases", object{"actions": list{
		object{"remove": object{"index": alias + "-*", "alias": alias, "must_exist": false}},
		object{"add": object{"index": e.index, "alias": alias}},
	}}, nil)
	if err != nil {
		return fmt.Errorf("point the alias %s to search index %s: %w", alias, e.index, err)
	}
	e.pointed = true
	return nil
}

// Seq is the sequence of the last batch applied.
func (e *Engine) Seq() int64 { return e.seq.Load() }

// Close ends the engine; the index stays. Closing twice does nothing.
func (e *Engine) Close() error {
	e.write.Lock()
	defer e.write.Unlock()
	if e.closed.Swap(true) {
		return nil
	}
	e.drop(e.views.close())
	return nil
}

func closedFault() error {
	return catalog.NewFault(catalog.Busy, "search", "Chỉ mục vừa được thay; xin thử lại.", "The index has just been replaced; please try again.")
}

// named is the path of a part of the index.
func (e *Engine) named(part ...string) string {
	return "/" + e.index + "/" + strings.Join(part, "/")
}
