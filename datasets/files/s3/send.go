package s3

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/minio/minio-go/v7"
)

// Pauses before a request that carries content is sent again: twice as long each time.
const (
	firstRepeat = 200 * time.Millisecond
	lastRepeat  = time.Second
)

// send sends content by a request, again where the server is busy or the connection breaks. Each
// time it is a reader of its own: the client's own repeats wind one back that net/http may still
// be reading for the request before, which was answered early.
func (s *Store) send(ctx context.Context, content *io.SectionReader, request func(body io.Reader) error) error {
	pause := firstRepeat
	for n := 1; ; n++ {
		var body io.Reader // none has the length 0
		if content.Size() > 0 {
			body = once{io.NewSectionReader(content, 0, content.Size())}
		}
		err := request(body)
		if err == nil || n >= s.opt.Retries || !passing(ctx, err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause = min(2*pause, lastRepeat)
	}
}

// once is a reader that cannot be wound back.
type once struct{ io.Reader }

// passing reports whether a fault may be gone a moment later: the server is busy, or did not answer.
func passing(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	var told minio.ErrorResponse
	if !errors.As(err, &told) {
		return true
	}
	return slices.Contains([]int{http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, told.StatusCode)
}
