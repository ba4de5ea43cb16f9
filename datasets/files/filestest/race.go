package filestest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"testing"

	"honglinh/datasets/files"
)

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func readers(t *testing.T, s files.Store) {
	old, now := sample(large, 5), sample(large, 6)
	for name, change := range map[string]func(name string) error{
		"replaced": func(name string) error {
			_, err := s.Put(t.Context(), name, bytes.NewReader(now), files.PutOptions{Replace: true})
			return err
		},
		"deleted": func(name string) error { return s.Delete(t.Context(), name) },
	} {
		mustPut(t, s, name, old, files.PutOptions{})
		r, err := s.Open(t.Context(), name, 0, files.Rest)
		if err != nil {
			t.Fatal(err)
		}
		head := make([]byte, 100)
		if _, err := io.ReadFull(r, head); err != nil {
			t.Fatal(err)
		}
		if err := change(name); err != nil {
			t.Fatal(err)
		}
		rest, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(append(head, rest...), old) {
			t.Errorf("%s: %d bytes of %d, or of another content: %v", name, len(head)+len(rest), len(old), err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// writers is how many put one name at the same time.
const writers = 8

// contend has several put different contents under one name while others read it.
// It returns how many succeeded.
func contend(t *testing.T, s files.Store, o files.PutOptions) int {
	t.Helper()
	const size = 300_000
	whole := map[string]bool{}
	for i := range byte(writers) {
		whole[sum(sample(size, i))] = true
	}
	var puts, gets sync.WaitGroup
	var won atomic.Int32
	done := make(chan struct{})
	for range 2 {
		gets.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				b, err := read(t, s, "x")
				if errors.Is(err, fs.ErrNotExist) {
					continue // nobody was first yet
				}
				if err != nil || !whole[sum(b)] {
					t.Errorf("a reader saw %d bytes of no content that was put: %v", len(b), err)
					return
				}
			}
		})
	}
	for i := range byte(writers) {
		puts.Go(func() {
			_, err := s.Put(t.Context(), "x", bytes.NewReader(sample(size, i)), o)
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, fs.ErrExist):
				t.Error(err)
			}
		})
	}
	puts.Wait()
	close(done)
	gets.Wait()
	if b, err := read(t, s, "x"); err != nil || !whole[sum(b)] {
		t.Errorf("in the end there are %d bytes of no content that was put: %v", len(b), err)
	}
	return int(won.Load())
}

func read(t *testing.T, s files.Store, name string) ([]byte, error) {
	r, err := s.Open(t.Context(), name, 0, files.Rest)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	return b, errors.Join(err, r.Close())
}

func race(t *testing.T, s files.Store) {
	if won := contend(t, s, files.PutOptions{}); won != 1 {
		t.Errorf("%d came first", won)
	}
}

func replaced(t *testing.T, s files.Store) {
	if won := contend(t, s, files.PutOptions{Replace: true}); won != writers {
		t.Errorf("%d of %d put the file", won, writers)
	}
}
