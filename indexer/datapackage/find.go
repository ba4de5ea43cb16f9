package datapackage

import (
	"io/fs"
	"strings"
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
