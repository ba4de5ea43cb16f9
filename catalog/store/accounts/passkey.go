package accounts

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/private"
)

// Passkeys has people sign in by passkeys (W3C Web Authentication, level 3), which are
// two factors in one: the device, and the finger or the code that it asks for. Nothing
// of a ceremony is kept in the browser but a token.
type Passkeys struct {
	k     *Keeper
	party *webauthn.WebAuthn
}

// NewPasskeys returns the passkeys of the catalogue at an address, nil where browsers have
// none: they belong to a name, so not to a number, and want https but for this machine
// itself.
func NewPasskeys(k *Keeper, address string) (*Passkeys, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil || u.Scheme != "https" && u.Hostname() != "localhost" {
		return nil, nil
	}
	party, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: k.Issuer, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}})
	if err != nil {
		return nil, fmt.Errorf("passkeys of %s: %w", address, err)
	}
	return &Passkeys{k, party}, nil
}

// ceremony is one use of a passkey that was begun.
type ceremony struct {
	Account string               `json:"account,omitempty"` // "" where somebody signs in
	Session webauthn.SessionData `json:"session"`
	Until   time.Time            `json:"until"`
}

// ceremonyLife is how long somebody has to touch a device.
const ceremonyLife = 5 * time.Minute

var ceremonies = private.Collection[ceremony]{
	Name:    "passkey-ceremonies",
	Expires: func(c ceremony) time.Time { return c.Until },
}

// Asked is what a browser is asked: its own words, and the token with which the answer
// comes back.
type Asked struct {
	Token   string `json:"token"`
	Options any    `json:"options"`
}

// owner is an account as the library asks for it.
type owner struct{ account.Account }

func (o owner) WebAuthnID() []byte          { return []byte(o.Handle) }
func (o owner) WebAuthnName() string        { return o.Name }
func (o owner) WebAuthnDisplayName() string { return o.Actor().Person }
func (o owner) WebAuthnCredentials() (out []webauthn.Credential) {
	for _, p := range o.Passkeys {
		var c webauthn.Credential
		if json.Unmarshal(p.Credential, &c) == nil { // it was written by us from the same type
			out = append(out, c)
		}
	}
	return out
}

func (p *Passkeys) ask(ctx context.Context, name string, session *webauthn.SessionData, options any) (Asked, error) {
	token, err := p.k.token()
	if err != nil {
		return Asked{}, err
	}
	c := ceremony{name, *session, p.k.Now().UTC().Add(ceremonyLife)}
	err = p.k.Store.Write(ctx, func(tx private.Tx) error {
		_, err := ceremonies.Save(ctx, tx, private.Item[ceremony]{ID: account.Kept(token), Value: c})
		return err
	})
	return Asked{token, options}, err
}

// taken returns a ceremony that was begun and uses it up.
func (p *Passkeys) taken(ctx context.Context, token string) (ceremony, error) {
	var out ceremony
	err := p.k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := ceremonies.Find(ctx, tx, account.Kept(token))
		if err != nil {
			return err
		}
		out = it.Value
		return ceremonies.Delete(ctx, tx, it)
	})
	if catalog.KindOf(err) == catalog.NotFound || err == nil && !out.Until.After(p.k.Now()) {
		return out, errPasskey()
	}
	return out, err
}

func errPasskey() error {
	return catalog.NewFault(catalog.Invalid, "passkey", "Passkey không được nhận; hãy thử lại, hoặc đăng nhập bằng mật khẩu và mã.", "The passkey was not taken; try again, or sign in by password and code.")
}

// AskNew asks for a new passkey of an account. Faults: NotFound, Invalid for too many.
func (p *Passkeys) AskNew(ctx context.Context, name string) (Asked, error) {
	a, err := p.handled(ctx, name)
	if err != nil {
		return Asked{}, err
	}
	if len(a.Passkeys) >= account.MaxPasskeys {
		return Asked{}, catalog.NewFault(catalog.Invalid, "passkey", "Tài khoản đã có 10 passkey; hãy bỏ một cái trước.", "The account has 10 passkeys; remove one first.")
	}
	var known []protocol.CredentialDescriptor
	for _, c := range (owner{a}).WebAuthnCredentials() {
		known = append(known, c.Descriptor())
	}
	options, session, err := p.party.BeginRegistration(owner{a}, webauthn.WithExclusions(known))
	if err != nil {
		return Asked{}, fmt.Errorf("passkey of %s: %w", name, err)
	}
	return p.ask(ctx, name, session, options.Response)
}

// handled returns an account that has a handle.
func (p *Passkeys) handled(ctx context.Context, name string) (account.Account, error) {
	a, err := p.k.Account(ctx, name)
	if err != nil || a.Handle != "" {
		return a, err
	}
	handle, err := p.k.token()
	if err != nil {
		return a, err
	}
	err = p.k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := accounts.Find(ctx, tx, name)
		if err != nil {
			return missing(name, err)
		}
		if it.Value.Handle == "" {
			it.Value.Handle = handle
			if _, err := accounts.Save(ctx, tx, it); err != nil {
				return err
			}
		}
		a = it.Value
		return nil
	})
	return a, err
}

// answered reads what a browser answered to a request for a new passkey of an account.
func (p *Passkeys) answered(ctx context.Context, name, token, label string, answer []byte) (account.Passkey, error) {
	label, err := account.PasskeyLabel(label)
	if err != nil {
		return account.Passkey{}, err
	}
	c, err := p.taken(ctx, token)
	if err != nil {
		return account.Passkey{}, err
	}
	a, err := p.k.Account(ctx, name)
	if err != nil {
		return account.Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil || c.Account != name {
		return account.Passkey{}, errPasskey()
	}
	credential, err := p.party.CreateCredential(owner{a}, c.Session, parsed)
	if err != nil {
		return account.Passkey{}, errPasskey()
	}
	kept, err := json.Marshal(credential)
	if err != nil {
		return account.Passkey{}, fmt.Errorf("passkey of %s: %w", name, err)
	}
	return account.Passkey{ID: base64.RawURLEncoding.EncodeToString(credential.ID), Label: label, Created: p.k.Now().UTC(), Credential: kept}, nil
}

// Add adds the passkey that a browser answered with. Faults: Invalid, NotFound.
func (p *Passkeys) Add(ctx context.Context, name, token, label string, answer []byte) error {
	made, err := p.answered(ctx, name, token, label, answer)
	if err != nil {
		return err
	}
	return p.k.Store.Write(ctx, func(tx private.Tx) error { return keepPasskey(ctx, tx, name, made) })
}

func keepPasskey(ctx context.Context, tx private.Tx, name string, made account.Passkey) error {
	it, err := accounts.Find(ctx, tx, name)
	if err != nil {
		return missing(name, err)
	}
	if len(it.Value.Passkeys) >= account.MaxPasskeys || slices.ContainsFunc(it.Value.Passkeys, func(o account.Passkey) bool { return o.ID == made.ID }) {
		return errPasskey()
	}
	it.Value.Passkeys = append(it.Value.Passkeys, made)
	if _, err := accounts.Save(ctx, tx, it); err != nil {
		return err
	}
	return note(ctx, tx, "self", "passkey-add", name)
}

// AskByLink asks for a passkey of the account that a one-time link is for. Fault: NotFound.
func (p *Passkeys) AskByLink(ctx context.Context, link string) (Asked, error) {
	o, err := p.k.Offered(ctx, link)
	if err != nil {
		return Asked{}, err
	}
	return p.AskNew(ctx, o.Account)
}

// Use uses a one-time link up with a passkey in place of a password and a code: what the
// account had of these ends, as its sessions do. Faults: NotFound, Invalid.
func (p *Passkeys) Use(ctx context.Context, link, token, label string, answer []byte) error {
	o, err := p.k.Offered(ctx, link)
	if err != nil {
		return err
	}
	made, err := p.answered(ctx, o.Account, token, label, answer)
	if err != nil {
		return err
	}
	err = p.k.Store.Write(ctx, func(tx private.Tx) error {
		l, err := links.Find(ctx, tx, account.Kept(link))
		if err != nil {
			return errLink() // used meanwhile
		}
		if err := links.Delete(ctx, tx, l); err != nil {
			return err
		}
		it, err := accounts.Find(ctx, tx, o.Account)
		if err != nil {
			return missing(o.Account, err)
		}
		it.Value.Hash, it.Value.Secret, it.Value.Step, it.Value.Passkeys = "", "", 0, nil
		if _, err := accounts.Save(ctx, tx, it); err != nil {
			return err
		}
		return keepPasskey(ctx, tx, o.Account, made)
	})
	if err != nil {
		return err
	}
	return p.k.endAll(ctx, o.Account, "")
}

// AskSignIn asks for any passkey of this catalogue: who it is of the answer tells. Fault:
// Busy for who asks too fast.
func (p *Passkeys) AskSignIn(ctx context.Context, network string) (Asked, error) {
	now, key := p.k.Now(), "passkey/"+network
	if d := p.k.throttle.Wait(now, key); d > 0 {
		return Asked{}, errWait(d)
	}
	p.k.throttle.Failed(now, key)
	options, session, err := p.party.BeginDiscoverableLogin()
	if err != nil {
		return Asked{}, fmt.Errorf("passkeys: %w", err)
	}
	return p.ask(ctx, "", session, options.Response)
}

// SignIn begins a session of the account whose passkey answered. Fault: Invalid for
// anything that is not right.
func (p *Passkeys) SignIn(ctx context.Context, token string, answer []byte, network, device string) (string, error) {
	c, err := p.taken(ctx, token)
	if err != nil {
		return "", err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil || c.Account != "" {
		return "", errPasskey()
	}
	var who account.Account
	credential, err := p.party.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		items, _, err := accounts.List(ctx, p.k.Store, private.Query{Limit: 1}.Equal("handle", string(handle)))
		if err != nil || len(items) == 0 || items[0].Value.Disabled {
			return nil, errPasskey()
		}
		who = items[0].Value
		return owner{who}, nil
	}, c.Session, parsed)
	if err != nil || credential.Authenticator.CloneWarning {
		return "", errPasskey()
	}
	session, err := p.k.begin(ctx, who.Name, device, "sign-in-passkey", p.used(credential))
	if err == nil {
		p.k.throttle.Right("passkey/" + network)
	}
	return session, err
}

// used notes in the account when its passkey was used and how often.
func (p *Passkeys) used(c *webauthn.Credential) func(*account.Account) error {
	return func(a *account.Account) error {
		id := base64.RawURLEncoding.EncodeToString(c.ID)
		i := slices.IndexFunc(a.Passkeys, func(o account.Passkey) bool { return o.ID == id })
		if i < 0 {
			return errPasskey() // it was removed meanwhile
		}
		kept, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("passkey of %s: %w", a.Name, err)
		}
		a.Passkeys = slices.Clone(a.Passkeys)
		a.Passkeys[i].Used, a.Passkeys[i].Credential = p.k.Now().UTC(), bytes.TrimSpace(kept)
		return nil
	}
}

// RemovePasskey removes a passkey of an account. The last second factor of somebody whose
// roles want one stays. Faults: NotFound, Invalid.
func (k *Keeper) RemovePasskey(ctx context.Context, name, id string) error {
	return k.Store.Write(ctx, func(tx private.Tx) error {
		it, err := accounts.Find(ctx, tx, name)
		if err != nil {
			return missing(name, err)
		}
		rest := slices.DeleteFunc(slices.Clone(it.Value.Passkeys), func(o account.Passkey) bool { return o.ID == id })
		if len(rest) == len(it.Value.Passkeys) {
			return catalog.NewFault(catalog.NotFound, "passkey", "Không có passkey này.", "There is no such passkey.")
		}
		it.Value.Passkeys = rest
		if !it.Value.HasSecond() && it.Value.NeedsSecond() || len(rest) == 0 && it.Value.Hash == "" {
			return catalog.NewFault(catalog.Invalid, "passkey", "Đây là cách đăng nhập cuối cùng của tài khoản; hãy thêm passkey khác trước, hoặc xin quản trị viên liên kết mới.",
				"It is the account's last way to sign in; add another passkey first, or ask the administrator for a new link.")
		}
		if _, err := accounts.Save(ctx, tx, it); err != nil {
			return err
		}
		return note(ctx, tx, "self", "passkey-remove", name)
	})
}
