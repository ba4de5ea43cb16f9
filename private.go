package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/handovers"
	"honglinh/catalog/store/photos"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/royalties"
	"honglinh/catalog/store/uploads"
	"honglinh/datasets/files/byaddress"
	"honglinh/indexer"
	"honglinh/indexer/suggested"
	deskpages "honglinh/web/desk"
	"honglinh/web/desk/openid"
)

// people is what is kept of people, apart from the records: the private store with
// who works on it.
type people struct {
	private.Store
	accounts *accounts.Keeper
	readers  *readers         // while the program serves
	editions *editions.Keeper // nil before edit
	rewards  *royalties.Keeper
	// commissions are what the board asks units and people for
	commissions *commissions.Keeper
	handovers   *handovers.Keeper
	photos      *photos.Keeper
	uploads     *uploads.Keeper
	suggested   *suggested.Keeper
	identity    *openid.Provider // another place to sign in, nil for none
	tables      deskpages.Tables // the datasets whose rows are changed at the desk, nil for none
}

// openPeople opens the private store beside the records of a data folder, made if it is not
// there.
func openPeople(ctx context.Context, store, data, issuer string, now func() time.Time) (*people, error) {
	place, err := indexer.PlaceOf(ctx, store, data)
	if err != nil {
		return nil, err
	}
	st, err := place.OpenPrivate(ctx, now)
	if err != nil {
		return nil, err
	}
	return &people{Store: st, accounts: accounts.New(accounts.Options{Store: st, Issuer: issuer, Now: now})}, nil
}

// edit has the desk publish by the publisher.
func (p *people) edit(by editions.Publisher, calendar enquiry.Calendar, now func() time.Time) {
	p.commissions = &commissions.Keeper{Store: p.Store, Now: now, Rand: rand.Reader}
	p.rewards = &royalties.Keeper{Store: p.Store, Now: now}
	p.editions = editions.New(editions.Options{Store: p.Store, Publisher: by, Now: now, WorkingDays: func(from time.Time, n int) time.Time {
		due, _ := calendar.Due(from, n) // a year without holidays leaves weekends out only
		day, err := time.ParseInLocation(time.DateOnly, string(due), enquiry.Zone())
		if err != nil {
			return editions.WeekDays(from, n)
		}
		return day.Add(24*time.Hour - time.Second).UTC()
	}})
	p.handovers = &handovers.Keeper{Store: p.Store, Editions: p.editions, Calendar: calendar, Now: now, Rand: rand.Reader}
	p.suggested = &suggested.Keeper{Store: p.Store, Now: now}
	p.uploads = &uploads.Keeper{Editions: p.editions, Now: now, Rand: rand.Reader}
}

// library opens the photo library of a data folder, or the one kept at the address. One
// process at a time does.
func (p *people) library(ctx context.Context, address, data string, now func() time.Time) error {
	dir, err := byaddress.Part(ctx, address, data, byaddress.Pictures)
	if err != nil {
		return err
	}
	p.photos = &photos.Keeper{Store: p.Store, Files: dir, Now: now}
	return nil
}

// answers says which unit of the desk answers for a record: the one whose edition
// readers have, else today's ward of the place.
func (p *people) answers(s shown) func(context.Context, *catalog.Record) (string, error) {
	return func(ctx context.Context, rec *catalog.Record) (string, error) {
		if live, there, err := p.editions.Live(ctx, rec.ID); err != nil || there && live.Value.Unit != "" {
			return live.Value.Unit, err
		}
		units, err := p.accounts.Units(ctx)
		if err != nil {
			return "", err
		}
		shown, release := s.Live().Take()
		defer release()
		return enquiry.UnitOf(rec, shown.Places, units), nil
	}
}

// workEvery is how often the desk looks for what is due by the clock.
const workEvery = 5 * time.Second

// work does what the desk has to do by the clock until ctx ends.
func (p *people) work(ctx context.Context, log *slog.Logger) error {
	return p.editions.Run(ctx, workEvery, func(err error) {
		log.Error("an edition did not reach readers yet; it is tried again", "op", "desk", "err", err)
	})
}
