package main

import (
	"context"
	"time"

	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/private"
	"honglinh/catalog/store/sqlite"
)

// people is what is kept of people, apart from the records: the private store with
// who works on it.
type people struct {
	private.Store
	accounts *accounts.Keeper
	readers  *readers // while the program serves
}

// openPeople opens the private store of a data folder, made if it is not there.
func openPeople(ctx context.Context, data, issuer string, now func() time.Time) (*people, error) {
	st, err := sqlite.OpenPrivate(ctx, data, sqlite.Options{Now: now})
	if err != nil {
		return nil, err
	}
	return &people{Store: st, accounts: accounts.New(accounts.Options{Store: st, Issuer: issuer, Now: now})}, nil
}
