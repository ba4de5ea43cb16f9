package indexer

import (
	"bytes"
	"io/fs"
	"path"
	"slices"

	"honglinh/datasets"
)

// Files returns the folder that a published package was read from, so that its
// files can be handed out as they are; nil where the folder no longer holds that
// package: the next run will say what became of it.
func (s *Service) Files(p *datasets.Package) fs.FS {
	for _, r := range slices.Backward(s.roots()) {
		raw, err := fs.ReadFile(r.fs, path.Join(p.Dir, "datapackage.json"))
		if err != nil || !bytes.Equal(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), p.Raw) {
			continue
		}
		folder, err := fs.Sub(r.fs, p.Dir)
		if err != nil {
			return nil
		}
		return folder
	}
	return nil
}
