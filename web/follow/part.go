package follow

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/alert"
	"honglinh/catalog/text"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Follower keeps subscriptions.
type Follower interface {
	Watched(ctx context.Context, to string) error
	Subscribe(ctx context.Context, s alert.Subscription) error
	Find(ctx context.Context, id, key string) (alert.Subscription, error)
	Confirm(ctx context.Context, id, key string) error
	Leave(ctx context.Context, id, key string) error
}

// Options are what the part needs beside the frame. Without a Follower there is none.
type Options struct {
	Follower Follower
	Gate     *httpkit.Gate
	// Mail says that mail goes out; without it the page offers feeds and webhooks.
	Mail bool
}

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	Options
}

// New returns the part over the frame.
func New(s *frame.Frame, o Options) frame.Part {
	if o.Follower == nil {
		return frame.Part{}
	}
	p := &pages{s, o}
	post := []string{http.MethodPost}
	return frame.Part{
		Routes: []frame.Route{
			{Name: frame.RouteFollow, Path: "/follow", Handle: p.show},
			{Name: "web.follow-sent", Path: "/follow", Methods: post, Handle: p.send},
			{Name: frame.RouteFollowed, Path: "/follow/{id:[0-9a-f]{20}}", Handle: p.own},
			{Name: "web.followed-sent", Path: "/follow/{id:[0-9a-f]{20}}", Methods: post, Handle: p.decide},
		},
		Views: frame.Views{Files: files, Pages: map[string]any{"follow": page{}, "followed": ownPage{}}},
	}
}

// page is the form.
type page struct {
	frame.Page
	Query, IDs string
	About      string
	To         string
	Wrong      string
	Sent       bool
	Mail       bool
	Feed       string
}

func (p *pages) page(r *http.Request, query, ids string) page {
	lang := frame.PathLang(r)
	l := p.Locale(lang)
	v := url.Values{}
	about := l.T("follow_all")
	if query != "" {
		v.Set("query", query)
		about = query
	}
	if ids != "" {
		v.Set("ids", ids)
		about = p.titles(r.Context(), l, strings.Split(ids, ","))
	}
	out := page{Query: query, IDs: ids, About: about, Mail: p.Mail, Feed: frame.APISearch + ".atom?" + query}
	out.Page = p.NewPage(r, l.T("follow_title"), l.T("follow_lead"), func(lang text.Lang) string { return frame.WithQuery(p.Local(frame.RouteFollow, lang), v) })
	if ids != "" {
		out.Feed = p.ShortlistFeed(lang, "atom", strings.Split(ids, ",")...)
	}
	out.NoIndex, out.Page.Feed = true, ""
	return out
}

func (p *pages) show(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "query", "ids")
	if err != nil {
		return err
	}
	out := p.page(r, params.Get("query"), params.Get("ids"))
	return p.ShowAs(w, r, "follow", out.Lang, http.StatusOK, out)
}

func (p *pages) send(w http.ResponseWriter, r *http.Request) error {
	form, err := p.form(w, r, "query", "ids", "to", "website")
	if err != nil {
		return err
	}
	s := alert.Subscription{Query: form.Get("query"), Channel: "email", To: strings.TrimSpace(form.Get("to")), Lang: frame.PathLang(r)}
	if ids := form.Get("ids"); ids != "" {
		s.Query, s.Records = "", strings.Split(ids, ",")
	}
	out := p.page(r, form.Get("query"), form.Get("ids"))
	out.To = s.To
	err = s.Validate()
	if err == nil && form.Get("website") != "" {
		err = catalog.NewFault(catalog.Invalid, "website", "Ô này dành cho máy; hãy để trống rồi gửi lại.", "This field is for robots; leave it empty and send again.")
	}
	if err == nil {
		err = p.Gate.Pass(w, r)
	}
	if err == nil {
		err = p.Follower.Watched(r.Context(), s.To)
	}
	if err == nil {
		err = p.Follower.Subscribe(r.Context(), s)
	}
	var f *catalog.Fault
	if err != nil && (!errors.As(err, &f) || f.Kind == catalog.Internal) {
		return err
	}
	if f != nil {
		out.Wrong, _ = f.Detail.Best(out.Lang)
		return p.ShowAs(w, r, "follow", out.Lang, httpkit.FindKind(f.Kind).Status, out)
	}
	out.Sent = true
	return p.ShowAs(w, r, "follow", out.Lang, http.StatusAccepted, out)
}

// titles names records as their pages do; one that is not there keeps its id.
func (p *pages) titles(ctx context.Context, l *frame.Locale, ids []string) string {
	recs, _ := p.Store.Records(ctx, ids) // a name that is not found is no reason to refuse the form
	named := map[string]string{}
	for i := range recs {
		named[recs[i].ID] = l.Pick(recs[i].Title).Text
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = cmp.Or(named[id], id)
	}
	return strings.Join(out, ", ")
}

// form reads a form of our own pages.
func (p *pages) form(w http.ResponseWriter, r *http.Request, fields ...string) (url.Values, error) {
	if http.NewCrossOriginProtection().Check(r) != nil {
		return nil, catalog.NewFault(catalog.Invalid, "Origin", "Biểu mẫu này được gửi từ một trang khác; hãy mở trang của danh mục rồi gửi.", "The form was sent from another site; open the catalogue's own page and send it there.")
	}
	return httpkit.ReadForm(w, r, fields...)
}

// ownPage is where a receiver says yes, or leaves.
type ownPage struct {
	frame.Page
	About     string
	Confirmed bool
	Left      bool
	Key       string
}

func (p *pages) own(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "key")
	if err != nil {
		return err
	}
	return p.shown(w, r, params.Get("key"))
}

func (p *pages) shown(w http.ResponseWriter, r *http.Request, key string) error {
	id, _ := httpkit.PathVar(r, "id")
	s, err := p.Follower.Find(r.Context(), id, key)
	if err != nil {
		return err
	}
	out := p.ownPage(r, id, key)
	out.About, out.Confirmed = s.Query, !s.Confirmed.IsZero()
	if len(s.Records) > 0 {
		out.About = p.titles(r.Context(), p.Locale(out.Lang), s.Records)
	}
	return p.ShowAs(w, r, "followed", out.Lang, http.StatusOK, out)
}

func (p *pages) ownPage(r *http.Request, id, key string) ownPage {
	l := p.Locale(frame.PathLang(r))
	out := ownPage{Key: key}
	out.Page = p.NewPage(r, l.T("follow_own"), "", func(lang text.Lang) string { return p.FollowPath(lang, id, key) })
	out.NoIndex, out.Feed, out.RateAs = true, "", ""
	return out
}

func (p *pages) decide(w http.ResponseWriter, r *http.Request) error {
	form, err := p.form(w, r, "key", "do")
	if err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "id")
	key := form.Get("key")
	if form.Get("do") == "confirm" {
		if err := p.Follower.Confirm(r.Context(), id, key); err != nil {
			return err
		}
		return p.shown(w, r, key)
	}
	if err := p.Follower.Leave(r.Context(), id, key); err != nil {
		return err
	}
	out := p.ownPage(r, id, key)
	out.Left = true
	return p.ShowAs(w, r, "followed", out.Lang, http.StatusOK, out)
}
