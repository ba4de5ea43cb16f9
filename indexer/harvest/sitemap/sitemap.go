package sitemap

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/page"
	"honglinh/indexer/harvest/profile"
)

// Protocol harvests portals by their sitemaps.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "sitemap" }

// Crawls implements harvest.Protocol.
func (Protocol) Crawls() bool { return true }

const (
	// maxDepth of sitemaps that list sitemaps; the protocol (sitemaps.org) knows one.
	maxDepth = 3
	// maxAddresses are more than a province's portal has; one sitemap may have 50,000.
	maxAddresses = 500_000
	// acknowledged is after how many pages what came is on the disk: what a crash costs
	// is asking for as many again.
	acknowledged = 50
)

// entry is an address of a sitemap.
type entry struct{ at, modified string }

// visit is one walk.
type visit struct {
	*harvest.Visit
	profile *profile.Profile
	items   *regexp.Regexp // nil is all
	list    []entry
	listed  map[string]bool
	maps    map[string]bool
}

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	p, err := profile.Find(v.Source.Profile)
	if err != nil {
		return err
	}
	w := &visit{Visit: v, profile: p, listed: map[string]bool{}, maps: map[string]bool{}}
	if p.Items != "" {
		if w.items, err = regexp.Compile(p.Items); err != nil {
			return fmt.Errorf("profile: items: %w", err)
		}
	}
	if err := w.read(ctx, v.Source.Address, 1); err != nil {
		return err
	}
	for i, e := range w.list {
		if err := w.page(ctx, e); err != nil {
			return err
		}
		if i%acknowledged == acknowledged-1 {
			if err := v.Page(""); err != nil {
				return err
			}
		}
	}
	return nil
}

// read reads a sitemap, or one that lists sitemaps.
func (w *visit) read(ctx context.Context, at string, depth int) error {
	if w.maps[at] {
		return nil
	}
	w.maps[at] = true
	a, err := w.Get(ctx, client.Request{URL: at, Keep: true})
	if err != nil {
		return err
	}
	body := a.Body
	if bytes.HasPrefix(body, []byte{0x1f, 0x8b}) { // .gz, whatever its name
		if body, err = client.Unpack(at, body, w.Limit()); err != nil {
			return err
		}
	}
	s, err := page.DecodeXML(body, a.ContentType)
	if err == nil {
		err = page.SafeXML(s)
	}
	if err != nil {
		return notice.Of("portal-at", at, err).Because(err)
	}
	below, err := w.entries(s, a.URL)
	if err != nil {
		return notice.Of("portal-at", at, err).Because(err)
	}
	for _, m := range below {
		if depth >= maxDepth {
			return notice.Of("sitemap-deep", at, maxDepth)
		}
		if err := w.read(ctx, m, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// entries takes the addresses of a sitemap and returns the sitemaps that it lists.
func (w *visit) entries(s, at string) ([]string, error) {
	base, err := url.Parse(at)
	if err != nil {
		return nil, err
	}
	var below []string
	root := ""
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && root != "" {
			return below, nil
		}
		if err != nil {
			return nil, notice.Of("no-sitemap", err).Because(err)
		}
		el, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		if root == "" {
			if root = el.Name.Local; root != "urlset" && root != "sitemapindex" {
				return nil, notice.Of("no-sitemap.root", root)
			}
			continue
		}
		var one struct {
			Loc     string `xml:"loc"`
			Lastmod string `xml:"lastmod"`
		}
		if err := d.DecodeElement(&one, &el); err != nil {
			return nil, notice.Of("no-sitemap", err).Because(err)
		}
		loc := page.Resolve(base, one.Loc)
		switch {
		case loc == "":
		case el.Name.Local == "sitemap":
			below = append(below, loc)
		case el.Name.Local == "url":
			if err := w.add(loc, one.Lastmod); err != nil {
				return nil, err
			}
		}
	}
}

// add lists a page once, under whichever of its addresses it comes first.
func (w *visit) add(loc, modified string) error {
	u, err := url.Parse(loc)
	if err != nil || w.items != nil && !w.items.MatchString(loc) {
		return nil
	}
	at := w.profile.Address(u)
	if w.listed[at] {
		return nil
	}
	if len(w.list) >= maxAddresses {
		return notice.Of("sitemap-many", maxAddresses)
	}
	w.listed[at] = true
	w.list = append(w.list, entry{at, strings.TrimSpace(modified)})
	return nil
}

// page takes one page. What is wrong with it costs the others nothing.
func (w *visit) page(ctx context.Context, e entry) error {
	if w.Done(e.at) {
		return nil
	}
	known, held := w.Known(e.at)
	if held && e.modified != "" && known.Listed == e.modified {
		w.Seen(e.at)
		return nil
	}
	r := client.Request{URL: e.at}
	if held {
		r.ETag, r.LastModified = known.ETag, known.LastModified
	}
	a, err := w.Get(ctx, r)
	switch {
	case errors.Is(err, client.ErrGone):
		w.Gone(e.at)
		return nil
	case errors.Is(err, client.ErrMissing):
		return nil
	case err != nil && harvest.Over(err):
		return err
	case err != nil:
		return w.spare(e.at, held, err)
	case a.Unchanged:
		w.Seen(e.at)
		return nil
	}
	html, err := page.Decode(a.Body, a.ContentType)
	if err != nil {
		return w.spare(e.at, held, err)
	}
	it, err := w.profile.Extract(html, a.URL, w.Now())
	if err != nil {
		return w.spare(e.at, held, err)
	}
	it.Key = e.at // under which the next run asks; its Address tells the same item under two
	if err := w.Attach(ctx, &it); err != nil {
		return err
	}
	return w.Put(it, harvest.Version{ETag: a.ETag, LastModified: a.LastModified, Listed: e.modified})
}

// spare refuses a page. What is held of it stays: it is there, and cannot be read now.
func (w *visit) spare(at string, held bool, err error) error {
	w.Refuse(at, err)
	if held {
		w.Seen(at)
	}
	return nil
}
