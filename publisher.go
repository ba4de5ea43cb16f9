package main

import (
	"context"
	"net/http"

	deskapi "honglinh/api/desk"
	"honglinh/catalog"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/indexer"
	"honglinh/indexer/desk"
	"honglinh/indexer/live"
	"honglinh/web"
)

// publisher brings what the desk publishes into the catalogue.
type publisher struct{ *indexer.Service }

var _ editions.Publisher = publisher{}

// Proof implements editions.Publisher.
func (p publisher) Proof(ctx context.Context, id string, fields map[string]string) (catalog.Record, error) {
	name, ok := dataset(id)
	if !ok {
		return p.Service.Proof(ctx, desk.Item{ID: id, Fields: fields})
	}
	if err := p.ProveTables(ctx, name, fields); err != nil {
		return catalog.Record{}, err
	}
	return p.Store().Record(ctx, id)
}

// Publish implements editions.Publisher.
func (p publisher) Publish(ctx context.Context, id string, fields map[string]string) error {
	if name, ok := dataset(id); ok {
		return p.ReviseTables(ctx, name, fields)
	}
	_, err := p.Edit(ctx, desk.Item{ID: id, Fields: fields})
	return err
}

// dataset is the name of a dataset whose tables an edition changes; false for an edition
// of another record.
func dataset(id string) (string, bool) {
	kind, name, ok := catalog.SplitID(id)
	return name, ok && kind == vocab.Dataset
}

// Retract implements editions.Publisher.
func (p publisher) Retract(ctx context.Context, id string, note text.Text) error {
	if name, ok := dataset(id); ok {
		return p.ReviseTables(ctx, name, nil)
	}
	return p.Service.Retract(ctx, id, note)
}

// desk is what the pages of the desk work with.
func (f *faces) desk() web.DeskOptions {
	o := web.DeskOptions{Accounts: f.folk.accounts, Editions: f.folk.editions, Rewards: f.folk.rewards, Enquiries: f.folk.readers.desk, Mails: f.folk.readers.mails, Uploads: f.folk.uploads, Proxies: f.o.TrustProxy.Proxies}
	o.Suggested, o.Tables = f.folk.suggested, f.folk.tables
	o.Commissions, o.Handovers, o.Photos, o.Identity = f.folk.commissions, f.folk.handovers, f.folk.photos, f.folk.identity
	return o
}

// units takes what programs of units send.
func (f *faces) units(s *live.State) http.Handler {
	return deskapi.New(deskapi.Options{BaseURL: f.o.BaseURL, Keys: f.folk.accounts, Editions: f.folk.editions, Commissions: f.folk.commissions, Records: s.Records, Metrics: f.metrics, Limits: f.limits, Log: f.log, Version: version, Now: f.c.now})
}

// beside hands the addresses of the desk's API to it, and all others on.
func beside(units, others http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if deskapi.Holds(r.URL.Path) {
			units.ServeHTTP(w, r)
			return
		}
		others.ServeHTTP(w, r)
	})
}
