package accounts

import (
	"context"
	"fmt"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/private"
)

// Attempt is what somebody signs in with.
type Attempt struct {
	Name, Password, Code string
	// Network and Device are where it comes from; the network is never kept.
	Network, Device string
}

// errRefused is the one answer to every wrong attempt: it does not tell whether
// there is such an account, or what was wrong.
func errRefused() error {
	return catalog.NewFault(catalog.Invalid, "password", "Tên, mật khẩu hoặc mã xác thực không đúng.", "The name, the password or the code is not right.")
}

// errWait is the answer to who guesses too fast.
func errWait(d time.Duration) error {
	s := int(d.Seconds()) + 1
	return catalog.NewFault(catalog.Busy, "password", fmt.Sprintf("Quá nhiều lần thử; hãy đợi %d giây rồi thử lại.", s), fmt.Sprintf("Too many attempts; wait %d seconds and try again.", s))
}

// SignIn begins a session and returns its token. Faults: Invalid for anything that
// is not right, Busy for who guesses too fast.
func (k *Keeper) SignIn(ctx context.Context, at Attempt) (token string, err error) {
	keys := []string{"name/" + at.Name, "network/" + at.Network}
	now := k.Now()
	if d := k.throttle.Wait(now, keys...); d > 0 {
		return "", errWait(d)
	}
	k.throttle.Failed(now, keys...) // before it is known, so that many at once count as many
	a, err := k.Account(ctx, at.Name)
	if err != nil && catalog.KindOf(err) != catalog.NotFound {
		return "", err
	}
	right, err := k.same(ctx, at.Password, a.Hash)
	if err != nil {
		return "", err
	}
	if a.Name == "" || a.Disabled || !right {
		return "", k.refused(ctx, a)
	}
	step, right := account.Step(a.Secret, at.Code, a.Step, now)
	if a.Secret != "" && !right || a.Secret == "" && a.NeedsSecond() { // a passkey signs in by itself
		return "", k.refused(ctx, a)
	}
	if token, err = k.begin(ctx, a.Name, at.Device, "sign-in", withCode(step)); err == nil {
		k.throttle.Right(keys...)
	}
	return token, err
}

// same compares a password, few at a time.
func (k *Keeper) same(ctx context.Context, password, hash string) (bool, error) {
	select {
	case k.hashing <- struct{}{}:
		defer func() { <-k.hashing }()
		return account.SamePassword(password, hash), nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

// refused notes a wrong attempt at an account that there is, and answers it.
func (k *Keeper) refused(ctx context.Context, a account.Account) error {
	if a.Name == "" {
		return errRefused()
	}
	if err := k.Store.Write(ctx, func(tx private.Tx) error { return note(ctx, tx, "nobody", "sign-in-refused", a.Name) }); err != nil {
		return err
	}
	return errRefused()
}

// withCode uses up the code of a step of time.
func withCode(step int64) func(*account.Account) error {
	return func(a *account.Account) error {
		if a.Secret != "" && step <= a.Step {
			return errRefused() // somebody else was faster with the same code
		}
		a.Step = max(a.Step, step)
		return nil
	}
}

// begin keeps a new session: a token from before the sign-in is never taken over. how
// notes in the account what it was signed in with, action in the log.
func (k *Keeper) begin(ctx context.Context, name, device, action string, how func(*account.Account) error) (string, error) {
	token, err := k.token()
	if err != nil {
		return "", err
	}
	now := k.Now().UTC()
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := accounts.Find(ctx, tx, name)
		if err != nil {
			return missing(name, err)
		}
		if it.Value.Disabled {
			return errRefused()
		}
		if err := how(&it.Value); err != nil {
			return err
		}
		it.Value.SignedIn = now
		if _, err := accounts.Save(ctx, tx, it); err != nil {
			return err
		}
		if _, err := sessions.Save(ctx, tx, private.Item[account.Session]{ID: account.Kept(token), Value: account.Session{Account: name, Created: now, Seen: now, Device: device}}); err != nil {
			return err
		}
		return note(ctx, tx, "nobody", action, name)
	})
	return token, err
}

// seenEvery is how old the note of a session's last use may be.
const seenEvery = time.Minute

// Signed is who a session belongs to.
type Signed struct {
	account.Actor
	// Session is the id under which the session is kept, no token.
	Session string
}

// Find returns who is signed in with a token, with the roles of this moment.
// Fault: NotFound for nobody: no session, one that ended, or an account that is
// shut or lacks the second factor that its roles want.
func (k *Keeper) Find(ctx context.Context, token string) (Signed, error) {
	id := account.Kept(token)
	s, err := sessions.Find(ctx, k.Store, id)
	if err != nil {
		return Signed{}, err
	}
	now := k.Now().UTC()
	a, err := k.Account(ctx, s.Value.Account)
	if err != nil {
		return Signed{}, err
	}
	if s.Value.Over(now) || a.Disabled || a.NeedsSecond() && !a.HasSecond() {
		return Signed{}, private.NotFound("sessions", "this one")
	}
	if now.Sub(s.Value.Seen) > seenEvery {
		s.Value.Seen = now
		// Somebody else may have noted it or ended the session meanwhile: both are fine.
		err := k.Store.Write(ctx, func(tx private.Tx) error { _, err := sessions.Save(ctx, tx, s); return err })
		if kind := catalog.KindOf(err); err != nil && kind != catalog.Invalid {
			return Signed{}, err
		}
	}
	return Signed{a.Actor(), id}, nil
}

// Sessions returns the sessions of an account with their ids.
func (k *Keeper) Sessions(ctx context.Context, name string) ([]private.Item[account.Session], error) {
	items, _, err := sessions.List(ctx, k.Store, private.Query{}.Equal("account", name))
	return items, err
}

// End ends a session of an account. Fault: NotFound, also for one of another.
func (k *Keeper) End(ctx context.Context, name, id string) error {
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := sessions.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if it.Value.Account != name {
			return private.NotFound("sessions", "this one")
		}
		if err := sessions.Delete(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, "self", "sign-out", name)
	})
}

// endAll ends the sessions of an account but one.
func (k *Keeper) endAll(ctx context.Context, name, but string) error {
	items, err := k.Sessions(ctx, name)
	if err != nil {
		return err
	}
	return k.Store.Write(ctx, func(tx private.Tx) error {
		for _, it := range items {
			found, err := sessions.Find(ctx, tx, it.ID)
			if err != nil || it.ID == but {
				continue // it ended by itself
			}
			if err := sessions.Delete(ctx, tx, found); err != nil {
				return err
			}
		}
		return nil
	})
}
