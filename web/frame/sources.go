package frame

import (
	"context"
	"io"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// Records is what the pages read of the record store.
type Records interface {
	Record(ctx context.Context, id string) (catalog.Record, error)
	RecordVersion(ctx context.Context, id string, version int) (catalog.Record, error)
	RecordAsOf(ctx context.Context, id string, on catalog.Date) (catalog.Record, error)
	Records(ctx context.Context, ids []string) ([]catalog.Record, error)
}

// History is what the pages read of the past and of the whole store.
type History interface {
	Seq(ctx context.Context) (int64, error)
	Versions(ctx context.Context, id string) ([]store.Version, error)
	Backlinks(ctx context.Context, id string) ([]store.Backlink, error)
	Each(ctx context.Context, fn func(catalog.Record, int64) error) error
	Kind(ctx context.Context, kind string) ([]catalog.Record, error)
}

// Store is the record store as the pages see it; store.Reader satisfies it.
type Store interface {
	Records
	History
}

// Finder answers searches; *search.Finder satisfies it.
type Finder interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	Whole(ctx context.Context, q search.Query, page func(ids []string) []string) (search.Answer, []string, error)
	Related(ctx context.Context, id string, lang text.Lang, limit int) ([]search.Hit, error)
}

// Clock tells the time; tests stop it.
type Clock func() time.Time

// Tables is the rows of the datasets as the pages see them; *duck.Engine
// satisfies it.
type Tables interface {
	State(ref table.Ref) (*table.State, error)
	Version(ref table.Ref, number string, asOf catalog.Date) (*table.Version, error)
	Query(ctx context.Context, q table.Query) (*table.Result, error)
	Profile(ctx context.Context, ref table.Ref, version, column string) (*table.Profile, error)
	Diff(ctx context.Context, ref table.Ref, from, to string, fn func(table.RowChange) error) (table.Counts, error)
	CSV(ctx context.Context, q table.Query, w io.Writer, opt table.CSVOptions) (int, error)
}
