package source

import (
	"context"

	"honglinh/datasets"
)

// Source is one origin of records, which it owns: a run adds, changes and removes
// only what the owner of the source owns. What it holds is fixed when it is
// opened, whatever becomes of its origin meanwhile. It need not be safe for
// concurrent use.
type Source interface {
	// Owner is whose its records are; see PackageOwner.
	Owner() string
	// Label is what reports call it; the files of its rows begin with it.
	Label() string
	// Print fingerprints all that it holds: equal prints, equal rows. "" says that
	// not all of it could be had this time.
	Print() string
	// Holds tells its tables, and how their rows become records. The caller must
	// not change it.
	Holds() *datasets.Package
	// Read hands the rows of one of its tables to the sink, in the order in which
	// they stand there. A row that cannot be read is refused with its place, and
	// the others go on; the error says that the table could not be read to its end.
	Read(ctx context.Context, table datasets.Resource, to Sink) error
	// Close releases what the source holds open.
	Close() error
}
