// Package ckan harvests the datasets of a CKAN portal by its Action API.
package ckan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
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
			return fmt.Errorf("the portal counts %d datasets and shows %d", p.Result.Count, start)
		case len(p.Result.Results) == 0, start >= p.Result.Count:
			return nil
		case start > maxDatasets:
			return fmt.Errorf("the portal has more than %d datasets", maxDatasets)
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
	a, err := v.Get(ctx, client.Request{URL: at.String(), Accept: "application/json", Keep: true})
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(a.Body, &p); err != nil {
		return p, fmt.Errorf("%s: it is no answer of CKAN: %w", at, err)
	}
	if !p.Success {
		return p, fmt.Errorf("%s: %s", at, p.Error.Message)
	}
	return p, nil
}

// take takes one dataset with its files. One that is not newer than what is held is
// not asked for again.
func take(ctx context.Context, v *harvest.Visit, base *url.URL, d dataset) error {
	if d.ID == "" || d.Private || d.State != "" && d.State != "active" || v.Done(d.ID) {
		return nil
	}
	known, held := v.Known(d.ID)
	if held && d.Modified != "" && known.Listed == d.Modified {
		v.Seen(d.ID)
		return nil
	}
	it := harvest.Item{Key: d.ID, Address: base.JoinPath("dataset", d.Name).String(), Rights: first(d.LicURL, d.Licence),
		Dataset: &harvest.Dataset{Slug: first(d.Name, d.ID), Title: both(d.Title, d.Titles), Description: both(d.Notes, d.Abouts), Modified: d.Modified}}
	if d.Agency != nil {
		it.Dataset.Publisher = d.Agency.Title
	}
	for _, t := range d.Tags {
		it.Dataset.Keywords = append(it.Dataset.Keywords, t.Name)
	}
	names := map[string]bool{}
	whole := true
	for _, r := range d.Files {
		if !slices.Contains(readable(), strings.ToLower(r.Format)) || r.URL == "" {
			continue
		}
		at := page.Resolve(base, r.URL)
		t, err := v.Table(ctx, at, unused(names, first(r.Name, harvest.NameOf(at))), text.Text{text.VI: r.Name})
		if harvest.Over(err) {
			return err
		}
		if err != nil {
			v.Refuse(first(at, r.URL), err)
			whole = false
			continue
		}
		it.Dataset.Tables = append(it.Dataset.Tables, t)
	}
	switch {
	case len(it.Dataset.Tables) > 0 && whole:
		return v.Put(it, harvest.Version{Listed: d.Modified})
	case held: // what is held of it stays until all of it can be had
		v.Seen(d.ID)
	case len(it.Dataset.Tables) > 0:
		return v.Put(it, harvest.Version{}) // and asked for again
	default:
		v.Refuse(it.Address, errors.New("no file of it is a table"))
	}
	return nil
}

// readable are formats, as portals write them, that may be tables; what a file is, its
// content tells.
func readable() []string {
	return []string{"csv", "tsv", "xlsx", "ods", "json", "jsonl", "geojson", "gpkg", "kml", "kmz", "shp", "docx", "text/csv", "excel (.xlsx)"}
}

// unused makes a name that no other file of the dataset has.
func unused(names map[string]bool, name string) string {
	base := harvest.TableName(name)
	name = base
	for n := 2; names[name]; n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	names[name] = true
	return name
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

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
