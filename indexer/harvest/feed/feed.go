package feed

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/json"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/page"
)

// Protocol harvests feeds. A feed holds the latest items only: what it no longer
// holds is kept.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "feed" }

// Crawls implements harvest.Protocol.
func (Protocol) Crawls() bool { return true }

const accept = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8"

// Walk implements harvest.Protocol. It follows the links to further pages that feeds
// of archives have (RFC 5005, and next_url of JSON Feed).
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	v.Partial()
	asked := map[string]bool{}
	for at := v.Source.Address; at != "" && !asked[at]; {
		asked[at] = true
		a, err := v.Get(ctx, client.Request{URL: at, Accept: accept, Keep: true})
		if err != nil {
			return err
		}
		f, next, err := read(a)
		if err != nil {
			return notice.Of("portal-at", at, err).Because(err)
		}
		if err := take(ctx, v, a.URL, f); err != nil {
			return err
		}
		if err := v.Page(""); err != nil {
			return err
		}
		at = next
	}
	return nil
}

// read reads a feed and tells where its next page is, "" for nowhere.
func read(a *client.Answer) (*gofeed.Feed, string, error) {
	s, err := page.DecodeXML(a.Body, a.ContentType)
	if err != nil {
		return nil, "", err
	}
	kind := gofeed.DetectFeedType(strings.NewReader(s))
	if kind != gofeed.FeedTypeJSON {
		if err := page.SafeXML(s); err != nil {
			return nil, "", err
		}
	}
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	f, err := p.Parse(strings.NewReader(s))
	if err != nil {
		return nil, "", notice.Of("no-feed", err).Because(err)
	}
	return f, follow(a.URL, f), nil
}

// follow is where a feed's next page is.
func follow(at string, f *gofeed.Feed) string {
	base, err := url.Parse(at)
	if err != nil {
		return ""
	}
	ref := nextOf(f)
	if ref == "" {
		return ""
	}
	return page.Resolve(base, ref)
}

// take hands the items of a page of a feed over.
func take(ctx context.Context, v *harvest.Visit, at string, f *gofeed.Feed) error {
	base, err := url.Parse(at)
	if err != nil {
		return err
	}
	for _, entry := range f.Items {
		if err := ctx.Err(); err != nil {
			return err
		}
		it, err := item(base, f, entry, v.Now())
		if err != nil {
			v.Refuse(entry.Link, err)
			continue
		}
		if err := v.Attach(ctx, &it); err != nil {
			return err
		}
		if err := v.Put(it, harvest.Version{}); err != nil {
			return err
		}
	}
	return nil
}

// item is what an entry says.
func item(base *url.URL, f *gofeed.Feed, e *gofeed.Item, now time.Time) (harvest.Item, error) {
	it := harvest.Item{Key: e.GUID, Address: page.Resolve(base, e.Link), Title: page.Plain(e.Title), Lang: lang(f), Rights: page.Plain(f.Copyright)}
	if it.Address == "" {
		it.Address = page.Resolve(base, e.GUID)
	}
	if it.Key == "" {
		it.Key = it.Address
	}
	if it.Key == "" {
		return it, notice.Of("entry-unknown", it.Title)
	}
	it.Date, it.Printed = date(e, now)
	if len(e.Categories) > 0 {
		it.Section = page.Plain(e.Categories[0])
	}
	for i, a := range e.Authors {
		if i == 0 && a != nil {
			it.Author = page.Plain(a.Name)
		}
	}
	for _, x := range e.Enclosures {
		enclosed(&it, base, x)
	}
	return it, texts(&it, e)
}

// texts takes an entry's texts: its content is the body, and what it says instead of,
// or beside it, the summary.
func texts(it *harvest.Item, e *gofeed.Item) error {
	body, summary := e.Content, e.Description
	if body == "" && len(summary) > longSummary {
		body = summary
	}
	it.Summary = page.Plain(summary)
	if it.Summary == it.Title {
		it.Summary = ""
	}
	var err error
	it.Body, err = page.Markdown(body, it.Address)
	if it.Summary == page.Plain(body) && it.Body != "" {
		it.Summary = "" // the same text twice
	}
	return err
}

// longSummary is from where on, in bytes, a description is rather the whole text.
const longSummary = 1500

// enclosed takes a file or a picture that is attached to an entry.
func enclosed(it *harvest.Item, base *url.URL, x *gofeed.Enclosure) {
	at := page.Resolve(base, x.URL)
	switch {
	case at == "":
	case strings.HasPrefix(x.Type, "image/"):
		it.Pictures = append(it.Pictures, harvest.Picture{Address: at})
	default:
		it.Attachments = append(it.Attachments, harvest.Attachment{Address: at})
	}
}

// date is the day of an entry. One that is printed and cannot be read is kept as it is.
func date(e *gofeed.Item, now time.Time) (catalog.Date, string) {
	for _, d := range []struct {
		at      *time.Time
		printed string
	}{{e.PublishedParsed, e.Published}, {e.UpdatedParsed, e.Updated}} {
		if d.at != nil {
			if day, ok := page.Day(*d.at, now); ok {
				return day, ""
			}
		}
		if day, ok := page.Date(d.printed, now); ok {
			return day, ""
		}
	}
	printed := e.Published
	if printed == "" {
		printed = e.Updated
	}
	return "", page.Plain(printed)
}

// lang is the language that the feed says, "" for none that we have.
func lang(f *gofeed.Feed) text.Lang {
	l, _ := text.ParseLang(f.Language)
	return l
}

// nextOf is the address of the next page as the feed writes it, "" for none.
func nextOf(f *gofeed.Feed) string {
	switch o := f.OriginalFeed().(type) {
	case *atom.Feed:
		for _, l := range o.Links {
			if l.Rel == "next" {
				return l.Href
			}
		}
	case *json.Feed:
		return o.NextURL
	}
	for _, l := range f.Extensions["atom"]["link"] {
		if l.Attrs["rel"] == "next" {
			return l.Attrs["href"]
		}
	}
	return ""
}
