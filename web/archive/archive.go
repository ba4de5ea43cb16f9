package archive

import (
	"context"
	"embed"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/vocab"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	mu    sync.Mutex
	known map[string]string // key of an old address → record id; nil before the first question
}

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{Frame: s}
	return frame.Part{
		Routes: []frame.Route{
			{Name: "web.archive", Path: "/archive", Bare: true, Handle: p.archive},
			{Name: "web.archive.table", Path: "/archive/redirects.{form:nginx|apache|caddy}", Bare: true, Handle: p.table},
		},
		Views: frame.Views{Files: files, Pages: map[string]any{"archive": page{}}},
	}
}

// page tells of an address that nobody knows, and what may be meant.
type page struct {
	frame.Page
	Address, Words, Search string
	Found                  []frame.Link
}

// maxAddress bounds an old address in bytes; the longest of the portals have 300.
const maxAddress = 2000

func (p *pages) archive(w http.ResponseWriter, r *http.Request) error {
	old, err := asked(r)
	if err != nil {
		return err
	}
	if old == "" || len(old) > maxAddress || Key(old) == "" {
		return catalog.NewFault(catalog.Invalid, "url", "Hãy cho địa chỉ cũ: /archive?url=http://…, nhiều nhất 2.000 byte.", "Give the old address: /archive?url=http://…, in at most 2,000 bytes.")
	}
	known, err := p.table301(r.Context())
	if err != nil {
		return err
	}
	if id, ok := known[Key(old)]; ok {
		http.Redirect(w, r, p.RecordPath(p.Site().Languages[0], id), http.StatusMovedPermanently)
		return nil
	}
	return p.unknown(w, r, old)
}

// asked is the old address that a request names. A web server in front of the old names
// cannot escape what it passes on: an address that begins with its scheme as it stands is
// the whole rest, parameters of its own included.
func asked(r *http.Request) (string, error) {
	if rest, ok := strings.CutPrefix(r.URL.RawQuery, "url="); ok && scheme.MatchString(rest) {
		if plain, err := url.QueryUnescape(rest); err == nil && !strings.Contains(rest, "?") {
			return plain, nil // Apache escapes the question mark alone
		}
		return rest, nil
	}
	params, err := httpkit.Params(r, "url")
	return params.Get("url"), err
}

var scheme = regexp.MustCompile(`(?i)^https?://`)

// unknown looks for what the words of the address may have been about.
func (p *pages) unknown(w http.ResponseWriter, r *http.Request, old string) error {
	lang := httpkit.AcceptLanguage(r)
	httpkit.AddVary(w.Header(), "Accept-Language")
	l := p.Locale(lang)
	out := page{Address: old, Words: Words(old)}
	out.Page = p.NewPage(r, l.T("archive.title"), "", p.Fixed(frame.RouteHome))
	out.Lang, out.NoIndex, out.Feed = lang, true, ""
	if out.Words != "" {
		out.Search = p.SearchPath(lang, search.Query{Text: out.Words})
		a, err := p.Finder.Search(r.Context(), search.Query{Text: out.Words, Lang: lang, Limit: 8})
		if err != nil {
			return err
		}
		for i := range a.Hits {
			rec := &a.Hits[i].Record
			t := l.Pick(rec.Title)
			out.Found = append(out.Found, frame.Link{Text: t.Text, Lang: t.Lang, Tag: t.Tag, URL: p.RecordPath(lang, rec.ID), Note: l.Label(vocab.Kinds().Label(string(rec.Kind)), "")})
		}
	}
	body, err := p.Render("archive", lang, out)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(lang))
	w.WriteHeader(http.StatusNotFound)
	_, err = w.Write(body)
	return err
}

// table301 is every old address that is known: those that articles say they were
// read at. It is made once for a state of the catalogue.
func (p *pages) table301(ctx context.Context) (map[string]string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	recs, err := p.Store.Kind(ctx, string(vocab.Article))
	if err != nil {
		return nil, err
	}
	known := map[string]string{}
	for _, rec := range recs {
		for _, src := range rec.Provenance {
			key := Key(src.URL)
			if other, there := known[key]; key != "" && strings.Contains(key, "/") && (!there || rec.ID < other) {
				known[key] = rec.ID
			}
		}
	}
	p.known = known
	return known, nil
}

// table writes the redirects for a web server in front of the old names. What has
// parameters, and what nobody knows, it sends to /archive?url=, which knows sessions,
// prints and words.
func (p *pages) table(w http.ResponseWriter, r *http.Request) error {
	known, err := p.table301(r.Context())
	if err != nil {
		return err
	}
	form, _ := httpkit.PathVar(r, "form")
	t := table{rest: p.BaseURL + p.Path("web.archive") + "?url="}
	lang := p.Site().Languages[0]
	for _, key := range slices.Sorted(maps.Keys(known)) {
		host, path, _ := strings.Cut(key, "/")
		if !slices.Contains(t.hosts, host) {
			t.hosts = append(t.hosts, host)
		}
		if strings.ContainsAny(path, "? \"'`{}$\\\n") {
			continue // told by /archive?url= only
		}
		t.lines = append(t.lines, redirect{host, "/" + path, p.BaseURL + p.RecordPath(lang, known[key])})
	}
	return httpkit.WriteBytes(w, r, "text/plain; charset=utf-8", []byte(t.text(form)), httpkit.Validator{})
}
