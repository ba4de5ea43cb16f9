package duck

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"honglinh/datasets/table"
)

// csvHeader returns the header line without its end.
func csvHeader(names []string, delim string) string {
	cells := make([]string, len(names))
	for i, n := range names {
		cells[i] = csvCell(n, delim)
	}
	return strings.Join(cells, delim)
}

func csvCell(s, delim string) string {
	if strings.Contains(s, delim) || strings.ContainsAny(s, "\"\r\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// csvLine returns the expression that prints a row as a line of CSV: the
// engine prints in vectors what Go would print cell by cell.
func csvLine(columns []table.Column, delim string, guarded bool) string {
	cells := make([]string, len(columns))
	d := literal(delim)
	for i, c := range columns {
		printed := plainSQL(c.Name, c.Type)
		if guarded && c.Type == table.Text {
			printed = `CASE WHEN regexp_matches(` + printed + `, ` + literal(formula) + `) AND NOT regexp_full_match(` + printed + `, ` + literal(harmless) + `) THEN chr(39) || ` + printed + ` ELSE ` + printed + ` END`
		}
		cells[i] = `csvcell(` + printed + `, ` + d + `)`
		if c.Type == table.Integer || c.Type == table.Boolean || c.Type == table.Date {
			cells[i] = `coalesce(` + plainSQL(c.Name, c.Type) + `, '')`
		}
	}
	return `concat(` + strings.Join(cells, `, `+d+`, `) + `)`
}

// What a spreadsheet takes for a formula, and what of it is a number or a telephone's.
const (
	formula  = `^[=+\-@\t\r]`
	harmless = `[+\-]?[0-9., ]*`
)

var formulas = regexp.MustCompile(formula)

// guardedNames puts an apostrophe before names that begin as formulas do.
func guardedNames(names []string) []string {
	out := slices.Clone(names)
	for i, n := range out {
		if formulas.MatchString(n) {
			out[i] = "'" + n
		}
	}
	return out
}

// jsonKey prints a column name as a JSON key with its colon, after a comma
// where it is not the first.
func jsonKey(name string, comma bool) string {
	b, _ := json.Marshal(name) // a string always marshals
	if comma {
		return "," + string(b) + ":"
	}
	return string(b) + ":"
}
