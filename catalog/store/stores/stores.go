package stores

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"honglinh/catalog/store"
	"honglinh/catalog/store/lock"
	"honglinh/catalog/store/postgres"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
)

// Place is where the records and what is kept of people are.
type Place interface {
	// String names the place without secrets.
	String() string
	// Outside reports whether it is outside of the data folder.
	Outside() bool
	// Dump is the command that copies a place outside of the data folder, "" for one in it.
	Dump() string
	// Identity is what tells the records of the place from others, "" where they lie in the
	// data folder itself. Fault: NotFound where there are none yet.
	Identity(ctx context.Context) (string, error)
	// Open opens the records for writing, by this process alone; they are made if they are not
	// there. Faults: Busy, at once, with who writes them; Internal for those of a newer
	// program; Upstream for a server that does not answer.
	Open(ctx context.Context, o Options) (store.Store, error)
	// OpenReader opens them for reading beside the writer. Fault: NotFound.
	OpenReader(ctx context.Context) (store.Reader, error)
	// OpenPrivate opens what is kept of people, made if it is not there; several processes may.
	OpenPrivate(ctx context.Context, now func() time.Time) (private.Store, error)
	// OpenPrivateReader opens it for reading. Fault: NotFound.
	OpenPrivateReader(ctx context.Context) (private.Reader, error)
	// Schema is the sort and version of the schema of the records that this program writes.
	Schema() string
}

// Options change how records are opened.
type Options struct {
	// Now dates what is written; nil is time.Now.
	Now func() time.Time
	// Damaged is told of every version that is met and cannot be read.
	Damaged func(id string, version int, err error)
	// Doing is the command that writes, for whoever finds the records held.
	Doing string
}

// Announcer is a store that tells whoever finds it held where this server listens.
type Announcer interface {
	Announce(ctx context.Context, addr, adminAddr string) error
}

var _ Announcer = (*postgres.Store)(nil)

// Sort is a sort of store.
type Sort struct {
	// Scheme begins the address of a store of the sort: "scheme" or "scheme://…".
	Scheme string
	// Version is the version of the schema of the records that this program writes.
	Version int64
	// At gives the place at an address; dir is the data folder.
	At func(address, dir string) (Place, error)
}

// List returns the sorts of stores, the usual one first.
func List() []Sort {
	return []Sort{
		{"sqlite", sqlite.Schema(), func(_, dir string) (Place, error) { return files(dir), nil }},
		{postgres.Scheme, postgres.Schema(), func(address, _ string) (Place, error) {
			a, err := postgres.Parse(address)
			return server{a}, err
		}},
	}
}

// Schemas are the versions of the schemas of all sorts.
func Schemas() []string {
	var out []string
	for _, s := range List() {
		out = append(out, fmt.Sprintf("%s %d", s.Scheme, s.Version))
	}
	return out
}

// Find gives the place at an address, "" being the usual one in the data folder dir.
func Find(address, dir string) (Place, error) {
	scheme, _, _ := strings.Cut(address, "://")
	var known []string
	for _, s := range List() {
		if known = append(known, s.Scheme); scheme == s.Scheme || address == "" {
			return s.At(address, dir)
		}
	}
	_, near := text.Nearly(scheme, known)
	return nil, fmt.Errorf("store %q: there is none of that sort%s; want one of %s", scheme, near, strings.Join(known, ", "))
}

// files are the SQLite files of a data folder.
type files string

func (f files) String() string                         { return sqlite.FileIn(string(f)) }
func (files) Outside() bool                            { return false }
func (files) Dump() string                             { return "" }
func (files) Identity(context.Context) (string, error) { return "", nil }
func (files) Schema() string                           { return fmt.Sprintf("sqlite %d", sqlite.Schema()) }

func (f files) Open(ctx context.Context, o Options) (store.Store, error) {
	return opened[store.Store](sqlite.Open(ctx, string(f), sqlite.Options{Now: o.Now, Damaged: o.Damaged}))
}

func (f files) OpenReader(ctx context.Context) (store.Reader, error) {
	return opened[store.Reader](sqlite.OpenReader(ctx, string(f)))
}

func (f files) OpenPrivate(ctx context.Context, now func() time.Time) (private.Store, error) {
	return opened[private.Store](sqlite.OpenPrivate(ctx, string(f), sqlite.Options{Now: now}))
}

func (f files) OpenPrivateReader(ctx context.Context) (private.Reader, error) {
	return opened[private.Reader](sqlite.OpenPrivateReader(ctx, string(f), sqlite.Options{}))
}

// server is a schema of a PostgreSQL server, with the one of people beside it.
type server struct{ postgres.Address }

func (server) Outside() bool  { return true }
func (server) Schema() string { return fmt.Sprintf("postgres %d", postgres.Schema()) }

func (s server) Identity(ctx context.Context) (string, error) {
	return postgres.Identity(ctx, s.Address)
}

func (s server) Open(ctx context.Context, o Options) (store.Store, error) {
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	me := lock.Holder{PID: os.Getpid(), Host: host, Since: now().UTC(), Doing: o.Doing}
	return opened[store.Store](postgres.Open(ctx, s.Address, postgres.Options{Now: o.Now, Damaged: o.Damaged, Holder: me}))
}

func (s server) OpenReader(ctx context.Context) (store.Reader, error) {
	return opened[store.Reader](postgres.OpenReader(ctx, s.Address))
}

func (s server) OpenPrivate(ctx context.Context, now func() time.Time) (private.Store, error) {
	return opened[private.Store](postgres.OpenPrivate(ctx, s.Address, postgres.Options{Now: now}))
}

func (s server) OpenPrivateReader(ctx context.Context) (private.Reader, error) {
	return opened[private.Reader](postgres.OpenPrivateReader(ctx, s.Address, postgres.Options{}))
}

// opened is what was opened, or nothing.
func opened[T any](made T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return made, nil
}
