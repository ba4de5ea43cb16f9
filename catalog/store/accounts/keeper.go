package accounts

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/private"
)

// Options of a Keeper; Store is needed.
type Options struct {
	Store private.Store
	// Issuer names the catalogue in apps of second factors.
	Issuer string
	Now    func() time.Time
	Rand   io.Reader
}

// Keeper keeps accounts. It is safe for concurrent use; several processes may
// keep the same ones.
type Keeper struct {
	Options
	throttle account.Throttle
	hashing  chan struct{}
}

// maxHashing is how many passwords are hashed at once: each takes 19 MiB and a
// core for some 30 ms.
const maxHashing = 2

// New returns a keeper.
func New(o Options) *Keeper {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Issuer == "" {
		o.Issuer = "honglinh"
	}
	return &Keeper{Options: o, hashing: make(chan struct{}, maxHashing)}
}

var accounts = private.Collection[account.Account]{
	Name:    "accounts",
	Keys:    accountKeys,
	Subject: func(a account.Account) string { return Subject(a.Name) },
}

// accountKeys are what accounts are found by.
func accountKeys(a account.Account) []private.Key {
	out := []private.Key{{Name: "name", Value: a.Name}}
	if a.Handle != "" {
		out = append(out, private.Key{Name: "handle", Value: a.Handle})
	}
	if a.Identity.Subject != "" {
		out = append(out, private.Key{Name: "identity", Value: identityKey(a.Identity.Issuer, a.Identity.Subject)})
	}
	return out
}

var sessions = private.Collection[account.Session]{
	Name:    "sessions",
	Keys:    func(s account.Session) []private.Key { return []private.Key{{Name: "account", Value: s.Account}} },
	Subject: func(s account.Session) string { return Subject(s.Account) },
	Expires: func(s account.Session) time.Time { return s.Ends() },
}

var links = private.Collection[account.Link]{
	Name:    "account-links",
	Keys:    func(l account.Link) []private.Key { return []private.Key{{Name: "account", Value: l.Account}} },
	Subject: func(l account.Link) string { return Subject(l.Account) },
	Expires: func(l account.Link) time.Time { return l.Until },
}

// Subject is how the private store names the person of an account.
func Subject(name string) string { return "account/" + name }

// Program is the role in which the log notes what the operator does by the
// command line.
const Program = "program"

func (k *Keeper) token() (string, error) {
	b := make([]byte, account.TokenBytes)
	if _, err := io.ReadFull(k.Rand, b); err != nil {
		return "", err
	}
	return account.Token(b), nil
}

// Add keeps a new account and returns the token of the one-time link by which its
// person sets the password. role is in what capacity it is added. Fault: Invalid
// for an account against the rules or one that is there.
func (k *Keeper) Add(ctx context.Context, a account.Account, role string) (token string, err error) {
	a.Created, a.Hash, a.Secret = k.Now().UTC(), "", ""
	if err := a.Validate(); err != nil {
		return "", err
	}
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		switch _, err := accounts.Find(ctx, tx, a.Name); {
		case err == nil:
			return catalog.NewFault(catalog.Invalid, "name", "Đã có tài khoản “"+a.Name+"”; để đặt lại mật khẩu dùng reset.", "There is an account “"+a.Name+"”; use reset for a new password.")
		case catalog.KindOf(err) != catalog.NotFound:
			return err
		}
		if _, err := accounts.Save(ctx, tx, private.Item[account.Account]{ID: a.Name, Value: a}); err != nil {
			return err
		}
		if token, err = k.link(ctx, tx, a.Name); err != nil {
			return err
		}
		return note(ctx, tx, role, "account-add", a.Name)
	})
	return token, err
}

// Reset makes a new one-time link for an account and ends its sessions. Its old
// password holds until the link is used. Fault: NotFound.
func (k *Keeper) Reset(ctx context.Context, name, role string) (token string, err error) {
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		if _, err := accounts.Find(ctx, tx, name); err != nil {
			return missing(name, err)
		}
		if token, err = k.link(ctx, tx, name); err != nil {
			return err
		}
		return note(ctx, tx, role, "account-reset", name)
	})
	if err != nil {
		return "", err
	}
	return token, k.endAll(ctx, name, "")
}

// link keeps a new one-time link. The one before, if any, ends by its time.
func (k *Keeper) link(ctx context.Context, tx private.Tx, name string) (string, error) {
	token, err := k.token()
	if err != nil {
		return "", err
	}
	l := account.Link{Account: name, Until: k.Now().UTC().Add(account.LinkLife)}
	if l.Secret, l.Address, err = account.NewSecret(k.Issuer, name); err != nil {
		return "", err
	}
	_, err = links.Save(ctx, tx, private.Item[account.Link]{ID: account.Kept(token), Value: l})
	return token, err
}

// Change gives an account other roles, or shuts or opens it. It takes effect with
// the next request of its sessions. Faults: NotFound, Invalid.
func (k *Keeper) Change(ctx context.Context, name, role string, change func(*account.Account)) error {
	disabled := false
	err := k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := accounts.Find(ctx, tx, name)
		if err != nil {
			return missing(name, err)
		}
		change(&it.Value)
		if err := it.Value.Validate(); err != nil {
			return err
		}
		disabled = it.Value.Disabled
		if _, err := accounts.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, role, "account-change", name)
	})
	if err != nil || !disabled {
		return err
	}
	return k.endAll(ctx, name, "")
}

// Account returns an account. Fault: NotFound.
func (k *Keeper) Account(ctx context.Context, name string) (account.Account, error) {
	it, err := accounts.Find(ctx, k.Store, name)
	if err != nil {
		return account.Account{}, missing(name, err)
	}
	return it.Value, nil
}

// Accounts returns all accounts by name.
func (k *Keeper) Accounts(ctx context.Context) ([]account.Account, error) {
	var out []account.Account
	for after := ""; ; {
		items, next, err := accounts.List(ctx, k.Store, private.Query{After: after})
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			out = append(out, it.Value)
		}
		if after = next; next == "" {
			return out, nil
		}
	}
}

// Units returns the units in which somebody has a role, in order.
func (k *Keeper) Units(ctx context.Context) ([]string, error) {
	all, err := k.Accounts(ctx)
	var out []string
	for _, a := range all {
		if !a.Disabled {
			out = append(out, a.Actor().Units()...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), err
}

// Holding returns all that is kept of the person of an account.
func (k *Keeper) Holding(ctx context.Context, name string) (private.Holding, error) {
	return k.Store.Of(ctx, Subject(name))
}

func note(ctx context.Context, tx private.Tx, role, action, name string) error {
	_, err := tx.Append(ctx, private.Entry{Role: role, Action: action, Target: "account", Subject: Subject(name)})
	return err
}

func missing(name string, err error) error {
	if catalog.KindOf(err) != catalog.NotFound {
		return err
	}
	return errors.Join(catalog.NewFault(catalog.NotFound, "name", "Không có tài khoản “"+name+"”.", "There is no account “"+name+"”."))
}
