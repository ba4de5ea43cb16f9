package indexer

import (
	"bytes"
	"context"
	"io/fs"
	"path/filepath"

	"honglinh/datasets"
	"honglinh/indexer/folder"
)

// folders are the copies of the packages of one state.
type folders struct {
	opt    Options
	copies *copies
	lib    library
}

// of returns the folder of a published package, so that its files can be
// handed out as they are: the copy that the published state was read from. Nil
// where that state is no longer kept.
func (f folders) of(p *datasets.Package) fs.FS {
	e := f.lib[p.Name]
	for _, dir := range []string{e.Dir, e.Before} {
		if dir == "" || !f.copies.sound(context.Background(), filepath.Join(f.opt.Data, dir)) {
			continue
		}
		folder := folder.Dir(filepath.Join(f.opt.Data, dir))
		raw, err := fs.ReadFile(folder, "datapackage.json")
		if err == nil && bytes.Equal(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), p.Raw) {
			return folder
		}
	}
	return nil
}
