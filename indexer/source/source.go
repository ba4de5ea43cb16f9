package source

import (
	"fmt"

	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/text"
)

// Refusal says that a row, a file or a package was not taken in: where, why and
// what would be right. The rest of the run goes on.
type Refusal struct {
	File   string `json:"file"`
	Row    int    `json:"row,omitempty"` // as a spreadsheet counts, the header is row 1; 0 is the whole file
	Column string `json:"column,omitempty"`
	Reason string `json:"reason"`
	Remedy string `json:"remedy,omitempty"`
	// ID is the record concerned, where the row still tells it: what the store
	// holds under it is kept.
	ID string `json:"id,omitempty"`
	// Part says that the row is a part of that record and not the record itself.
	Part bool `json:"-"`
	// Table is the resource whose row it is; "" where the file tells.
	Table string `json:"table,omitempty"`
}

// String writes the refusal on one line, for terminals and logs.
func (r Refusal) String() string {
	s := place(r.File, r.Row, r.Column) + ": " + r.Reason
	if r.Remedy != "" {
		s += "; " + r.Remedy
	}
	return text.Visible(s)
}

func place(file string, row int, column string) string {
	if row > 0 {
		file += fmt.Sprintf(" row %d", row)
	}
	if column != "" {
		file += " column " + column
	}
	return file
}

// Warning is a doubt: the row was taken in.
type Warning struct {
	File   string `json:"file"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	ID     string `json:"id,omitempty"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

// String writes the warning on one line, for terminals and logs.
func (w Warning) String() string {
	s := place(w.File, w.Row, w.Column)
	if w.ID != "" {
		s += " (" + w.ID + ")"
	}
	return text.Visible(s + ": " + w.Code + ": " + w.Reason)
}

// Row is one row, feature or text of a source, its values typed as the schema says.
type Row struct {
	File string
	Row  int
	// Cells holds string, float64, int64, bool, []any or a JSON object; a
	// missing value is an absent key.
	Cells map[string]any
	// Printed holds the strings that numbers were read from, where the source
	// has them.
	Printed map[string]string
	// Geometry has the coordinates of the file until package survey has brought
	// them to WGS 84.
	Geometry *geojson.Geometry
	// CRS is what the file names as the system of Geometry; "" for nothing.
	CRS string
	// Notes are what reading the geometry left out.
	Notes []check.Finding
	// Doubts go with the record.
	Doubts []catalog.Warning
	// Body is the Markdown below the front matter, per language.
	Body text.Text
	// Extra are the front matter's sources beside the first.
	Extra []map[string]any
}

// String returns the cell as text, "" if it is missing.
func (r Row) String(column string) string {
	if column == "" {
		return ""
	}
	switch v := r.Cells[column].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// Number returns the cell as a number and whether it is one.
func (r Row) Number(column string) (float64, bool) {
	switch v := r.Cells[column].(type) {
	case float64:
		return v, true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// Sink takes what a source reads, in order.
type Sink interface {
	Row(Row)
	Refuse(Refusal)
	Warn(Warning)
}
