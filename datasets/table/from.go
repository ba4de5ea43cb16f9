package table

import (
	"io"

	"honglinh/datasets"
	"honglinh/datasets/delimited"
	"honglinh/datasets/grid"
)

// Limits of a table file from outside.
const (
	MaxFile    = datasets.MaxTable
	MaxLine    = delimited.MaxLine
	MaxColumns = datasets.MaxFields
)

// Source is a table to load.
type Source struct {
	// Rows opens the table; nil reads what Open opens as delimited text in Dialect.
	Rows func() (grid.Reader, error)
	// Refused tells which rows are refused, and so are no part of the table; nil for
	// none but those that cannot be read.
	Refused func(grid.Place) bool
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
