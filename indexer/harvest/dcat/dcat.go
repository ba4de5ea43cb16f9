// Package dcat harvests a catalogue in DCAT, written as JSON-LD, Turtle or RDF/XML.
package dcat

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/page"
	"honglinh/indexer/harvest/rdf"
)

// Protocol harvests DCAT and its profiles. The address is that of the catalogue, in
// whichever of the three forms it answers.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "dcat" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

const (
	dcat = "http://www.w3.org/ns/dcat#"
	dct  = "http://purl.org/dc/terms/"
	foaf = "http://xmlns.com/foaf/0.1/"
	// maxPages bounds the walk of a catalogue whose pages never end.
	maxPages = 5000
)

// Paging stands in two vocabularies: Hydra's first draft and what came of it.
var next = []string{"http://www.w3.org/ns/hydra/core#next", "http://www.w3.org/ns/hydra/core#nextPage"}

// errContext is met where a document wants another address read to be understood.
var errContext error = notice.Of("jsonld-context")

// inside loads no document from anywhere.
type inside struct{}

func (inside) LoadDocument(string) (*ld.RemoteDocument, error) { return nil, errContext }

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	asked := map[string]bool{}
	for at := v.Source.Address; at != ""; {
		if asked[at] || len(asked) >= maxPages {
			return notice.Of("pages-endless.catalogue")
		}
		asked[at] = true
		a, err := v.Get(ctx, client.Request{URL: at, Accept: "application/ld+json, text/turtle;q=0.9, application/rdf+xml;q=0.8", Keep: true})
		if err != nil {
			return err
		}
		g, err := read(a)
		if err != nil {
			return notice.Of("portal-at", at, err).Because(err)
		}
		for _, id := range g.datasets {
			if err := v.Take(ctx, g.offer(id)); err != nil {
				return err
			}
		}
		if err := v.Page(""); err != nil {
			return err
		}
		at = g.next()
	}
	return nil
}

// graph is the nodes of a document by their ids.
type graph struct {
	base     *url.URL
	nodes    map[string]map[string]any
	datasets []string // in the order of the document
}

func read(a *client.Answer) (*graph, error) {
	base, err := url.Parse(a.URL)
	if err != nil {
		return nil, err
	}
	doc, err := document(a)
	if err != nil {
		return nil, err
	}
	o := ld.NewJsonLdOptions(a.URL)
	o.DocumentLoader = inside{}
	flat, err := ld.NewJsonLdProcessor().Flatten(doc, nil, o)
	if err != nil {
		return nil, notice.Of("no-jsonld", err).Because(err)
	}
	list, _ := flat.([]any)
	g := &graph{base: base, nodes: map[string]map[string]any{}}
	catalogue := false
	for _, n := range list {
		node, ok := n.(map[string]any)
		if !ok {
			continue
		}
		id, _ := node["@id"].(string)
		g.nodes[id] = node
		for _, t := range values(node["@type"]) {
			catalogue = catalogue || t == dcat+"Catalog"
			if t == dcat+"Dataset" {
				g.datasets = append(g.datasets, id)
			}
		}
	}
	if !catalogue && len(g.datasets) == 0 {
		return nil, notice.Of("no-dcat")
	}
	return g, nil
}

// document is an answer as JSON-LD. What it is, its content tells: portals send every
// form as text/plain or as XML.
func document(a *client.Answer) (any, error) {
	head := strings.TrimLeft(strings.TrimPrefix(string(a.Body[:min(len(a.Body), 512)]), "\ufeff"), " \t\r\n")
	if strings.HasPrefix(head, "{") || strings.HasPrefix(head, "[") && !strings.Contains(a.ContentType, "turtle") {
		var doc any
		if err := json.Unmarshal(a.Body, &doc); err != nil {
			return nil, notice.Of("no-jsonld", err).Because(err)
		}
		return doc, nil
	}
	said, err := statements(a, strings.HasPrefix(head, "<?xml") || strings.HasPrefix(head, "<rdf:") || strings.HasPrefix(head, "<!--"))
	if err != nil {
		return nil, err
	}
	return ld.NewJsonLdApi().FromRDF(said, ld.NewJsonLdOptions(a.URL))
}

func statements(a *client.Answer, asXML bool) (*ld.RDFDataset, error) {
	if !asXML {
		d, err := rdf.Turtle(strings.TrimPrefix(string(a.Body), "\ufeff"), a.URL)
		if err != nil {
			return nil, notice.Of("no-rdf", err).Because(err)
		}
		return d, nil
	}
	s, err := page.DecodeXML(a.Body, a.ContentType)
	if err == nil {
		err = page.SafeXML(s)
	}
	if err != nil {
		return nil, notice.Of("no-rdfxml", err).Because(err)
	}
	d, err := rdf.XML(s, a.URL)
	if err != nil {
		return nil, notice.Of("no-rdfxml", err).Because(err)
	}
	return d, nil
}

func values(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, x := range list {
		if s, ok := x.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// texts are the values of a property by language, "" for none.
func (g *graph) texts(id, property string) map[string][]string {
	out := map[string][]string{}
	list, _ := g.nodes[id][property].([]any)
	for _, x := range list {
		v, _ := x.(map[string]any)
		lang, _ := v["@language"].(string)
		if s, ok := v["@value"].(string); ok {
			lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
			out[lang] = append(out[lang], s)
		}
	}
	return out
}

// links are the nodes, or addresses written as texts, that a property leads to.
func (g *graph) links(id, property string) []string {
	var out []string
	list, _ := g.nodes[id][property].([]any)
	for _, x := range list {
		v, _ := x.(map[string]any)
		for _, key := range []string{"@id", "@value"} {
			if s, ok := v[key].(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

func (g *graph) link(id string, properties ...string) string {
	for _, p := range properties {
		if l := g.links(id, p); len(l) > 0 {
			return l[0]
		}
	}
	return ""
}

// text is a property in our languages; what is in none, or in another, is taken for
// that of the source.
func (g *graph) text(id, property string) text.Text {
	t, all := text.Text{}, g.texts(id, property)
	for _, l := range text.Langs() {
		if s := all[string(l)]; len(s) > 0 {
			t.Set(l, page.Plain(s[0]))
		}
	}
	if s := all[""]; t.IsZero() && len(s) > 0 {
		t.Set(text.VI, page.Plain(s[0]))
	}
	return t
}

// offer is a dataset. What it is known by is its identifier: the ids of blank nodes
// change at each visit.
func (g *graph) offer(id string) harvest.Offer {
	key := g.link(id, dct+"identifier")
	if key == "" && !strings.HasPrefix(id, "_:") {
		key = id
	}
	title := g.text(id, dct+"title")
	at := page.Resolve(g.base, g.link(id, dcat+"landingPage"))
	if at == "" {
		at = page.Resolve(g.base, id)
	}
	if at == "" {
		at = g.base.String()
	}
	o := harvest.Offer{Modified: g.link(id, dct+"modified"), Item: harvest.Item{Key: key, Address: at, Rights: g.rights(id),
		Dataset: &harvest.Dataset{Slug: slug(key, title), Title: title, Description: g.text(id, dct+"description"), Modified: g.link(id, dct+"modified")}}}
	if agent := g.link(id, dct+"publisher"); agent != "" {
		name := g.text(agent, foaf+"name")
		o.Item.Dataset.Publisher = cmp.Or(name[text.VI], name[text.EN])
	}
	words := g.texts(id, dcat+"keyword")
	for _, l := range slices.Sorted(maps.Keys(words)) {
		o.Item.Dataset.Keywords = append(o.Item.Dataset.Keywords, words[l]...)
	}
	o.Files = g.files(id)
	return o
}

// rights are those of the dataset, else of its first distribution that states any.
func (g *graph) rights(id string) string {
	if r := g.link(id, dct+"license"); r != "" {
		return r
	}
	for _, d := range g.links(id, dcat+"distribution") {
		if r := g.link(d, dct+"license", dct+"rights"); r != "" && !strings.HasPrefix(r, "_:") {
			return r
		}
	}
	return ""
}

// forms are what a table is taken in, the best first: a distribution of the same table
// in another form is the same table.
var forms = []string{"csv", "geojson", "xlsx", "ods", "json", "jsonl", "tsv", "gpkg"}

// files are the distributions of the best form that there is.
func (g *graph) files(id string) []harvest.File {
	by, exported := map[string][]harvest.File{}, map[string]bool{}
	for _, d := range g.links(id, dcat+"distribution") {
		at := page.Resolve(g.base, g.link(d, dcat+"downloadURL", dcat+"accessURL"))
		if at == "" {
			continue
		}
		title := g.text(d, dct+"title")
		form := formOf(g.link(d, dct+"format"), g.link(d, dcat+"mediaType"), at)
		name, export := named(at)
		if export && exported[form+" "+name] {
			continue // the same table once more, written otherwise
		}
		exported[form+" "+name] = export
		by[form] = append(by[form], harvest.File{Name: name, Address: at, Title: cmp.Or(title[text.VI], title[text.EN])})
	}
	for _, f := range forms {
		if len(by[f]) > 0 {
			return by[f]
		}
	}
	return nil
}

// formOf reads a format off what a distribution says: an authority's code, a media
// type, the end of the address.
func formOf(format, media, at string) string {
	for _, s := range []string{format, media} {
		s = strings.ToLower(s[strings.LastIndexAny(s, "/#")+1:])
		switch {
		case strings.HasPrefix(s, "csv"):
			return "csv"
		case strings.HasPrefix(s, "geo+json"), s == "geojson":
			return "geojson"
		case strings.Contains(s, "spreadsheetml"), s == "xlsx":
			return "xlsx"
		case strings.Contains(s, "opendocument.spreadsheet"), s == "ods":
			return "ods"
		case s == "jsonl", s == "json", s == "gpkg":
			return s
		case strings.HasPrefix(s, "tab-separated"), s == "tsv":
			return "tsv"
		}
		if s != "" && !strings.Contains(s, "octet-stream") {
			return s
		}
	}
	return strings.ToLower(strings.TrimPrefix(path.Ext(at), "."))
}

// named is the name of a file, or of the table whose export it is.
func named(at string) (name string, export bool) {
	u, err := url.Parse(at)
	if err != nil {
		return "", false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if n := len(parts); n >= 3 && parts[n-2] == "exports" {
		return parts[n-3], true
	}
	return harvest.NameOf(at), false
}

// next is the page that follows, "" for none.
func (g *graph) next() string {
	for id := range g.nodes {
		if at := page.Resolve(g.base, g.link(id, next...)); at != "" && g.link(id, next...) != "" {
			return at
		}
	}
	return ""
}

func slug(key string, title text.Text) string {
	if u, err := url.Parse(key); err == nil && u.Scheme != "" {
		key = path.Base(u.Path)
	}
	if s := text.Slug(key, 60); s != "" {
		return s
	}
	return cmp.Or(title[text.VI], title[text.EN])
}
