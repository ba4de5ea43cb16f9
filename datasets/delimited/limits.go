package delimited

// Limits of a delimited file.
const (
	// MaxLine is the longest row in bytes, with a geometry of 500,000 vertices in it.
	MaxLine = 16 << 20
	// MaxColumns is the most columns: a table this wide wants to be long.
	MaxColumns = 10000
	// MaxName bounds the name of a column in bytes: a sentence in Vietnamese, not a
	// paragraph.
	MaxName = 500
)
