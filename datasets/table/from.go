package table

import (
	"io"

	"honglinh/datasets"
)

// Limits of a table file from outside.
const (
	MaxFile    = 64 << 30 // bytes: ten times the largest national register we know of
	MaxLine    = 16 << 20 // bytes of one row, with a geometry of 500,000 vertices in it
	MaxColumns = datasets.MaxFields
)

// Source is a delimited file to load.
type Source struct {
	Open    func() (io.ReadCloser, error)
	Dialect datasets.Dialect
	Schema  datasets.Schema
	// Version is the number of the first version; "" is 1.0.0.
	Version string
	// Plain says that the rows come from a format with numbers of its own, so that
	// a point in one is a decimal point.
	Plain bool
	// File names the source in faults.
	File string
}
