package datasets

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// MaxFiles is how many files the paths of one resource may name; a decade of
// daily texts in two languages stays below.
const MaxFiles = 20000

// Files returns the files that a resource's paths name below dir, in order; a
// path may be a glob. The error names a path that leads nowhere or out of the
// folder.
func Files(fsys fs.FS, dir string, r Resource) ([]string, error) {
	var out []string
	for _, p := range r.Paths {
		full := path.Join(dir, p)
		if !fs.ValidPath(full) || strings.Contains(p, "..") || path.IsAbs(p) {
			return nil, fmt.Errorf("path %q leads out of the package; want a relative path inside its folder", p)
		}
		if !strings.ContainsAny(p, "*?[") {
			if _, err := fs.Stat(fsys, full); err != nil {
				return nil, missing(p, err)
			}
			out = append(out, full)
			continue
		}
		found, err := fs.Glob(fsys, full)
		if err != nil {
			return nil, fmt.Errorf("path %q is not a pattern: %w", p, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("no file matches %q", p)
		}
		slices.Sort(found)
		out = append(out, found...)
	}
	if len(out) > MaxFiles {
		return nil, fmt.Errorf("the paths name %d files; at most %d", len(out), MaxFiles)
	}
	return out, nil
}

func missing(p string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("file %q is not there", p)
	}
	return fmt.Errorf("file %q: %w", p, err)
}
