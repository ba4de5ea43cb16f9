package table

import (
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// Query is a typed question to one table. The zero Query is all rows.
type Query struct {
	Ref Ref
	// Version is a version number, "" is the one current on AsOf or now.
	Version string
	AsOf    catalog.Date
	// Select lists the output columns; empty is all columns, or with GroupBy
	// the groups and a count.
	Select  []Item
	Where   *Expr
	Text    string // all words must occur in the row, folded
	GroupBy []Item
	Having  *Expr // over output names
	Order   []Order
	Limit   int // 0 is DefaultLimit, Unlimited is all
	Offset  int
	Cursor  string
	// Total asks for the exact number of rows or groups that match.
	Total bool
	// Distinct drops repeated output rows.
	Distinct bool
	// Labels says whether codes are given as they are, by name, or both; Lang is
	// the language of the names, "" is Vietnamese.
	Labels Labels
	Lang   text.Lang
	// Places is what the bucket "unit" reads; a Codec sets it.
	Places *place.Register `json:"-"`
}

// Labels says how the codes of a column are given.
type Labels string

// The ways to give codes; "" is Codes. Both adds a column of names behind that
// of the codes, named "column@lang".
const (
	Codes Labels = "codes"
	Names Labels = "labels"
	Both  Labels = "both"
)

// Limits of a query from outside.
const (
	DefaultLimit = 100
	MaxLimit     = 10_000 // rows a page of JSON may hold; exports have no limit
	Unlimited    = -1
	MaxDepth     = 32     // nesting of a filter
	MaxNodes     = 2000   // comparisons in a filter
	MaxMembers   = 50_000 // values of one set: every unit of a country by code and name
	MaxItems     = 1000   // output columns
	MaxOrder     = 16
)

// Item is an output column: a column, an aggregate of it, or a bucket of it.
type Item struct {
	Column string
	// Func is "" for the column itself, one of Aggregates, one of Buckets, or
	// Original.
	Func string
	// Arg is the quantile (0 to 1) or the width of a range bucket.
	Arg float64
	// On is the day whose units the bucket "unit" gives; "" is today.
	On catalog.Date
	As string
}

// Aggregates returns the aggregate functions: count without a column counts rows.
func Aggregates() []string {
	return []string{"count", "sum", "avg", "min", "max", "median", "quantile", "stddev", "distinct"}
}

// Buckets returns the functions that group values: by date part or by a range
// of equal width, given by its lower bound. Those ending in "_of" are the number
// alone: month_of is 1 to 12 in any year, weekday_of is 1 (Monday) to 7. "unit"
// is the id of the administrative unit in which the row lies: what stands today,
// or on the day given, on the territory of the unit that the cell names by id, code
// or name. Where that are several units or none, it is the unit named; what
// names no unit stays as it is. A cell that is a list gives the list of its units.
func Buckets() []string {
	return []string{"year", "quarter", "month", "day", "range", Unit, "year_of", "quarter_of", "month_of", "day_of", "weekday_of"}
}

// Original is the function that gives a column's cells as the file had them.
const Original = "original"

// Op is an operator of a filter.
type Op string

// The operators. Contains and Prefix compare folded text: without marks and case.
const (
	And      Op = "and"
	Or       Op = "or"
	Not      Op = "not"
	Eq       Op = "eq"
	Ne       Op = "ne"
	Lt       Op = "lt"
	Le       Op = "le"
	Gt       Op = "gt"
	Ge       Op = "ge"
	In       Op = "in"
	Contains Op = "contains"
	Prefix   Op = "prefix"
	Like     Op = "like" // SQL pattern with % and _, exact marks and case
	Between  Op = "between"
	AnyOf    Op = "anyof" // the cell, a list separated by ";", holds one of the values
	Null     Op = "null"
	NotNull  Op = "notnull"
	Match    Op = "match" // all words in the row, folded; no column
	// Near tests the great-circle distance: Column is longitude, Other latitude;
	// three values lon lat metres.
	Near Op = "near"
	BBox Op = "bbox" // Column is longitude, Other latitude; four values minlon minlat maxlon maxlat
)

// Expr is a filter: a logical node over Args, or a comparison of Column with
// Values. Values are strings, numbers or booleans and are read as the column's type.
type Expr struct {
	Op     Op
	Args   []Expr
	Column string
	// Other is a second column: the latitude of BBox, or what Column is compared with.
	Other  string
	Values []any
}

// Order sorts by an output column or a column of the table; missing values come last.
type Order struct {
	By   string
	Desc bool
	// NullsFirst puts rows without a value before the others; they are last else.
	NullsFirst bool
}

// Name returns the output name of an item.
func (it Item) Name() string {
	switch {
	case it.As != "":
		return it.As
	case it.Func == "":
		return it.Column
	case it.Column == "":
		return it.Func
	}
	return it.Func + "_" + it.Column
}
