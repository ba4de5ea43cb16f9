package dcat

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"honglinh/api/dcat/rdf"
	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/metadata"
)

// builder makes a graph of descriptions. Everything has an address below base.
type builder struct {
	rdf.Graph
	base     string
	whose    *site.Site
	services []httpkit.Protocol
	places   *place.Register
}

func (b *builder) kind(iri, class string) { b.Add(iri, rdf.TypeIRI, rdf.IRI(class)) }

// texts adds a text in each of its languages.
func (b *builder) texts(iri, predicate string, t text.Text) {
	for _, l := range text.Langs() {
		b.Add(iri, predicate, rdf.Tagged(t[l], string(l)))
	}
}

// moment adds a time.
func (b *builder) moment(iri, predicate string, t time.Time) {
	if !t.IsZero() {
		b.Add(iri, predicate, rdf.Typed(t.UTC().Format(time.RFC3339), nsXSD+"dateTime"))
	}
}

// date returns a date typed by its precision.
func date(d catalog.Date) rdf.Term {
	switch len(d) {
	case 0:
		return rdf.Term{}
	case len("2006"):
		return rdf.Typed(string(d), nsXSD+"gYear")
	case len("2006-01"):
		return rdf.Typed(string(d), nsXSD+"gYearMonth")
	}
	return rdf.Typed(string(d), nsXSD+"date")
}

func (b *builder) catalogIRI() string            { return b.base + "/catalog" }
func (b *builder) datasetIRI(slug string) string { return b.base + "/catalog/datasets/" + slug }
func (b *builder) serviceIRI(name string) string { return b.base + "/catalog#service-" + name }
func (b *builder) pageIRI(slug string) string    { return b.base + "/vi/dataset/" + slug }
func (b *builder) document(iri string) rdf.Term  { b.kind(iri, nsFOAF+"Document"); return rdf.IRI(iri) }
func (b *builder) standard(iri string) rdf.Term  { b.kind(iri, nsDCT+"Standard"); return rdf.IRI(iri) }
func (b *builder) mediaType(name string) rdf.Term {
	b.kind(ianaList+name, nsDCT+"MediaType")
	return rdf.IRI(ianaList + name)
}

// agent adds an agent; one without a name adds nothing.
func (b *builder) agent(a metadata.Agent) rdf.Term {
	if a.Name == "" {
		return rdf.Term{}
	}
	sum := sha256.Sum256([]byte(a.Name))
	iri := b.base + "/catalog#agent-" + hex.EncodeToString(sum[:6])
	b.kind(iri, nsFOAF+"Agent")
	b.Add(iri, nsFOAF+"name", rdf.Tagged(a.Name, "vi"))
	if a.URL != "" {
		b.Add(iri, nsFOAF+"homepage", b.document(a.URL))
	}
	return rdf.IRI(iri)
}

// publisher adds who publishes the catalogue, and whatever names no publisher of its own.
func (b *builder) publisher() rdf.Term {
	p := b.whose.Publisher
	name, lang := p.Name.Best(text.VI)
	sum := sha256.Sum256([]byte(name))
	iri := b.base + "/catalog#agent-" + hex.EncodeToString(sum[:6])
	b.kind(iri, nsFOAF+"Agent")
	b.Add(iri, nsFOAF+"name", rdf.Tagged(name, string(lang)))
	b.Add(iri, nsFOAF+"name", rdf.Tagged(p.Name[lang.Other()], string(lang.Other())))
	if p.URL != "" {
		b.Add(iri, nsFOAF+"homepage", b.document(p.URL))
	}
	return rdf.IRI(iri)
}

// terms adds the licence of the catalogue itself, nothing where it states none.
func (b *builder) terms() rdf.Term {
	l, ok := vocab.FindLicence(b.whose.Licence)
	if !ok {
		return rdf.Term{}
	}
	return b.licence(metadata.Licence{Code: l.Code, Label: l.Label, URL: l.URL, EU: l.EU})
}

// operator is whom one asks about the catalogue.
func (b *builder) operator() *metadata.Contact {
	c := &metadata.Contact{Name: b.whose.Name, Email: b.whose.Contact.Email, URL: b.whose.Contact.Form}
	if c.URL == "" {
		c.URL = b.base + "/"
	}
	return c
}

// contact adds the office to ask; where none is named it is the catalogue itself.
func (b *builder) contact(iri string, c *metadata.Contact) rdf.Term {
	if c == nil {
		iri, c = b.base+"/catalog#contact", b.operator()
		if t := b.whose.Contact.Telephone; t != "" {
			b.Add(iri, nsVCARD+"hasTelephone", rdf.IRI(site.TelephoneURI(t)))
		}
	}
	b.kind(iri, nsVCARD+"Organization")
	b.kind(iri, nsVCARD+"Kind")
	name, lang := c.Name.Best(text.VI)
	b.Add(iri, nsVCARD+"fn", rdf.Tagged(name, string(lang)))
	if c.Email != "" {
		b.Add(iri, nsVCARD+"hasEmail", rdf.IRI("mailto:"+c.Email))
	}
	if c.URL != "" {
		b.Add(iri, nsVCARD+"hasURL", rdf.IRI(c.URL))
	}
	return rdf.IRI(iri)
}

func (b *builder) licence(l metadata.Licence) rdf.Term {
	iri := l.EU
	if iri == "" {
		iri = l.URL
	}
	if iri == "" && l.Code != "" {
		iri = b.base + "/catalog#licence-" + l.Code
	}
	if iri == "" {
		return rdf.Term{}
	}
	b.kind(iri, nsDCT+"LicenseDocument")
	b.texts(iri, nsRDFS+"label", l.Label)
	return rdf.IRI(iri)
}

// rights is the line to paste when the data are used, in both languages.
func (b *builder) rights(iri string, t text.Text) rdf.Term {
	b.kind(iri, nsDCT+"RightsStatement")
	b.texts(iri, nsRDFS+"label", t)
	return rdf.IRI(iri)
}

func (b *builder) language(iri string, langs []text.Lang) {
	codes := map[text.Lang]string{text.VI: "VIE", text.EN: "ENG"}
	for _, l := range langs {
		b.Add(iri, nsDCT+"language", b.concept("language", codes[l], nsDCT+"LinguisticSystem"))
	}
}

// location adds an area: a concept of the EU list, GeoNames, or a unit of ours.
func (b *builder) location(p metadata.Place) rdf.Term {
	iri := p.IRI
	if p.Unit != "" {
		iri = b.base + "/api/v1/records/" + p.Unit
	}
	b.kind(iri, nsDCT+"Location")
	b.texts(iri, nsSKOS+"prefLabel", p.Label)
	if iri == metadata.Country {
		b.kind(iri, nsSKOS+"Concept")
		b.Add(iri, nsSKOS+"inScheme", rdf.IRI(euList+"country"))
	}
	if p.Unit != "" && b.places != nil {
		if u, ok := b.places.ByID(p.Unit); ok && u.HasPoint {
			b.Add(iri, nsDCAT+"centroid", rdf.Typed("POINT("+decimal(u.Lon)+" "+decimal(u.Lat)+")", nsGeo+"wktLiteral"))
		}
	}
	return rdf.IRI(iri)
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (b *builder) legal(list []metadata.Legal, iri string) {
	for _, l := range list {
		b.kind(l.URL, eliResource)
		b.texts(l.URL, nsRDFS+"label", l.Title)
		b.Add(iri, nsDCATAP+"applicableLegislation", rdf.IRI(l.URL))
	}
}
