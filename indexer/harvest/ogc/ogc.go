// Package ogc harvests the collections of an OGC API: features as layers, records as
// records.
package ogc

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/page"
)

// Protocol harvests OGC API Features and Records. The address is that of the API, or
// of one of its collections.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "ogc" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

const (
	// limit is asked for at once; servers clamp it silently, so that only next counts.
	limit = "1000"
	// maxPages bounds the walk of a server whose pages never end.
	maxPages = 20_000
)

type link struct {
	Rel  string `json:"rel"`
	Href string `json:"href"`
	Type string `json:"type"`
}

type collections struct {
	Collections []collection `json:"collections"`
	Links       []link       `json:"links"`
}

type collection struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	ItemType    string   `json:"itemType"`
	Keywords    []string `json:"keywords"`
	Licence     string   `json:"license"`
	Links       []link   `json:"links"`
}

type items struct {
	Features []json.RawMessage `json:"features"`
	Links    []link            `json:"links"`
}

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	at, only, _ := strings.Cut(strings.TrimSuffix(v.Source.Address, "/"), "/collections")
	only = strings.Trim(only, "/")
	base, err := url.Parse(at)
	if err != nil {
		return err
	}
	list := base.JoinPath("collections")
	list.RawQuery = "f=json"
	var found collections
	if _, err := v.JSON(ctx, list.String(), &found); err != nil {
		return err
	}
	if len(found.Collections) == 0 {
		return notice.Of("no-collections", list)
	}
	for _, c := range found.Collections {
		if c.ID == "" || only != "" && c.ID != only {
			continue
		}
		w := walk{Visit: v, at: base.JoinPath("collections", c.ID), of: c}
		if err := w.collection(ctx); err != nil {
			return err
		}
		if err := v.Page(""); err != nil {
			return err
		}
	}
	return nil
}

// walk is that of one collection.
type walk struct {
	*harvest.Visit
	at *url.URL
	of collection
}

// collection takes a collection. One that cannot be read costs the others nothing.
func (w walk) collection(ctx context.Context) error {
	records := w.of.ItemType == "record"
	key := w.at.String()
	if !records && w.Done(key) {
		return nil
	}
	var features []json.RawMessage
	size := int64(0)
	err := w.pages(ctx, func(f json.RawMessage, from *url.URL) error {
		if records {
			return w.record(f, from)
		}
		if size += int64(len(f)); size > w.Limit() {
			return notice.Of("features-large", w.Limit())
		}
		features = append(features, f)
		return nil
	})
	switch {
	case err != nil && harvest.Over(err):
		return err
	case err != nil:
		w.Refuse(key, err)
		if _, held := w.Known(key); held {
			w.Seen(key)
		}
		if records {
			return err // which of them are there is not known
		}
		return nil
	case records:
		return nil
	}
	return w.layer(key, features)
}

// pages goes through the items by the links to the next page.
func (w walk) pages(ctx context.Context, take func(json.RawMessage, *url.URL) error) error {
	at := w.at.JoinPath("items")
	at.RawQuery = url.Values{"f": {"json"}, "limit": {limit}}.Encode()
	asked := map[string]bool{}
	for next := at.String(); next != ""; {
		if asked[next] || len(asked) >= maxPages {
			return notice.Of("pages-endless")
		}
		asked[next] = true
		var got items
		a, err := w.JSON(ctx, next, &got)
		if err != nil {
			return err
		}
		from, err := url.Parse(a.URL)
		if err != nil {
			return err
		}
		for _, f := range got.Features {
			if err := take(f, from); err != nil {
				return err
			}
		}
		next = following(from, got.Links)
	}
	return nil
}

// following is the next page. Behind a proxy links say http where https was asked.
func following(from *url.URL, links []link) string {
	for _, l := range links {
		if l.Rel != "next" {
			continue
		}
		u, err := url.Parse(page.Resolve(from, l.Href))
		if err != nil || u.Host == "" {
			return ""
		}
		if u.Host == from.Host {
			u.Scheme = from.Scheme
		}
		return u.String()
	}
	return ""
}

// layer puts the features of a collection as one GeoJSON file, which is in WGS 84.
func (w walk) layer(key string, features []json.RawMessage) error {
	if len(features) == 0 {
		return nil
	}
	whole, err := json.Marshal(struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
	}{"FeatureCollection", features})
	if err != nil {
		return err
	}
	blob, err := w.Keep(whole)
	if err != nil {
		return err
	}
	l, _ := text.ParseLang(w.Source.Language)
	title := text.Text{l: cmp.Or(w.of.Title, w.of.ID)}
	about := text.Text{}
	about.Set(l, page.Plain(w.of.Description))
	return w.Put(harvest.Item{Key: key, Address: key, Rights: cmp.Or(w.of.Licence, licensed(w.of.Links)),
		Dataset: &harvest.Dataset{Slug: w.of.ID, Title: title, Description: about, Keywords: w.of.Keywords,
			Tables: []harvest.Table{{Name: harvest.TableName(w.of.ID), Title: title, Address: key + "/items", Format: "geojson", Blob: blob}}}}, harvest.Version{})
}

func licensed(links []link) string {
	for _, l := range links {
		if l.Rel == "license" {
			return l.Href
		}
	}
	return ""
}

// record is a record of OGC API Records (core).
type record struct {
	ID         any             `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Links      []link          `json:"links"`
	Properties struct {
		Title       string          `json:"title"`
		Description string          `json:"description"`
		Updated     string          `json:"updated"`
		Created     string          `json:"created"`
		Licence     string          `json:"license"`
		Language    json.RawMessage `json:"language"`
	} `json:"properties"`
}

func (w walk) record(f json.RawMessage, from *url.URL) error {
	var r record
	if err := json.Unmarshal(f, &r); err != nil || r.ID == nil {
		w.Refuse(from.String(), notice.Of("record-no-id"))
		return nil
	}
	key := w.at.JoinPath("items", fmt.Sprint(r.ID)).String()
	it := harvest.Item{Key: key, Address: key, Title: page.Plain(r.Properties.Title), Summary: page.Plain(r.Properties.Description), Rights: r.Properties.Licence, Lang: language(r.Properties.Language)}
	for _, rel := range []string{"canonical", "alternate"} {
		for _, l := range r.Links {
			if at := page.Resolve(from, l.Href); l.Rel == rel && at != "" && strings.HasPrefix(l.Type, "text/html") {
				it.Address = at
			}
		}
	}
	it.Date, _ = page.Date(cmp.Or(r.Properties.Updated, r.Properties.Created), w.Now())
	if len(r.Geometry) > 0 && string(r.Geometry) != "null" {
		it.Geometry = r.Geometry
	}
	return w.Put(it, harvest.Version{})
}

// language is a code, or an object with one.
func language(raw json.RawMessage) text.Lang {
	var one string
	var many struct {
		Code string `json:"code"`
	}
	if json.Unmarshal(raw, &one) != nil {
		if json.Unmarshal(raw, &many) != nil {
			return ""
		}
		one = many.Code
	}
	l, _ := text.ParseLang(one)
	return l
}
