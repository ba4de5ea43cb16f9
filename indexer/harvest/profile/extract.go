package profile

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/go-shiori/go-readability"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/page"
)

// sheet is one page that is being read.
type sheet struct {
	*Profile
	doc  *goquery.Document
	base *url.URL
}

// ErrNoText is met where a page shows no item: an error page that says 200, or a list.
var ErrNoText error = notice.Of("page-no-text")

// Extract reads the item off a page, which is UTF-8. Its key is the address that the
// page calls its own, so that an item under several addresses is one.
func (p *Profile) Extract(html, address string, now time.Time) (harvest.Item, error) {
	it := harvest.Item{Address: address, Key: address, Kind: p.Kind}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		return it, err
	}
	base, err := url.Parse(address)
	if err != nil {
		return it, err
	}
	s := sheet{p, doc, base}
	it.Address = s.canonical()
	it.Key = it.Address
	it.Lang, _ = text.ParseLang(doc.Find("html").AttrOr("lang", ""))
	it.Title = s.title()
	it.Rights = s.rights()
	printed := s.first(p.Date)
	if it.Date, _ = page.Date(printed, now); it.Date == "" {
		it.Date, _ = page.Date(s.meta("article:published_time", "datePublished", "pubdate", "DC.date.issued"), now)
	}
	if it.Date == "" && len(printed) < 100 {
		it.Printed = printed
	}
	it.Section, it.Author, it.Number = s.first(p.Section), s.first(p.Author), Number(s.first(p.Number))
	it.Topics, it.Place = s.mapped(it.Section), p.Units[s.first(p.Unit)]
	for _, css := range p.Drop {
		doc.FindMatcher(p.match[css]).Remove()
	}
	it.Summary = s.first(append(slices.Clone(p.Summary), "meta[property='og:description']@content", "meta[name=description]@content"))
	body := s.body()
	if body != nil {
		s.files(&it, body)
		inner, err := body.Html()
		if err != nil {
			return it, err
		}
		if it.Body, err = page.Markdown(inner, it.Address); err != nil {
			return it, err
		}
	} else if it.Body, err = s.readable(html); err != nil {
		return it, err
	}
	if it.Title == "" || it.Body == "" && it.Summary == "" {
		return it, ErrNoText
	}
	return it, nil
}

// Found is what each selector of a profile finds on a page.
type Found struct {
	Key, Selector string
	Count         int
	Text          string
}

// Try tells what each selector finds on a page, for whoever writes a profile.
func (p *Profile) Try(html string) ([]Found, error) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
	if err != nil {
		return nil, err
	}
	s := sheet{Profile: p, doc: doc}
	var out []Found
	for _, key := range []string{"title", "date", "summary", "body", "section", "author", "unit", "number", "captions", "drop"} {
		for _, sel := range p.lists()[key] {
			css, _ := split(sel)
			out = append(out, Found{key, sel, doc.FindMatcher(p.match[css]).Length(), s.one(sel)})
		}
	}
	return out, nil
}

// one is what a selector finds first, as one line.
func (s sheet) one(selector string) string {
	css, attr := split(selector)
	m := s.match[css]
	var found *goquery.Selection
	if m != nil {
		found = s.doc.FindMatcher(m).First()
	} else {
		found = s.doc.Find(css).First()
	}
	if attr != "" {
		return page.Plain(found.AttrOr(attr, ""))
	}
	if txt := strings.Join(strings.Fields(found.Text()), " "); txt != "" || !found.Is("img") {
		return txt
	}
	return page.Plain(found.AttrOr("alt", ""))
}

func (s sheet) first(selectors []string) string {
	for _, sel := range selectors {
		if txt := s.one(sel); txt != "" {
			return txt
		}
	}
	return ""
}

func (s sheet) meta(names ...string) string {
	for _, n := range names {
		for _, attr := range []string{"property", "name", "itemprop"} {
			if v := s.doc.Find("meta["+attr+"='"+n+"']").AttrOr("content", ""); v != "" {
				return v
			}
		}
	}
	return ""
}

// title is what the profile finds, else what the page says. Portals also print a
// title as a picture, whose alternative text it is.
func (s sheet) title() string {
	if t := s.first(s.Title); t != "" {
		return t
	}
	for _, sel := range s.Title {
		css, _ := split(sel)
		if alt := s.doc.FindMatcher(s.match[css]).Find("img").AttrOr("alt", ""); alt != "" {
			return page.Plain(alt)
		}
	}
	if t := page.Plain(s.meta("og:title")); t != "" {
		return t
	}
	return s.one("title")
}

// rights is the licence that the page states by rel=license, as an address or a text.
func (s sheet) rights() string {
	l := s.doc.Find("a[rel~=license], link[rel~=license]").First()
	if href := l.AttrOr("href", ""); href != "" {
		return href
	}
	return page.Plain(s.meta("dcterms.license", "copyright"))
}

// body is the element of the text, nil where the profile finds none.
func (s sheet) body() *goquery.Selection {
	for _, css := range s.Body {
		if b := s.doc.FindMatcher(s.match[css]).First(); strings.TrimSpace(b.Text()) != "" {
			return b
		}
	}
	return nil
}

// readable is what looks like the text of a page that no selector knows.
func (s sheet) readable(html string) (string, error) {
	if len(s.Body) > 0 {
		return "", nil // the profile knows where a text would be
	}
	a, err := readability.FromReader(strings.NewReader(html), s.base)
	if err != nil {
		return "", nil // none looks like one
	}
	return page.Markdown(a.Content, s.base.String())
}

// attached are files beside a text by the end of their addresses; what they are, their
// content tells.
var attached = regexp.MustCompile(`(?i)\.(pdf|docx?|xlsx?|odt|ods|rtf|zip|rar|pptx?)$`)

// files takes the attachments and pictures of a text.
func (s sheet) files(it *harvest.Item, body *goquery.Selection) {
	body.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		at := page.Resolve(s.base, a.AttrOr("href", ""))
		u, err := url.Parse(at)
		if at == "" || err != nil || !attached.MatchString(u.Path) || slices.ContainsFunc(it.Attachments, func(x harvest.Attachment) bool { return x.Address == at }) {
			return
		}
		it.Attachments = append(it.Attachments, harvest.Attachment{Address: at, Title: page.Plain(a.Text())})
	})
	body.Find("img[src]").Each(func(_ int, img *goquery.Selection) {
		at := page.Resolve(s.base, cmp.Or(img.AttrOr("data-src", ""), img.AttrOr("src", "")))
		if at == "" || slices.ContainsFunc(it.Pictures, func(x harvest.Picture) bool { return x.Address == at }) {
			return
		}
		it.Pictures = append(it.Pictures, harvest.Picture{Address: at, Caption: s.caption(img)})
	})
}

// caption is what stands under a picture, else its alternative text.
func (s sheet) caption(img *goquery.Selection) string {
	near := img.Closest("figure, table, td, p, div")
	for _, css := range s.Captions {
		if t := page.Plain(near.FindMatcher(s.match[css]).First().Text()); t != "" {
			return t
		}
	}
	return page.Plain(img.AttrOr("alt", ""))
}

func (s sheet) mapped(section string) []string {
	if code := s.Topics[section]; code != "" {
		return []string{code}
	}
	return nil
}

// number is a document's number and symbol as Vietnamese bodies write it: 12/2025/QĐ-UBND.
var number = regexp.MustCompile(`\d{1,5}(?:/\d{4})?/[\p{Lu}0-9]{1,8}(?:-[\p{Lu}0-9.&]{1,12})*(?:-\p{Lu}[\p{Lu}\p{Ll}]{1,8})?`)

// Number finds the number of a document in what is printed, "" for none.
func Number(s string) string { return number.FindString(s) }

// params play no part in which item an address shows: sessions, counters, campaigns,
// the view for printing.
var params = []string{"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid", "zarsrc", "sid", "sessionid", "phpsessid", "jsessionid", "aspsessionid", "print", "inbaiviet", "printpreview"}

var session = regexp.MustCompile(`(?i);jsessionid=[^/?#]*`)

// Address brings the addresses of one item to one form: without what plays no part.
func (p *Profile) Address(u *url.URL) string {
	c := *u
	c.Fragment, c.RawFragment = "", ""
	c.Host = strings.ToLower(c.Host)
	c.Path, c.RawPath = session.ReplaceAllString(c.Path, ""), ""
	q := c.Query()
	for name := range q {
		if slices.Contains(params, strings.ToLower(name)) || slices.Contains(p.Params, name) {
			q.Del(name)
		}
	}
	c.RawQuery = q.Encode()
	return c.String()
}

// canonical is the address that a page calls its own, on the same host, else the one
// it was found at.
func (s sheet) canonical() string {
	for _, ref := range []string{s.doc.Find("link[rel=canonical]").AttrOr("href", ""), s.meta("og:url")} {
		if ref == "" {
			continue
		}
		if u, err := url.Parse(page.Resolve(s.base, ref)); err == nil && u.Host == s.base.Host && len(u.Path) > 1 {
			return s.Address(u)
		}
	}
	return s.Address(s.base)
}
