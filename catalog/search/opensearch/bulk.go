package opensearch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"honglinh/catalog/search"
)

// bulkBytes is about how large a request with changes is: OpenSearch takes 100 MB and advises 5
// to 15, and a node with little memory refuses several large ones at once.
const bulkBytes = 5 << 20

// writeAlias is the name by which an index is written. Writing to an index that somebody deleted
// would make a new one, without what was written before; an alias is gone with its index.
func writeAlias(index string) string { return index + "-write" }

// bulked is the answer to a bulk request.
type bulked struct {
	Errors bool
	Items  []map[string]struct {
		Status int
		Error  struct{ Type, Reason string }
	}
}

// bulk does the operations in bodies of some megabytes. What a node is too busy for is sent
// again, and nothing else.
func (c *client) bulk(ctx context.Context, index string, ops []operation) error {
	for len(ops) > 0 {
		n, size := 0, 0
		for n < len(ops) && (n == 0 || size+len(ops[n].raw) <= bulkBytes) {
			size += len(ops[n].raw)
			n++
		}
		left := ops[:n]
		err := c.patiently(ctx, func(ctx context.Context) (err error) {
			left, err = c.bulkOnce(ctx, index, left)
			return err
		})
		if err != nil {
			return err
		}
		ops = ops[n:]
	}
	return nil
}

// bulkOnce does operations once and gives those that a node was too busy for, with a passing
// error.
func (c *client) bulkOnce(ctx context.Context, index string, ops []operation) ([]operation, error) {
	var body bytes.Buffer
	for _, op := range ops {
		body.Write(op.raw)
	}
	var done bulked
	if err := c.send(ctx, http.MethodPost, "/"+writeAlias(index)+"/_bulk?require_alias=true", "application/x-ndjson", body.Bytes(), &done); err != nil {
		return ops, err
	}
	if len(done.Items) != len(ops) {
		return ops, fmt.Errorf("opensearch: %d answers to %d operations", len(done.Items), len(ops))
	}
	if !done.Errors {
		return nil, nil
	}
	return leftOver(ops, done)
}

// leftOver are the operations that failed in a passing way. Deleting what is not there, and
// changing what is newer already, is no failure.
func leftOver(ops []operation, done bulked) ([]operation, error) {
	var again []operation
	var busy error
	for i, item := range done.Items {
		for _, said := range item {
			switch {
			case said.Status < 300 || said.Status == http.StatusNotFound && said.Error.Type == "" || said.Status == http.StatusConflict:
			case said.Status == http.StatusTooManyRequests || said.Status >= 500:
				again = append(again, ops[i])
				busy = &refusal{said.Status, said.Error.Type, said.Error.Reason}
			default:
				return ops, fmt.Errorf("document %s: %w", ops[i].id, &refusal{said.Status, said.Error.Type, said.Error.Reason})
			}
		}
	}
	return again, busy
}

// mark notes that the index has followed the store up to seq. It is written after the changes.
func (e *Engine) mark(ctx context.Context, seq int64) error {
	op, err := newOperation("index", stateID, seq, object{"seq": seq})
	if err == nil {
		err = e.client.bulk(ctx, e.index, []operation{op})
	}
	if err != nil {
		return fmt.Errorf("note in search index %s that it is at %d: %w", e.index, seq, err)
	}
	return nil
}

var _ search.Engine = (*Engine)(nil)
