package indexer

import (
	"io/fs"
	"testing"

	"honglinh/datasets"
	"honglinh/datasets/packages"
)

func TestFilesAreThoseOfThePackageAsPublished(t *testing.T) {
	s := &Service{}
	p, problems := datasets.Read(packages.Embedded(), "outlines")
	if p == nil {
		t.Fatal(problems)
	}
	folder := s.Files(p)
	if folder == nil {
		t.Fatal("the shipped package has no files")
	}
	if _, err := fs.Stat(folder, p.Resources[0].Paths[0]); err != nil {
		t.Error(err)
	}
	changed := *p
	changed.Raw = append(append([]byte(nil), p.Raw...), ' ')
	if s.Files(&changed) != nil {
		t.Error("files of another state of the package are handed out")
	}
	s.opt.NoEmbedded = true
	if s.Files(p) != nil {
		t.Error("files of a package that is not read are handed out")
	}
}
