package export

import (
	"context"
	"io"
	"io/fs"

	"honglinh/catalog/geo/write"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Encoder writes files for download. Package encode has the one there is; it stands apart because
// a GeoPackage needs SQLite, which faces do without.
type Encoder interface {
	// Table writes the rows of q to w in the format and returns their number. The
	// version is fixed before the first byte, so that an update in between cannot
	// mix two states.
	Table(ctx context.Context, f Format, t RowSource, q table.Query, about About, opt Options, w io.Writer) (int, error)
	// Layer writes the features in the format to a new file at path and proves it by
	// reading it again. Fault: TooLarge for more than the format can hold.
	Layer(ctx context.Context, f Format, path string, src write.Source, o write.Options) (write.Manifest, error)
	// Package writes a whole dataset as a zipped Data Package: the files as they were
	// received, but the table in place of a file with rows that were refused, a descriptor
	// with their sizes and hashes, a README in both languages, the licence, how to cite it,
	// and checksums of everything. base is the public address of the catalogue.
	Package(ctx context.Context, p *datasets.Package, fsys fs.FS, tables Published, base string, w io.Writer) error
	// Catalogue writes all datasets into one zip, a folder each.
	Catalogue(ctx context.Context, packages []*datasets.Package, fsOf func(*datasets.Package) fs.FS, tables Published, base string, w io.Writer) error
}

// Header says what stands in the first row.
type Header string

// The headers: column names, titles in the reader's language, titles in both.
const (
	ColumnNames Header = "names"
	Titles      Header = "titles"
	Bilingual   Header = "bilingual"
)

// Options shape a file.
type Options struct {
	Lang   text.Lang
	Header Header // "" is ColumnNames
	// BOM and Semicolon make CSV that a spreadsheet set to Vietnamese opens well, with an
	// apostrophe before text that it would take for a formula. Without them CSV holds the
	// data as they are, and XLSX writes text as text.
	BOM       bool
	Semicolon bool
}

// About is what a file says about itself.
type About struct {
	Package  *datasets.Package
	Resource datasets.Resource
	// Citation and Address are printed in files that have room for them.
	Citation text.Text
	Address  string
}

// RowSource is where the rows come from.
type RowSource interface {
	table.Directory
	table.Querier
	table.Writer
	// Scratch is a folder for files in the making.
	Scratch() string
}

// Published are the tables as they are published.
type Published interface {
	State(ref table.Ref) (*table.State, error)
	CSV(ctx context.Context, q table.Query, w io.Writer, opt table.CSVOptions) (int, error)
}
