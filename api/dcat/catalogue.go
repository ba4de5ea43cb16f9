package dcat

import (
	"net/url"
	"strconv"
	"time"

	"honglinh/api/dcat/rdf"
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/metadata"
)

// page is one page of the list of datasets.
type page struct {
	list     []*metadata.Dataset
	number   int // from 1
	size     int
	total    int
	issued   time.Time
	modified time.Time
	query    url.Values
	path     string
}

// catalogue adds the catalogue with one page of its datasets.
func (b *builder) catalogue(p page) {
	iri := b.catalogIRI()
	b.kind(iri, nsDCAT+"Catalog")
	b.texts(iri, nsDCT+"title", b.whose.Name)
	b.texts(iri, nsDCT+"description", b.whose.Description)
	b.Add(iri, nsDCT+"publisher", b.publisher())
	b.Add(iri, nsFOAF+"homepage", b.document(b.base+"/"))
	b.language(iri, b.whose.Languages)
	b.Add(iri, nsDCT+"license", b.terms())
	b.Add(iri, nsDCT+"spatial", b.location(metadata.Place{IRI: metadata.Country, Label: text.New("Việt Nam", "Vietnam")}))
	b.kind(euList+"data-theme", nsSKOS+"ConceptScheme")
	b.texts(euList+"data-theme", nsDCT+"title", text.New("Chủ đề dữ liệu của Liên minh châu Âu", "EU data themes"))
	b.Add(iri, nsDCAT+"themeTaxonomy", rdf.IRI(euList+"data-theme"))
	b.Add(iri, nsDCAT+"contactPoint", b.contact("", nil))
	b.moment(iri, nsDCT+"issued", p.issued)
	b.moment(iri, nsDCT+"modified", p.modified)
	for _, d := range p.list {
		b.Add(iri, nsDCAT+"dataset", b.dataset(d))
	}
	for _, s := range b.services {
		b.Add(iri, nsDCAT+"service", b.service(s, p.list))
	}
	b.hydra(p)
}

// service adds an API that serves the datasets.
func (b *builder) service(s httpkit.Protocol, list []*metadata.Dataset) rdf.Term {
	iri := b.serviceIRI(s.Name)
	b.kind(iri, nsDCAT+"DataService")
	b.texts(iri, nsDCT+"title", s.Title)
	b.Add(iri, nsDCAT+"endpointURL", rdf.IRI(b.base+s.URL))
	b.Add(iri, nsDCAT+"endpointDescription", rdf.IRI(b.base+s.Docs))
	b.Add(iri, nsDCT+"conformsTo", b.standard(s.Standard))
	b.Add(iri, nsDCT+"publisher", b.publisher())
	b.Add(iri, nsDCAT+"contactPoint", b.contact("", nil))
	b.Add(iri, nsDCT+"accessRights", b.concept("access-right", "PUBLIC", nsDCT+"RightsStatement"))
	b.Add(iri, nsDCT+"license", b.terms())
	for _, t := range []string{"GOVE", "REGI"} {
		b.Add(iri, nsDCAT+"theme", b.concept("data-theme", t, nsSKOS+"Concept"))
	}
	for _, k := range []text.Text{text.New("dữ liệu mở", "open data"), text.New("giao diện lập trình", "API")} {
		b.texts(iri, nsDCAT+"keyword", k)
	}
	for _, d := range list {
		b.Add(iri, nsDCAT+"servesDataset", rdf.IRI(b.datasetIRI(d.Slug)))
	}
	return rdf.IRI(iri)
}

// hydra says which page this is and where the others are. Both class names are
// given: harvesters look for either.
func (b *builder) hydra(p page) {
	last := max(1, (p.total+p.size-1)/p.size)
	iri := b.pageURL(p, p.number)
	b.kind(iri, nsHydra+"PartialCollectionView")
	b.kind(iri, nsHydra+"PagedCollection")
	count := func(n int) rdf.Term { return rdf.Typed(strconv.Itoa(n), nsXSD+"integer") }
	b.Add(iri, nsHydra+"totalItems", count(p.total))
	b.Add(iri, nsHydra+"itemsPerPage", count(p.size))
	link := func(names []string, number int) {
		for _, n := range names {
			b.Add(iri, nsHydra+n, rdf.IRI(b.pageURL(p, number)))
		}
	}
	link([]string{"first", "firstPage"}, 1)
	link([]string{"last", "lastPage"}, last)
	if p.number > 1 {
		link([]string{"previous", "previousPage"}, min(p.number-1, last))
	}
	if p.number < last {
		link([]string{"next", "nextPage"}, p.number+1)
	}
}

func (b *builder) pageURL(p page, number int) string {
	v := url.Values{}
	for k, list := range p.query {
		v[k] = list
	}
	v.Set("page", strconv.Itoa(number))
	v.Set("limit", strconv.Itoa(p.size))
	return b.base + p.path + "?" + v.Encode()
}
