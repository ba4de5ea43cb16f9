package enginetest

import (
	"context"
	"encoding/json"
	"fmt"

	"honglinh/catalog/search"
)

// Encoded is an engine behind JSON, as one in another process is: every batch, request and
// result is written and read back, so that nothing but values gets through.
type Encoded struct{ search.Engine }

var _ search.Engine = Encoded{}

// Search sends the request and the result through JSON.
func (e Encoded) Search(ctx context.Context, req search.Request) (search.Result, error) {
	sent, err := again(req)
	if err != nil {
		return search.Result{}, err
	}
	res, err := e.Engine.Search(ctx, sent)
	if err != nil {
		return res, err
	}
	return again(res)
}

// Apply sends the batch through JSON.
func (e Encoded) Apply(ctx context.Context, b search.Batch) error {
	sent, err := again(b)
	if err != nil {
		return err
	}
	return e.Engine.Apply(ctx, sent)
}

// again is v written and read back.
func again[T any](v T) (T, error) {
	var back T
	b, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(b, &back)
	}
	if err != nil {
		return back, fmt.Errorf("send %T: %w", v, err)
	}
	return back, nil
}
