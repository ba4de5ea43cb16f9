package encode

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/packages"
	"honglinh/datasets/table"
)

func shipped(t *testing.T, dir string) *datasets.Package {
	t.Helper()
	p, problems := datasets.Read(packages.Embedded(), dir)
	if p == nil {
		t.Fatal(problems)
	}
	return p
}

// none is no table.
type none struct{}

func (none) State(ref table.Ref) (*table.State, error) {
	return nil, catalog.NewFault(catalog.NotFound, "table", "", "no "+ref.String())
}

func (none) CSV(context.Context, table.Query, io.Writer, table.CSVOptions) (int, error) {
	return 0, fs.ErrNotExist
}

func TestAZippedPackageIsReadBackAndItsSumsAreRight(t *testing.T) {
	var b bytes.Buffer
	p := shipped(t, "units")
	if err := (Encoder{}).Package(context.Background(), p, packages.Embedded(), none{}, "https://x.example", &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	again, problems := datasets.Read(z, "")
	if again == nil || len(problems) > 0 || len(again.Resources) != len(p.Resources) {
		t.Fatalf("read back: %v", problems)
	}
	sums := read(t, z, "SHA256SUMS")
	for _, f := range z.File {
		if f.Name == "SHA256SUMS" {
			continue
		}
		if line := fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(read(t, z, f.Name))), f.Name); !strings.Contains(sums, line) {
			t.Errorf("SHA256SUMS lacks %s", line)
		}
	}
	for _, r := range p.Resources {
		if want := "The table as published: https://x.example/api/v1/datasets/units/tables/" + r.Name + "/exports/csv\n"; r.Tabular() && !strings.Contains(read(t, z, "README.en.md"), want) {
			t.Errorf("the README does not say where %s is as published", r.Name)
		}
	}
	for _, r := range again.Resources {
		body := read(t, z, r.Paths[0])
		if want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(body))); r.Hash != want || r.Bytes != int64(len(body)) {
			t.Errorf("%s: %d bytes %s, want %d %s", r.Name, r.Bytes, r.Hash, len(body), want)
		}
	}
	for _, name := range []string{"README.vi.md", "README.en.md", "LICENSE.txt", "CITATION.cff", "CITATION.bib"} {
		if read(t, z, name) == "" {
			t.Errorf("%s is empty", name)
		}
	}
}

func read(t *testing.T, fsys fs.FS, name string) string {
	t.Helper()
	f, err := fsys.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheCatalogueIsOneZipOfAllPackages(t *testing.T) {
	var b bytes.Buffer
	all := []*datasets.Package{shipped(t, "units"), shipped(t, "profiles"), shipped(t, "outlines")}
	if err := (Encoder{}).Catalogue(context.Background(), all, func(*datasets.Package) fs.FS { return packages.Embedded() }, none{}, "https://x.example", &b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		again, problems := datasets.Read(z, p.Name)
		if again == nil || len(problems) > 0 {
			t.Errorf("%s: %v", p.Name, problems)
		}
	}
	if !strings.Contains(read(t, z, "README.en.md"), "units/README.en.md") {
		t.Error("the catalogue's README does not name its datasets")
	}
}

func TestAGoneReaderStopsTheArchive(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := (Encoder{}).Package(ctx, shipped(t, "units"), packages.Embedded(), none{}, "", io.Discard); err == nil {
		t.Error("the archive was written for a reader that is gone")
	}
}
