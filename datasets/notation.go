package datasets

import (
	"cmp"
	"strings"
	"time"

	"honglinh/datasets/grid"
	"honglinh/datasets/office"
)

// notated is a table whose file types numbers and booleans itself, which are handed on
// as the schema has such values written.
type notated struct {
	grid.Reader
	fields []Field // of the columns
}

func notatedRows(in grid.Reader, s Schema) *notated {
	n := &notated{Reader: in}
	for _, name := range in.About().Columns {
		f, _ := s.Field(name) // one that is not declared has no notation
		n.fields = append(n.fields, f)
	}
	return n
}

// Next implements grid.Reader.
func (n *notated) Next() (grid.Row, error) {
	row, err := n.Reader.Next()
	for i, typed := range row.Typed {
		f := n.fields[i]
		if !typed || f.Type == "" {
			continue
		}
		c := office.Cell{Text: string(row.Cells[i]), Kind: office.Number}
		if c.Text == "true" || c.Text == "false" {
			c.Kind = office.Bool
		}
		row.Cells[i], row.Typed[i] = []byte(notation(f, c)), false
	}
	return row, err
}

// notation writes a cell that the file types as the column's schema has such
// values written, so that whoever reads it by the schema reads what is in the file.
func notation(f Field, c office.Cell) string {
	switch c.Kind {
	case office.Number, office.Percent:
		if decimal, _ := f.Marks(); decimal != "." {
			return strings.Replace(c.Text, ".", decimal, 1)
		}
	case office.Padded:
		if f.Type == "integer" || f.Type == "number" {
			digits := strings.TrimLeft(strings.Map(digit, c.Text), "0")
			return strings.Repeat("-", min(1, strings.Count(c.Text[:1], "-"))) + cmp.Or(digits, "0")
		}
	case office.Bool:
		if c.Text == "true" && len(f.TrueValues) > 0 {
			return f.TrueValues[0]
		}
		if c.Text == "false" && len(f.FalseValues) > 0 {
			return f.FalseValues[0]
		}
	case office.Date, office.Moment, office.Clock:
		if strings.Contains(f.Format, "%") {
			return formatted(c.Text, f.Format)
		}
	}
	return c.Text
}

func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// formatted writes a date, a moment or a time of day by a pattern of strftime.
func formatted(s, pattern string) string {
	for _, layout := range []string{"2006-01-02T15:04:05", time.DateOnly, "2006-01", "2006", time.TimeOnly} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		return strings.NewReplacer("%d", t.Format("02"), "%m", t.Format("01"), "%Y", t.Format("2006"), "%y", t.Format("06"), "%H", t.Format("15"), "%I", t.Format("03"),
			"%M", t.Format("04"), "%S", t.Format("05"), "%p", t.Format("PM"), "%F", t.Format(time.DateOnly), "%T", t.Format(time.TimeOnly), "%%", "%").Replace(pattern)
	}
	return s
}
