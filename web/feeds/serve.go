package feeds

import (
	"net/http"
	"time"

	"honglinh/web/frame"
)

// About is whose feed it is: Home is the page that it tells of, Self its own address.
type About struct{ Title, Home, Self, Author, Lang string }

// Serve answers with items in the form "atom" or "json".
func Serve(w http.ResponseWriter, r *http.Request, form string, a About, items []Item, newest time.Time) error {
	if form == "json" {
		f := JSON{Version: "https://jsonfeed.org/version/1.1", Title: a.Title, Home: a.Home, Self: a.Self, Language: a.Lang, Items: items}
		if items == nil {
			f.Items = []Item{}
		}
		return WriteJSON(w, r, f, newest)
	}
	f := Atom{Lang: a.Lang, ID: a.Self, Title: a.Title, Updated: newest.UTC().Format(time.RFC3339), Author: a.Author,
		Links: []Link{{Rel: "self", Type: "application/atom+xml", Href: a.Self}, {Rel: "alternate", Type: "text/html", Href: a.Home}}}
	for _, one := range items {
		f.Entries = append(f.Entries, Entry{ID: one.ID, Title: one.Title, Updated: one.Modified, Link: Link{Rel: "alternate", Type: "text/html", Href: one.URL}, Summary: one.Text})
	}
	return WriteAtom(w, r, f, newest)
}

// Of tells whose feed it is on a page.
func Of(s *frame.Frame, l *frame.Locale, title, home, self string) About {
	return About{Title: title, Home: s.BaseURL + home, Self: s.BaseURL + self, Author: s.Brand(l), Lang: string(l.Lang)}
}
