package duck

import (
	"encoding/json"
	"honglinh/datasets/table"
	"strings"
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
func csvLine(columns []table.Column, delim string) string {
	cells := make([]string, len(columns))
	d := literal(delim)
	for i, c := range columns {
		cells[i] = `csvcell(` + plainSQL(c.Name, c.Type) + `, ` + d + `)`
		if c.Type == table.Integer || c.Type == table.Boolean || c.Type == table.Date {
			cells[i] = `coalesce(` + plainSQL(c.Name, c.Type) + `, '')`
		}
	}
	return `concat(` + strings.Join(cells, `, `+d+`, `) + `)`
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
