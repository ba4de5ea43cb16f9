package indexer

import (
	"bytes"
	"context"
	"io/fs"
	"path/filepath"

	"honglinh/datasets"
	"honglinh/indexer/folder"
)

// Files returns the folder of a published package, so that its files can be
// handed out as they are: the copy that the published state was read from. Nil
// where that state is no longer kept.
func (s *Service) Files(p *datasets.Package) fs.FS {
	lib, err := s.loadLibrary(context.Background()) // a read of one small document
	if err != nil {
		s.opt.Log.Warn("the library cannot be read", "op", "files", "source", p.Name, "err", err)
		return nil
	}
	e := lib[p.Name]
	for _, dir := range []string{e.Dir, e.Before} {
		if dir == "" || !s.sound(context.Background(), filepath.Join(s.opt.Data, dir)) {
			continue
		}
		folder := folder.Dir(filepath.Join(s.opt.Data, dir))
		raw, err := fs.ReadFile(folder, "datapackage.json")
		if err == nil && bytes.Equal(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), p.Raw) {
			return folder
		}
	}
	return nil
}
