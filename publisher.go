package main

import (
	"context"

	"honglinh/catalog"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/desk"
	"honglinh/web"
)

// publisher brings what the desk publishes into the catalogue.
type publisher struct{ *indexer.Service }

var _ editions.Publisher = publisher{}

// Proof implements editions.Publisher.
func (p publisher) Proof(ctx context.Context, id string, fields map[string]string) (catalog.Record, error) {
	return p.Service.Proof(ctx, desk.Item{ID: id, Fields: fields})
}

// Publish implements editions.Publisher.
func (p publisher) Publish(ctx context.Context, id string, fields map[string]string) error {
	_, err := p.Edit(ctx, desk.Item{ID: id, Fields: fields})
	return err
}

// Retract implements editions.Publisher.
func (p publisher) Retract(ctx context.Context, id string, note text.Text) error {
	return p.Service.Retract(ctx, id, note)
}

// desk is what the pages of the desk work with.
func (f *faces) desk() web.DeskOptions {
	return web.DeskOptions{Accounts: f.folk.accounts, Editions: f.folk.editions, TrustProxy: f.o.TrustProxy}
}
