package accounts

import (
	"context"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/private"
)

// Empty reports whether there is no account yet.
func (k *Keeper) Empty(ctx context.Context) (bool, error) {
	items, _, err := accounts.List(ctx, k.Store, private.Query{Limit: 1})
	return len(items) == 0, err
}

// AddFirst keeps the first account, an administrator, and returns the token of the
// one-time link by which its person sets the password and the second factor. Of two at
// once one is first. Faults: Invalid for an account against the rules, or where there
// is one already.
func (k *Keeper) AddFirst(ctx context.Context, name, person string) (token string, err error) {
	a := account.Account{Name: name, Person: person, Grants: []account.Grant{{Role: account.Admin}}, Created: k.Now().UTC()}
	if err := a.Validate(); err != nil {
		return "", err
	}
	if empty, err := k.Empty(ctx); err != nil || !empty {
		return "", orSetUp(err)
	}
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		switch _, err := firsts.Find(ctx, tx, "first"); {
		case err == nil:
			return errSetUp()
		case catalog.KindOf(err) != catalog.NotFound:
			return err
		}
		if _, err := firsts.Save(ctx, tx, private.Item[first]{ID: "first"}); err != nil {
			return err
		}
		if _, err := accounts.Save(ctx, tx, private.Item[account.Account]{ID: a.Name, Value: a}); err != nil {
			return err
		}
		if token, err = k.link(ctx, tx, a.Name); err != nil {
			return err
		}
		return note(ctx, tx, "operator", "account-first", a.Name)
	})
	return token, err
}

// first is kept once the first account was made by the set-up.
type first struct{}

var firsts = private.Collection[first]{Name: "set-up"}

func errSetUp() error {
	return catalog.NewFault(catalog.Invalid, "name", "Đã có tài khoản; quản trị viên thêm người khác ở bàn biên tập, hoặc dùng lệnh honglinh user.", "There is an account already; the administrator adds others at the desk, or use the command honglinh user.")
}

func orSetUp(err error) error {
	if err != nil {
		return err
	}
	return errSetUp()
}
