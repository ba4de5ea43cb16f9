package ogc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
)

// Crawl writes the catalogue as static files that any web server can hand out and a crawler can follow (OGC API Records, crawlable catalogue): catalogue.json with a link to every
// record, and records/<id>.json. Links between the files are relative; links to pages and data lead to baseURL. The folder is made when it is not there; files of
// an older state that have no record any more are removed.
func Crawl(ctx context.Context, dir string, set *layers.Set, lang text.Lang, baseURL string) error {
	folder := filepath.Join(dir, "records")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("crawlable catalogue: %w", err)
	}
	f := &Face{kit: httpkit.New(httpkit.Options{BaseURL: baseURL}), systems: systems{[]*crs.CRS{crs.MustLookup(crs.CRS84)}}}
	c := newCatalogue(set.All())
	doc := f.describe(c, lang)
	doc.ConformsTo = append(doc.ConformsTo, under("http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/", "crawlable-catalog")...)
	doc.Links = []link{{Href: "./catalogue.json", Rel: "self", Type: mediaCatalog}, {Href: "./catalogue.json", Rel: "root", Type: mediaCatalog},
		{Href: f.href("/collections/catalogue"), Rel: "canonical", Type: mediaJSON}}
	keep := map[string]bool{}
	for _, x := range set.All().Features {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := x.ID + ".json"
		keep[name] = true
		if err := f.crawlRecord(filepath.Join(folder, name), c, x, lang); err != nil {
			return fmt.Errorf("crawlable catalogue: record %s: %w", x.Record, err)
		}
		doc.Links = append(doc.Links, link{Href: "./records/" + name, Rel: "item", Type: mediaGeoJSON, Title: best(x.Title(), lang)})
	}
	b, err := httpkit.Marshal(doc)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(dir, "catalogue.json"), append(b, '\n'), 0o644), prune(folder, keep))
}

func (f *Face) crawlRecord(path string, c *collection, x *layers.Feature, lang text.Lang) error {
	links := []link{{Href: "./" + x.ID + ".json", Rel: "self", Type: mediaGeoJSON}, {Href: "../catalogue.json", Rel: "collection", Type: mediaCatalog},
		{Href: f.href("/collections/catalogue/items/" + x.ID), Rel: "canonical", Type: mediaGeoJSON}}
	b, err := f.appendFeature(nil, request{c: c, out: newPen(f.systems.list[0]), lang: lang}, x, links)
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// prune removes record files that are not to be kept, and nothing else.
func prune(folder string, keep map[string]bool) error {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if !keep[e.Name()] && !e.IsDir() && strings.HasSuffix(e.Name(), ".json") {
			err = errors.Join(err, os.Remove(filepath.Join(folder, e.Name())))
		}
	}
	return err
}
