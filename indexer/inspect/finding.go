package inspect

import (
	"encoding/json"

	"honglinh/catalog/text"
	"honglinh/datasets/grid"
	"honglinh/indexer/source"
)

// Finding is what is understood of one file or package.
type Finding struct {
	Path   string  `json:"path"`
	Tables []Table `json:"tables"`
	// Fault is why nothing of it could be read.
	Fault text.Text `json:"fault,omitempty"`
	// Refused and Warnings are those of a run over a package that has a descriptor.
	Refused  []source.Refusal `json:"refused,omitempty"`
	Warnings []source.Warning `json:"warnings,omitempty"`
	// Descriptor is the datapackage.json that is proposed; nil where there is one
	// already or nothing to describe.
	Descriptor json.RawMessage `json:"descriptor,omitempty"`

	spend func(cells int) // counts what is looked at; nil for no limit
}

// Findings reports whether something was refused.
func (f Finding) Findings() bool {
	if f.Fault != nil || len(f.Refused) > 0 {
		return true
	}
	for _, t := range f.Tables {
		if t.Fault != nil || t.RefusedTotal > 0 {
			return true
		}
	}
	return false
}

// Table is what is understood of one table.
type Table struct {
	grid.About
	Format string `json:"format"`
	Rows   int    `json:"rows"`
	// Fields are the columns in their order.
	Fields []Column `json:"fields"`
	// Refused are the first rows that could not be read, RefusedTotal counts them.
	Refused      []Refusal `json:"refused,omitempty"`
	RefusedTotal int       `json:"refused_total"`
	// Fault is why the table could not be read, or not to its end.
	Fault text.Text `json:"fault,omitempty"`

	resource string // the resource's name in the descriptor that is proposed
	path     string // of its file in the package
	number   int    // of its sheet, where the file has several
	spend    func(cells int)
	area     string // its rows, where the sheet has several tables
}

// Refusal is a row that could not be read, and what would be right.
type Refusal struct {
	Row    int       `json:"row"`
	Reason text.Text `json:"reason"`
	Remedy text.Text `json:"remedy,omitempty"`
}

// Column is a column with the type that is proposed for it.
type Column struct {
	Field
	// Evidence says why, Doubts what else it could be or what does not fit.
	Evidence text.Text `json:"evidence"`
	Doubts   []Doubt   `json:"doubts,omitempty"`
	Filled   int       `json:"filled"`
	Empty    int       `json:"empty"`
	Unique   bool      `json:"unique,omitempty"`
	Examples []string  `json:"examples,omitempty"`
}

// Doubt is what should be looked at in a column; Row is the first row of it.
type Doubt struct {
	Text    text.Text `json:"text"`
	Row     int       `json:"row,omitempty"`
	Example string    `json:"example,omitempty"`
}

// Field is the field of a Table Schema that is proposed.
type Field struct {
	Name          string   `json:"name"`
	Type          string   `json:"type"`
	Format        string   `json:"format,omitempty"`
	DecimalChar   string   `json:"decimalChar,omitempty"`
	GroupChar     string   `json:"groupChar,omitempty"`
	BareNumber    *bool    `json:"bareNumber,omitempty"`
	TrueValues    []string `json:"trueValues,omitempty"`
	FalseValues   []string `json:"falseValues,omitempty"`
	MissingValues []string `json:"missingValues,omitempty"`
	Unit          string   `json:"-"`
}
