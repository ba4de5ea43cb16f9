package desk

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"

	"honglinh/catalog"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/text"
	"honglinh/web/desk/openid"
	"honglinh/web/frame"
)

// flowCookie is the name of the cookie that binds a flow to the browser that began it.
func (p *pages) flowCookie() string { return p.cookieName() + "-identity" }

// backFrom is where the provider leads back to; it is registered there, so that it is one
// address for both languages.
func (p *pages) backFrom() string { return p.BaseURL + p.at("desk.identity.back", text.VI) }

func noIdentity() error {
	return catalog.NewFault(catalog.NotFound, "identity", "Danh mục này không dùng nơi đăng nhập khác.", "This catalogue has no other place to sign in.")
}

// identityName is how people call the provider, "" where there is none.
func (p *pages) identityName(l *frame.Locale) string {
	if p.Identity == nil {
		return ""
	}
	return l.Label(p.Identity.Name, p.Identity.Issuer)
}

// signInElsewhere leads to the provider.
func (p *pages) signInElsewhere(w http.ResponseWriter, r *http.Request, v *visit) error {
	to, err := p.beginFlow(w, r, v, accounts.Flow{Next: r.URL.Query().Get("next")})
	if err != nil {
		return p.notSignedIn(w, r, v, "", err)
	}
	return p.seeOther(w, r, to)
}

// beginFlow keeps a flow, gives the browser its token and returns the provider's address.
func (p *pages) beginFlow(w http.ResponseWriter, r *http.Request, v *visit, f accounts.Flow) (string, error) {
	if p.Identity == nil {
		return "", noIdentity()
	}
	f.Nonce, f.Verifier, f.Lang = rand.Text(), openid.Verifier(), string(v.l.Lang)
	token, err := p.Accounts.BeginFlow(r.Context(), f, p.Proxies.Network(r))
	if err != nil {
		return "", err
	}
	to, err := p.Identity.Leads(r.Context(), p.backFrom(), token, f.Nonce, f.Verifier)
	if err != nil {
		return "", p.away(err)
	}
	http.SetCookie(w, &http.Cookie{Name: p.flowCookie(), Value: token, Path: root, HttpOnly: true, Secure: p.secure, SameSite: http.SameSiteLaxMode, MaxAge: int(accounts.FlowLife.Seconds())})
	return to, nil
}

// away logs why a provider did not answer as it should, and says so to people.
func (p *pages) away(err error) error {
	p.Log.Warn("the provider of identities does not answer as it should", "op", "desk.identity", slog.Any("err", err))
	return catalog.NewFault(catalog.Invalid, "identity", "Nơi đăng nhập chưa trả lời đúng; hãy thử lại sau, hoặc đăng nhập bằng mật khẩu hay passkey.", "The provider did not answer as it should; try again later, or sign in by password or passkey.")
}

// backFromElsewhere ends a flow: the browser that began it brings the provider's code.
func (p *pages) backFromElsewhere(w http.ResponseWriter, r *http.Request, v *visit) error {
	if p.Identity == nil {
		return noIdentity()
	}
	q := r.URL.Query()
	c, err := r.Cookie(p.flowCookie())
	http.SetCookie(w, &http.Cookie{Name: p.flowCookie(), Path: root, HttpOnly: true, Secure: p.secure, SameSite: http.SameSiteLaxMode, MaxAge: -1})
	if err != nil || c.Value != q.Get("state") {
		return p.notSignedIn(w, r, v, "", catalog.NewFault(catalog.Invalid, "state", "Lần đăng nhập này không bắt đầu ở trình duyệt này; hãy bắt đầu lại.", "This sign-in was not begun in this browser; begin again."))
	}
	f, err := p.Accounts.EndFlow(r.Context(), c.Value)
	if lang, ok := text.ParseLang(f.Lang); ok {
		v.l = p.Locale(lang)
	}
	var who openid.Identity
	if err == nil {
		if who, err = p.Identity.Who(r.Context(), p.backFrom(), q.Get("code"), f.Nonce, f.Verifier); err != nil {
			err = p.away(err)
		}
	}
	if f.Account != "" {
		return p.linkedIdentity(w, r, v, f, who, err)
	}
	token := ""
	if err == nil {
		token, err = p.Accounts.SignInAs(r.Context(), who.Issuer, who.Subject, who.Second, p.Proxies.Network(r), device(r.UserAgent()))
	}
	if err != nil {
		return p.notSignedIn(w, r, v, "", err)
	}
	p.setCookie(w, token)
	return p.seeOther(w, r, p.within(f.Next, v))
}

// linkedIdentity links what a flow found to the account that began it, if it is still
// signed in here.
func (p *pages) linkedIdentity(w http.ResponseWriter, r *http.Request, v *visit, f accounts.Flow, who openid.Identity, err error) error {
	if v.Name != f.Account {
		return p.toSignIn(w, r, v)
	}
	if err == nil {
		err = p.Accounts.LinkIdentity(r.Context(), v.Name, who.Issuer, who.Subject)
	}
	return p.afterMe(w, r, v, "desk.done.identity", err)
}

// identityPage leads on to the provider. It stands between a form and another site, since
// a form of the desk leads nowhere else.
type identityPage struct {
	base
	Name, To string
}

// linkIdentity begins to link an identity: only by a form of the desk, so that no other
// page links its own.
func (p *pages) linkIdentity(w http.ResponseWriter, r *http.Request, v *visit) error {
	to, err := p.beginFlow(w, r, v, accounts.Flow{Account: v.Name})
	if err != nil {
		return p.afterMe(w, r, v, "", err)
	}
	if _, err := url.Parse(to); err != nil {
		return p.afterMe(w, r, v, "", p.away(err))
	}
	return p.show(w, v, "desk-identity", http.StatusOK, identityPage{p.newBase(r, v, "desk.me", v.l.T("desk.identity.link", p.identityName(v.l))), p.identityName(v.l), to})
}

func (p *pages) unlinkIdentity(w http.ResponseWriter, r *http.Request, v *visit) error {
	return p.afterMe(w, r, v, "desk.done.identity.gone", p.Accounts.UnlinkIdentity(r.Context(), v.Name))
}
