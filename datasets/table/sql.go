package table

import "strings"

// quote returns name as a quoted SQL identifier.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal returns s as a SQL string. Only what cannot be a parameter is written
// this way: paths of our own making, column names in option lists, and the
// missing values and labels of a descriptor.
func literal(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }

// macros are the functions of the query instance. fold is text.Fold with y
// read as i in an open syllable after h k l m s t (kỹ, kĩ), as the search does;
// a test compares it with the Go function. Codes and numbers, which are ASCII
// and have neither a y nor two spaces, take a short way: it is ten times faster.
func macros() []string {
	return []string{
		`CREATE MACRO spaced(s) AS CASE WHEN contains(s, '  ') OR regexp_matches(s, '[\t-\r\x{a0}\x{200b}\x{feff}\x{ad}]') THEN trim(regexp_replace(regexp_replace(s, '[\x{200b}\x{feff}\x{ad}]', '', 'g'), '[\s\x{a0}]+', ' ', 'g')) ELSE trim(s) END`,
		`CREATE MACRO unmarked(s) AS replace(replace(strip_accents(lower(nfc_normalize(s))), 'đ', 'd'), 'ð', 'd')`,
		`CREATE MACRO fold(s) AS CASE WHEN strlen(s) = length(s) AND NOT contains(s, 'y') AND NOT contains(s, 'Y') AND NOT contains(s, '  ') AND NOT contains(s, chr(9)) AND NOT contains(s, chr(10)) AND NOT contains(s, chr(13)) THEN lower(trim(s)) ELSE regexp_replace(spaced(unmarked(s)), '\b([hklmst])y\b', '\1i', 'g') END`,
		`CREATE MACRO csvcell(s, d) AS CASE WHEN s IS NULL THEN '' WHEN contains(s, d) OR contains(s, '"') OR contains(s, chr(10)) OR contains(s, chr(13)) THEN '"' || replace(s, '"', '""') || '"' ELSE s END`,
	}
}

// rowColumn numbers the rows of a version from 1 in the order of the file; it
// is the tie-break of every order.
const rowColumn = "_row"

// printed returns the name of the column that keeps a cell as it was written
// where its typed value prints differently.
func printed(column string) string { return "_printed_" + column }
