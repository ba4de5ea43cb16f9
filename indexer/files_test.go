package indexer_test

import (
	"bytes"
	"io/fs"
	"testing"

	"honglinh/datasets/packages"
	"honglinh/indexer"
)

func TestFilesAreThoseOfThePackageAsPublished(t *testing.T) {
	s := open(t, t.TempDir(), indexer.Options{NoTables: true})
	defer s.Close()
	if _, err := s.Ingest(t.Context()); err != nil {
		t.Fatal(err)
	}
	p, ok := s.State().Library.Find("outlines")
	if !ok {
		t.Fatal("the shipped package is not published")
	}
	folder := s.State().Files(p)
	if folder == nil {
		t.Fatal("the published package has no files")
	}
	got, err := fs.ReadFile(folder, p.Resources[0].Paths[0])
	if err != nil {
		t.Fatal(err)
	}
	want, err := fs.ReadFile(packages.Embedded(), "outlines/"+p.Resources[0].Paths[0])
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want %d: %v", len(got), len(want), err)
	}
	changed := *p
	changed.Raw = append(append([]byte(nil), p.Raw...), ' ')
	if s.State().Files(&changed) != nil {
		t.Error("files of another state of the package are handed out")
	}
}
