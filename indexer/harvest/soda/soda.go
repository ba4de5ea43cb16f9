// Package soda harvests the datasets of a Socrata portal by its Discovery API and SODA.
package soda

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/page"
)

// Protocol harvests Socrata portals. The address is that of the portal, or of its
// catalogue with a filter: /api/catalog/v1?categories=Transport.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "soda" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

const (
	catalogue = "/api/catalog/v1"
	// assets are asked for at once, and lastResult is where the paging of the catalogue ends.
	assets     = 100
	lastResult = 10_000
	// rows are asked for at once: the most that SODA 2.0 gives.
	rows = 50_000
)

type answer struct {
	Total   int     `json:"resultSetSize"`
	Results []asset `json:"results"`
}

type asset struct {
	Resource struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		Description string `json:"description"`
		Attribution string `json:"attribution"`
		Type        string `json:"type"`
		Updated     string `json:"updatedAt"`
		Data        string `json:"data_updated_at"`
	} `json:"resource"`
	Classification struct {
		Tags []string `json:"domain_tags"`
	} `json:"classification"`
	Metadata struct {
		Domain  string `json:"domain"`
		Licence string `json:"license"`
	} `json:"metadata"`
	Link string `json:"link"`
}

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	list, err := url.Parse(v.Source.Address)
	if err != nil {
		return err
	}
	root, _, _ := strings.Cut(list.Path, catalogue)
	base := &url.URL{Scheme: list.Scheme, Host: list.Host, Path: strings.TrimSuffix(root, "/")}
	start, _ := strconv.Atoi(v.Cursor()) // none is the beginning
	for {
		q := list.Query()
		for key, value := range map[string]string{"domains": base.Host, "only": "dataset", "limit": strconv.Itoa(assets), "offset": strconv.Itoa(start), "order": "dataset_id"} {
			q.Set(key, value)
		}
		at := base.JoinPath(catalogue)
		at.RawQuery = q.Encode()
		var a answer
		if _, err := v.JSON(ctx, at.String(), &a); err != nil {
			return err
		}
		for _, one := range a.Results {
			if err := take(ctx, v, base, one); err != nil {
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
		case len(a.Results) == 0 || start+assets > lastResult:
			return notice.Of("portal-counts", a.Total, start)
		}
	}
}

// take takes a dataset; maps, charts and filtered views of one are none of their own.
func take(ctx context.Context, v *harvest.Visit, base *url.URL, a asset) error {
	r := a.Resource
	if r.ID == "" || r.Type != "" && r.Type != "dataset" {
		return nil
	}
	l, _ := text.ParseLang(v.Source.Language)
	about := text.Text{}
	about.Set(l, page.Plain(r.Description))
	at := base.JoinPath("resource", r.ID+".csv")
	o := harvest.Offer{Item: harvest.Item{Key: r.ID, Address: cmp.Or(page.Resolve(base, a.Link), base.JoinPath("d", r.ID).String()), Rights: a.Metadata.Licence,
		Dataset: &harvest.Dataset{Slug: cmp.Or(text.Slug(r.Name, 50), r.ID), Title: text.Text{l: cmp.Or(page.Plain(r.Name), r.ID)}, Description: about, Publisher: r.Attribution, Keywords: a.Classification.Tags, Modified: cmp.Or(r.Data, r.Updated)}},
		Files: []harvest.File{{Name: r.ID, Address: at.String(), Title: page.Plain(r.Name), Fetch: func(ctx context.Context) ([]byte, error) { return table(ctx, v, *at) }}}}
	if r.Updated != "" {
		o.Modified = r.Updated + " " + r.Data
	}
	return v.Take(ctx, o)
}

// table is a whole table as CSV. SODA gives so many rows at once and says nothing of
// the rest, and in any order unless it is told one.
func table(ctx context.Context, v *harvest.Visit, at url.URL) ([]byte, error) {
	var out bytes.Buffer
	var header []string
	for start := 0; ; {
		at.RawQuery = url.Values{"$limit": {strconv.Itoa(rows)}, "$offset": {strconv.Itoa(start)}, "$order": {":id"}}.Encode()
		a, err := v.Get(ctx, client.Request{URL: at.String(), Accept: "text/csv", Keep: true})
		if err != nil {
			return nil, err
		}
		head, data, n, err := part(a.Body)
		switch {
		case err != nil:
			return nil, notice.Of("portal-at", at.String(), err).Because(err)
		case header == nil:
			header = head
			out.Write(a.Body)
		case !slices.Equal(head, header):
			return nil, notice.Of("soda-columns", at.String())
		default:
			if !bytes.HasSuffix(out.Bytes(), []byte("\n")) {
				out.WriteByte('\n')
			}
			out.Write(data)
		}
		if int64(out.Len()) > v.Limit() {
			return nil, notice.Of("table-large", at.String(), v.Limit())
		}
		if start += n; n < rows {
			return out.Bytes(), nil
		}
	}
}

// part tells the header of a CSV file, what stands below it, and how many rows those are.
func part(content []byte) (header []string, data []byte, n int, err error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff"))))
	header, err = r.Read()
	if err != nil {
		return nil, nil, 0, notice.Of("no-csv", err).Because(err)
	}
	below := len(content) - len(bytes.TrimPrefix(content, []byte("\ufeff")))
	data = content[int64(below)+r.InputOffset():]
	r.ReuseRecord = true
	for ; ; n++ {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return header, data, n, nil
		} else if err != nil {
			return nil, nil, 0, notice.Of("no-csv", err).Because(err)
		}
	}
}
