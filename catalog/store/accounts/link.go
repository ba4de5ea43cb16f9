package accounts

import (
	"context"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/private"
)

// Offer is what a one-time link offers its person to set.
type Offer struct {
	account.Link
	Person string
	Second bool // a second factor is wanted
}

func errLink() error {
	return catalog.NewFault(catalog.NotFound, "token", "Liên kết đã dùng hoặc hết hạn; hãy xin quản trị viên liên kết mới.", "The link was used or is over; ask the administrator for a new one.")
}

// Offered returns what a link is for. Fault: NotFound for one that was used, is
// over or never was.
func (k *Keeper) Offered(ctx context.Context, token string) (Offer, error) {
	l, err := links.Find(ctx, k.Store, account.Kept(token))
	if catalog.KindOf(err) == catalog.NotFound {
		return Offer{}, errLink()
	} else if err != nil {
		return Offer{}, err
	}
	a, err := k.Account(ctx, l.Value.Account)
	if err != nil || a.Disabled {
		return Offer{}, errLink()
	}
	return Offer{l.Value, a.Actor().Person, a.NeedsSecond()}, nil
}

// Use sets the password, and the second factor where the roles want one, and uses
// the link up; all sessions of the account end. Faults: NotFound for a link that
// is none, Invalid for a password or a code that is not right.
func (k *Keeper) Use(ctx context.Context, token, password, code string) error {
	o, err := k.Offered(ctx, token)
	if err != nil {
		return err
	}
	if err := account.CheckPassword(o.Account, password); err != nil {
		return err
	}
	var step int64
	if o.Second {
		var right bool
		if step, right = account.Step(o.Secret, code, 0, k.Now()); !right {
			return catalog.NewFault(catalog.Invalid, "code", "Mã sáu chữ số của ứng dụng xác thực không đúng; hãy xem giờ của điện thoại.", "The app's code of six digits is not right; see that the phone's clock is.")
		}
	}
	hash, err := account.HashPassword(password)
	if err != nil {
		return err
	}
	if err := k.Store.Write(ctx, func(tx private.Tx) error { return k.set(ctx, tx, token, hash, o, step) }); err != nil {
		return err
	}
	return k.endAll(ctx, o.Account, "")
}

func (k *Keeper) set(ctx context.Context, tx private.Tx, token, hash string, o Offer, step int64) error {
	l, err := links.Find(ctx, tx, account.Kept(token))
	if err != nil {
		return errLink() // used meanwhile
	}
	if err := links.Delete(ctx, tx, l); err != nil {
		return err
	}
	a, err := accounts.Find(ctx, tx, o.Account)
	if err != nil {
		return missing(o.Account, err)
	}
	a.Value.Hash, a.Value.Passkeys = hash, nil // a device that was lost signs in no more
	if o.Second {
		a.Value.Secret, a.Value.Step = o.Secret, step
	}
	if _, err := accounts.Save(ctx, tx, a); err != nil {
		return err
	}
	return note(ctx, tx, "self", "password-set", o.Account)
}
