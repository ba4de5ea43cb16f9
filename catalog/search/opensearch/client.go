package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

// How long requests may take, and how long one that the cluster is too busy for is sent again.
const (
	askFor     = 10 * time.Second // a reader does not wait longer for a page
	askNode    = 6 * time.Second  // of that, for one node of several
	writeFor   = 60 * time.Second // of one request with changes
	writeTries = 60 * time.Second // in all
	firstPause = 100 * time.Millisecond
	lastPause  = 5 * time.Second
)

// maxAnswer bounds an answer in bytes: one of 10,000 ids with their keys has some 2 MB.
const maxAnswer = 64 << 20

// client speaks with the nodes of a cluster, the one that answered last first. It is safe for
// concurrent use.
type client struct {
	config
	http *http.Client
	next atomic.Uint32 // the node that is asked first
}

func newClient(c config) *client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.TLSClientConfig, t.MaxIdleConnsPerHost, t.Proxy = c.tls, 64, nil
	return &client{config: c, http: &http.Client{Transport: t}}
}

// refusal is what OpenSearch says when it does not do what was asked.
type refusal struct {
	Status int
	Type   string
	Reason string
}

func (r *refusal) Error() string {
	return fmt.Sprintf("opensearch: status %d: %s: %s", r.Status, r.Type, r.Reason)
}

// is reports whether err is a refusal with one of the statuses.
func is(err error, statuses ...int) bool {
	var r *refusal
	if !errors.As(err, &r) {
		return false
	}
	for _, s := range statuses {
		if r.Status == s {
			return true
		}
	}
	return false
}

// passing reports whether a request may succeed later as it is.
func passing(err error) bool {
	var r *refusal
	return err != nil && (!errors.As(err, &r) || r.Status == http.StatusTooManyRequests || r.Status >= 500)
}

// away is the fault of an engine that does not answer, with what went wrong for the log.
func away(err error) error {
	f := catalog.NewFault(catalog.Busy, "search", "Máy tìm kiếm tạm thời không trả lời; bản ghi và bảng số liệu vẫn xem được, xin thử tìm lại sau ít phút.",
		"The search engine does not answer at the moment; records and tables can still be read, please search again in a few minutes.")
	return fmt.Errorf("%w (%w: %w)", f, search.ErrAway, err)
}

// ask sends a request that changes nothing to one node after the other until one answers.
func (c *client) ask(ctx context.Context, method, path string, body, into any) error {
	raw, err := encode(body)
	if err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	for try := range max(2, len(c.nodes)) {
		if try > 0 && !pause(within, firstPause) {
			break
		}
		if err = c.askOnce(within, method, path, raw, into); barred(err) {
			return away(err)
		} else if !passing(err) {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return away(err)
}

// barred reports whether the cluster does not let us in, which its operator can mend.
func barred(err error) bool { return is(err, http.StatusUnauthorized, http.StatusForbidden) }

// askOnce leaves time for another node where there is one.
func (c *client) askOnce(ctx context.Context, method, path string, raw []byte, into any) error {
	if len(c.nodes) > 1 {
		one, cancel := context.WithTimeout(ctx, askNode)
		defer cancel()
		ctx = one
	}
	return c.send(ctx, method, path, "application/json", raw, into)
}

// write sends a request that may be sent twice until the cluster has taken it: one that is too
// busy is given more and more time.
func (c *client) write(ctx context.Context, method, path string, body, into any) error {
	raw, err := encode(body)
	if err != nil {
		return err
	}
	return c.patiently(ctx, func(ctx context.Context) error {
		return c.send(ctx, method, path, "application/json", raw, into)
	})
}

// patiently does something again and again, with longer and longer pauses, while it fails in a
// passing way.
func (c *client) patiently(ctx context.Context, do func(context.Context) error) error {
	until := time.Now().Add(writeTries)
	for wait := firstPause; ; wait = min(2*wait, lastPause) {
		one, cancel := context.WithTimeout(ctx, writeFor)
		err := do(one)
		cancel()
		if barred(err) {
			return away(err)
		}
		if !passing(err) {
			return err
		}
		if time.Now().Add(wait).After(until) {
			return away(err)
		}
		if !pause(ctx, wait) {
			return ctx.Err()
		}
	}
}

// pause waits about so long, and reports false when ctx ended before.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d/2 + rand.N(d))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func encode(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	if raw, ok := body.([]byte); ok {
		return raw, nil
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("opensearch: write a request: %w", err)
	}
	return raw, nil
}

// send sends a request once. A node that does not answer is asked last the next time.
func (c *client) send(ctx context.Context, method, path, kind string, body []byte, into any) error {
	at := c.next.Load()
	err := c.exchange(ctx, c.nodes[int(at)%len(c.nodes)], method, path, kind, body, into)
	var r *refusal
	if err != nil && (!errors.As(err, &r) || r.Status >= 500) {
		c.next.CompareAndSwap(at, at+1)
	}
	return err
}

func (c *client) exchange(ctx context.Context, node, method, path, kind string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, node+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("opensearch: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	if c.user != "" {
		req.SetBasicAuth(c.user, c.password)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("opensearch: %w", err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return fmt.Errorf("opensearch: %s %s was cut off: %w", method, path, err)
	case len(raw) > maxAnswer:
		return &refusal{http.StatusRequestEntityTooLarge, "too_large", fmt.Sprintf("an answer of more than %d bytes", maxAnswer)}
	case res.StatusCode >= 300:
		return refused(res.StatusCode, raw)
	}
	if into == nil {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("opensearch: the answer to %s %s: %w", method, path, err)
	}
	return nil
}

// refused reads why OpenSearch did not do what was asked.
func refused(status int, raw []byte) error {
	r := &refusal{Status: status, Type: http.StatusText(status), Reason: string(raw[:min(len(raw), 300)])}
	var said struct {
		Error struct {
			Type, Reason string
			RootCause    []struct{ Type, Reason string } `json:"root_cause"`
		}
	}
	if json.Unmarshal(raw, &said) != nil || said.Error.Type == "" {
		return r
	}
	r.Type, r.Reason = said.Error.Type, said.Error.Reason
	if len(said.Error.RootCause) > 0 {
		r.Type, r.Reason = said.Error.RootCause[0].Type, said.Error.RootCause[0].Reason
	}
	return r
}
