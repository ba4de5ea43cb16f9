package desk

import (
	"encoding/json"
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/store/accounts"
)

// passkeyPart is what a page needs to ask for a passkey: where the browser is told what to
// ask for, and where its answer goes. Without scripts there is none of it.
type passkeyPart struct {
	Ask, Action string // "" where the catalogue has no passkeys
}

func (p *pages) passkeyPart(v *visit, ask, action string) passkeyPart {
	if p.passkeys == nil {
		return passkeyPart{}
	}
	return passkeyPart{p.at(ask, v.l.Lang), p.at(action, v.l.Lang)}
}

// passkeyRow is a passkey of somebody.
type passkeyRow struct{ ID, Label, Created, Used string }

func noPasskeys() error {
	return catalog.NewFault(catalog.NotFound, "passkey", "Danh mục này chưa có địa chỉ dùng được passkey (cần tên miền và https).", "This catalogue has no address for passkeys (they want a name and https).")
}

// asks answers a script with what the browser is to ask for.
func (p *pages) asks(w http.ResponseWriter, ask func() (accounts.Asked, error)) error {
	if p.passkeys == nil {
		return noPasskeys()
	}
	asked, err := ask()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(asked)
}

func (p *pages) askPasskey(w http.ResponseWriter, r *http.Request, _ *visit) error {
	return p.asks(w, func() (accounts.Asked, error) { return p.passkeys.AskSignIn(r.Context(), p.Proxies.Network(r)) })
}

func (p *pages) askPasskeyByLink(w http.ResponseWriter, r *http.Request, _ *visit) error {
	return p.asks(w, func() (accounts.Asked, error) { return p.passkeys.AskByLink(r.Context(), r.PostFormValue("token")) })
}

func (p *pages) askNewPasskey(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.asks(w, func() (accounts.Asked, error) { return p.passkeys.AskNew(r.Context(), v.Name) })
}

// signInByPasskey takes the answer of a passkey.
func (p *pages) signInByPasskey(w http.ResponseWriter, r *http.Request, v *visit) error {
	if p.passkeys == nil {
		return noPasskeys()
	}
	token, err := p.passkeys.SignIn(r.Context(), r.PostFormValue("ceremony"), []byte(r.PostFormValue("answer")), p.Proxies.Network(r), device(r.UserAgent()))
	if err != nil {
		return p.notSignedIn(w, r, v, "", err)
	}
	p.setCookie(w, token)
	return p.seeOther(w, r, p.within(r.PostFormValue("next"), v))
}

// useLinkByPasskey uses a one-time link up with a passkey.
func (p *pages) useLinkByPasskey(w http.ResponseWriter, r *http.Request, v *visit) error {
	if p.passkeys == nil {
		return noPasskeys()
	}
	token := r.PostFormValue("token")
	err := p.passkeys.Use(r.Context(), token, r.PostFormValue("ceremony"), r.PostFormValue("label"), []byte(r.PostFormValue("answer")))
	if err == nil {
		return p.done(w, r, p.at("desk.sign-in", v.l.Lang), "desk.done.passkey")
	}
	return p.linkAgain(w, r, v, token, err)
}

func (p *pages) addPasskey(w http.ResponseWriter, r *http.Request, v *visit) error {
	if p.passkeys == nil {
		return noPasskeys()
	}
	err := p.passkeys.Add(r.Context(), v.Name, r.PostFormValue("ceremony"), r.PostFormValue("label"), []byte(r.PostFormValue("answer")))
	return p.afterMe(w, r, v, "desk.done.passkey.added", err)
}

func (p *pages) removePasskey(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.afterMe(w, r, v, "desk.done.passkey.removed", p.Accounts.RemovePasskey(r.Context(), v.Name, r.PostFormValue("passkey")))
}

// afterMe leads back to the page of who is signed in, or says there what was wrong.
func (p *pages) afterMe(w http.ResponseWriter, r *http.Request, v *visit, done string, failed error) error {
	if failed == nil {
		return p.done(w, r, p.at("desk.me", v.l.Lang), done)
	}
	said, ok := wrong(v, failed)
	if !ok {
		return failed
	}
	page, err := p.mePage(r, v)
	if err != nil {
		return err
	}
	page.Wrong = said
	return p.show(w, v, "desk-me", httpkit.Status(failed), page)
}
