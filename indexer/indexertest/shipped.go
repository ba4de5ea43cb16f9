package indexertest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"honglinh/catalog/proof"
	"honglinh/indexer"
	"honglinh/indexer/live"
)

// Shipped returns the state that readers get of the shipped packages. withTables opens the
// tables too, which takes a second longer.
func Shipped(t testing.TB, withTables bool) *live.State {
	t.Helper()
	r, err := indexer.OpenReader(t.Context(), indexer.Options{Data: Folder(t), NoTables: !withTables})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r.Live().Load()
}

// Folder returns a data folder of the shipped packages that is the test's own: a copy of the
// one that the first test of these sources prepared.
func Folder(t testing.TB) string {
	t.Helper()
	from, err := prepared(t)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// prepared is the folder under the hash of the sources, made by whoever comes first; test
// processes run side by side.
func prepared(t testing.TB) (string, error) {
	key, err := sources(proof.Root(t))
	if err != nil {
		return "", err
	}
	all := filepath.Join(os.TempDir(), fmt.Sprintf("honglinh-prepared-%d", os.Getuid()))
	if err := os.MkdirAll(all, 0o700); err != nil {
		return "", err
	}
	lock, err := os.OpenFile(filepath.Join(all, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer lock.Close() // lets it go
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	dir := filepath.Join(all, key)
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return dir, err
	}
	if err := tidy(all); err != nil {
		return "", err
	}
	made := dir + ".new"
	if err := ingest(t.Context(), made); err != nil {
		return "", err
	}
	return dir, os.Rename(made, dir)
}

// ingest ingests the shipped packages.
func ingest(ctx context.Context, dir string) error {
	s, err := indexer.Open(ctx, indexer.Options{Data: dir})
	if err != nil {
		return err
	}
	rep, err := s.Ingest(ctx)
	if err == nil && len(rep.Refused) > 0 {
		err = fmt.Errorf("the shipped packages are refused: %v", rep.Refused)
	}
	return errors.Join(err, s.Close())
}

// tidy removes what was prepared of other sources, and what a killed test left.
func tidy(all string) error {
	entries, err := os.ReadDir(all)
	for _, e := range entries {
		if e.IsDir() {
			err = errors.Join(err, os.RemoveAll(filepath.Join(all, e.Name())))
		}
	}
	return err
}

// sources is the hash of all that a prepared folder depends on: the program's sources below the
// faces, the shipped packages, the modules.
func sources(root string) (string, error) {
	sum := sha256.New()
	add := func(name string) error {
		b, err := os.ReadFile(name)
		fmt.Fprintf(sum, "%s %d\n", strings.TrimPrefix(name, root), len(b))
		sum.Write(b)
		return err
	}
	err := errors.Join(add(filepath.Join(root, "go.mod")), add(filepath.Join(root, "go.sum")))
	for _, folder := range []string{"catalog", "datasets", "indexer"} {
		err = errors.Join(err, filepath.WalkDir(filepath.Join(root, folder), func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return fs.SkipDir
			case d.IsDir() || strings.HasSuffix(name, "_test.go"):
				return nil
			}
			return add(name)
		}))
	}
	return hex.EncodeToString(sum.Sum(nil))[:20], err
}
