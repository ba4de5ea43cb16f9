package datapackage

import (
	"errors"
	"io/fs"
	"strings"
)

// Descriptor is the name of the file that makes a folder a package.
const Descriptor = "datapackage.json"

// Find returns the package folders of a file system: the root itself if it has
// a descriptor, else its folders. Folders without a descriptor are returned
// too, so that they are reported, and so are links in the place of folders;
// hidden ones are not.
func Find(fsys fs.FS) ([]string, error) {
	if _, err := fs.Stat(fsys, Descriptor); !errors.Is(err, fs.ErrNotExist) {
		if _, unreadable := fs.ReadDir(fsys, "."); unreadable != nil {
			return nil, unreadable
		}
		return []string{"."}, nil // one that cannot be read is told where it is read
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, e := range entries {
		if (e.IsDir() || e.Type() == fs.ModeSymlink) && !strings.HasPrefix(e.Name(), ".") {
			dirs = append(dirs, e.Name())
		}
	}
	return dirs, nil
}
