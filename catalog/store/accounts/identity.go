package accounts

import (
	"context"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/private"
)

// Flow is one way to a provider of OpenID Connect and back.
type Flow struct {
	// Account links the identity to an account; "" signs in.
	Account string `json:"account,omitempty"`
	Nonce   string `json:"nonce"`
	// Verifier proves that who began the flow ends it (RFC 7636).
	Verifier string    `json:"verifier"`
	Lang     string    `json:"lang"`
	Next     string    `json:"next,omitempty"`
	Until    time.Time `json:"until"`
}

// FlowLife is how long somebody has to sign in at a provider.
const FlowLife = 10 * time.Minute

var flows = private.Collection[Flow]{Name: "identity-flows", Expires: func(f Flow) time.Time { return f.Until }}

// identityKey is what an account is found by that has an identity.
func identityKey(issuer, subject string) string { return account.Kept(issuer + "\n" + subject) }

// BeginFlow keeps a flow and returns its token, which is the state of the flow and stands
// in a cookie of the browser that began it. Fault: Busy for who begins too many.
func (k *Keeper) BeginFlow(ctx context.Context, f Flow, network string) (token string, err error) {
	now, key := k.Now(), "identity/"+network
	if d := k.throttle.Wait(now, key); d > 0 {
		return "", errWait(d)
	}
	k.throttle.Failed(now, key)
	if token, err = k.token(); err != nil {
		return "", err
	}
	f.Until = now.UTC().Add(FlowLife)
	err = k.Store.Write(ctx, func(tx private.Tx) error {
		_, err := flows.Save(ctx, tx, private.Item[Flow]{ID: account.Kept(token), Value: f})
		return err
	})
	return token, err
}

// EndFlow returns a flow and uses it up. Fault: Invalid for one that is over.
func (k *Keeper) EndFlow(ctx context.Context, token string) (Flow, error) {
	var out Flow
	err := k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := flows.Find(ctx, tx, account.Kept(token))
		if err != nil {
			return err
		}
		out = it.Value
		return flows.Delete(ctx, tx, it)
	})
	if catalog.KindOf(err) == catalog.NotFound || err == nil && !out.Until.After(k.Now()) {
		return out, catalog.NewFault(catalog.Invalid, "state", "Lần đăng nhập này đã hết hạn; hãy bắt đầu lại.", "This sign-in is over; begin again.")
	}
	return out, err
}

// SignInAs begins a session of the account to which an identity is linked. None is ever
// made for an identity. second says that the provider asked for a second factor. Fault:
// Invalid.
func (k *Keeper) SignInAs(ctx context.Context, issuer, subject string, second bool, network, device string) (token string, err error) {
	items, _, err := accounts.List(ctx, k.Store, private.Query{Limit: 1}.Equal("identity", identityKey(issuer, subject)))
	if err != nil {
		return "", err
	}
	if len(items) == 0 || items[0].Value.Disabled {
		return "", catalog.NewFault(catalog.Invalid, "identity", "Danh tính này chưa gắn với tài khoản nào ở bàn biên tập. Hãy đăng nhập bằng mật khẩu hoặc passkey rồi gắn ở trang “Tôi”.",
			"This identity is linked to no account of the desk. Sign in by password or passkey, and link it on the page “Me”.")
	}
	a := items[0].Value
	if a.NeedsSecond() && !second {
		return "", catalog.NewFault(catalog.Invalid, "identity", "Vai trò của bạn cần lớp xác thực thứ hai, mà nơi đăng nhập không cho biết đã hỏi; hãy dùng mật khẩu với mã, hoặc passkey.",
			"Your role wants a second factor, and the provider does not say that it asked for one; use password and code, or a passkey.")
	}
	if token, err = k.begin(ctx, a.Name, device, "sign-in-identity", func(*account.Account) error { return nil }); err == nil {
		k.throttle.Right("identity/" + network)
	}
	return token, err
}

// LinkIdentity links an identity to an account; one has one, and one is of one. Faults:
// NotFound, Invalid.
func (k *Keeper) LinkIdentity(ctx context.Context, name, issuer, subject string) error {
	items, _, err := accounts.List(ctx, k.Store, private.Query{Limit: 1}.Equal("identity", identityKey(issuer, subject)))
	if err != nil {
		return err
	}
	if len(items) > 0 && items[0].Value.Name != name {
		return catalog.NewFault(catalog.Invalid, "identity", "Danh tính này đã gắn với một tài khoản khác.", "This identity is linked to another account.")
	}
	return k.setIdentity(ctx, name, "identity-link", account.Identity{Issuer: issuer, Subject: subject, Linked: k.Now().UTC()})
}

// UnlinkIdentity takes the identity from an account. Fault: NotFound.
func (k *Keeper) UnlinkIdentity(ctx context.Context, name string) error {
	return k.setIdentity(ctx, name, "identity-unlink", account.Identity{})
}

func (k *Keeper) setIdentity(ctx context.Context, name, action string, id account.Identity) error {
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := accounts.Find(ctx, tx, name)
		if err != nil {
			return missing(name, err)
		}
		it.Value.Identity = id
		if _, err := accounts.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, "self", action, name)
	})
}
