package table

import (
	"time"

	"honglinh/catalog/text"
)

// Ref names a table: the dataset and its resource.
type Ref struct {
	Dataset string `json:"dataset"`
	Table   string `json:"table"`
}

// String returns "dataset/table".
func (r Ref) String() string { return r.Dataset + "/" + r.Table }

// Type is how a column's values are kept.
type Type string

// The types. Text keeps every value as it was written.
const (
	Text    Type = "text"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	Date    Type = "date"
	// DateTime is an instant, kept in UTC.
	DateTime Type = "datetime"
	// LocalDateTime is a date and a time of day of which nobody said the zone.
	LocalDateTime Type = "localdatetime"
)

// Numeric reports whether values can be summed.
func (t Type) Numeric() bool { return t == Integer || t == Number }

// Temporal reports whether values are dates or times.
func (t Type) Temporal() bool { return t == Date || t == DateTime || t == LocalDateTime }

// Column is a column of a version of a table.
type Column struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
	// Declared is the Table Schema type the descriptor gives, "" if inferred.
	Declared    string    `json:"declared,omitempty"`
	Title       text.Text `json:"title,omitzero"`
	Description text.Text `json:"description,omitzero"`
	Unit        string    `json:"unit,omitempty"`
	Evidence    Evidence  `json:"evidence"`
	// Folding is what no value has; for searching only.
	Folding Folding `json:"folding,omitempty"`
	// Labels are the names of the column's codes.
	Labels map[string]text.Text `json:"labels,omitempty"`
}

// Evidence says why a column has its type: every row was read.
type Evidence struct {
	Rows    int `json:"rows"`
	Missing int `json:"missing"`
	// Coded values are missing and written as a code ("n/a"); the code is kept.
	Coded int `json:"coded,omitempty"`
	// Refused values do not fit the declared type; they are missing in the typed
	// column and kept as printed.
	Refused int `json:"refused,omitempty"`
	// Rewritten values print differently once typed ("1.50"); the original is kept.
	Rewritten    int `json:"rewritten,omitempty"`
	LeadingZeros int `json:"leading_zeros,omitempty"`
	DecimalComma int `json:"decimal_comma,omitempty"`
	// Grouped values are one to three digits and groups of three behind points or
	// commas: whole numbers or fractions, depending on who wrote them.
	Grouped int `json:"grouped,omitempty"`
	// Zoned and Unzoned count the times with and without a zone.
	Zoned   int       `json:"zoned,omitempty"`
	Unzoned int       `json:"unzoned,omitempty"`
	Reason  text.Text `json:"reason"`
}

// Originals reports whether cells are kept as they were written beside the
// typed column.
func (e Evidence) Originals() bool { return e.Coded+e.Refused+e.Rewritten > 0 }

// Change is what a version changed, by the Data Package recipe.
type Change string

// The changes: columns changed or rows removed; rows added; values corrected.
const (
	First Change = "first"
	Major Change = "major"
	Minor Change = "minor"
	Patch Change = "patch"
)

// Version is one state of a table.
type Version struct {
	Number  string    `json:"version"`
	Change  Change    `json:"change"`
	Created time.Time `json:"created"`
	Rows    int       `json:"rows"`
	// SHA256 is the checksum of the version as CSV (RFC 4180, CRLF, UTF-8
	// without BOM, all columns, rows in order): what the CSV download gives.
	SHA256  string   `json:"sha256"`
	Key     []string `json:"key,omitempty"`
	Columns []Column `json:"columns"`
	// Added, Removed and Changed count rows against the version before.
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Changed int `json:"changed"`
}

// Column returns the column with the name.
func (v *Version) Column(name string) (Column, bool) {
	for _, c := range v.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// RowNumber is the name under which a query reads, filters and orders by the
// number of a row in its version, from 1 in the order of the file. It is not
// among the columns of a version and not part of "all columns".
const RowNumber = "_row"

// Readable returns a column or the row number.
func (v *Version) Readable(name string) (Column, bool) {
	if name == RowNumber {
		return Column{Name: RowNumber, Type: Integer}, true
	}
	return v.Column(name)
}

// Names returns the names of the columns, in order.
func (v *Version) Names() []string {
	out := make([]string, len(v.Columns))
	for i, c := range v.Columns {
		out[i] = c.Name
	}
	return out
}

// State is a table with all its versions, the oldest first.
type State struct {
	Ref      Ref       `json:"ref"`
	Versions []Version `json:"versions"`
	// Origin is what the newest version was loaded from, if Sync loaded it.
	Origin *Origin `json:"origin,omitempty"`
	// Files says how the versions are stored, by number; one that is not there was
	// stored before this was noted, or is not stored yet.
	Files map[string]StoredFile `json:"files,omitempty"`
	// Withdrawn is since when the table is no longer published.
	Withdrawn *time.Time `json:"withdrawn,omitempty"`
}

// Current returns the newest version.
func (s *State) Current() *Version {
	if len(s.Versions) == 0 {
		return nil
	}
	return &s.Versions[len(s.Versions)-1]
}

// Origin is what a table was loaded from; a table whose origin is the same is
// not read again.
type Origin struct {
	Hash  string `json:"hash"` // of the files' content and of what the descriptor says
	Files string `json:"files,omitempty"`
	// Seen is when the hash was taken.
	Seen time.Time `json:"seen"`
}

// StoredFile is the file of a version.
type StoredFile struct {
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}
