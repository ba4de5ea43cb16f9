// Package explore harvests the datasets of a portal by the Explore API v2.1.
package explore

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/page"
)

// Protocol harvests Explore v2.1 (Opendatasoft). The address is that of the portal, or
// of its API. The rows come by exports: paging records ends at 10,000.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "explore" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

const (
	api = "api/explore/v2.1"
	// rows are what the API gives at once at most, and lastRecord is where its paging ends.
	rows       = 100
	lastRecord = 10_000
)

type answer struct {
	Total   int       `json:"total_count"`
	Results []dataset `json:"results"`
}

type dataset struct {
	ID    string `json:"dataset_id"`
	Metas struct {
		Default struct {
			Title       string   `json:"title"`
			Description string   `json:"description"`
			Licence     string   `json:"license"`
			LicenceURL  string   `json:"license_url"`
			Publisher   string   `json:"publisher"`
			Keywords    []string `json:"keyword"`
			Modified    string   `json:"modified"`
			Processed   string   `json:"data_processed"`
		} `json:"default"`
	} `json:"metas"`
	HasRecords *bool `json:"has_records"`
}

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	at, _, _ := strings.Cut(v.Source.Address, "/api/explore")
	base, err := url.Parse(at)
	if err != nil {
		return err
	}
	base = base.JoinPath(api)
	start, _ := strconv.Atoi(v.Cursor()) // none is the beginning
	for {
		list := base.JoinPath("catalog/datasets")
		list.RawQuery = url.Values{"limit": {strconv.Itoa(rows)}, "offset": {strconv.Itoa(start)}, "order_by": {"dataset_id"}}.Encode()
		var a answer
		if _, err := v.JSON(ctx, list.String(), &a); err != nil {
			return err
		}
		for _, d := range a.Results {
			if err := v.Take(ctx, offer(base, v.Source, d)); err != nil {
				return err
			}
		}
		start += len(a.Results)
		if err := v.Page(strconv.Itoa(start)); err != nil {
			return err
		}
		switch {
		case start >= a.Total:
			return nil
		case len(a.Results) == 0 || start+rows > lastRecord:
			return notice.Of("portal-counts", a.Total, start)
		}
	}
}

func offer(base *url.URL, src harvest.Source, d dataset) harvest.Offer {
	m := d.Metas.Default
	l, _ := text.ParseLang(src.Language)
	own := base.JoinPath("catalog/datasets", d.ID)
	export := own.JoinPath("exports/csv")
	export.RawQuery = "delimiter=%2C"
	o := harvest.Offer{Item: harvest.Item{Key: d.ID, Address: own.String(), Rights: cmp.Or(m.LicenceURL, m.Licence),
		Dataset: &harvest.Dataset{Slug: d.ID, Title: text.Text{l: cmp.Or(m.Title, d.ID)}, Description: text.Text{}, Publisher: m.Publisher, Keywords: m.Keywords, Modified: m.Modified}}}
	o.Item.Dataset.Description.Set(l, page.Plain(m.Description))
	if m.Modified != "" {
		o.Modified = m.Modified + " " + m.Processed
	}
	if d.HasRecords == nil || *d.HasRecords {
		o.Files = []harvest.File{{Name: d.ID, Address: export.String(), Title: m.Title}}
	}
	return o
}
