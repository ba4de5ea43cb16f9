package web

import (
	"context"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
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
}

// Store is the record store as the pages see it; store.Reader satisfies it.
type Store interface {
	Records
	History
}

// Finder answers searches; *search.Finder satisfies it.
type Finder interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	Related(ctx context.Context, id string, lang text.Lang, limit int) ([]search.Hit, error)
}

// InVain counts searches that found nothing: words and numbers only, nothing
// of the person who asked.
type InVain interface {
	Add(query string, lang text.Lang)
	Top(limit int) []VainSearch
}

// VainSearch is a search that found nothing, and how often it was asked.
type VainSearch struct {
	Text  string    `json:"text"`
	Lang  text.Lang `json:"lang"`
	Count int       `json:"count"`
}

// Clock tells the time; tests stop it.
type Clock func() time.Time
