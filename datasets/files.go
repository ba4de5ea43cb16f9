package datasets

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"honglinh/catalog/text/notice"
)

// MaxFiles is how many files the paths of one resource may name; a decade of
// daily texts in two languages stays below.
const MaxFiles = 20000

// ErrNoFile says that a path leads nowhere; other errors of Files are of what is
// there and must not be read.
var ErrNoFile = errors.New("is not there")

// Files returns the files that a resource's paths name below dir, in order; a
// path may be a glob. The error names a path that leads nowhere or out of the
// folder.
func Files(fsys fs.FS, dir string, r Resource) ([]string, error) {
	if dir = path.Clean(dir); dir != "." { // its name is no part of a pattern
		below, err := fs.Sub(fsys, dir)
		if err != nil {
			return nil, notice.Of("folder-at", dir, err)
		}
		fsys = below
	}
	var out []string
	for _, p := range r.Paths {
		list, err := filesOf(fsys, p)
		if err != nil {
			return nil, err
		}
		for _, name := range list {
			if err := readable(fsys, name); err != nil {
				return nil, err
			}
			out = append(out, path.Join(dir, name))
		}
	}
	if len(out) > MaxFiles {
		return nil, notice.Of("files-many", len(out), MaxFiles)
	}
	return out, nil
}

// filesOf returns the names that one path stands for.
func filesOf(fsys fs.FS, p string) ([]string, error) {
	name := path.Clean(p)
	if !fs.ValidPath(name) {
		return nil, notice.Of("path-leads-out", p)
	}
	if !strings.ContainsAny(p, "*?[") {
		return []string{name}, nil
	}
	found, err := fs.Glob(fsys, name)
	if err != nil {
		return nil, notice.Of("path-no-pattern", p, err)
	}
	if len(found) == 0 {
		return nil, notice.Of("pattern-absent", p).Because(ErrNoFile)
	}
	if len(found) > MaxFiles {
		return nil, notice.Of("path-names-many", p, len(found), MaxFiles)
	}
	slices.Sort(found)
	return found, nil
}

// readable refuses what is no file that can be read.
func readable(fsys fs.FS, name string) error {
	f, err := fsys.Open(name)
	if err != nil {
		return missing(name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return missing(name, err)
	case info.IsDir():
		return notice.Of("path-folder", name)
	}
	return nil
}

func missing(p string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return notice.Of("file-absent", p).Because(ErrNoFile)
	}
	var known *fs.PathError
	if errors.As(err, &known) {
		err = known.Err // the path has been said
	}
	return notice.Of("file-at", p, err).Because(err)
}
