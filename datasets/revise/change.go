package revise

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"

	"honglinh/catalog"
)

// Prefixes of the fields that an edition of a dataset holds its changes in; after them
// stand the table and the row, and of a cell the column, parted by slashes.
const (
	// CellPrefix begins the field of a cell; its value follows [Holds], so that an empty
	// cell is something else than no change.
	CellPrefix = "cell."
	// EndPrefix begins that of the day on which a row ended.
	EndPrefix = "end."
	// NewPrefix begins that of a row that the source does not have.
	NewPrefix = "new."
	// RowPrefix begins that of the key of a changed row as people read it.
	RowPrefix = "row."
	// Holds begins the value of a cell.
	Holds = "="
)

// Row is what is changed of one row.
type Row struct {
	New   bool
	Key   string            // as people read it
	Ended string            // the day, "" for a row that goes on
	Cells map[string]string // by column
}

// Changes are the changed rows by table and id.
type Changes map[string]map[string]*Row

// ID is the id of a row with the values of its key: short, and the same wherever the row
// stands.
func ID(key []string) string {
	sum := sha256.New()
	for _, v := range key {
		sum.Write([]byte(norm.NFC.String(strings.TrimSpace(v)) + "\x1f"))
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// Cell is the field of a cell, Mark that of a row under another prefix.
func Cell(table, id, column string) string { return CellPrefix + table + "/" + id + "/" + column }

// Mark is the field of a row under a prefix other than CellPrefix.
func Mark(prefix, table, id string) string { return prefix + table + "/" + id }

// Part takes a field apart; ok is false for one that is none of a table's. The column is
// that of a cell only.
func Part(field string) (prefix, table, id, column string, ok bool) {
	for _, prefix := range []string{CellPrefix, EndPrefix, NewPrefix, RowPrefix} {
		rest, found := strings.CutPrefix(field, prefix)
		if !found {
			continue
		}
		table, rest, _ = strings.Cut(rest, "/")
		id, column, _ = strings.Cut(rest, "/")
		return prefix, table, id, column, table != "" && id != "" && (column != "") == (prefix == CellPrefix)
	}
	return "", "", "", "", false
}

// Parse reads the changes out of the fields of an edition. Other fields are left alone.
// Fault: Invalid for a day that is none.
func Parse(fields map[string]string) (Changes, error) {
	out := Changes{}
	for name, v := range fields {
		prefix, table, id, column, ok := Part(name)
		if !ok {
			continue
		}
		row := out.row(table, id)
		switch prefix {
		case CellPrefix:
			row.Cells[column] = strings.TrimPrefix(v, Holds)
		case NewPrefix:
			row.New = true
		case RowPrefix:
			row.Key = v
		case EndPrefix:
			day, err := catalog.ParseDate(v)
			if err != nil {
				return nil, catalog.NewFault(catalog.Invalid, name, "Hãy viết ngày như 2026-12-24.", "Write the day as 2026-12-24.")
			}
			row.Ended = string(day)
		}
	}
	return out, nil
}

func (c Changes) row(table, id string) *Row {
	if c[table] == nil {
		c[table] = map[string]*Row{}
	}
	if c[table][id] == nil {
		c[table][id] = &Row{Cells: map[string]string{}}
	}
	return c[table][id]
}
