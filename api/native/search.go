package native

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
)

// answer is the JSON of a search.
type answer struct {
	Total      int                     `json:"total"`
	Items      []hit                   `json:"items"`
	Facets     map[string][]facetValue `json:"facets"`
	Suggestion *string                 `json:"suggestion"`
	Broader    []text.Text             `json:"broader,omitempty"`
	Relaxed    bool                    `json:"relaxed,omitempty"`
	Renewed    bool                    `json:"renewed,omitempty"`
	Next       *string                 `json:"next"`
	Seq        int64                   `json:"seq"`
	TookMS     float64                 `json:"took_ms"`
}

type hit struct {
	Record     catalog.Record       `json:"record"`
	Score      float64              `json:"score"`
	Highlights map[string]highlight `json:"highlights"`
	Matched    []string             `json:"matched"`
	DistanceKM *float64             `json:"distance_km,omitempty"`
	// Cut names what was left out of the record for its length.
	Cut []string `json:"cut,omitempty"`
}

// highlight is a fragment cut at its matches: parts at odd places matched, those
// at even places did not. Offsets in bytes are for those who hold the stored text.
type highlight struct {
	Text  string   `json:"text"`
	Start int      `json:"start"`
	Spans [][2]int `json:"spans"`
	Parts []string `json:"parts"`
}

type facetValue struct {
	Value    string    `json:"value"`
	Label    text.Text `json:"label"`
	Count    int       `json:"count"`
	Selected bool      `json:"selected"`
}

func answerOf(a search.Answer) answer {
	return answer{Total: a.Total, Items: hitsOf(a.Hits), Facets: facetsOf(a.Facets), Suggestion: optional(a.Suggestion),
		Broader: a.Broader, Relaxed: a.Relaxed, Renewed: a.Renewed, Next: optional(a.Next), Seq: a.Seq, TookMS: a.TookMS}
}

func hitsOf(hits []search.Hit) []hit {
	out := make([]hit, len(hits))
	for i, h := range hits {
		rec, cut := short(whole(h.Record))
		out[i] = hit{Record: rec, Cut: cut, Score: h.Score, Highlights: map[string]highlight{}, Matched: list(h.Matched).Items, DistanceKM: h.DistanceKM}
		for field, mark := range h.Highlights {
			out[i].Highlights[field] = highlight{Text: mark.Text, Start: mark.Start, Spans: list(mark.Spans).Items, Parts: parts(mark)}
		}
	}
	return out
}

// maxHitBody is the longest body in bytes that a hit carries; the longest article of
// the catalogue has a third of it, a law a hundred times as much, and a page holds
// a hundred hits.
const maxHitBody = 32 << 10

// short leaves out a body too long for a list; the record itself has it.
func short(rec catalog.Record) (catalog.Record, []string) {
	size := 0
	for _, body := range rec.Body {
		size += len(body)
	}
	if size <= maxHitBody {
		return rec, nil
	}
	rec.Body = nil
	return rec, []string{"body"}
}

// parts cuts the fragment at its spans, so that a page needs no byte offsets. A
// span outside of the text or out of order is passed over.
func parts(h search.Highlight) []string {
	out, at := []string{}, 0
	for _, s := range h.Spans {
		if s[0] < at || s[1] <= s[0] || s[1] > len(h.Text) {
			continue
		}
		out = append(out, h.Text[at:s[0]], h.Text[s[0]:s[1]])
		at = s[1]
	}
	return append(out, h.Text[at:])
}

func facetsOf(facets []search.Facet) map[string][]facetValue {
	out := map[string][]facetValue{}
	for _, f := range facets {
		values := make([]facetValue, len(f.Values))
		for i, v := range f.Values {
			values[i] = facetValue{Value: v.Value, Label: v.Label, Count: v.Count, Selected: v.Selected}
			if v.Label == nil {
				values[i].Label = text.Text{}
			}
		}
		out[f.Name] = values
	}
	return out
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

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
	if a.Total == 0 && f.src.InVain != nil && q.Text != "" && q.Cursor == "" {
		f.src.InVain(q.Text, q.Lang)
	}
	f.linkSearch(w, q, a.Next)
	val.ETag = f.searchTag(q, format, val, a.Seq)
	return httpkit.WriteJSON(w, r, answerOf(a), val)
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
	return httpkit.WeakETag(f.version, seq, val.Modified.UnixNano(), q.Values().Encode(), format.Name, day)
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
