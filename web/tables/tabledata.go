package tables

// pageRows are the rows of a page of a table unless the reader asks otherwise,
// maxPageRows the most: a telephone lays out a thousand rows of forty cells in
// about a second.
const (
	pageRows    = 50
	maxPageRows = 500
)
