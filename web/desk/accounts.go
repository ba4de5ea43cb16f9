package desk

import (
	"net/http"
	"net/url"
	"slices"

	"honglinh/api/httpkit"
	"honglinh/catalog/account"
	"honglinh/web/frame"
)

// accountsPage is the accounts, for who keeps them.
type accountsPage struct {
	base
	Rows                []accountRow
	Add, Change, Reset  string
	Roles               []frame.Pick
	Link                string // a new one-time link, shown once
	LinkFor             string
	Name, Person, Units string
	Keys                []keyRow
	AddKey, Revoke, Key string // Key is a new one, shown once
}

// keyRow is a key of a unit's program.
type keyRow struct{ ID, Unit, Label, Created string }

type accountRow struct {
	Name, Person, Seen string
	Roles              []string
	Disabled, Second   bool
	Set                bool // the password is set
	Self               bool
}

func (p *pages) accounts(w http.ResponseWriter, r *http.Request, v *visit) error {
	page, err := p.accountsPage(r, v)
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-accounts", http.StatusOK, page)
}

func (p *pages) accountsPage(r *http.Request, v *visit) (accountsPage, error) {
	page := accountsPage{base: p.newBase(r, v, "desk.accounts", v.l.T("desk.accounts")), Add: p.at("desk.account.add", v.l.Lang), Change: p.at("desk.account.change", v.l.Lang),
		Reset: p.at("desk.account.reset", v.l.Lang)}
	for _, row := range account.Roles() {
		page.Roles = append(page.Roles, frame.Pick{Name: "role", Value: string(row.Role), Text: v.l.Label(row.Label, "") + ": " + v.l.Label(row.Help, "")})
	}
	all, err := p.Accounts.Accounts(r.Context())
	for _, a := range all {
		row := accountRow{Name: a.Name, Person: a.Person, Seen: when(v.l, a.SignedIn), Disabled: a.Disabled, Second: a.HasSecond(), Set: a.Hash != "" || len(a.Passkeys) > 0, Self: a.Name == v.Name}
		for _, g := range a.Grants {
			row.Roles = append(row.Roles, p.grantText(v.l, g))
		}
		page.Rows = append(page.Rows, row)
	}
	if err != nil {
		return page, err
	}
	page.AddKey, page.Revoke = p.at("desk.key.add", v.l.Lang), p.at("desk.key.revoke", v.l.Lang)
	keys, err := p.Accounts.Keys(r.Context())
	for _, k := range keys {
		page.Keys = append(page.Keys, keyRow{k.ID, k.Value.Unit, k.Value.Label, when(v.l, k.Value.Created)})
	}
	return page, err
}

// addKey makes a key for a program of a unit and tells it once.
func (p *pages) addKey(w http.ResponseWriter, r *http.Request, v *visit) error {
	key, failed := p.Accounts.AddKey(r.Context(), clean(r.PostFormValue("unit")), clean(r.PostFormValue("label")), string(account.Admin))
	said, ok := wrong(v, failed)
	if failed != nil && !ok {
		return failed
	}
	page, err := p.accountsPage(r, v)
	if err != nil {
		return err
	}
	page.Key, page.Wrong = key, said
	return p.show(w, v, "desk-accounts", httpkit.Status(failed), page)
}

func (p *pages) revokeKey(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := p.Accounts.RevokeKey(r.Context(), r.PostFormValue("key"), string(account.Admin)); err != nil {
		return err
	}
	return p.done(w, r, p.at("desk.accounts", v.l.Lang), "desk.done.account")
}

// withLink shows the accounts with a new one-time link; it is told once.
func (p *pages) withLink(w http.ResponseWriter, r *http.Request, v *visit, name, token string) error {
	page, err := p.accountsPage(r, v)
	if err != nil {
		return err
	}
	page.LinkFor, page.Link = name, p.BaseURL+frame.WithQuery(p.at("desk.link", v.l.Lang), url.Values{"token": {token}})
	return p.show(w, v, "desk-accounts", http.StatusOK, page)
}

// grants reads the roles of a form.
func grants(r *http.Request) ([]account.Grant, error) {
	var out []account.Grant
	for _, s := range r.PostForm["role"] {
		role, err := account.ParseRole(s)
		if err != nil {
			return nil, err
		}
		g, err := account.NewGrant(role, r.PostFormValue("unit"))
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

func (p *pages) addAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	a := account.Account{Name: r.PostFormValue("name"), Person: r.PostFormValue("person")}
	var err error
	token := ""
	if a.Grants, err = grants(r); err == nil {
		token, err = p.Accounts.Add(r.Context(), a, string(account.Admin))
	}
	if err == nil {
		return p.withLink(w, r, v, a.Name, token)
	}
	said, ok := wrong(v, err)
	if !ok {
		return err
	}
	page, err := p.accountsPage(r, v)
	if err != nil {
		return err
	}
	page.Wrong, page.Name, page.Person, page.Units = said, a.Name, a.Person, r.PostFormValue("unit")
	for i := range page.Roles {
		page.Roles[i].On = slices.Contains(r.PostForm["role"], page.Roles[i].Value)
	}
	return p.show(w, v, "desk-accounts", http.StatusBadRequest, page)
}

func (p *pages) changeAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, shut := r.PostFormValue("name"), r.PostFormValue("shut") == "true"
	if name == v.Name {
		return notAllowed() // nobody locks themselves out
	}
	if err := p.Accounts.Change(r.Context(), name, string(account.Admin), func(a *account.Account) { a.Disabled = shut }); err != nil {
		return err
	}
	return p.done(w, r, p.at("desk.accounts", v.l.Lang), "desk.done.account")
}

func (p *pages) resetAccount(w http.ResponseWriter, r *http.Request, v *visit) error {
	name := r.PostFormValue("name")
	token, err := p.Accounts.Reset(r.Context(), name, string(account.Admin))
	if err != nil {
		return err
	}
	return p.withLink(w, r, v, name, token)
}
