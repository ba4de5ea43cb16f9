package clause

// Kind is the kind of a node.
type Kind string

// The kinds of nodes.
const (
	Name     Kind = "name"
	String   Kind = "string"
	Number   Kind = "number"
	Bool     Kind = "boolean"
	Null     Kind = "null"
	Star     Kind = "*"
	DateLit  Kind = "date"
	GeomLit  Kind = "geometry"
	Call     Kind = "call"
	Binary   Kind = "binary" // Text is the operator: and or = != < <= > >= like : + - * / % || ^
	Unary    Kind = "unary"  // Text is not or -
	In       Kind = "in"     // Args[0] in the rest
	Interval Kind = "interval"
	Between  Kind = "between"
	IsNull   Kind = "is null"
	Quantity Kind = "quantity" // a number with a unit: 5km, 1 month
)

// Node is a node of the tree of a clause.
type Node struct {
	Kind Kind
	// Text is the name, the literal's value, the function or the operator.
	Text string
	Args []Node
	// Unit is the unit of a Quantity.
	Unit string
	// Open and Shut say that an Interval leaves its lower or upper bound out.
	Open, Shut bool
	// Pos and End are byte offsets of the node in the clause.
	Pos, End int
}

// Item is one entry of a select or group clause.
type Item struct {
	Node Node
	As   string
	// Label is what an unnamed expression is called: its own text.
	Label string
}

// Sort is one entry of an order clause.
type Sort struct {
	Node Node
	Desc bool
}

// Limits of a clause from outside.
const (
	// MaxLength is the longest clause in bytes: what fits into an address.
	MaxLength = 16 << 10
	// MaxDepth bounds nesting: people write three levels, programs ten.
	MaxDepth = 30
	// MaxItems bounds the entries of a list: columns of the widest usual table.
	MaxItems = 1000
)
