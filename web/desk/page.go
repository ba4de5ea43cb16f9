package desk

import (
	"net/http"
	"net/url"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

// base is what every page of the desk has.
type base struct {
	frame.Page
	Who  string // "" for nobody
	Out  string // address to sign out at
	Done string // what was just done
	// Wrong is what was not right with what was sent, where it is shown with the form.
	Wrong frame.Phrase
}

// menu are the entries of the desk's navigation: the route, and its text's key.
func menu() []string {
	return []string{"desk.home", "desk.new", "desk.tables", "desk.enquiries", "desk.wards", "desk.uploads", "desk.commissions", "desk.handovers", "desk.photos", "desk.royalties", "desk.accounts", "desk.log", "desk.me", "desk.help"}
}

// newBase returns what surrounds a page of the desk; name is its route.
func (p *pages) newBase(r *http.Request, v *visit, name, title string, pairs ...string) base {
	b := base{Page: p.NewPage(r, title, "", func(lang text.Lang) string { return frame.WithQuery(p.at(name, lang, pairs...), r.URL.Query()) })}
	b.NoIndex, b.Feed, b.Box.Head, b.Nav, b.Print, b.RateAs = true, "", false, nil, frame.Print{}, ""
	if done := r.URL.Query().Get("done"); done != "" && v.l.Has("desk.done."+done) {
		b.Done = v.l.T("desk.done." + done)
	}
	if v.Name == "" {
		return b
	}
	b.Who, b.Out = v.Person, p.at("desk.sign-out", v.l.Lang)
	for _, entry := range menu() {
		if account.Permitted(entry).Allows(v.Actor) {
			b.Nav = append(b.Nav, frame.Link{Text: v.l.T(entry), URL: p.at(entry, v.l.Lang), Current: entry == name})
		}
	}
	return b
}

// show answers with a page that no cache keeps.
func (p *pages) show(w http.ResponseWriter, v *visit, name string, status int, page any) error {
	body, err := p.Render(name, v.l.Lang, page)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.l.Lang))
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}

// done leads on after a form was taken, and says there what was done: key is
// desk.done.… of the locales.
func (p *pages) done(w http.ResponseWriter, r *http.Request, to, key string) error {
	return p.seeOther(w, r, frame.WithQuery(to, url.Values{"done": {strings.TrimPrefix(key, "desk.done.")}}))
}

// wrong is what a fault says, for the form that it is about; false for a fault
// that is not of the form's content.
func wrong(v *visit, err error) (frame.Phrase, bool) {
	var f *catalog.Fault
	if !asFault(err, &f) || f.Kind != catalog.Invalid && f.Kind != catalog.Busy && f.Kind != catalog.TooLarge {
		return frame.Phrase{}, false
	}
	return v.l.Pick(f.Detail), true
}
