package desk

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"honglinh/catalog/account"
	"honglinh/catalog/enquiry"
	"honglinh/web/frame"
)

// when writes an instant in the time of Viet Nam, to the minute.
func when(l *frame.Locale, t time.Time) string {
	if t.IsZero() {
		return l.T("unknown")
	}
	t = t.In(vietnam())
	return l.Day(t) + " " + t.Format("15:04")
}

// vietnam is the time zone of Viet Nam, which has had no summer time since 1975.
func vietnam() *time.Location { return time.FixedZone("UTC+7", 7*60*60) }

// mePage is what is kept of somebody, and where they are signed in.
type mePage struct {
	base
	Account  string
	Roles    []string
	Sessions []sessionRow
	End      string
	JSON     string
	Sums     string
	Mail     string // where reminders go
	Quiet    bool
	Remind   string // address to change that at
	Mails    bool   // mail is set up

	Passkey       passkeyPart
	Passkeys      []passkeyRow
	RemovePasskey string
	Identity      string // how the provider is called, "" where there is none
	Linked        string // since when, "" for not
	Link, Unlink  string
}

type sessionRow struct {
	ID, Device, Begun, Seen string
	Here                    bool
}

func (p *pages) me(w http.ResponseWriter, r *http.Request, v *visit) error {
	page, err := p.mePage(r, v)
	if err != nil {
		return err
	}
	return p.show(w, v, "desk-me", http.StatusOK, page)
}

func (p *pages) mePage(r *http.Request, v *visit) (mePage, error) {
	page := mePage{base: p.newBase(r, v, "desk.me", v.l.T("desk.me")), Account: v.Name, End: p.at("desk.session.end", v.l.Lang), JSON: p.at("desk.me.json", v.l.Lang)}
	for _, g := range v.Grants {
		page.Roles = append(page.Roles, p.grantText(v.l, g))
	}
	list, err := p.Accounts.Sessions(r.Context(), v.Name)
	if err != nil {
		return page, err
	}
	for _, s := range list {
		page.Sessions = append(page.Sessions, sessionRow{s.ID, s.Value.Device, when(v.l, s.Value.Created), when(v.l, s.Value.Seen), s.ID == v.Session})
	}
	held, err := p.Accounts.Holding(r.Context(), v.Name)
	if err != nil {
		return page, err
	}
	page.Sums = v.l.T("desk.me.sums", len(held.Documents), len(held.Entries))
	a, err := p.Accounts.Account(r.Context(), v.Name)
	page.Passkey, page.RemovePasskey = p.passkeyPart(v, "desk.passkey.add.ask", "desk.passkey.add"), p.at("desk.passkey.remove", v.l.Lang)
	for _, k := range a.Passkeys {
		page.Passkeys = append(page.Passkeys, passkeyRow{k.ID, k.Label, when(v.l, k.Created), when(v.l, k.Used)})
	}
	if page.Identity = p.identityName(v.l); a.Identity.Subject != "" {
		page.Linked = when(v.l, a.Identity.Linked)
	}
	page.Link, page.Unlink = p.at("desk.identity.link", v.l.Lang), p.at("desk.identity.unlink", v.l.Lang)
	page.Mail, page.Quiet, page.Remind, page.Mails = a.Mail, a.Quiet, p.at("desk.me.mail", v.l.Lang), p.Mails
	return page, err
}

// remindMe keeps where reminders go, and whether they are wanted.
func (p *pages) remindMe(w http.ResponseWriter, r *http.Request, v *visit) error {
	mail, quiet := strings.TrimSpace(r.PostFormValue("mail")), r.PostFormValue("remind") == ""
	if mail != "" {
		if err := enquiry.Address("mail", mail); err != nil {
			page, failed := p.mePage(r, v)
			if failed != nil {
				return failed
			}
			page.Mail, page.Quiet = mail, quiet
			page.Wrong, _ = wrong(v, err)
			return p.show(w, v, "desk-me", http.StatusBadRequest, page)
		}
	}
	if err := p.Accounts.Change(r.Context(), v.Name, "self", func(a *account.Account) { a.Mail, a.Quiet = mail, quiet }); err != nil {
		return err
	}
	return p.done(w, r, p.at("desk.me", v.l.Lang), "desk.done.saved")
}

func (p *pages) grantText(l *frame.Locale, g account.Grant) string {
	s := l.Label(g.Role.Row().Label, string(g.Role))
	if g.Unit != "" {
		s += " · " + p.unitName(l, g.Unit)
	}
	return s
}

// meJSON is all that is kept of somebody, as it is kept but for what opens the
// account.
func (p *pages) meJSON(w http.ResponseWriter, r *http.Request, v *visit) error {
	held, err := p.Accounts.Holding(r.Context(), v.Name)
	if err != nil {
		return err
	}
	for i, d := range held.Documents {
		fields := map[string]any{}
		if json.Unmarshal(d.Body, &fields) == nil {
			for _, secret := range []string{"hash", "secret", "address"} {
				delete(fields, secret)
			}
			held.Documents[i].Body, _ = json.Marshal(fields) // it was read from JSON
		}
		if d.Collection == "sessions" || d.Collection == "account-links" {
			held.Documents[i].ID = ""
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+v.Name+`.json"`)
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(held)
}

func (p *pages) endSession(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := p.Accounts.End(r.Context(), v.Name, r.PostFormValue("session")); err != nil {
		return err
	}
	return p.done(w, r, p.at("desk.me", v.l.Lang), "desk.done.session")
}
