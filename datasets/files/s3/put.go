package s3

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"golang.org/x/sync/errgroup"

	"honglinh/datasets/files"
)

// sumKey is the metadata under which a file has its SHA-256.
const sumKey = "Sha256"

// uploads is how many parts of a file are put at a time.
const uploads = 3

// Put implements files.Store.
func (s *Store) Put(ctx context.Context, name string, r io.Reader, o files.PutOptions) (files.Written, error) {
	if err := checked(ctx, name); err != nil {
		return files.Written{}, err
	}
	f, err := s.receive(ctx, r)
	if err != nil {
		return files.Written{}, fmt.Errorf("files: put %s: %w", name, err)
	}
	defer f.discard()
	if o.SHA256 != "" && !strings.EqualFold(o.SHA256, f.sum) {
		return files.Written{}, fmt.Errorf("files: put %s: %w: SHA-256 %s, want %s", name, files.ErrDiffers, f.sum, o.SHA256)
	}
	if err := s.publish(ctx, name, f, o.Replace); err != nil {
		return files.Written{}, err
	}
	info, err := s.Stat(ctx, name)
	return files.Written{Info: info, SHA256: f.sum}, err
}

// waiting is a file of this machine that is to be put.
type waiting struct {
	*os.File
	size int64
	sum  string
}

// discard removes it.
func (f *waiting) discard() { _ = errors.Join(f.Close(), os.Remove(f.Name())) }

// receive writes what r gives to this machine.
func (s *Store) receive(ctx context.Context, r io.Reader) (*waiting, error) {
	tmp, err := os.CreateTemp(s.opt.Scratch, "honglinh-put-*")
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	f := &waiting{File: tmp}
	f.size, err = io.Copy(io.MultiWriter(tmp, h), ending{ctx, r})
	if err != nil {
		f.discard()
		return nil, err
	}
	f.sum = hex.EncodeToString(h.Sum(nil))
	return f, nil
}

// ending is a reader that ends with its context.
type ending struct {
	ctx  context.Context
	from io.Reader
}

// Read implements io.Reader.
func (r ending) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

// publish puts a file under its name.
func (s *Store) publish(ctx context.Context, name string, f *waiting, replace bool) error {
	if !replace {
		switch taken, err := s.taken(ctx, name, f.sum); {
		case err != nil:
			return err
		case taken:
			return nil
		}
	}
	for pause := firstPause; ; pause *= 2 {
		err := s.upload(ctx, name, f, replace)
		if err == nil {
			return nil
		}
		r := minio.ToErrorResponse(err)
		if replace || r.StatusCode != http.StatusPreconditionFailed && r.StatusCode != http.StatusConflict {
			return fault("put", name, err)
		}
		// Somebody was first, or our own request whose answer was lost.
		if taken, err := s.taken(ctx, name, f.sum); err != nil || taken {
			return err
		}
		if pause > lastPause {
			return fault("put", name, err)
		}
		select { // somebody is about to be first
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// Pauses before a file is put again whose name somebody else is just giving: twice as
// long each time, about six seconds in all.
const (
	firstPause = 50 * time.Millisecond
	lastPause  = 3 * time.Second
)

// taken reports whether the name has the content with the checksum already. The error
// is fs.ErrExist if it has another.
func (s *Store) taken(ctx context.Context, name, sum string) (bool, error) {
	info, err := s.stat(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if has := info.UserMetadata[sumKey]; has != "" && has != sum {
		return false, fmt.Errorf("files: put %s: %w", name, fs.ErrExist)
	} else if has == "" { // put by another program
		if err := files.Verify(ctx, s, name, sum); errors.Is(err, files.ErrDiffers) {
			return false, fmt.Errorf("files: put %s: %w", name, fs.ErrExist)
		} else if err != nil {
			return false, err
		}
	}
	return true, nil
}

// upload puts a file in one request, or in parts. Each request has the SHA-256 of what
// it carries, which the server compares.
func (s *Store) upload(ctx context.Context, name string, f *waiting, replace bool) error {
	var last minio.PutObjectOptions // of the request that makes the file
	if !replace {
		last.SetMatchETagExcept("*")
	}
	noted := map[string]string{sumKey: f.sum}
	if f.size <= s.opt.PartSize {
		opt := last
		opt.UserMetadata, opt.DisableContentSha256 = noted, true // the sum goes with the request, not with each piece of it
		return s.send(ctx, io.NewSectionReader(f, 0, f.size), func(body io.Reader) error {
			_, err := s.core.PutObject(ctx, s.at.Bucket, s.key(name), body, f.size, "", f.sum, opt)
			return err
		})
	}
	id, err := s.core.NewMultipartUpload(ctx, s.at.Bucket, s.key(name), minio.PutObjectOptions{UserMetadata: noted})
	if err != nil {
		return err
	}
	parts, err := s.parts(ctx, name, id, f)
	if err == nil {
		_, err = s.core.CompleteMultipartUpload(ctx, s.at.Bucket, s.key(name), id, parts, last)
	}
	if err != nil {
		late, stop := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer stop()
		// What this leaves behind the bucket's rule removes.
		_ = s.core.AbortMultipartUpload(late, s.at.Bucket, s.key(name), id)
	}
	return err
}

// parts puts the parts of a file.
func (s *Store) parts(ctx context.Context, name, id string, f *waiting) ([]minio.CompletePart, error) {
	out := make([]minio.CompletePart, (f.size+s.opt.PartSize-1)/s.opt.PartSize)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(uploads)
	for i := range out {
		g.Go(func() error {
			from := int64(i) * s.opt.PartSize
			part := io.NewSectionReader(f, from, min(s.opt.PartSize, f.size-from))
			h := sha256.New()
			if _, err := io.Copy(h, part); err != nil {
				return err
			}
			opt := minio.PutObjectPartOptions{Sha256Hex: hex.EncodeToString(h.Sum(nil)), DisableContentSha256: true}
			return s.send(ctx, part, func(body io.Reader) error {
				done, err := s.core.PutObjectPart(ctx, s.at.Bucket, s.key(name), id, i+1, body, part.Size(), opt)
				out[i] = minio.CompletePart{PartNumber: i + 1, ETag: done.ETag}
				return err
			})
		})
	}
	return out, g.Wait()
}
