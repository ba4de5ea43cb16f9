package folder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"

	"honglinh/datasets/files"
)

// Store is a folder of files. Elements of the folder that begin with a dot are not
// its own.
type Store struct{ dir string }

var (
	_ files.Store = (*Store)(nil)
	_ files.Local = (*Store)(nil)
)

// incoming is where files are written before they have their names.
const incoming = ".incoming"

// Open opens the folder, which is made if it is missing. What a crash left half
// written is removed; one process at a time opens a folder.
func Open(dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir}
	if err := os.RemoveAll(s.incoming()); err != nil {
		return nil, fmt.Errorf("files: clear what was half written: %w", err)
	}
	if err := os.MkdirAll(s.incoming(), 0o755); err != nil {
		return nil, fmt.Errorf("files: make folder: %w", err)
	}
	return s, nil
}

// Folder implements files.Local.
func (s *Store) Folder() string { return s.dir }

func (s *Store) incoming() string { return filepath.Join(s.dir, incoming) }

func (s *Store) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

// Put implements files.Store.
func (s *Store) Put(ctx context.Context, name string, r io.Reader, o files.PutOptions) (files.Written, error) {
	if err := files.CheckName(name); err != nil {
		return files.Written{}, err
	}
	tmp, sum, err := s.receive(ctx, r)
	if err != nil {
		return files.Written{}, fmt.Errorf("files: put %s: %w", name, err)
	}
	defer os.Remove(tmp) // the second name, or what could not be named
	if o.SHA256 != "" && !strings.EqualFold(o.SHA256, sum) {
		return files.Written{}, fmt.Errorf("files: put %s: %w: SHA-256 %s, want %s", name, files.ErrDiffers, sum, o.SHA256)
	}
	if err := s.publish(tmp, name, sum, o.Replace); err != nil {
		return files.Written{}, fmt.Errorf("files: put %s: %w", name, err)
	}
	info, err := s.Stat(ctx, name)
	return files.Written{Info: info, SHA256: sum}, err
}

// receive writes what r gives to the disk under a name of its own.
func (s *Store) receive(ctx context.Context, r io.Reader) (path, sum string, err error) {
	f, err := os.CreateTemp(s.incoming(), "*")
	if err != nil {
		return "", "", err
	}
	h := sha256.New()
	err = copyAll(ctx, io.MultiWriter(f, h), r)
	if err == nil {
		err = errors.Join(f.Chmod(0o644), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), digits(h), nil
}

func digits(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// copyAll copies until the end, or until ctx does.
func copyAll(ctx context.Context, w io.Writer, r io.Reader) error {
	buf := make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := r.Read(buf)
		if n > 0 {
			if _, err := w.Write(buf[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// publish gives a written file its name.
func (s *Store) publish(tmp, name, sum string, replace bool) error {
	to := s.path(name)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if replace {
		if err := os.Rename(tmp, to); err != nil {
			return err
		}
		return syncFolder(filepath.Dir(to))
	}
	err := os.Link(tmp, to) // fails where the name is taken, and is one step
	if errors.Is(err, fs.ErrExist) {
		return s.compare(to, sum)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// compare is no error if the file has the checksum.
func (s *Store) compare(path, sum string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	if digits(h) != sum {
		return fs.ErrExist
	}
	return nil
}

// syncFolder forces names in a folder to the disk.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open implements files.Store.
func (s *Store) Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error) {
	if err := errors.Join(ctx.Err(), files.CheckName(name)); err != nil {
		return nil, err
	}
	if offset < 0 || length < files.Rest {
		return nil, fmt.Errorf("files: open %s: no range from %d of %d bytes", name, offset, length)
	}
	f, err := os.Open(s.path(name))
	if err != nil {
		return nil, fmt.Errorf("files: open %s: %w", name, missing(err))
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("files: open %s: %w", name, err), f.Close())
	}
	if length == files.Rest {
		length = max(info.Size()-offset, 0)
	}
	return part{io.NewSectionReader(f, offset, length), f}, nil
}

// missing says of a name below a file what it says of any other: it is not there.
func missing(err error) error {
	if errors.Is(err, syscall.ENOTDIR) {
		return fs.ErrNotExist
	}
	return err
}

// part is a range of an open file.
type part struct {
	*io.SectionReader
	file *os.File
}

// Close closes the file.
func (p part) Close() error { return p.file.Close() }

// Stat implements files.Store.
func (s *Store) Stat(ctx context.Context, name string) (files.Info, error) {
	if err := errors.Join(ctx.Err(), files.CheckName(name)); err != nil {
		return files.Info{}, err
	}
	info, err := os.Stat(s.path(name))
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return files.Info{}, fmt.Errorf("files: %s: %w", name, missing(err))
	}
	return files.Info{Name: name, Size: info.Size(), Modified: info.ModTime().UTC()}, nil
}

// List implements files.Store.
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[files.Info, error] {
	return func(yield func(files.Info, error) bool) {
		names, err := s.names(ctx, prefix)
		if err != nil {
			yield(files.Info{}, fmt.Errorf("files: list %q: %w", prefix, err))
			return
		}
		for _, n := range names {
			info, err := s.Stat(ctx, n)
			if errors.Is(err, fs.ErrNotExist) {
				continue // deleted meanwhile
			}
			if !yield(info, err) || err != nil {
				return
			}
		}
	}
}

// names are those of the files that begin with the prefix, in order.
func (s *Store) names(ctx context.Context, prefix string) ([]string, error) {
	root := s.dir
	if i := strings.LastIndexByte(prefix, '/'); i >= 0 { // nothing else need be looked through
		if files.CheckName(prefix[:i]) != nil {
			return nil, nil
		}
		root = s.path(prefix[:i])
	}
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if path != s.dir && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(s.dir, path)
		if name := filepath.ToSlash(rel); err == nil && d.Type().IsRegular() && strings.HasPrefix(name, prefix) {
			out = append(out, name)
		}
		return err
	})
	sort.Strings(out) // a walk goes folder by folder
	return out, err
}

// Delete implements files.Store.
func (s *Store) Delete(ctx context.Context, name string) error {
	if err := errors.Join(ctx.Err(), files.CheckName(name)); err != nil {
		return err
	}
	if _, err := s.Stat(ctx, name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.Remove(s.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("files: delete %s: %w", name, err)
	}
	return nil
}
