package datapackage

import (
	"context"

	"honglinh/datasets"
	"honglinh/datasets/rulebook"
	"honglinh/indexer/source"
)

// Source is a data package as a source of records.
type Source struct {
	reader  Reader
	pkg     *datasets.Package
	print   string
	missing map[string]error
}

var _ source.Source = (*Source)(nil)

// NewSource returns the package behind the reader as a source. print fingerprints
// its files, which nobody changes any more; missing are the resources whose files
// are not all there, by name.
func NewSource(r Reader, pkg *datasets.Package, print string, missing map[string]error) *Source {
	return &Source{reader: r, pkg: pkg, print: print, missing: missing}
}

// Owner implements source.Source.
func (s *Source) Owner() string { return source.PackageOwner(s.pkg.Name) }

// Label implements source.Source.
func (s *Source) Label() string { return s.reader.Name }

// Print implements source.Source.
func (s *Source) Print() string {
	if len(s.missing) > 0 {
		return ""
	}
	return s.print
}

// Holds implements source.Source.
func (s *Source) Holds() *datasets.Package { return s.pkg }

// Read implements source.Source. A resource that is neither records nor terms nor
// a table nor features has no rows.
func (s *Source) Read(ctx context.Context, table datasets.Resource, to source.Sink) error {
	if err := s.missing[table.Name]; err != nil {
		return err
	}
	if table.Mapping == nil && table.Thesaurus == nil && !table.Tabular() && !table.Geographic() {
		return nil
	}
	reader := s.reader
	reader.Uncelled = table.Mapping == nil && table.Thesaurus == nil && !rulebook.Beside(table.Name)
	var err error
	if reader.foreign, err = reader.foreignOf(ctx, s.pkg, table); err != nil {
		return err
	}
	if err := reader.sums(ctx, table, to); err != nil {
		return err
	}
	if err := reader.Resource(ctx, table, to); err != nil {
		return err
	}
	return ctx.Err() // a small file is read whole, whoever still waits
}

// Close implements source.Source: files are open while they are read only.
func (s *Source) Close() error { return nil }
