package s3

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"honglinh/datasets/files"
)

// Options change how a bucket is used.
type Options struct {
	// Scratch is the folder in which files wait until they are put; "" is the system's.
	Scratch string
	// PartSize is the size in bytes from which a file is put in parts; 0 is 16 MiB, the
	// least S3 allows is 5 MiB.
	PartSize int64
	// Retries is how often a request is sent before its fault is told, with pauses that
	// grow to a second; 0 is 6, about five seconds in all.
	Retries int
	// Transport carries the requests; nil is one that waits 30 s for the head of an answer.
	Transport http.RoundTripper
}

// defaultPart bounds a file at 160 GB, S3 taking 10,000 parts.
const defaultPart = 16 << 20

// patience is how long the head of an answer may take: the server of a full disk, or
// one that assembles parts, answers late.
const patience = 30 * time.Second

// Store is the files of a bucket whose names begin with a prefix.
type Store struct {
	at   Address
	opt  Options
	core minio.Core
}

var _ files.Store = (*Store)(nil)

// Open opens a bucket, which must be there. Who asks is said by AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY, by the profile of ~/.aws/credentials, or by the role of the
// machine, in this order.
func Open(ctx context.Context, at Address, opt Options) (*Store, error) {
	if opt.PartSize == 0 {
		opt.PartSize = defaultPart
	}
	if opt.Retries == 0 {
		opt.Retries = 6
	}
	endpoint, err := url.Parse(at.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("files: %s: %w", at, err)
	}
	if opt.Transport == nil {
		t, err := minio.DefaultTransport(endpoint.Scheme == "https")
		if err != nil {
			return nil, fmt.Errorf("files: %s: %w", at, err)
		}
		t.ResponseHeaderTimeout = patience
		opt.Transport = t
	}
	core, err := minio.NewCore(endpoint.Host, &minio.Options{Creds: credentials.NewChainCredentials(providers()), Secure: endpoint.Scheme == "https",
		Region: at.Region, Transport: opt.Transport, MaxRetries: opt.Retries})
	if err != nil {
		return nil, fmt.Errorf("files: %s: %w", at, err)
	}
	s := &Store{at: at, opt: opt, core: *core}
	there, err := s.core.BucketExists(ctx, at.Bucket)
	if err != nil {
		return nil, fmt.Errorf("files: %s at %s: %w", at, at.Endpoint, err)
	}
	if !there {
		return nil, fmt.Errorf("files: %s: there is no bucket %q at %s: make it first", at, at.Bucket, at.Endpoint)
	}
	return s, nil
}

// providers say who asks.
func providers() []credentials.Provider {
	return []credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{Client: &http.Client{Timeout: patience}}}
}

// key is the name of a file in the bucket.
func (s *Store) key(name string) string { return s.at.Prefix + name }

// fault tells what a server answered of a file.
func fault(op, name string, err error) error {
	switch r := minio.ToErrorResponse(err); {
	case r.Code == minio.NoSuchKey, r.StatusCode == http.StatusNotFound && r.Code != minio.NoSuchBucket && r.Code != minio.NoSuchUpload:
		err = fs.ErrNotExist
	case r.Code == "KeyTooLongError":
		err = fmt.Errorf("%w: %w", files.ErrName, err)
	}
	return fmt.Errorf("files: %s %s: %w", op, name, err)
}

// checked is the fault of a context that ended, or of a name that cannot be one.
func checked(ctx context.Context, name string) error {
	return errors.Join(ctx.Err(), files.CheckName(name))
}

// Stat implements files.Store.
func (s *Store) Stat(ctx context.Context, name string) (files.Info, error) {
	info, err := s.stat(ctx, name)
	if err != nil {
		return files.Info{}, err
	}
	return files.Info{Name: name, Size: info.Size, Modified: info.LastModified.UTC()}, nil
}

func (s *Store) stat(ctx context.Context, name string) (minio.ObjectInfo, error) {
	if err := checked(ctx, name); err != nil {
		return minio.ObjectInfo{}, err
	}
	info, err := s.core.Client.StatObject(ctx, s.at.Bucket, s.key(name), minio.StatObjectOptions{})
	if err != nil {
		return minio.ObjectInfo{}, fault("stat", name, err)
	}
	return info, nil
}

// List implements files.Store.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[files.Info, error] {
	return func(yield func(files.Info, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		if err := ctx.Err(); err != nil {
			yield(files.Info{}, err)
			return
		}
		for o := range s.core.ListObjectsIter(ctx, s.at.Bucket, minio.ListObjectsOptions{Prefix: s.key(prefix), Recursive: true}) {
			if o.Err != nil {
				yield(files.Info{}, fmt.Errorf("files: list %q: %w", prefix, o.Err))
				return
			}
			name := strings.TrimPrefix(o.Key, s.at.Prefix)
			if files.CheckName(name) != nil {
				continue // somebody else's: a folder as consoles make them
			}
			if !yield(files.Info{Name: name, Size: o.Size, Modified: o.LastModified.UTC()}, nil) {
				return
			}
		}
	}
}

// Delete implements files.Store.
func (s *Store) Delete(ctx context.Context, name string) error {
	if err := checked(ctx, name); err != nil {
		return err
	}
	err := s.core.RemoveObject(ctx, s.at.Bucket, s.key(name), minio.RemoveObjectOptions{})
	if err != nil {
		if err = fault("delete", name, err); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	return err
}
