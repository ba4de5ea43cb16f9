package shortlist

import (
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/brief"
	"honglinh/web/facts"
	"honglinh/web/feeds"
	"honglinh/web/frame"
)

//go:embed templates/*.html
var files embed.FS

// pages are the pages of this part.
type pages struct{ *frame.Frame }

// New returns the part over the frame.
func New(s *frame.Frame) frame.Part {
	p := &pages{s}
	return frame.Part{
		Routes: []frame.Route{{Name: frame.RouteShortlist, Path: "/shortlist", Handle: p.show},
			{Name: frame.RouteShortlistFeed, Path: "/shortlist/feed.{form:atom|json}", Use: httpkit.UseFeed, Handle: p.feed}},
		Views:    frame.Views{Files: files, Shared: []fs.FS{facts.Templates()}, Pages: map[string]any{"shortlist": page{}}},
		Standing: []func(text.Lang) string{p.Fixed(frame.RouteShortlist)},
	}
}

// page is the list, with what to do with it.
type page struct {
	frame.Page
	Items   []item
	Gone    []string // ids that lead to nothing
	Briefs  []frame.Link
	Compare frame.Link
	Search  string
	Words   string
	IDs     string
	Found   []item
	Address string
	Most    int
	Full    bool
}

// item is a record with the way to take it in or out.
type item struct {
	Card facts.Card
	URL  string
}

// maxCompared is how many the page of comparison takes.
const maxCompared = 6

// Split reads the list as it stands in an address. Fault: Invalid for too many or what
// is no id.
func Split(list string) ([]string, error) {
	var out []string
	for id := range strings.SplitSeq(list, ",") {
		if id = strings.TrimSpace(id); id == "" || slices.Contains(out, id) {
			continue
		}
		if _, _, ok := catalog.SplitID(id); !ok {
			return nil, catalog.NewFault(catalog.Invalid, "ids", "Mã bản ghi có dạng <loại>/<tên>, cách nhau bằng dấu phẩy.", "Ids read <kind>/<slug>, separated by commas.")
		}
		out = append(out, id)
	}
	if len(out) > brief.MaxRecords {
		return nil, catalog.NewFault(catalog.Invalid, "ids", "Danh sách giữ nhiều nhất 20 mục.", "A shortlist holds at most 20 records.")
	}
	return out, nil
}

func (s *pages) show(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "ids", "q")
	if err != nil {
		return err
	}
	ids, err := Split(params.Get("ids"))
	if err != nil {
		return err
	}
	lang := frame.PathLang(r)
	l := s.Locale(lang)
	recs, err := s.Store.Records(r.Context(), ids)
	if err != nil {
		return err
	}
	recs = inOrder(recs, ids)
	p := page{IDs: strings.Join(ids, ","), Words: params.Get("q"), Search: s.Local(frame.RouteShortlist, lang), Most: brief.MaxRecords, Full: len(ids) >= brief.MaxRecords}
	p.Page = s.NewPage(r, l.T("short_title"), l.T("short_lead"), func(lang text.Lang) string { return s.ShortlistPath(lang, ids...) })
	p.NoIndex, p.Address = len(ids) > 0, p.Canonical
	var compared []string
	for i := range recs {
		rec := &recs[i]
		p.Items = append(p.Items, item{facts.CardOf(s.Frame, l, rec), s.ShortlistPath(lang, slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == rec.ID })...)})
		if rec.Kind == vocab.Opportunity {
			compared = append(compared, rec.ID)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(recs, func(rec catalog.Record) bool { return rec.ID == id }) {
			p.Gone = append(p.Gone, id)
		}
	}
	if len(compared) > 1 {
		p.Compare = frame.Link{Text: l.T("compare.go"), URL: frame.WithQuery(s.Local(frame.RouteCompare, lang), map[string][]string{"id": compared[:min(len(compared), maxCompared)]})}
	}
	if len(recs) > 0 {
		for _, b := range []struct{ key, ext, lang string }{{"short_pdf_vi", "pdf", "vi"}, {"short_pdf_en", "pdf", "en"}, {"short_pdf_both", "pdf", "both"}, {"short_xlsx", "xlsx", string(lang)}, {"short_json", "json", string(lang)}} {
			p.Briefs = append(p.Briefs, frame.Link{Text: l.T(b.key), URL: frame.WithQuery(frame.APIBase+"/shortlist."+b.ext, map[string][]string{"ids": {p.IDs}, "lang": {b.lang}})})
		}
	}
	if len(recs) > 0 && s.Follows() {
		p.Briefs = append(p.Briefs, frame.Link{Text: l.T("follow_do"), URL: s.FollowRecords(lang, ids...)})
	}
	if len(recs) > 0 {
		p.Page.Feed = s.ShortlistFeed(lang, "atom", ids...)
		p.Briefs = append(p.Briefs, frame.Link{Text: "Atom", URL: p.Page.Feed}, frame.Link{Text: "JSON Feed", URL: s.ShortlistFeed(lang, "json", ids...)})
	}
	if p.Words != "" && !p.Full {
		if err := s.find(r, l, &p, ids); err != nil {
			return err
		}
	}
	return s.Show(w, r, "shortlist", lang, p)
}

// feed answers with what changed in the chosen records.
func (s *pages) feed(w http.ResponseWriter, r *http.Request) error {
	params, err := httpkit.Params(r, "ids")
	if err != nil {
		return err
	}
	ids, err := Split(params.Get("ids"))
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return catalog.NewFault(catalog.Invalid, "ids", "Hãy cho mã bản ghi: ids=<loại>/<tên>,…", "Give the ids: ids=<kind>/<slug>,…")
	}
	l := s.Locale(frame.PathLang(r))
	form, _ := httpkit.PathVar(r, "form")
	items, newest, err := facts.Changes(r.Context(), s.Frame, l, ids)
	if err != nil {
		return err
	}
	return feeds.Serve(w, r, form, feeds.Of(s.Frame, l, l.T("short_title"), s.ShortlistPath(l.Lang, ids...), s.ShortlistFeed(l.Lang, form, ids...)), items, newest)
}

// find offers records to add, for who has no scripts.
func (s *pages) find(r *http.Request, l *frame.Locale, p *page, ids []string) error {
	a, err := s.Finder.Search(r.Context(), search.Query{Lang: l.Lang, Text: p.Words, Limit: 10})
	if err != nil {
		return err
	}
	for i := range a.Hits {
		if id := a.Hits[i].Record.ID; !slices.Contains(ids, id) {
			p.Found = append(p.Found, item{facts.HitCard(s.Frame, l, &a.Hits[i]), s.ShortlistPath(l.Lang, append(slices.Clone(ids), id)...)})
		}
	}
	return nil
}

// inOrder returns the records as the list has them.
func inOrder(recs []catalog.Record, ids []string) []catalog.Record {
	slices.SortStableFunc(recs, func(a, b catalog.Record) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return recs
}
