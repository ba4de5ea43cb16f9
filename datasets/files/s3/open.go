package s3

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"

	"github.com/minio/minio-go/v7"

	"honglinh/datasets/files"
)

// Open implements files.Store. A file that is read whole is held against its checksum
// at its end; the error is then files.ErrDiffers.
func (s *Store) Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error) {
	if err := checked(ctx, name); err != nil {
		return nil, err
	}
	if offset < 0 || length < files.Rest {
		return nil, fmt.Errorf("files: open %s: no range from %d of %d bytes", name, offset, length)
	}
	r := &reader{ctx: ctx, s: s, name: name, at: offset}
	info, err := r.ask("", length)
	if nothing(err) { // no byte is there, which S3 calls no range
		info, err = s.stat(ctx, name)
		r.body = http.NoBody
	}
	if err != nil {
		return nil, err
	}
	r.tag = info.ETag
	r.end = max(info.Size, offset)
	if length != files.Rest {
		r.end = min(r.end, offset+length)
	}
	if sum := info.UserMetadata[sumKey]; sum != "" && offset == 0 && length == files.Rest {
		r.sum, r.hash = sum, sha256.New()
	}
	return r, nil
}

// nothing reports whether the server found no byte in the range that was asked for.
func nothing(err error) bool {
	return minio.ToErrorResponse(err).StatusCode == http.StatusRequestedRangeNotSatisfiable
}

// reader reads a range of a file, and goes on where it was when it is cut off.
type reader struct {
	ctx     context.Context //nolint:containedctx // that of the one who reads
	s       *Store
	name    string
	tag     string // of the content that was begun
	at, end int64  // where it is, and the range ends
	body    io.ReadCloser
	cuts    int // since the last byte
	sum     string
	hash    hash.Hash // nil if only a part is read
}

// ask asks for the bytes from where the reader is on: length of them, or up to the end.
// What it returns has the size of the whole file.
func (r *reader) ask(tag string, length int64) (minio.ObjectInfo, error) {
	var opt minio.GetObjectOptions
	if tag != "" {
		if err := opt.SetMatchETag(tag); err != nil {
			return minio.ObjectInfo{}, err
		}
	}
	switch {
	case length > 0:
		opt.Set("Range", fmt.Sprintf("bytes=%d-%d", r.at, r.at+length-1))
	case r.at > 0 || length == 0:
		opt.Set("Range", fmt.Sprintf("bytes=%d-", r.at))
	}
	body, info, head, err := r.s.core.GetObject(r.ctx, r.s.at.Bucket, r.s.key(r.name), opt)
	if err != nil {
		if nothing(err) {
			return info, err
		}
		return info, fault("open", r.name, err)
	}
	r.body = body
	if tag != "" && info.ETag != tag { // of a server that knows no If-Match
		return info, errors.Join(fmt.Errorf("files: open %s: it was replaced", r.name), body.Close())
	}
	if all := head.Get("Content-Range"); all != "" {
		var from, to int64
		if _, err := fmt.Sscanf(all, "bytes %d-%d/%d", &from, &to, &info.Size); err != nil || from != r.at {
			return info, errors.Join(fmt.Errorf("files: open %s: the server answers with the range %q", r.name, all), body.Close())
		}
	} else if r.at > 0 {
		return info, errors.Join(fmt.Errorf("files: open %s: the server gives no ranges", r.name), body.Close())
	}
	return info, nil
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	for {
		if r.at >= r.end {
			return 0, r.whole()
		}
		if len(p) == 0 {
			return 0, nil
		}
		n, err := r.body.Read(p[:min(int64(len(p)), r.end-r.at)])
		if n > 0 {
			if r.hash != nil {
				r.hash.Write(p[:n]) // never fails
			}
			r.at, r.cuts = r.at+int64(n), 0
			return n, nil
		}
		if err == nil {
			continue
		}
		if err := r.again(err); err != nil {
			return 0, err
		}
	}
}

// again asks for the rest of a content that broke off.
func (r *reader) again(cut error) error {
	_ = r.body.Close()
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if r.cuts++; r.cuts > r.s.opt.Retries {
		if errors.Is(cut, io.EOF) {
			cut = io.ErrUnexpectedEOF
		}
		return fmt.Errorf("files: read %s: cut off at byte %d of %d: %w", r.name, r.at, r.end, cut)
	}
	if _, err := r.ask(r.tag, r.end-r.at); err != nil {
		r.body = http.NoBody
		return fmt.Errorf("files: read %s: cut off at byte %d of %d, and not to be gone on with: %w", r.name, r.at, r.end, err)
	}
	return nil
}

// whole is io.EOF if what was read is the content that was put.
func (r *reader) whole() error {
	if r.hash == nil {
		return io.EOF
	}
	if got := hex.EncodeToString(r.hash.Sum(nil)); got != r.sum {
		return fmt.Errorf("files: read %s: %w: SHA-256 %s, want %s", r.name, files.ErrDiffers, got, r.sum)
	}
	return io.EOF
}

// Close implements io.Closer.
func (r *reader) Close() error { return r.body.Close() }
