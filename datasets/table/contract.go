package table

import (
	"context"
	"io"

	"honglinh/catalog"
	"honglinh/datasets"
)

// Directory says which tables there are, and in which versions.
type Directory interface {
	// Tables returns the state of every table, ordered by dataset and table.
	Tables() []*State
	// State returns a table with its versions; NotFound if there is none.
	State(ref Ref) (*State, error)
	// Version returns the version a query means: the one named, else the one that
	// was current at the end of the day asOf, else the newest.
	Version(ref Ref, number string, asOf catalog.Date) (*Version, error)
}

// Querier answers queries.
type Querier interface {
	// Query answers q. The caller reads the rows with Next and must call Close.
	// Faults: NotFound for the table or version, Invalid for the query, TooLarge
	// for one beyond the limits, Busy for one that takes longer than the engine
	// allows or needs more memory than it has.
	Query(ctx context.Context, q Query) (*Result, error)
	// Columns returns the output columns of q without asking for a row.
	Columns(ctx context.Context, q Query) ([]Column, error)
}

// Writer writes all rows of a query, which it prints faster than a reader of its
// rows could, and returns their number. The faults are those of Query.
type Writer interface {
	// CSV writes delimited text.
	CSV(ctx context.Context, q Query, w io.Writer, opt CSVOptions) (int, error)
	// JSON writes one JSON array of objects.
	JSON(ctx context.Context, q Query, w io.Writer) (int, error)
	// JSONLines writes one JSON object a line.
	JSONLines(ctx context.Context, q Query, w io.Writer) (int, error)
	// Parquet writes an Apache Parquet file.
	Parquet(ctx context.Context, q Query, w io.Writer) (int, error)
}

// Comparer tells versions apart.
type Comparer interface {
	// Diff streams the rows that differ between two versions of a table: changed
	// and removed ones in the order of the old version, then the added ones. fn
	// may stop the stream with an error, which is returned; nil only counts.
	Diff(ctx context.Context, ref Ref, from, to string, fn func(RowChange) error) (Counts, error)
}

// Profiler describes columns.
type Profiler interface {
	// Profile describes a column of a version ("" is the newest).
	Profile(ctx context.Context, ref Ref, version, column string) (*Profile, error)
}

// Reader is all that answers are made from.
type Reader interface {
	Directory
	Querier
	Writer
	Comparer
	Profiler
}

// Loader brings tables in and takes them back.
type Loader interface {
	// Load reads the source as the table ref. An unchanged table writes nothing; a
	// changed one becomes a new version, visible at once and as a whole. What the
	// source says wrongly is in the fault; what was stored stays.
	Load(ctx context.Context, ref Ref, src Source) (*Report, error)
	// Sync loads every table of the packages and drops those that are no longer
	// published. A table whose source has not changed is skipped; one that cannot
	// be loaded keeps its last good version and does not stop the others. There is
	// one report a table, in the order of the packages, then those of the dropped.
	Sync(ctx context.Context, packages []*datasets.Package, contentOf func(*datasets.Package) Content) []Report
	// Drop takes a table back that is no longer published. Its versions are kept:
	// they are there again when it is.
	Drop(ctx context.Context, ref Ref) error
}

// Engine holds the tables of one catalogue. It is safe for concurrent use.
type Engine interface {
	Reader
	Loader
	// Damaged returns what could not be opened again: tables that are missing until
	// they are loaded anew.
	Damaged() []error
	// Scratch is a folder for files that need not outlive the engine.
	Scratch() string
	// Trim gives memory that loads needed back to the system.
	Trim()
	// Close ends the engine; running queries fail.
	Close() error
}
