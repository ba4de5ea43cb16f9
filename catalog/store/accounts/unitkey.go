package accounts

import (
	"context"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/private"
)

// UnitKey lets a program of a unit send drafts. It may do what a contributor of the
// unit may, and no more.
type UnitKey struct {
	Unit    string    `json:"unit"`
	Label   string    `json:"label"` // which program it is
	Created time.Time `json:"created"`
}

var unitKeys = private.Collection[UnitKey]{Name: "unit-keys", Keys: func(k UnitKey) []private.Key { return []private.Key{{Name: "unit", Value: k.Unit}} }}

// maxLabel bounds what a key is called, in bytes.
const maxLabel = 200

// AddKey makes a key of a unit and returns it; only what it is known by is kept.
// Fault: Invalid.
func (k *Keeper) AddKey(ctx context.Context, unit, label, role string) (key string, err error) {
	g, err := account.NewGrant(account.Contributor, unit)
	if err != nil {
		return "", err
	}
	if label == "" || len(label) > maxLabel {
		return "", catalog.NewFault(catalog.Invalid, "label", "Hãy ghi khoá cho chương trình nào, nhiều nhất 200 byte.", "Say which program the key is for, in at most 200 bytes.")
	}
	if key, err = k.token(); err != nil {
		return "", err
	}
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		if _, err := unitKeys.Save(ctx, tx, private.Item[UnitKey]{ID: account.Kept(key), Value: UnitKey{g.Unit, label, k.Now().UTC()}}); err != nil {
			return err
		}
		_, err := tx.Append(ctx, private.Entry{Role: role, Action: "key-add", Target: "unit/" + unit})
		return err
	})
	return key, err
}

// Keys returns the keys with the ids by which they are revoked.
func (k *Keeper) Keys(ctx context.Context) ([]private.Item[UnitKey], error) {
	items, _, err := unitKeys.List(ctx, k.Store, private.Query{Key: "unit"})
	return items, err
}

// RevokeKey ends a key. Fault: NotFound.
func (k *Keeper) RevokeKey(ctx context.Context, id, role string) error {
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := unitKeys.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := unitKeys.Delete(ctx, tx, it); err != nil {
			return err
		}
		_, err = tx.Append(ctx, private.Entry{Role: role, Action: "key-revoke", Target: "unit/" + it.Value.Unit})
		return err
	})
}

// ByKey returns who acts with a key: a contributor of its unit. Fault: NotFound.
func (k *Keeper) ByKey(ctx context.Context, key string) (account.Actor, error) {
	it, err := unitKeys.Find(ctx, k.Store, account.Kept(key))
	if err != nil {
		return account.Actor{}, err
	}
	return account.Actor{Name: "key/" + it.Value.Unit, Person: it.Value.Label, Grants: []account.Grant{{Role: account.Contributor, Unit: it.Value.Unit}}}, nil
}
