package private

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Collection keeps values of one type. Name is needed; the rest says how a value
// is found, whose it is and when it is due or over, "" and zero for not at all.
type Collection[T any] struct {
	Name    string
	Keys    func(T) []Key
	Subject func(T) string
	Due     func(T) time.Time
	Expires func(T) time.Time
}

// Item is a value with the document it is kept in.
type Item[T any] struct {
	ID      string
	Version int64 // 0 for a new one
	Claims  int
	Value   T
}

// Find returns a value. Faults: NotFound; Internal for one that T cannot hold.
func (c Collection[T]) Find(ctx context.Context, from Finder, id string) (Item[T], error) {
	d, err := from.Find(ctx, c.Name, id)
	if err != nil {
		return Item[T]{}, err
	}
	return c.item(d)
}

// Lister lists documents.
type Lister interface {
	List(ctx context.Context, q Query) (Page, error)
}

// List returns a page of values, and where to go on.
func (c Collection[T]) List(ctx context.Context, from Lister, q Query) ([]Item[T], string, error) {
	q.Collection = c.Name
	page, err := from.List(ctx, q)
	if err != nil {
		return nil, "", err
	}
	items, err := c.items(page.Items)
	return items, page.Next, err
}

// Counter counts documents.
type Counter interface {
	Count(ctx context.Context, q Query, most int) (int, error)
}

// Count returns how long the list of a query is, up to most.
func (c Collection[T]) Count(ctx context.Context, from Counter, q Query, most int) (int, error) {
	q.Collection = c.Name
	return from.Count(ctx, q, most)
}

// Claimer hands out documents that are due.
type Claimer interface {
	Claim(ctx context.Context, collection string, lease time.Duration, limit int) ([]Document, error)
}

// Claim takes values that are due, as Store.Claim says.
func (c Collection[T]) Claim(ctx context.Context, from Claimer, lease time.Duration, limit int) ([]Item[T], error) {
	docs, err := from.Claim(ctx, c.Name, lease, limit)
	if err != nil {
		return nil, err
	}
	return c.items(docs)
}

// Save writes a value and returns it with its new version.
func (c Collection[T]) Save(ctx context.Context, tx Tx, it Item[T]) (Item[T], error) {
	body, err := json.Marshal(it.Value)
	if err != nil {
		return it, fmt.Errorf("write %s/%s: %w", c.Name, it.ID, err)
	}
	d := Document{Collection: c.Name, ID: it.ID, Version: it.Version, Claims: it.Claims, Body: body}
	if c.Keys != nil {
		d.Keys = c.Keys(it.Value)
	}
	if c.Subject != nil {
		d.Subject = c.Subject(it.Value)
	}
	if c.Due != nil {
		d.Due = c.Due(it.Value)
	}
	if c.Expires != nil {
		d.Expires = c.Expires(it.Value)
	}
	d, err = tx.Save(ctx, d)
	it.Version = d.Version
	return it, err
}

// Delete removes a value.
func (c Collection[T]) Delete(ctx context.Context, tx Tx, it Item[T]) error {
	return tx.Delete(ctx, c.Name, it.ID, it.Version)
}

func (c Collection[T]) items(docs []Document) ([]Item[T], error) {
	out := make([]Item[T], 0, len(docs))
	for _, d := range docs {
		it, err := c.item(d)
		if err != nil {
			return nil, err
		}
		out = append(out, it)
	}
	return out, nil
}

func (c Collection[T]) item(d Document) (Item[T], error) {
	it := Item[T]{ID: d.ID, Version: d.Version, Claims: d.Claims}
	if err := json.Unmarshal(d.Body, &it.Value); err != nil {
		return it, fmt.Errorf("read %s/%s: %w", d.Collection, d.ID, err)
	}
	return it, nil
}
