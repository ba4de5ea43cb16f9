// Package export writes tables as files for download: one file of source per
// format, one explicit list of them, and whole datasets as zipped Data Packages.
//
// A file is written whole or the writer returns an error; nothing is cut off
// silently. There is no ODS: no library that we can get writes it as a stream
// with types, and XLSX opens wherever ODS does.
package export
