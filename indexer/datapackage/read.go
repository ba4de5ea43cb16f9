package datapackage

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/source"
)

// Reader reads the resources of one package.
type Reader struct {
	FS fs.FS
	// Name is what stands before the file names in reports.
	Name string
	Dir  string
	// Uncelled leaves the cells out of the rows of tables: they are held against the
	// schema, and nobody asks for more.
	Uncelled bool

	foreign []*foreign // keys that the rows are held against
	unkeyed bool       // rows are held against no key
}

// Resource reads the rows of a resource into the sink. The error says that the
// resource as a whole could not be read: it is then unknown which of its rows
// are gone.
func (r Reader) Resource(ctx context.Context, res datasets.Resource, to source.Sink) error {
	files, err := datasets.Files(r.FS, r.Dir, res)
	if err != nil {
		return err
	}
	if res.Texts() {
		return r.markdown(ctx, res, files, to)
	}
	changes := &source.Changes{}
	rules, err := rulesOf(res.Schema, changes)
	if err != nil {
		return err
	}
	unique := &keys{all: keysOf(res.Schema), foreign: r.foreign}
	if r.unkeyed {
		unique = &keys{}
	}
	if m := res.Mapping; res.Tabular() && m != nil && m.Corners.Given() && !r.Uncelled {
		plots := &rings{mapping: m, to: to, seen: map[string]int{}}
		err := (&table{res: res, rules: rules, keys: &keys{}, to: plots, changes: changes}).read(ctx, r.FS, files, r.label)
		plots.flush()
		return err
	}
	if res.Tabular() {
		return (&table{res: res, rules: rules, keys: unique, to: to, bare: r.Uncelled, changes: changes}).read(ctx, r.FS, files, r.label)
	}
	defer changes.Tell(to)
	for _, name := range files {
		if err := r.file(ctx, res, rules, unique, changes, name, to); err != nil {
			return err
		}
	}
	return nil
}

func (r Reader) file(ctx context.Context, res datasets.Resource, rules []rule, unique *keys, changes *source.Changes, name string, to source.Sink) error {
	fs := &features{file: r.label(name), res: res, rules: rules, keys: unique, to: to, changes: changes}
	if res.Inline != nil {
		return (&collection{features: fs}).read(ctx, bytes.NewReader(res.Inline))
	}
	f, err := r.FS.Open(name)
	if err != nil {
		return fmt.Errorf("%s: %w", r.label(name), err)
	}
	defer f.Close()
	switch res.Format {
	case "geojson", "geojsonl", "json", "topojson", "":
		return (&collection{features: fs, lines: res.Format == "geojsonl"}).read(ctx, &bounded{r: f, left: MaxGeoJSON})
	case "gpkg", "shp", "zip", "kml", "kmz", "gpx":
		return fs.geographic(ctx, res.Format, f)
	case "corners":
		return fs.parcel(name, f)
	}
	return notice.Of("format-no-records", res.Format)
}

// label is the file's name in reports.
func (r Reader) label(name string) string {
	name = strings.TrimPrefix(name, "./")
	if r.Name == "" || r.Name == "." {
		return name
	}
	return strings.TrimSuffix(r.Name, "/") + "/" + name
}

// bounded fails once more than left bytes were read.
type bounded struct {
	r    io.Reader
	left int64
}

var errTooLarge = notice.Of("file-large")

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n, errTooLarge
	}
	return n, err
}
