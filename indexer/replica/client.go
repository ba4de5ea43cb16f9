package replica

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog/store"
	"honglinh/datasets/table"
)

// ErrGone is for what the writer no longer has, since it publishes something newer.
var ErrGone = errors.New("the writer no longer has it")

// Limits of what is taken from a writer, which may be one that somebody took over.
const (
	maxJSON = 64 << 20 // of a publication or a list of files
	maxPart = 1 << 30
)

// How long a writer may be silent: to connect, to begin an answer, and between two pieces of
// one.
const (
	dialWait   = 3 * time.Second
	answerWait = 10 * time.Second
	silence    = 10 * time.Second
)

// Client is a Source by HTTP.
type Client struct {
	base  string
	token string
	http  *http.Client
}

var _ Origin = (*Client)(nil)

// NewClient follows the writer whose operator's address is the URL.
func NewClient(address, token string) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("--follow %q: want the operator's address of the writer: http://host:9080", address)
	}
	if token == "" {
		return nil, errors.New("--follow wants --replica-token, the secret that the writer was given")
	}
	transport := &http.Transport{
		DialContext:           (&net.Dialer{Timeout: dialWait}).DialContext,
		TLSHandshakeTimeout:   dialWait,
		ResponseHeaderTimeout: answerWait,
		MaxIdleConnsPerHost:   2,
		IdleConnTimeout:       30 * time.Second,
	}
	return &Client{base: u.Scheme + "://" + u.Host + Path, token: token, http: &http.Client{Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// get asks for a path and hands the answer over, which ends when nothing comes for a while.
func (c *Client) get(ctx context.Context, path string, take func(status int, body io.Reader) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK, http.StatusNoContent:
	case http.StatusNotFound:
		return fmt.Errorf("%w: %s", ErrGone, path)
	default:
		said, _ := io.ReadAll(io.LimitReader(res.Body, 300))
		return fmt.Errorf("the writer answers %s: %s", res.Status, strings.TrimSpace(string(said)))
	}
	quiet := time.AfterFunc(silence, func() { cancel(errors.New("the writer fell silent in the middle of an answer")) })
	defer quiet.Stop()
	err = take(res.StatusCode, &heard{res.Body, quiet})
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// heard puts the end of patience off with each piece.
type heard struct {
	io.Reader
	quiet *time.Timer
}

func (h *heard) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if n > 0 {
		h.quiet.Reset(silence)
	}
	return n, err
}

func (c *Client) json(ctx context.Context, path string, v any) error {
	return c.get(ctx, path, func(_ int, body io.Reader) error {
		return json.NewDecoder(io.LimitReader(body, maxJSON)).Decode(v)
	})
}

// Publication implements Origin. Error: a *FormatError.
func (c *Client) Publication(ctx context.Context, have string, wait time.Duration) (*Publication, error) {
	var p *Publication
	path := "publication?" + url.Values{"have": {have}, "wait": {wait.String()}}.Encode()
	err := c.get(ctx, path, func(status int, body io.Reader) error {
		if status == http.StatusNoContent {
			return nil
		}
		p = &Publication{}
		return json.NewDecoder(io.LimitReader(body, maxJSON)).Decode(p)
	})
	if err != nil {
		return nil, err
	}
	if p != nil && p.Format != Format {
		return nil, &FormatError{p.Format, p.Version}
	}
	return p, nil
}

// Part implements Origin.
func (c *Client) Part(ctx context.Context, sum string) (b []byte, err error) {
	err = c.get(ctx, "parts/"+url.PathEscape(sum), func(_ int, body io.Reader) error {
		b, err = io.ReadAll(io.LimitReader(body, maxPart))
		return err
	})
	if err == nil && Sum(b) != sum {
		err = errCut
	}
	return b, err
}

// Rows implements Origin.
func (c *Client) Rows(ctx context.Context, since int64) (rows []store.Row, err error) {
	err = c.get(ctx, "rows?since="+strconv.FormatInt(since, 10), func(_ int, body io.Reader) error {
		rows, err = readPage(body)
		return err
	})
	return rows, err
}

// Mark implements Origin.
func (c *Client) Mark(ctx context.Context, seq int64) (m Mark, ok bool, err error) {
	err = c.json(ctx, "marks/"+strconv.FormatInt(seq, 10), &m)
	if errors.Is(err, ErrGone) {
		return Mark{}, false, nil
	}
	return m, err == nil, err
}

// File implements Origin.
func (c *Client) File(ctx context.Context, ref table.Ref, number string, offset int64) (io.ReadCloser, error) {
	return c.stream(ctx, "tables/"+url.PathEscape(ref.Dataset)+"/"+url.PathEscape(ref.Table)+"/"+url.PathEscape(number)+"?from="+strconv.FormatInt(offset, 10)), nil
}

// stream is an answer as it comes; whoever closes it ends it.
func (c *Client) stream(ctx context.Context, path string) io.ReadCloser {
	ctx, cancel := context.WithCancel(ctx)
	in, out := io.Pipe()
	go func() { // ends with the reader
		out.CloseWithError(c.get(ctx, path, func(_ int, body io.Reader) error {
			_, err := io.Copy(out, body)
			return err
		}))
	}()
	return &piped{in, cancel}
}

type piped struct {
	*io.PipeReader
	cancel func()
}

func (p *piped) Close() error {
	p.cancel()
	return p.PipeReader.Close()
}
