package delimited

import "honglinh/datasets/grid"

// Limits of a delimited file.
const (
	// MaxLine is the longest row in bytes, with a geometry of 500,000 vertices in it.
	MaxLine = 16 << 20
	// MaxColumns is the most columns that a table may have.
	MaxColumns = grid.MaxColumns
	// MaxName bounds the name of a column in bytes: a sentence in Vietnamese, not a
	// paragraph.
	MaxName = 500
)
