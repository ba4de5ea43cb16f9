package datapackage

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"honglinh/datasets"
)

// Descriptor is the name of the file that makes a folder a package.
const Descriptor = "datapackage.json"

// Find returns the package folders of a file system: the root itself if it has
// a descriptor, else its folders. Folders without a descriptor are returned
// too, so that they are reported; hidden ones are not.
func Find(fsys fs.FS) ([]string, error) {
	if _, err := fs.Stat(fsys, Descriptor); err == nil {
		return []string{"."}, nil
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			dirs = append(dirs, e.Name())
		}
	}
	return dirs, nil
}

// Files returns the files that a resource's paths name, in order; a path may be
// a glob. The error names a path that leads nowhere or out of the folder.
func Files(fsys fs.FS, dir string, r datasets.Resource) ([]string, error) {
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
