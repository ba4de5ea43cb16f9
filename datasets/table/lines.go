package table

import "strings"

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
func csvLine(columns []Column, delim string) string {
	cells := make([]string, len(columns))
	d := literal(delim)
	for i, c := range columns {
		cells[i] = `csvcell(` + plainSQL(c.Name, c.Type) + `, ` + d + `)`
		if c.Type == Integer || c.Type == Boolean || c.Type == Date {
			cells[i] = `coalesce(` + plainSQL(c.Name, c.Type) + `, '')`
		}
	}
	return `concat(` + strings.Join(cells, `, `+d+`, `) + `)`
}
