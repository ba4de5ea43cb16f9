package duck

import "strings"

// The signs of the spool: the engine's own reader takes line breaks of one kind
// only, and none of another inside of quotes. So the spool has no quotes: cells
// are parted by a sign that text does not have, and what would end a cell or a
// row stands behind an escape. The signs are those of ASCII for units and records.
const (
	cellSign   = '\x1f'
	escapeSign = '\x1e'
)

// escapes are the characters that cells cannot have, by the digit behind the
// escape sign.
var escapes = [...]byte{'0': escapeSign, '1': '\n', '2': '\r', '3': cellSign}

// broken reports whether the cell has a character that spoolCell escapes.
func broken(cell []byte) bool {
	for _, c := range cell {
		if c < ' ' && (c == '\n' || c == '\r' || c == cellSign || c == escapeSign) {
			return true
		}
	}
	return false
}

// spoolCell appends a cell as the spool has it.
func spoolCell(out, cell []byte) []byte {
	if !broken(cell) {
		return append(out, cell...)
	}
	for _, c := range cell {
		switch c {
		case escapeSign:
			out = append(out, escapeSign, '0')
		case '\n':
			out = append(out, escapeSign, '1')
		case '\r':
			out = append(out, escapeSign, '2')
		case cellSign:
			out = append(out, escapeSign, '3')
		default:
			out = append(out, c)
		}
	}
	return out
}

// mendedSQL returns the expression of a spooled column without its escapes; the
// escape sign itself comes last, so that none is read twice.
func mendedSQL(column string) string {
	v := column
	for _, digit := range []byte{'1', '2', '3', '0'} {
		v = `replace(` + v + `, ` + literal(string([]byte{escapeSign, digit})) + `, ` + literal(string(escapes[digit])) + `)`
	}
	return v
}

// spoolSQL returns what reads the spool of file: columns is the list of its
// columns with their types, mend the expressions of those that have escapes.
func spoolSQL(file, columns string, mend []string, options string) string {
	read := `read_csv(` + literal(file) + `, auto_detect = false, header = false, columns = {` + columns + `}, delim = ` + literal(string(cellSign)) +
		`, quote = '', escape = '', new_line = '\n', strict_mode = true, null_padding = false, ` + options + `)`
	if len(mend) == 0 {
		return read
	}
	return `(SELECT * REPLACE (` + strings.Join(mend, ", ") + `) FROM ` + read + `)`
}
