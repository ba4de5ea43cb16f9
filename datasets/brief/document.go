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
	Outlines              []orb.Geometry // outlines under the marks
	Attribution           string
}

// Words are the headings of a brief in its language.
type Words struct{ Records, Comparison, Map, NoMap, Sources, Unknown, Field, Page, Stands string }

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

// Group is facts that belong together, and the names of those that nobody states.
type Group struct {
	Title   string
	Facts   []Fact
	Missing []string
}

// Fact is a label with its value.
type Fact struct{ Label, Value string }

// Row is one field of all records; an empty cell is not stated.
type Row struct {
	Group, Label string
	Cells        []string
	Differs      bool
}
