// Package encode writes tables and layers as files for download: one file of
// source per format, and whole datasets as zipped Data Packages.
//
// A file is written whole or the writer returns an error; nothing is cut off
// silently.
package encode

import "honglinh/datasets/export"

// Encoder writes files in every format of the list.
type Encoder struct{}

var _ export.Encoder = Encoder{}
