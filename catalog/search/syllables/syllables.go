package syllables

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"io"
	"strings"
	"sync"

	"honglinh/catalog/search/analysis"
)

//go:embed counts.gz
var packed []byte

//go:embed phrases.txt
var phrases string

// Phrases are the hand-written ones that were counted.
func Phrases() []string { return strings.Split(strings.TrimSpace(phrases), "\n") }

// Base returns the model, read once. It panics when the embedded counts are damaged, which a
// test excludes.
func Base() *analysis.Restorer { return base() }

var base = sync.OnceValue(func() *analysis.Restorer {
	r, err := Read(bytes.NewReader(packed))
	if err != nil {
		panic(err)
	}
	return r
})

// Fingerprint tells versions of the model apart: what was learnt on top of another one is
// learnt anew.
func Fingerprint() string {
	sum := sha256.Sum256(packed)
	return hex.EncodeToString(sum[:8])
}

// Read reads counts as [Write] writes them.
func Read(from io.Reader) (*analysis.Restorer, error) {
	plain, err := gzip.NewReader(from)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(plain)
	if err != nil {
		return nil, err
	}
	r := &analysis.Restorer{}
	return r, r.UnmarshalBinary(raw)
}

// Write packs counts.
func Write(to io.Writer, r *analysis.Restorer) error {
	raw, err := r.MarshalBinary()
	if err != nil {
		return err
	}
	out, err := gzip.NewWriterLevel(to, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := out.Write(raw); err != nil {
		return err
	}
	return out.Close()
}
