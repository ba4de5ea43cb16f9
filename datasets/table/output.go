package table

// CSVOptions shape delimited text.
type CSVOptions struct {
	Delimiter string // "" is ","
	// BOM puts a byte order mark in front, for spreadsheets that want one.
	BOM bool
	// Guarded puts an apostrophe before text that a spreadsheet would take for a formula:
	// what begins with =, +, -, @, a tab or a CR and is no number. It is for people's
	// spreadsheets only: it changes the data for machines.
	Guarded bool
	// Header makes the first row, for instance of titles; nil gives the names.
	Header func([]Column) []string
	// End ends a line; "" is CRLF as RFC 4180 says.
	End string
}
