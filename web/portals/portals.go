package portals

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/profile"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// Options of the pages.
type Options struct {
	// Sources are those of the settings.
	Sources []harvest.Source
	// Status is how a source stands; the zero value if it has never run.
	Status func(name string) (harvest.Status, error)
	// Trial tries a profile on a page that it fetches.
	Trial func(ctx context.Context, p *profile.Profile, address string) (profile.Trial, error)
}

type pages struct {
	*frame.Frame
	kit *httpkit.Kit
	opt Options
}

// New returns the pages, for the operator's address. Their templates stand in the frame,
// their addresses do not.
func New(s *frame.Frame, kit *httpkit.Kit, o Options) (http.Handler, error) {
	p := &pages{s, kit, o}
	router := kit.NewRouter()
	read := []string{http.MethodGet, http.MethodHead}
	router.Handle("/admin/sources", kit.Handle(p.sources)).Methods(read...).Name("admin.sources")
	router.Handle("/admin/profile", kit.Handle(p.blank)).Methods(read...).Name("admin.profile")
	router.Handle("/admin/profile", kit.Handle(p.try)).Methods(http.MethodPost).Name("admin.try")
	return router, s.Mount(frame.Part{Views: frame.Views{Files: files, Pages: map[string]any{"portals": list{}, "profile": trial{}}}})
}

type head struct {
	frame.OperatorPage
	Sources, Profile frame.Link
}

func (p *pages) head(r *http.Request, path, title string) (head, *frame.Locale) {
	page, l := p.NewOperatorPage(r, path, title)
	link := func(key, path string) frame.Link {
		return frame.Link{Text: l.T(key), URL: frame.OperatorPath(path, l.Lang)}
	}
	return head{page, link("portals_title", "/admin/sources"), link("portals_profile", "/admin/profile")}, l
}

// list is the sources of the settings.
type list struct {
	head
	Rows []row
}

type row struct {
	Name, Protocol, Every, Profile string
	Portal                         frame.Link
	Items, Good, Failing, Stopped  string
	RefusedCount                   string
	Refused                        []refusal
	Held, Well                     bool
}

// refusal is what could not be taken, and why.
type refusal struct{ Where, Reason string }

func (p *pages) sources(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r, "lang"); err != nil {
		return err
	}
	h, l := p.head(r, "/admin/sources", "portals_title")
	out := list{head: h}
	for _, s := range p.opt.Sources {
		st, err := p.opt.Status(s.Name)
		if err != nil {
			return err
		}
		one := row{Name: s.Name, Protocol: s.Protocol, Every: s.Every, Profile: s.Profile, Portal: frame.Link{Text: s.Title, URL: s.Address, External: true},
			Held: st.Last.Held}
		one.Stopped, _ = st.Last.Stop().Best(l.Lang)
		for _, x := range st.Last.Refused {
			why, _ := x.Text().Best(l.Lang)
			one.Refused = append(one.Refused, refusal{x.Where, why})
		}
		if !st.Good.IsZero() {
			one.Items, one.Good = l.Exact(st.Last.Items), l.Day(st.Good)
		}
		if len(one.Refused) > 0 {
			one.RefusedCount = l.N("portals_refused", st.Last.RefusedCount)
		}
		if !st.FailingSince.IsZero() {
			one.Failing = l.T("sources.failing", l.Day(st.FailingSince))
		}
		one.Well = !st.Good.IsZero() && one.Failing == "" && !one.Held && len(one.Refused) == 0
		out.Rows = append(out.Rows, one)
	}
	return p.ShowOperator(w, r, "portals", l.Lang, http.StatusOK, out)
}

// trial is a profile tried on a page.
type trial struct {
	head
	Address, Name, Own string
	Names              []string
	Wrong, Doubt       string
	Found              []profile.Found
	Item               *taken
	Most               int
}

// taken is what would be taken in of the page.
type taken struct {
	Address, Title, Date, Printed, Section, Author, Unit, Number, Summary, Body string
	Attachments                                                                 []harvest.Attachment
	Pictures                                                                    []harvest.Picture
}

const (
	// maxOwn is how much of a profile may be typed, in bytes; ours have twenty lines.
	maxOwn = 16 << 10
	// shownText is how much of a text the page shows, in characters.
	shownText = 1500
)

func (p *pages) form(r *http.Request) (trial, *frame.Locale) {
	h, l := p.head(r, "/admin/profile", "portals_profile")
	return trial{head: h, Names: profile.Names(), Most: maxOwn}, l
}

func (p *pages) blank(w http.ResponseWriter, r *http.Request) error {
	if _, err := httpkit.Params(r, "lang"); err != nil {
		return err
	}
	out, l := p.form(r)
	return p.ShowOperator(w, r, "profile", l.Lang, http.StatusOK, out)
}

func (p *pages) try(w http.ResponseWriter, r *http.Request) error {
	form, err := httpkit.ReadForm(w, r, "address", "profile", "own")
	if err != nil {
		return err
	}
	out, l := p.form(r)
	out.Address, out.Name, out.Own = strings.TrimSpace(form.Get("address")), form.Get("profile"), form.Get("own")
	prof, err := out.read(l)
	if err != nil {
		out.Wrong = err.Error()
		return p.ShowOperator(w, r, "profile", l.Lang, http.StatusUnprocessableEntity, out)
	}
	got, err := p.opt.Trial(r.Context(), prof, out.Address)
	if err != nil {
		out.Wrong, _ = notice.Said(err).Best(l.Lang)
		return p.ShowOperator(w, r, "profile", l.Lang, http.StatusUnprocessableEntity, out)
	}
	out.Found = got.Found
	if got.Doubt != nil {
		out.Doubt, _ = notice.Said(got.Doubt).Best(l.Lang)
	}
	it := got.Item
	out.Item = &taken{Address: it.Address, Title: it.Title, Date: l.Date(it.Date), Printed: it.Printed, Section: it.Section, Author: it.Author, Unit: it.Place, Number: it.Number,
		Summary: it.Summary, Body: head1500(it.Body), Attachments: it.Attachments, Pictures: it.Pictures}
	return p.ShowOperator(w, r, "profile", l.Lang, http.StatusOK, out)
}

// read is the profile that is tried: the one that was typed, else the one of the name.
func (t trial) read(l *frame.Locale) (*profile.Profile, error) {
	switch {
	case len(t.Own) > maxOwn:
		return nil, errors.New(l.T("portals_long", maxOwn))
	case strings.TrimSpace(t.Own) != "":
		return profile.Read([]byte(t.Own))
	case strings.HasSuffix(t.Name, ".yaml"):
		return nil, errors.New(l.T("portals_shipped"))
	}
	return profile.Find(t.Name)
}

func head1500(s string) string {
	if r := []rune(s); len(r) > shownText {
		return string(r[:shownText]) + "…"
	}
	return s
}
