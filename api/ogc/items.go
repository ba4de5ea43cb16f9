package ogc

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/text"
)

// itemsParameters are what a page of a collection understands; the queryables come last.
func (c *collection) itemsParameters() []parameter {
	out := append([]parameter{itemFormParameter(), langParameter()}, bboxParameter(), datetimeParameter(), limitParameter(), offsetParameter(),
		crsParameter("crs", "Hệ toạ độ của câu trả lời; mặc định CRS84.", "Reference system of the answer; CRS84 unless given."),
		crsParameter("bbox-crs", "Hệ toạ độ của bbox; mặc định CRS84.", "Reference system of bbox; CRS84 unless given."), sortParameter(), qParameter())
	out = append(out, filterParameters()...)
	if c.records {
		out = append(out, recordParameters()...)
	}
	for _, f := range c.fields {
		if !slices.ContainsFunc(out, func(p parameter) bool { return p.name == f.Name }) {
			out = append(out, parameter{f.Name, map[string]any{"type": "string"}, text.New("Chỉ các đối tượng có giá trị này.", "Only features with this value.")})
		}
	}
	return out
}

func qParameter() parameter {
	return parameter{"q", map[string]any{"type": "string"},
		text.New("Các cụm từ cách nhau bằng dấu phẩy (một trong các cụm là đủ); trong một cụm, các từ phải đứng liền nhau theo thứ tự. Không phân biệt hoa thường.",
			"Phrases separated by commas, of which one is enough; the words of a phrase must stand together in that order. Letter case does not matter.")}
}

// request is a checked question for items.
type request struct {
	c        *collection
	page     paging
	out      *pen
	region   *spatial.Region
	from, to time.Time
	q        words
	tests    []func(*layers.Feature) bool
	areas    []spatial.Region // of the filter: only features with a geometry that shares a point with each
	order    []sortKey
	lang     text.Lang
}

// ask reads the parameters of a page of items.
func (f *Face) ask(c *collection, v url.Values) (q request, err error) {
	q.c = c
	if q.page, err = f.pageOf(v); err != nil {
		return q, err
	}
	if q.out, err = f.penOf(v); err != nil {
		return q, err
	}
	if q.region, err = f.region(v); err != nil {
		return q, err
	}
	if q.from, q.to, err = parseDatetime(v); err != nil {
		return q, err
	}
	if q.q, err = parseQ(v); err != nil {
		return q, err
	}
	if q.order, err = c.parseSort(v); err != nil {
		return q, err
	}
	if err = f.filter(c, v, &q); err != nil {
		return q, err
	}
	q.tests = append(q.tests, c.propertyTests(v)...)
	if c.records {
		q.tests = append(q.tests, recordTests(v)...)
	}
	return q, nil
}

// propertyTests compare properties with parameters of their name; a list passes with any of its values.
func (c *collection) propertyTests(v url.Values) []func(*layers.Feature) bool {
	var out []func(*layers.Feature) bool
	fixed := c.fixed()
	for name := range v {
		want := v.Get(name)
		if fixed[name] || !c.has(name) {
			continue
		}
		out = append(out, func(f *layers.Feature) bool { return hasValue(f, name, want) })
	}
	return out
}

// fixed are the parameters that are not properties.
func (c *collection) fixed() map[string]bool {
	out := map[string]bool{}
	for _, p := range (&collection{records: c.records}).itemsParameters() {
		out[p.name] = true
	}
	return out
}

func hasValue(f *layers.Feature, name, want string) bool {
	switch v := f.Properties[name].(type) {
	case nil:
		return false
	case string:
		return v == want
	case []string:
		return slices.Contains(v, want)
	case float64:
		n, err := strconv.ParseFloat(want, 64)
		return err == nil && n == v
	default:
		return fmt.Sprint(v) == want
	}
}

// run finds the features in order. Without any condition it touches none.
func (q request) run(ctx context.Context) ([]int, error) {
	d := q.c.data
	found := q.candidates()
	timed := !q.from.IsZero() || !q.to.IsZero()
	if timed || len(q.q) > 0 || len(q.tests) > 0 {
		kept := found[:0]
		for n, i := range found {
			if n%256 == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if q.takes(d.Features[i], timed) {
				kept = append(kept, i)
			}
		}
		found = kept
	}
	if len(q.order) == 0 {
		if q.region != nil { // the index gives the order of ids; all else is in the right order by now
			found = d.PlacedFirst(found)
		}
		return found, nil
	}
	sortBy(d.Features, found, q.order)
	return found, nil
}

// candidates are the features that the index finds for the box and for the areas of the filter.
func (q request) candidates() []int {
	d := q.c.data
	if q.region == nil && len(q.areas) == 0 {
		return d.Order()
	}
	var found []int
	if q.region != nil {
		found = d.Meeting(*q.region)
	}
	for i, a := range q.areas {
		in := d.Located(a)
		if i > 0 || q.region != nil {
			in = slices.DeleteFunc(in, func(i int) bool { _, ok := slices.BinarySearch(found, i); return !ok })
		}
		found = in
	}
	return found
}

func (q request) takes(f *layers.Feature, timed bool) bool {
	if timed && !f.Meets(q.from, q.to) || len(q.q) > 0 && !q.q.holds(f.Text) {
		return false
	}
	for _, t := range q.tests {
		if !t(f) {
			return false
		}
	}
	return true
}

// items answers with a page of features.
func (f *Face) items(w http.ResponseWriter, r *http.Request) error {
	c, err := f.named(r)
	if err != nil {
		return err
	}
	values, err := check(r, c.itemsParameters())
	if err != nil {
		return err
	}
	forms := itemForms()
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	q, err := f.ask(c, values)
	if err != nil {
		return err
	}
	q.lang = lang
	w.Header().Set("Content-Crs", header(q.out.to))
	// The page depends on nothing but the features and the address, but for the time that it tells: the same page is told apart by no byte that matters.
	etag := "W/" + httpkit.ETag(c.data.Fresh(), f.kit.BaseURL(), r.URL.Path, values.Encode(), now.name, lang, programForm)
	if now.name == "json" {
		w.Header().Set("Content-Language", string(lang))
		httpkit.AddVary(w.Header(), "Accept-Language")
		if httpkit.NotModified(w, r, httpkit.Validator{ETag: etag, Modified: c.data.Modified}) {
			return nil
		}
	}
	found, err := q.run(r.Context())
	if err != nil {
		return err
	}
	page := found[min(q.page.offset, len(found)):min(q.page.offset+q.page.limit, len(found))]
	links := f.selfAndAlternates(r, now, forms, lang)
	links = append(links, link{Href: f.href(c.path(), "f", "json"), Rel: "collection", Type: mediaJSON, Title: best(c.title, lang)})
	links = append(links, f.steps(r, q.page, len(found), now, lang)...)
	if isFile(now) {
		return f.writeFile(w, r, q, now.name, page, len(found), links)
	}
	if now.name == "html" {
		return f.itemsPage(w, r, q, page, len(found), links)
	}
	w.Header().Set("Content-Type", mediaGeoJSON)
	return f.writeItems(w, q, page, len(found), links)
}

// programForm changes when the same features are written differently, so that caches ask anew.
const programForm = "3"

// steps link to the pages before and after.
func (f *Face) steps(r *http.Request, p paging, total int, now form, lang text.Lang) []link {
	var out []link
	if p.offset+p.limit < total {
		out = append(out, link{Href: f.next(r, p), Rel: "next", Type: now.media, Title: say(lang, "Trang sau", "Next page")})
	}
	if p.offset > 0 {
		before := paging{p.limit, max(-p.limit, p.offset-2*p.limit)}
		out = append(out, link{Href: f.next(r, before), Rel: "prev", Type: now.media, Title: say(lang, "Trang trước", "Previous page")})
	}
	return out
}

// item answers with one feature.
func (f *Face) item(w http.ResponseWriter, r *http.Request) error {
	c, err := f.named(r)
	if err != nil {
		return err
	}
	values, err := check(r, itemParameters())
	if err != nil {
		return err
	}
	forms := pageForms(mediaGeoJSON)
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	q := request{c: c, lang: lang}
	if q.out, err = f.penOf(values); err != nil {
		return err
	}
	id, _ := httpkit.PathVar(r, "feature")
	feature, ok := c.data.Find(id)
	if !ok {
		return unknownFeature(id)
	}
	w.Header().Set("Content-Crs", header(q.out.to))
	links := f.selfAndAlternates(r, now, forms, lang)
	links = append(links, link{Href: f.href(c.path(), "f", "json"), Rel: "collection", Type: mediaJSON, Title: best(c.title, lang)})
	links = append(links, f.featureLinks(feature, c, lang)...)
	raw, err := f.appendFeature(nil, q, feature, links)
	if err != nil {
		return err
	}
	title := best(feature.Title(), lang)
	return f.respond(w, r, now, lang, answer{title: title, media: mediaGeoJSON, raw: append(raw, '\n'), modified: feature.Modified,
		trail: f.trail(lang, say(lang, "Các tập hợp", "Collections"), "/collections", best(c.title, lang), c.path(), say(lang, "Các đối tượng", "Items"), c.path()+"/items")})
}

func itemParameters() []parameter {
	return append(pageParameters(mediaGeoJSON), crsParameter("crs", "Hệ toạ độ của câu trả lời; mặc định CRS84.", "Reference system of the answer; CRS84 unless given."))
}

// featureLinks lead from a feature to its record's page and JSON.
func (f *Face) featureLinks(x *layers.Feature, c *collection, lang text.Lang) []link {
	if c.records {
		return nil // a record carries its own
	}
	return []link{
		{Href: f.kit.URL("/" + string(lang) + "/" + x.Record), Rel: "describedby", Type: mediaHTML, Hreflang: string(lang), Title: best(x.Title(), lang)},
		{Href: f.kit.URL("/api/v1/records/" + x.Record), Rel: "related", Type: mediaJSON, Title: best(x.Title(), lang)},
	}
}

// outside is the fault of a place that has no coordinates in the system asked for.
func outside(x *layers.Feature, c *crs.CRS, err error) error {
	fault := catalog.NewFault(catalog.Invalid, "crs", fmt.Sprintf("Đối tượng %s nằm ngoài phạm vi của %s.", x.ID, c.Code), fmt.Sprintf("Feature %s lies outside the domain of %s.", x.ID, c.Code))
	fault.Err = err
	return fault
}
