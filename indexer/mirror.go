package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"honglinh/datasets"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/folder"
	"honglinh/indexer/source"
)

// mirrorName is the folder of the copies of packages: what was ingested stays
// readable, unchanged, for tables, downloads and export, whatever becomes of
// the source meanwhile.
const mirrorName = "packages"

// mirrored is a package's copy.
type mirrored struct {
	dir string // the folder of the copy
	// print is the fingerprint of its files and of their names.
	print string
	// missing are the resources that could not be copied whole.
	missing map[string]error
}

// mirror copies the files of a package into data/packages/<name>/<fingerprint>.
// A copy that is already there is used, if it still is what its name says; else
// it is made anew.
func (s *Service) mirror(ctx context.Context, f found) (mirrored, error) {
	files, missing, err := f.files(s.opt.Limits.Bytes)
	if err != nil {
		return mirrored{}, err
	}
	in := tree{fs: f.root.fs, dir: f.dir, left: s.opt.Limits.Bytes}
	print, err := in.fingerprint(ctx, files, nil)
	if err != nil {
		return mirrored{}, err
	}
	parent := filepath.Join(s.opt.Data, mirrorName, f.pkg.Name)
	dir := filepath.Join(parent, print)
	if s.copies.sound(ctx, dir) {
		return mirrored{dir, print, missing}, nil
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return mirrored{}, err
	}
	tmp, err := os.MkdirTemp(parent, ".new-")
	if err != nil {
		return mirrored{}, err
	}
	defer os.RemoveAll(tmp)
	// Files may change between the two readings: the copy's own print counts.
	in.left = s.opt.Limits.Bytes
	print, err = in.fingerprint(ctx, files, func(name string) (io.WriteCloser, error) { return createUnder(tmp, name) })
	if err != nil {
		return mirrored{}, err
	}
	dir = filepath.Join(parent, print)
	if err := s.takePlace(tmp, dir); err != nil {
		return mirrored{}, err
	}
	return mirrored{dir, print, missing}, syncDir(parent)
}

// takePlace moves a finished copy to its name. One that is there already has the
// same content or was damaged.
func (s *Service) takePlace(tmp, dir string) error {
	if _, err := os.Lstat(dir); err == nil {
		s.opt.Log.Error("a copy of a package is not what was ingested, and is made anew from its source", "op", "copy", "copy", dir)
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return os.Rename(tmp, dir)
}

// files lists the package's files, relative to its folder, and the resources
// whose files are not all there. The error says that one of them must not be
// read, or that they are larger together than limit bytes.
func (f found) files(limit int64) ([]string, map[string]error, error) {
	missing := map[string]error{}
	names := []string{datapackage.Descriptor}
	var size int64
	if f.pkg.Site != nil && f.pkg.Site.Logo != "" {
		names = append(names, f.pkg.Site.Logo)
	}
	names = append(names, f.pkg.Attached...)
	for _, r := range f.pkg.Resources {
		list, err := datasets.Files(f.root.fs, f.dir, r)
		switch {
		case errors.Is(err, datasets.ErrNoFile):
			missing[r.Name] = err
			continue
		case err != nil:
			return nil, nil, err
		}
		for _, name := range list {
			rel := strings.TrimPrefix(name, f.dir+"/")
			if slices.Contains(names, rel) {
				continue
			}
			names = append(names, rel)
			if info, err := fs.Stat(f.root.fs, name); err == nil {
				size += info.Size()
			}
		}
	}
	if size > limit {
		return nil, nil, tooMany(size, limit, "package-bytes")
	}
	slices.Sort(names)
	return names, missing, nil
}

// tree is the files of one package or of its copy.
type tree struct {
	fs   fs.FS
	dir  string
	left int64 // bytes that may still be read
}

// fingerprint reads the files, into create's writers if there are any, and
// returns a hash of their names and contents.
func (t *tree) fingerprint(ctx context.Context, files []string, create func(string) (io.WriteCloser, error)) (string, error) {
	sum := sha256.New()
	for _, name := range files {
		fmt.Fprintf(sum, "%d %s\n", len(name), name)
		if err := t.one(ctx, name, sum, create); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:32], nil
}

func (t *tree) one(ctx context.Context, name string, sum hash.Hash, create func(string) (io.WriteCloser, error)) error {
	in, err := t.fs.Open(path.Join(t.dir, name))
	if err != nil {
		return err
	}
	defer in.Close()
	content := sha256.New()
	var to io.Writer = content
	done := func() error { return nil }
	if create != nil {
		out, err := create(name)
		if err != nil {
			return err
		}
		defer out.Close()
		to, done = io.MultiWriter(content, out), out.Close
	}
	if _, err := io.Copy(to, &lasting{t, in, ctx.Err}); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	sum.Write(content.Sum(nil))
	return done()
}

// lasting is a file that may grow while it is read, or come from a slow disk.
type lasting struct {
	*tree
	in    io.Reader
	ended func() error // of the run
}

// Read ends with the run, and where the package is too large.
func (l *lasting) Read(p []byte) (int, error) {
	if err := l.ended(); err != nil {
		return 0, err
	}
	n, err := l.in.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, errors.New("the package grows while it is read, beyond what --package-bytes allows")
	}
	return n, err
}

// durable is a file that is on the disk once it is closed.
type durable struct{ *os.File }

func (d durable) Close() error { return errors.Join(d.File.Sync(), d.File.Close()) }

func createUnder(dir, name string) (io.WriteCloser, error) {
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return nil, err
	}
	out, err := os.Create(full)
	if err != nil {
		return nil, err
	}
	return &closeOnce{durable{out}, false}, nil
}

// closeOnce lets a deferred Close follow a checked one.
type closeOnce struct {
	io.WriteCloser
	done bool
}

func (c *closeOnce) Close() error {
	if c.done {
		return nil
	}
	c.done = true
	return c.WriteCloser.Close()
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// source returns the copy as a source that reports under the origin's name: it
// stays as it is whatever becomes of the origin.
func (m mirrored) source(f found) source.Source {
	return datapackage.NewSource(datapackage.Reader{FS: folder.Dir(m.dir), Name: f.label, Dir: "."}, f.pkg, m.print, m.missing)
}

// unmirrored removes the copies of a package but the one in use and the one
// before it, which readers may still have open.
func (s *Service) unmirrored(name string, keep ...string) {
	parent := filepath.Join(s.opt.Data, mirrorName, name)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !slices.Contains(keep, e.Name()) {
			if err := os.RemoveAll(filepath.Join(parent, e.Name())); err != nil {
				s.opt.Log.Warn("old copy of a package stays", "op", "ingest", "source", name, "err", err)
			}
		}
	}
}
