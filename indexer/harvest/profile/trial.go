package profile

import (
	"context"
	"time"

	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/page"
)

// Trial is what a profile makes of one page.
type Trial struct {
	// Address is where the page was found, after redirects.
	Address string
	Found   []Found
	// Item is what would be taken in; Doubt says why it would not be.
	Item  harvest.Item
	Doubt error
}

// Trial fetches a page and tries the profile on it. Nothing is kept. The error says why
// the page could not be had.
func (p *Profile) Trial(ctx context.Context, c *client.Client, address string, now time.Time) (Trial, error) {
	a, err := c.Get(ctx, client.Request{URL: address, Accept: "text/html, application/xhtml+xml;q=0.9"})
	if err != nil {
		return Trial{}, err
	}
	html, err := page.Decode(a.Body, a.ContentType)
	if err != nil {
		return Trial{}, notice.Of("portal-at", address, err).Because(err)
	}
	t := Trial{Address: a.URL}
	if t.Found, err = p.Try(html); err != nil {
		return Trial{}, notice.Of("portal-at", address, err).Because(err)
	}
	t.Item, t.Doubt = p.Extract(html, a.URL, now)
	return t, nil
}
