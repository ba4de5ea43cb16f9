package frame

import (
	"html/template"
	"path"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/web/census"
)

// Frame is what the pages of one catalogue stand in.
type Frame struct {
	Options
	// Census counts the catalogue as a whole.
	Census   *census.Keeper
	kit      *httpkit.Kit
	router   *mux.Router
	views    *views
	assets   *assets
	Prose    *Markdown
	locales  map[text.Lang]*Locale
	parts    []Part
	started  time.Time
	refusals refusals
}

// ContentPolicy allows what the pages load: their own files, and nothing inline.
const ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// New returns the frame without parts; Mount adds them. It fails without a
// Store or a Finder, or when an embedded template or locale is broken.
func New(o Options) (*Frame, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	if err := o.Design.load(); err != nil {
		return nil, err
	}
	s := &Frame{Options: o, Prose: newRenderer(), started: o.Now(), locales: o.Design.locales, assets: o.Design.assets}
	s.Census = census.New(o.Store, o.Places, o.Now)
	s.views = &views{sets: map[string]map[text.Lang]*template.Template{}, design: o.Design}
	s.kit = httpkit.New(httpkit.Options{BaseURL: o.BaseURL, Site: o.Site, Log: o.Log, Metrics: o.Metrics, Render: s.problem, CSP: ContentPolicy,
		CORS: true, CORSAt: file, Closed: o.Closed, Count: o.Count, Limits: o.Limits, Now: o.Now})
	s.router = s.kit.NewRouter()
	return s, s.Mount(s.own())
}

// file reports whether a path is that of a file, which scripts of other sites may read: of the
// widget, a picture, a feed, a table. Pages are for people and open to none.
func file(p string) bool {
	return strings.HasPrefix(p, "/static/") || strings.HasPrefix(p, "/widget/v1/") || path.Ext(p) != ""
}

// Locale is the strings of a language.
func (s *Frame) Locale(lang text.Lang) *Locale { return s.locales[lang] }

// own are the frame's own addresses: the ways to the first page, and files.
func (s *Frame) own() Part {
	return Part{
		Routes: append([]Route{
			{Name: "web.root", Path: "/", Bare: true, Handle: s.root},
			{Name: "web.icon", Path: "/favicon.ico", Bare: true, Class: httpkit.Asset, Handle: s.icon},
			{Name: "web.static", Path: "/static/{path:.+}", Bare: true, Class: httpkit.Asset, Handle: s.static},
			{Name: "web.lang", Path: "", Handle: s.bareLang},
		}, s.branding()...),
		Views: Views{Files: templateFiles, Pages: map[string]any{"error": ErrorPage{}}},
	}
}
