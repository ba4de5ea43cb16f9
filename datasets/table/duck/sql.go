package duck

import (
	"strings"

	"honglinh/datasets/table"
)

// quote returns name as a quoted SQL identifier.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal returns s as a SQL string. Only what cannot be a parameter is written
// this way: paths of our own making, column names in option lists, and the
// missing values and labels of a descriptor.
func literal(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }

// macros are the functions of the query instance. fold is text.Fold with y
// read as i in an open syllable after h k l m s t (kỹ, kĩ), as the search does;
// a test compares it with the Go function. It is a chain of functions of one
// value without a condition: so the engine folds a repeated value once.
func macros() []string {
	return []string{
		`CREATE MACRO unmarked(s) AS replace(replace(strip_accents(lower(nfc_normalize(s))), 'đ', 'd'), 'ð', 'd')`,
		`CREATE MACRO spaced(s) AS trim(regexp_replace(regexp_replace(s, '[\x{200b}\x{feff}\x{ad}]', '', 'g'), '[\s\x{a0}\x{85}\x{2000}-\x{200a}\x{202f}\x{3000}]+', ' ', 'g'))`,
		`CREATE MACRO opened(s) AS regexp_replace(s, '\b([hklmst])y\b', '\1i', 'g')`,
		`CREATE MACRO fold(s) AS opened(spaced(unmarked(s)))`,
		`CREATE MACRO csvcell(s, d) AS CASE WHEN s IS NULL THEN '' WHEN contains(s, d) OR contains(s, '"') OR contains(s, chr(10)) OR contains(s, chr(13)) THEN '"' || replace(s, '"', '""') || '"' ELSE s END`,
	}
}

// rowColumn numbers the rows of a version from 1 in the order of the file; it
// is the tie-break of every order.
const rowColumn = table.RowNumber

// printed returns the name of the column that keeps a cell as it was written
// where its typed value prints differently.
func printed(column string) string { return "_printed_" + column }

// sqlType returns the DuckDB type of a column's values.
func sqlType(t table.Type) string {
	switch t {
	case table.Integer:
		return "BIGINT"
	case table.Number:
		return "DOUBLE"
	case table.Boolean:
		return "BOOLEAN"
	case table.Date:
		return "DATE"
	case table.DateTime, table.LocalDateTime:
		return "TIMESTAMP"
	}
	return "VARCHAR"
}
