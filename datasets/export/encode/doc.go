// Package encode writes tables and layers as files for download: one file of
// source per format, and whole datasets as zipped Data Packages.
//
// A file is written whole or the writer returns an error; nothing is cut off
// silently.
package encode
