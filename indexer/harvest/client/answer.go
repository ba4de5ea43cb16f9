package client

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog/text/notice"
)

// leads returns where a redirect leads, "" where the answer is none.
func leads(u *url.URL, res *http.Response) (string, error) {
	switch res.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return "", nil
	}
	next, err := u.Parse(res.Header.Get("Location"))
	if err != nil || res.Header.Get("Location") == "" {
		return "", fail(u.String(), ErrRefused, notice.Of("portal-nowhere"))
	}
	return next.String(), nil
}

// refused tells a status that is no answer.
func refused(u *url.URL, status int, r Request) error {
	at := u.String()
	switch {
	case status == http.StatusOK, status == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		return nil
	case status == http.StatusGone:
		return fail(at, ErrGone, nil)
	case status == http.StatusNotFound:
		return fail(at, ErrMissing, nil)
	case status == http.StatusTooManyRequests, status == http.StatusRequestTimeout, status >= 500:
		return fail(at, ErrFailed, notice.Of("portal-status", status))
	}
	return fail(at, ErrRefused, notice.Of("portal-status", status))
}

// retryAfter reads how long the server wants to be left alone, in seconds or until
// a time (RFC 9110, 10.2.3); 0 if it does not say.
func (c *Client) retryAfter(h http.Header) time.Duration {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		return time.Duration(min(n, 1<<30)) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(at.Sub(c.opt.Now()), 0)
	}
	return 0
}

// read takes a body whole, unpacked. Files that are packed by themselves (.gz)
// are unpacked by who asked for them, with Unpack.
func (c *Client) read(u *url.URL, body io.Reader, encoding string, most int64) ([]byte, error) {
	if most == 0 {
		most = c.opt.Limits.AnswerBytes
	}
	left := c.opt.Limits.RunBytes - c.count.Bytes
	packed := &counted{r: body}
	in := io.Reader(packed)
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(packed)
		if err != nil {
			return nil, c.broken(u, err)
		}
		in = z
	default:
		return nil, fail(u.String(), ErrRefused, notice.Of("portal-packed", encoding))
	}
	out, err := unpack(in, packed, min(most, left))
	c.count.Bytes += int64(len(out))
	if int64(len(out)) > left {
		return nil, fail(u.String(), ErrStopped, notice.Of("portal-run-bytes", c.opt.Limits.RunBytes))
	}
	if big := (*tooLarge)(nil); errors.As(err, &big) {
		return nil, fail(u.String(), ErrTooLarge, big.why)
	}
	if err != nil {
		return nil, c.broken(u, err)
	}
	return out, nil
}

// broken tells a body that does not come whole.
func (c *Client) broken(u *url.URL, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fail(u.String(), ErrFailed, notice.Of("portal-cut"))
	}
	return network(u, err)
}

// Unpack unpacks a gzip file within the bounds of answers: most bytes, and no more
// than 200 times what it is packed in.
func Unpack(url string, packed []byte, most int64) ([]byte, error) {
	in := &counted{r: bytes.NewReader(packed)}
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, fail(url, ErrRefused, notice.Of("portal-no-gzip", err))
	}
	out, err := unpack(z, in, most)
	if big := (*tooLarge)(nil); errors.As(err, &big) {
		return nil, fail(url, ErrTooLarge, big.why)
	}
	if err != nil {
		return nil, fail(url, ErrRefused, notice.Of("portal-unpacked", err))
	}
	return out, nil
}

// counted counts the bytes as they came.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// tooLarge is met where a body is larger than what is taken.
type tooLarge struct{ why *notice.Notice }

func (e *tooLarge) Error() string { return e.why.Error() }

// unpack reads to the end, no more than most bytes and no more than maxRatio times
// the bytes that came.
func unpack(in io.Reader, packed *counted, most int64) ([]byte, error) {
	var out bytes.Buffer
	for {
		n, err := io.CopyN(&out, in, 64<<10)
		size := int64(out.Len())
		switch {
		case size > most:
			return out.Bytes(), &tooLarge{notice.Of("portal-bytes", most)}
		case size > ratioFrom && size > maxRatio*packed.n:
			return out.Bytes(), &tooLarge{notice.Of("portal-bomb", size, packed.n, maxRatio)}
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case err != nil:
			return out.Bytes(), err
		case n == 0:
			return out.Bytes(), io.ErrNoProgress
		}
	}
}
