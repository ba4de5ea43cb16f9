package native

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
)

// search answers with a page of hits as JSON, or with everything found in
// another format.
func (f *Face) search(w http.ResponseWriter, r *http.Request) error {
	format, err := httpkit.Negotiate(w, r, append([]httpkit.Format{jsonFormat()}, exportFormats()...))
	if err != nil {
		return err
	}
	values, err := httpkit.FormParams(r)
	if err != nil {
		return err
	}
	values.Del("format")
	values.Del("f")
	return f.answerAs(w, r, format, values)
}

// searchAs is the search in one format, for addresses that end in its name.
func (f *Face) searchAs(format httpkit.Format) httpkit.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		values, err := httpkit.FormParams(r)
		if err != nil {
			return err
		}
		return f.answerAs(w, r, format, values)
	}
}

func (f *Face) answerAs(w http.ResponseWriter, r *http.Request, format httpkit.Format, values url.Values) error {
	q, err := search.ParseQuery(values, f.now())
	if err != nil {
		return err
	}
	if q.Lang == "" {
		q.Lang = httpkit.AcceptLanguage(r)
		httpkit.AddVary(w.Header(), "Accept-Language")
	}
	val, err := f.searchValidator(r, q, format)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Language", string(q.Lang))
	if format.Name != jsonFormat().Name {
		return f.export(w, r, q, format, values, val)
	}
	if f.current() && httpkit.NotModified(w, r, val) {
		return nil
	}
	a, err := f.src.Finder.Search(r.Context(), q)
	if err != nil {
		return err
	}
	if a.Total == 0 && f.src.ZeroResults != nil && q.Text != "" && q.Cursor == "" {
		f.src.ZeroResults(q.Text, q.Lang)
		httpkit.Passing(r) // the next one counts too
	}
	f.linkSearch(w, q, a.Next)
	val.ETag = f.searchTag(q, format, val, a.Seq)
	return httpkit.WriteWith(w, r, httpkit.JSONMedia, val, func(b *bytes.Buffer) error { return f.answer(b, a) })
}

var _ sequenced = (*search.Finder)(nil)

// sequenced is a Finder that can say which change its index has followed to.
type sequenced interface{ Seq() int64 }

// current reports whether the index has followed the store, so that the tag made
// of the store's sequence is the one the answer would carry.
func (f *Face) current() bool {
	s, ok := f.src.Finder.(sequenced)
	last := f.last.Load()
	return ok && last != nil && s.Seq() == last.seq
}

// searchValidator makes the tag of an answer from an index that has followed the
// store. It is weak: took_ms differs between answers that mean the same.
func (f *Face) searchValidator(r *http.Request, q search.Query, format httpkit.Format) (httpkit.Validator, error) {
	state, err := f.state(r.Context())
	if err != nil {
		return httpkit.Validator{}, err
	}
	val := httpkit.Validator{Modified: state.modified}
	val.ETag = f.searchTag(q, format, val, state.seq)
	return val, nil
}

// searchTag also holds the day in Vietnam: relevance ages, and reviews fall due.
func (f *Face) searchTag(q search.Query, format httpkit.Format, val httpkit.Validator, seq int64) string {
	day := f.now().UTC().Add(vietnam).Format("2006-01-02")
	return httpkit.WeakETag(f.numbers.Program, f.kit.Site().Name, seq, val.Modified.UnixNano(), q.Values().Encode(), format.Name, day)
}

// linkSearch gives the next page and the other formats of the same search (RFC 8288).
func (f *Face) linkSearch(w http.ResponseWriter, q search.Query, next string) {
	if next != "" {
		page := q
		page.Cursor = next
		w.Header().Add("Link", fmt.Sprintf(`<%s>; rel="next"`, f.searchURL("", page)))
	}
	q.Cursor, q.Limit = "", 0
	for _, format := range exportFormats() {
		w.Header().Add("Link", fmt.Sprintf(`<%s>; rel="alternate"; type=%q`, f.searchURL("."+format.Name, q), bare(format.Media)))
	}
}

func (f *Face) searchURL(suffix string, q search.Query) string {
	address := f.kit.URL("/api/v1/search" + suffix)
	if query := q.Values().Encode(); query != "" {
		address += "?" + query
	}
	return address
}

func bare(media string) string {
	media, _, _ = strings.Cut(media, ";")
	return media
}

func (f *Face) suggest(w http.ResponseWriter, r *http.Request) error {
	p := httpkit.Parsed(r)
	httpkit.AddVary(w.Header(), "Accept-Language")
	found, err := f.src.Finder.Suggest(r.Context(), p.String("q"), httpkit.Lang(r), int(p.Int("limit")))
	if err != nil {
		return err
	}
	return f.writeNow(w, r, list(found), httpkit.Validator{CacheControl: cacheTyping})
}

// cacheTyping lets a box that is typed into go back a letter without asking again.
const cacheTyping = "public, max-age=60"
