package indexer

import (
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
// A copy that is already there is used as it is.
func (s *Service) mirror(f found) (mirrored, error) {
	files, missing := f.files()
	print, err := fingerprint(f, files, nil)
	if err != nil {
		return mirrored{}, err
	}
	parent := filepath.Join(s.opt.Data, mirrorName, f.pkg.Name)
	if _, err := os.Stat(filepath.Join(parent, print)); err == nil {
		return mirrored{filepath.Join(parent, print), print, missing}, nil
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
	print, err = fingerprint(f, files, func(name string) (io.WriteCloser, error) { return createUnder(tmp, name) })
	if err != nil {
		return mirrored{}, err
	}
	dir := filepath.Join(parent, print)
	if err := os.Rename(tmp, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Stat(dir); there != nil {
			return mirrored{}, err
		}
	}
	return mirrored{dir, print, missing}, syncDir(parent)
}

// files lists the package's files, relative to its folder, and the resources
// whose files are not all there.
func (f found) files() ([]string, map[string]error) {
	missing := map[string]error{}
	names := []string{datapackage.Descriptor}
	for _, r := range f.pkg.Resources {
		list, err := datasets.Files(f.root.fs, f.dir, r)
		if err != nil {
			missing[r.Name] = err
			continue
		}
		for _, name := range list {
			rel := strings.TrimPrefix(name, f.dir+"/")
			if !slices.Contains(names, rel) {
				names = append(names, rel)
			}
		}
	}
	slices.Sort(names)
	return names, missing
}

// fingerprint reads the files, into create's writers if there are any, and
// returns a hash of their names and contents.
func fingerprint(f found, files []string, create func(string) (io.WriteCloser, error)) (string, error) {
	sum := sha256.New()
	for _, name := range files {
		fmt.Fprintf(sum, "%d %s\n", len(name), name)
		if err := one(f, name, sum, create); err != nil {
			return "", fmt.Errorf("%s: %w", path.Join(f.label, name), err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:32], nil
}

func one(f found, name string, sum hash.Hash, create func(string) (io.WriteCloser, error)) error {
	in, err := f.root.fs.Open(path.Join(f.dir, name))
	if err != nil {
		return err
	}
	defer in.Close()
	content := sha256.New()
	var to io.Writer = content
	if create != nil {
		out, err := create(name)
		if err != nil {
			return err
		}
		defer out.Close()
		if _, err := io.Copy(io.MultiWriter(content, out), in); err != nil {
			return err
		}
		sum.Write(content.Sum(nil))
		return out.Close()
	}
	if _, err := io.Copy(to, in); err != nil {
		return err
	}
	sum.Write(content.Sum(nil))
	return nil
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

// reader returns a reader of the copy that reports under the source's name.
func (m mirrored) reader(f found) datapackage.Reader {
	return datapackage.Reader{FS: os.DirFS(m.dir), Name: f.label, Dir: "."}
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
