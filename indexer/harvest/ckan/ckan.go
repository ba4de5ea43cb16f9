// Package ckan harvests the datasets of a CKAN portal by its Action API.
package ckan

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

// Protocol harvests CKAN portals. The address is that of the portal, or of its API.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "ckan" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

// rows are asked for at once; portals clamp them silently to 1,000 or less.
const rows = 1000

// maxDatasets bounds the walk of a portal that never ends.
const maxDatasets = 500_000

type answer struct {
	Success bool `json:"success"`
	Error   struct {
		Message string `json:"message"`
	} `json:"error"`
	Result struct {
		Count   int       `json:"count"`
		Results []dataset `json:"results"`
	} `json:"result"`
}

type dataset struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Title    string `json:"title"`
	Notes    string `json:"notes"`
	Licence  string `json:"license_id"`
	LicURL   string `json:"license_url"`
	Modified string `json:"metadata_modified"`
	State    string `json:"state"`
	Private  bool   `json:"private"`
	Agency   *struct {
		Title string `json:"title"`
	} `json:"organization"`
	Tags []struct {
		Name string `json:"name"`
	} `json:"tags"`
	// Title and notes in several languages, as ckanext-fluent and -scheming write them.
	Titles map[string]string `json:"title_translated"`
	Abouts map[string]string `json:"notes_translated"`
	Files  []resource        `json:"resources"`
}

type resource struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	URL    string `json:"url"`
	Format string `json:"format"`
}

// Walk implements harvest.Protocol. It goes on by what a page really held.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	base, err := url.Parse(root(v.Source.Address))
	if err != nil {
		return err
	}
	start, _ := strconv.Atoi(v.Cursor()) // none is the beginning
	for {
		p, err := ask(ctx, v, base, start)
		if err != nil {
			return err
		}
		for _, d := range p.Result.Results {
			if err := take(ctx, v, base, d); err != nil {
				return err
			}
		}
		start += len(p.Result.Results)
		if err := v.Page(strconv.Itoa(start)); err != nil {
			return err
		}
		switch {
		case len(p.Result.Results) == 0 && start < p.Result.Count:
			return notice.Of("portal-counts", p.Result.Count, start)
		case len(p.Result.Results) == 0, start >= p.Result.Count:
			return nil
		case start > maxDatasets:
			return notice.Of("portal-datasets", maxDatasets)
		}
	}
}

// root is the address of the portal, however its API was named.
func root(address string) string {
	if i := strings.Index(address, "/api/3"); i >= 0 {
		address = address[:i]
	}
	return strings.TrimSuffix(address, "/") + "/"
}

func ask(ctx context.Context, v *harvest.Visit, base *url.URL, start int) (answer, error) {
	q := url.Values{"rows": {strconv.Itoa(rows)}, "start": {strconv.Itoa(start)}, "sort": {"id asc"}}
	at := base.JoinPath("api/3/action/package_search")
	at.RawQuery = q.Encode()
	var p answer
	if _, err := v.JSON(ctx, at.String(), &p); err != nil {
		return p, err
	}
	if !p.Success {
		return p, notice.Of("portal-says", at, p.Error.Message)
	}
	return p, nil
}

// take takes one dataset with those of its files that may be tables.
func take(ctx context.Context, v *harvest.Visit, base *url.URL, d dataset) error {
	if d.Private || d.State != "" && d.State != "active" {
		return nil
	}
	o := harvest.Offer{Modified: d.Modified, Item: harvest.Item{Key: d.ID, Address: base.JoinPath("dataset", d.Name).String(), Rights: cmp.Or(d.LicURL, d.Licence),
		Dataset: &harvest.Dataset{Slug: cmp.Or(d.Name, d.ID), Title: both(d.Title, d.Titles), Description: both(d.Notes, d.Abouts), Modified: d.Modified}}}
	if d.Agency != nil {
		o.Item.Dataset.Publisher = d.Agency.Title
	}
	for _, t := range d.Tags {
		o.Item.Dataset.Keywords = append(o.Item.Dataset.Keywords, t.Name)
	}
	for _, r := range d.Files {
		if at := page.Resolve(base, r.URL); r.URL != "" && at != "" && harvest.MayBeTable(r.Format) {
			o.Files = append(o.Files, harvest.File{Name: r.Name, Address: at, Title: r.Name})
		}
	}
	return v.Take(ctx, o)
}

func both(one string, many map[string]string) text.Text {
	t := text.Text{}
	for _, l := range text.Langs() {
		t.Set(l, page.Plain(many[string(l)]))
	}
	if t[text.VI] == "" {
		t.Set(text.VI, page.Plain(one))
	}
	return t
}
