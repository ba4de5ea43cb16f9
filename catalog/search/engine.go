package search

import (
	"context"

	"github.com/paulmach/orb"

	"honglinh/catalog/text"
)

// Engine finds documents. It is a cache of the store: it says by Seq how far it has
// followed the store's changes, and it can be thrown away and filled again at any time.
// The suite in enginetest says what else every engine does. It is safe for concurrent use.
type Engine interface {
	// Search answers from one snapshot. Faults: Invalid for a request that cannot be meant,
	// Busy for an engine that is closed or, with ErrAway, does not answer, Internal when the
	// index is damaged.
	Search(ctx context.Context, req Request) (Result, error)
	// Apply makes a batch durable together with its Seq. Readers see it when Apply
	// returns, unless the batch says that more follow.
	Apply(ctx context.Context, b Batch) error
	// Seq is the change sequence of the last batch applied; 0 for a new engine.
	Seq() int64
	Close() error
}

// Batch is a set of changes up to the store's sequence Seq.
type Batch struct {
	Seq    int64
	Put    []Document
	Delete []string // ids
	// More says that further batches follow at once, so that readers need not see this
	// one yet: a full build is much faster.
	More bool
}

// Field is one way in which the text of a document is indexed.
type Field string

// The fields. Engines split nothing themselves: the terms are ready.
const (
	// Toned holds all terms with their marks, Folded without; Pairs holds neighbours
	// in folded form, "cong nghiep", which does for words of two syllables what a
	// dictionary of words would do.
	Toned  Field = "t"
	Folded Field = "f"
	Pairs  Field = "p"
	// Titles holds the folded terms of titles and other names.
	Titles Field = "n"
	// Senses holds the senses of the general word list by the language they occur in. See
	// SenseKey.
	Senses Field = "w"
	// Stems holds the English stems of English text.
	Stems Field = "s"
	// Keys holds whole things: numbers of documents, concepts, titles. See CodeKey,
	// ConceptKey and TitleKey.
	Keys Field = "k"
)

// Fields returns all fields.
func Fields() []Field { return []Field{Toned, Folded, Pairs, Titles, Stems, Keys, Senses} }

// CodeKey, ConceptKey and TitleKey are the terms of the Keys field.
func CodeKey(code string) string { return "x:" + code }

// ConceptKey is the term for a concept of the thesaurus.
func ConceptKey(id string) string { return "c:" + id }

// SenseKey is the term for a sense of the general word list in a text of the language.
func SenseKey(id string, lang text.Lang) string { return string(lang) + ":" + id }

// PlaceKey is the term for a unit by its record id.
func PlaceKey(id string) string { return "u:" + id }

// TitleKey is the term for a whole title, folded or with its marks.
func TitleKey(title string) string { return "t:" + title }

// CoreKey is the term for a folded title without what stands in brackets behind it.
func CoreKey(folded string) string { return "n:" + folded }

// Column is a list of codes that a document is filed under.
type Column string

// The columns. Place holds the ids of the units that a record names, of all units that were or
// are on their territory, and of the units above any of these, for counting; a count shows those
// of one day. Area holds the same and the codes and names as written, for filters.
const (
	KindColumn       Column = "kind"
	TopicColumn      Column = "topic"
	PlaceColumn      Column = "place"
	AreaColumn       Column = "area"
	StatusColumn     Column = "status"
	UnitColumn       Column = "unit"   // the ids of the units that a record names itself, for Area.Unplaced
	SectorColumn     Column = "sector" // division, for counting
	ActivityColumn   Column = "activity"
	YearColumn       Column = "year"
	SourceColumn     Column = "source"
	LicenceColumn    Column = "licence"
	ConfidenceColumn Column = "confidence"
	DatasetColumn    Column = "dataset"
)

// Columns returns all columns.
func Columns() []Column {
	return []Column{KindColumn, TopicColumn, PlaceColumn, AreaColumn, StatusColumn, SectorColumn,
		ActivityColumn, UnitColumn, YearColumn, SourceColumn, LicenceColumn, ConfidenceColumn, DatasetColumn}
}

// Facet is the column whose facet a filter on this one belongs to, and which is counted
// without it.
func (c Column) Facet() Column {
	switch c {
	case AreaColumn:
		return PlaceColumn
	case ActivityColumn:
		return SectorColumn
	}
	return c
}

// Document is a record made ready for an engine.
type Document struct {
	ID string
	// Terms are the terms of each field in order; a repeated term counts again.
	Terms map[Field][]string
	// Codes are the values of each column.
	Codes map[Column][]string
	// SortTitle orders by title: byte order is alphabetical order.
	SortTitle string
	// Day, From and To are days since 1970-01-01; an open end is OpenFrom or OpenTo,
	// an unknown Day is OpenFrom.
	Day, From, To int32
	Capital, Area *float64   // billion VND, hectares
	Point         *orb.Point // WGS 84, a point that stands for the geometry
	Bound         *orb.Bound // of the geometry
	// Langs are the languages that the record has text in.
	Langs []text.Lang
	// Quality is 0 to 1: how complete and well sourced the record is.
	Quality float64
}

// Open ends of a document's validity.
const (
	OpenFrom int32 = -1 << 31
	OpenTo   int32 = 1<<31 - 1
)

// Request is what the Finder asks of an engine.
type Request struct {
	// Text is the planned text; nil lists everything.
	Text   *Plan
	Filter Filter
	Sort   Sort
	// Lang is the language the reader wants, "" for none: of records that match about equally,
	// those with text in it come first.
	Lang text.Lang
	// Near is where distances are measured from.
	Near *orb.Point
	// Away is the distance in kilometres of records that are more than a point, by id, at most
	// MaxMeasured of them; a record that is not in it is measured to its Point.
	Away map[string]float64
	// Reach is where nearness counts half in the order by relevance, in kilometres; 0 is the engine's own.
	Reach float64
	// Limit is at most MaxLimit, or MaxWhole of a Bare request.
	Limit int
	// Bare asks for hits without their Labels.
	Bare bool
	// After is the last position of the page before; its State names the snapshot.
	After  *Position
	Facets []FacetRequest
}

// FacetRequest asks for the values of a column with their counts, the most frequent first. Of
// more than Limit the rest is left out, but never what Filter.Codes names of the column.
type FacetRequest struct {
	Column Column
	Limit  int
}

// Plan is a text made ready to be searched.
type Plan struct {
	Clauses []Clause
	// Boosts raise what is found otherwise, and so do Runs; a plan without Clauses finds everything.
	Boosts []Form
	Runs   []Run
	// Without are forms that must not occur.
	Without []Form
	// Notes are readings that add their Label to the matches that satisfy them, nothing else.
	Notes []Reading
	// AnyClause says that documents need not match more than one clause.
	AnyClause bool
}

// Clause is one word, code or phrase as typed, with everything that may stand for it.
type Clause struct {
	// Readings are the ways to satisfy the clause; the best one counts.
	Readings []Reading
	// Must says that the clause is never given up when few documents match.
	Must bool
}

// Reading is one way to satisfy a clause.
type Reading struct {
	// Forms add up. Any of them satisfies the reading, unless All.
	Forms []Form
	All   bool
	// Label names this reading: a match that satisfies it says so. "" says nothing.
	Label string
	// Spare says that Label is told only when no reading before it in the clause matched.
	Spare bool
}

// Form is one term in one field.
type Form struct {
	Field  Field
	Term   string
	Weight float64
	// Prefix says that Term is only the beginning of what is meant.
	Prefix bool
	// Aside adds to the score and satisfies nothing, as long as any document has another form
	// of the reading.
	Aside bool
}

// Run is words that stand in a row: the weight is that of a document with all the forms, as a
// term of its own that occurs as often as the rarest of them.
type Run struct {
	Forms  []Form
	Weight float64
}

// Filter narrows a search. The zero Filter lets everything pass.
type Filter struct {
	// Codes: a document passes with any of the values of each column named. A value
	// that ends in "*" stands for all values that begin with it.
	Codes                                    map[Column][]string
	MinCapital, MaxCapital, MinArea, MaxArea *float64
	// Areas: a document passes that lies in all of them.
	Areas []Area
	// From and To are the days of which one must lie in the validity; nil for any time.
	Span *[2]int32
	// Not are ids that do not pass, at most MaxListed.
	Not []string
}

// Position is a place in an ordered result.
type Position struct {
	Key   float64 // of the order: score, day, amount, distance
	Title string  // of the order by title
	ID    string
	// State names the state of the engine that gave the position, in the engine's own words:
	// nobody else reads it. It is at most MaxState bytes long.
	State string
}

// MaxState bounds the name of a state in bytes: a point in time of OpenSearch has some hundreds,
// and a cursor travels in an address.
const MaxState = 1024

// Result is what an engine found.
type Result struct {
	Total  int
	Hits   []Match
	Facets map[Column][]Count
	// Strict is the number of documents that have every clause; when it is smaller
	// than Total the search was relaxed.
	Strict  int
	Relaxed bool
	// Next is the position after the last hit; nil when nothing follows.
	Next *Position
	Seq  int64
	// Renewed says that the page follows a position of an earlier state, which is held no more.
	Renewed bool
}

// Match is one found document.
type Match struct {
	ID    string
	Score float64
	// Labels are those of the readings that matched, each once, in the order of the plan.
	Labels     []string
	DistanceKM *float64
}

// Count is a value of a column with the number of documents that have it.
type Count struct {
	Value string
	Count int
}
