package brief

import (
	"github.com/paulmach/orb"

	"honglinh/catalog/text"
)

// MaxRecords is how many records a brief holds: what a board reads in a sitting.
const MaxRecords = 20

// Document is a brief in one language, every text ready to print.
type Document struct {
	Lang                  text.Lang
	Title, Site, URL, Day string
	Note                  string
	Words                 Words
	Records               []Record
	Rows                  []Row
	Ground                []Ground       // under all of the map, in the order of drawing
	Outlines              []orb.Geometry // of units, under the marks
	Names                 []Name         // on the map, the most important first
	Attribution           string
}

// Words are the headings of a brief in its language.
type Words struct {
	Records, Comparison, Map, NoMap, Sources, Unknown, Field, Page, Stands string
	Whole                                                                  string // that the whole text is at the record's address
	NoPlace                                                                string // that a record has no place on the map
}

// Ground is an area or a line of the base map. Colour is #RRGGBB; Line is the width of a line in millimetres, 0 fills.
type Ground struct {
	Shape  orb.Geometry
	Colour string
	Line   float64
	Dashed bool
}

// Name is a text on the map.
type Name struct {
	Text string
	At   orb.Point
}

// Record is a page of a brief.
type Record struct {
	Letter, ID, Kind, Title, Other, Status, URL, Summary string
	Notices                                              []string
	Groups                                               []Group
	Sources                                              []string
	// Point is where it is; StandIn says that the middle of its unit stands for it.
	Point   *orb.Point
	StandIn bool
}

// Group is facts that belong together, and the names of those that nobody states. The workbook has them
// all; what is Further is not on the record's page, which is to be one.
type Group struct {
	Title   string
	Facts   []Fact
	Missing []string
	Further bool
}

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Row is one field of all records; an empty cell is not stated. Further rows are in the workbook only.
type Row struct {
	Group, Label string
	Cells        []string
	Differs      bool
	Further      bool
}
