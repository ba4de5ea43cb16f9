package desk

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/store/accounts"
	"honglinh/web/frame"
)

type signInPage struct {
	base
	Action, Next, Name string
	Passkey            passkeyPart
	Elsewhere          string // address of another place to sign in, "" for none
	ElsewhereName      string
}

func asFault(err error, to **catalog.Fault) bool { return errors.As(err, to) }

func (p *pages) signIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	if v.Name != "" {
		return p.seeOther(w, r, p.at("desk.home", v.l.Lang))
	}
	return p.show(w, v, "desk-sign-in", http.StatusOK, p.signInPage(r, v))
}

func (p *pages) signInPage(r *http.Request, v *visit) signInPage {
	page := signInPage{base: p.newBase(r, v, "desk.sign-in", v.l.T("desk.sign-in")), Action: p.at("desk.sign-in.do", v.l.Lang), Next: r.FormValue("next"),
		Passkey: p.passkeyPart(v, "desk.passkey.ask", "desk.passkey.sign-in")}
	if page.ElsewhereName = p.identityName(v.l); page.ElsewhereName != "" {
		page.Elsewhere = frame.WithQuery(p.at("desk.identity", v.l.Lang), url.Values{"next": {page.Next}})
	}
	return page
}

// notSignedIn says on the form why somebody is not signed in.
func (p *pages) notSignedIn(w http.ResponseWriter, r *http.Request, v *visit, name string, failed error) error {
	said, ok := wrong(v, failed)
	if !ok {
		return failed
	}
	page := p.signInPage(r, v)
	page.Wrong, page.Name = said, name
	return p.show(w, v, "desk-sign-in", httpkit.Status(failed), page)
}

func (p *pages) doSignIn(w http.ResponseWriter, r *http.Request, v *visit) error {
	name := strings.ToLower(strings.TrimSpace(r.PostFormValue("name")))
	token, err := p.Accounts.SignIn(r.Context(), accounts.Attempt{Name: name, Password: r.PostFormValue("password"), Code: r.PostFormValue("code"),
		Network: p.Proxies.Network(r), Device: device(r.UserAgent())})
	if err != nil {
		return p.notSignedIn(w, r, v, name, err)
	}
	p.setCookie(w, token)
	return p.seeOther(w, r, p.within(r.PostFormValue("next"), v))
}

func (p *pages) signOut(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := p.Accounts.End(r.Context(), v.Name, v.Session); err != nil && catalog.KindOf(err) != catalog.NotFound {
		return err
	}
	p.setCookie(w, "")
	return p.seeOther(w, r, p.at("desk.sign-in", v.l.Lang))
}

// linkPage is where a one-time link leads: a password and, for some roles, the
// second factor.
type linkPage struct {
	base
	Action, Token, Account string
	Second                 bool
	Secret                 string
	QR                     frame.QR
	Min                    int
	Passkey                passkeyPart
}

func (p *pages) link(w http.ResponseWriter, r *http.Request, v *visit) error {
	page, err := p.linkPage(r, v, r.URL.Query().Get("token"))
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-link", http.StatusOK, page)
}

func (p *pages) linkPage(r *http.Request, v *visit, token string) (linkPage, error) {
	o, err := p.Accounts.Offered(r.Context(), token)
	if err != nil {
		return linkPage{}, err
	}
	page := linkPage{base: p.newBase(r, &visit{l: v.l}, "desk.link", v.l.T("desk.link.title", o.Person)), Action: p.at("desk.link.use", v.l.Lang), Token: token,
		Account: o.Account, Second: o.Second, Min: account.MinPassword}
	page.Passkey = p.passkeyPart(v, "desk.link.passkey.ask", "desk.link.passkey")
	if o.Second {
		page.Secret, page.QR = o.Secret, frame.CodeOf(o.Address)
	}
	return page, nil
}

func (p *pages) useLink(w http.ResponseWriter, r *http.Request, v *visit) error {
	token := r.PostFormValue("token")
	err := p.Accounts.Use(r.Context(), token, r.PostFormValue("password"), r.PostFormValue("code"))
	if err == nil {
		return p.done(w, r, p.at("desk.sign-in", v.l.Lang), "desk.done.password")
	}
	return p.linkAgain(w, r, v, token, err)
}

// linkAgain says on the form of a one-time link what was wrong.
func (p *pages) linkAgain(w http.ResponseWriter, r *http.Request, v *visit, token string, failed error) error {
	said, ok := wrong(v, failed)
	if !ok {
		return failed
	}
	page, err := p.linkPage(r, v, token)
	if err != nil {
		return err
	}
	page.Wrong = said
	return p.show(w, v, "desk-link", http.StatusBadRequest, page)
}

var (
	browsers = regexp.MustCompile(`(Edg|OPR|Firefox|CriOS|Chrome|Safari)`)
	systems  = regexp.MustCompile(`(Android|iPhone|iPad|Windows|Mac OS X|Linux)`)
)

// device names browser and system, for somebody to recognise a session by. The
// string that browsers send is not kept.
func device(agent string) string {
	var out []string
	for _, find := range []*regexp.Regexp{browsers, systems} {
		if m := find.FindString(agent); m != "" {
			out = append(out, map[string]string{"Edg": "Edge", "OPR": "Opera", "CriOS": "Chrome", "Mac OS X": "macOS"}[m]+"|"+m)
		}
	}
	for i, pair := range out {
		short, long, _ := strings.Cut(pair, "|")
		if out[i] = short; short == "" {
			out[i] = long
		}
	}
	return strings.Join(out, ", ")
}
