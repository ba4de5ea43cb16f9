package files

import (
	"context"
	"io"
	"iter"
	"time"
)

// Info is what a store knows of a file.
type Info struct {
	Name     string
	Size     int64 // bytes
	Modified time.Time
}

// Written is a file just put.
type Written struct {
	Info
	SHA256 string // of the content, in hexadecimal digits
}

// PutOptions say how a file is put. The zero PutOptions puts what is then never
// changed.
type PutOptions struct {
	// Replace lets the content take the place of another under the name.
	Replace bool
	// SHA256 is the checksum that the content must have, in hexadecimal digits; ""
	// is any.
	SHA256 string
}

// Rest as the length of Open is all from the offset on.
const Rest = -1

// Store keeps files. It is safe for concurrent use. Errors wrap ErrName for a name
// that cannot be one (see CheckName) and fs.ErrNotExist for a file that is not
// there; the error of a context that ended is its own.
type Store interface {
	// Put keeps what r gives under the name. The file is seen whole or not at all,
	// whatever ends the process, and what was put before a Put that fails stays. A
	// name that has content keeps it unless Replace is set: the same content is no
	// fault, another is fs.ErrExist. Content without the checksum asked for is
	// ErrDiffers. No name is the folder of another.
	Put(ctx context.Context, name string, r io.Reader, o PutOptions) (Written, error)
	// Open reads length bytes from the offset on, fewer where the file ends before.
	// A reader goes on with the content it began with, whatever is put or deleted
	// meanwhile.
	Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error)
	// Stat describes a file.
	Stat(ctx context.Context, name string) (Info, error)
	// List gives the files whose names begin with the prefix, in the order of their
	// names as bytes. What is put or deleted meanwhile may be given or not.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]
	// Delete removes a file; one that is not there is no fault.
	Delete(ctx context.Context, name string) error
}

// Local is a store whose files lie in a folder of this machine, each under its
// name, for programs that read files by their paths. They only read.
type Local interface {
	Folder() string
}
