package datapackage

import (
	"context"
	"crypto/md5"  // as the standard has it; nothing is kept safe by it
	"crypto/sha1" // as above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"io"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// sums holds the file of a resource against the size and the hash that its descriptor
// gives (Data Package, "bytes" and "hash": MD5 unless the algorithm stands before it).
// They are of one file: resources of several have none.
func (r Reader) sums(ctx context.Context, res datasets.Resource, to source.Sink) error {
	if res.Bytes == 0 && res.Hash == "" || res.Inline != nil {
		return nil
	}
	files, err := datasets.Files(r.FS, r.Dir, res)
	if err != nil || len(files) != 1 {
		return nil // reading it tells why
	}
	warn := func(n *notice.Notice) { to.Warn(source.Warning{File: r.label(files[0])}.For(n)) }
	f, err := r.FS.Open(files[0])
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if res.Bytes != 0 && info.Size() != res.Bytes {
		warn(notice.Of("size-differs", info.Size(), res.Bytes))
	}
	algorithm, want, ok := strings.Cut(res.Hash, ":")
	if !ok {
		algorithm, want = "md5", res.Hash
	}
	sum := summed(algorithm)
	switch {
	case res.Hash == "":
		return nil
	case sum == nil:
		warn(notice.Of("hash-differs.unknown", algorithm))
		return nil
	}
	if _, err := io.Copy(sum, waiting{ctx, f}); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); !strings.EqualFold(got, want) {
		warn(notice.Of("hash-differs", algorithm+":"+got, algorithm+":"+clip(want)))
	}
	return nil
}

// summed is what computes a hash by the name of its algorithm, nil for one that is not known.
func summed(algorithm string) hash.Hash {
	switch strings.ToLower(algorithm) {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "sha256":
		return sha256.New()
	case "sha512":
		return sha512.New()
	}
	return nil
}

// waiting reads while somebody waits for it.
type waiting struct {
	ctx context.Context
	in  io.Reader
}

func (w waiting) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.in.Read(p)
}
