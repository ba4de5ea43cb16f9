package table

import "strings"

// quote returns name as a quoted SQL identifier.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal returns s as a SQL string. Only paths of our own making and column
// names in option lists, which cannot be parameters, are written this way.
func literal(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }

// macros are the functions of the query instance. fold is text.Fold with y
// read as i in an open syllable after h k l m s t (kỹ, kĩ), as the search does;
// a test compares it with the Go function.
func macros() []string {
	return []string{
		`CREATE MACRO fold(s) AS regexp_replace(trim(regexp_replace(replace(replace(strip_accents(lower(nfc_normalize(s))),'đ','d'),'ð','d'),'\s+',' ','g')),'\b([hklmst])y\b','\1i','g')`,
		`CREATE MACRO csvcell(s, d) AS CASE WHEN s IS NULL THEN '' WHEN contains(s, d) OR contains(s, '"') OR contains(s, chr(10)) OR contains(s, chr(13)) THEN '"' || replace(s, '"', '""') || '"' ELSE s END`,
	}
}

// rowColumn numbers the rows of a version from 1 in the order of the file; it
// is the tie-break of every order.
const rowColumn = "_row"

// printed returns the name of the column that keeps a cell as it was written
// where its typed value prints differently.
func printed(column string) string { return "_printed_" + column }
