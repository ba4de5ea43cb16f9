package dcat

import (
	"strconv"
	"strings"

	"honglinh/api/dcat/rdf"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
)

// dataset adds a dataset with its distributions.
func (b *builder) dataset(d *metadata.Dataset) rdf.Term {
	iri := b.datasetIRI(d.Slug)
	b.kind(iri, nsDCAT+"Dataset")
	b.texts(iri, nsDCT+"title", d.Title)
	b.texts(iri, nsDCT+"description", orTitle(d.Description, d.Title))
	for _, l := range text.Langs() {
		for _, k := range d.Keywords[l] {
			b.Add(iri, nsDCAT+"keyword", rdf.Tagged(k, string(l)))
		}
	}
	b.Add(iri, nsDCT+"identifier", rdf.Literal(iri))
	if d.Package != nil && d.Package.ID != "" {
		b.Add(iri, nsDCT+"identifier", rdf.Literal(d.Package.ID))
	}
	if d.Publisher.Name != "" {
		b.Add(iri, nsDCT+"publisher", b.agent(d.Publisher))
	} else {
		b.Add(iri, nsDCT+"publisher", b.publisher())
	}
	for _, c := range d.Creators {
		b.Add(iri, nsDCT+"creator", b.agent(c))
	}
	b.Add(iri, nsDCAT+"contactPoint", b.contact(iri+"#contact", d.Contact))
	for _, t := range d.Themes {
		b.Add(iri, nsDCAT+"theme", b.concept("data-theme", t, nsSKOS+"Concept"))
	}
	for _, p := range d.Spatial {
		b.Add(iri, nsDCT+"spatial", b.location(p))
	}
	b.period(iri, d)
	b.language(iri, d.Languages)
	b.Add(iri, nsDCAT+"landingPage", b.document(b.pageIRI(d.Slug)))
	b.Add(iri, nsDCAT+"version", rdf.Literal(d.Version))
	b.texts(iri, nsADMS+"versionNotes", d.VersionNotes)
	b.moment(iri, nsDCT+"issued", d.Issued)
	b.moment(iri, nsDCT+"modified", d.Modified)
	b.openness(iri, d)
	b.legal(d.Legal, iri)
	for _, t := range d.Tables {
		b.distributions(iri, d, t)
	}
	if d.Archive != nil {
		all := metadata.Table{Resource: datasets.Resource{Name: "package", Title: d.Title, Description: d.Description}}
		b.Add(iri, nsDCAT+"distribution", rdf.IRI(iri+"#package"))
		b.distribution(iri+"#package", d, all, *d.Archive)
		b.Add(iri+"#package", nsDCAT+"packageFormat", b.mediaType("application/zip"))
		b.Add(iri+"#package", nsDCT+"conformsTo", b.standard("https://datapackage.org/profiles/2.0/datapackage.json"))
	}
	return rdf.IRI(iri)
}

func orTitle(t, title text.Text) text.Text {
	if t.IsZero() {
		return title
	}
	return t
}

func (b *builder) period(iri string, d *metadata.Dataset) {
	if d.Frequency != "" {
		b.Add(iri, nsDCT+"accrualPeriodicity", b.concept("frequency", d.Frequency, nsDCT+"Frequency"))
	}
	if d.Temporal.IsZero() {
		return
	}
	when := iri + "#temporal"
	b.kind(when, nsDCT+"PeriodOfTime")
	b.Add(when, nsDCAT+"startDate", date(d.Temporal.From))
	b.Add(when, nsDCAT+"endDate", date(d.Temporal.To))
	b.Add(iri, nsDCT+"temporal", rdf.IRI(when))
}

// openness says who may read, and where the content came from.
func (b *builder) openness(iri string, d *metadata.Dataset) {
	access := "PUBLIC"
	if d.Withheld != nil {
		access = "NON_PUBLIC"
	}
	b.Add(iri, nsDCT+"accessRights", b.concept("access-right", access, nsDCT+"RightsStatement"))
	if d.Withheld != nil {
		b.texts(iri, nsSKOS+"editorialNote", d.Withheld.Reason)
	}
	if !d.Provenance.IsZero() {
		origin := iri + "#provenance"
		b.kind(origin, nsDCT+"ProvenanceStatement")
		b.texts(origin, nsRDFS+"label", d.Provenance)
		b.Add(iri, nsDCT+"provenance", rdf.IRI(origin))
	}
}

func (b *builder) distributions(dataset string, d *metadata.Dataset, t metadata.Table) {
	for _, x := range t.Distributions {
		iri := dataset + "#" + t.Resource.Name + "-" + x.Format
		b.Add(dataset, nsDCAT+"distribution", rdf.IRI(iri))
		b.distribution(iri, d, t, x)
	}
	if len(t.Distributions) > 0 {
		b.sample(dataset, d, t)
	}
}

func (b *builder) distribution(iri string, d *metadata.Dataset, t metadata.Table, x metadata.Distribution) {
	b.kind(iri, nsDCAT+"Distribution")
	title := orTitle(t.Resource.Title, text.New(t.Resource.Name, t.Resource.Name))
	for _, l := range text.Langs() {
		name, _ := title.Best(l)
		b.Add(iri, nsDCT+"title", rdf.Tagged(name+" — "+x.Label[l], string(l)))
		note, _ := t.Resource.Description.Best(l)
		b.Add(iri, nsDCT+"description", rdf.Tagged(strings.TrimSpace(note+" "+x.Label[l]+"."), string(l)))
	}
	url := rdf.IRI(b.base + x.Path)
	b.Add(iri, nsDCAT+"accessURL", url)
	b.Add(iri, nsDCAT+"downloadURL", url)
	if x.Registered {
		b.Add(iri, nsDCAT+"mediaType", b.mediaType(x.Media))
	}
	b.Add(iri, nsDCT+"format", b.concept("file-type", x.FileType, nsDCT+"MediaTypeOrExtent"))
	b.Add(iri, nsDCT+"license", b.licence(d.Licence))
	b.Add(iri, nsDCT+"rights", b.rights(b.datasetIRI(d.Slug)+"#attribution", b.attribution(d)))
	b.Add(iri, nsDCATAP+"availability", b.concept("planned-availability", "AVAILABLE", nsSKOS+"Concept"))
	b.language(iri, d.Languages)
	if t.State != nil {
		b.moment(iri, nsDCT+"issued", t.State.Versions[0].Created)
		b.moment(iri, nsDCT+"modified", t.State.Current().Created)
	}
	b.Add(iri, nsDCAT+"accessService", rdf.IRI(b.serviceIRI("native")))
	if x.Bytes > 0 {
		b.Add(iri, nsDCAT+"byteSize", rdf.Typed(strconv.FormatInt(x.Bytes, 10), nsXSD+"nonNegativeInteger"))
	}
	if x.SHA256 != "" {
		sum := iri + "-checksum"
		b.kind(sum, nsSPDX+"Checksum")
		// The EU's vocabulary shapes want https here and http for the class.
		algorithm := "https" + strings.TrimPrefix(nsSPDX, "http") + "checksumAlgorithm_sha256"
		b.kind(algorithm, nsSPDX+"ChecksumAlgorithm")
		b.Add(algorithm, nsSKOS+"exactMatch", rdf.IRI(nsSPDX+"checksumAlgorithm_sha256"))
		b.Add(sum, nsSPDX+"algorithm", rdf.IRI(algorithm))
		b.Add(sum, nsSPDX+"checksumValue", rdf.Typed(x.SHA256, nsXSD+"hexBinary"))
		b.Add(iri, nsSPDX+"checksum", rdf.IRI(sum))
	}
}

// attribution is what a user of the data prints.
func (b *builder) attribution(d *metadata.Dataset) text.Text {
	return metadata.Attribution(d.Package, b.base)
}

// sample adds the first rows, which show what the table is like.
func (b *builder) sample(dataset string, d *metadata.Dataset, t metadata.Table) {
	iri := dataset + "#" + t.Resource.Name + "-sample"
	b.kind(iri, nsDCAT+"Distribution")
	b.texts(iri, nsDCT+"title", text.New("Mười dòng đầu", "The first ten rows"))
	b.texts(iri, nsDCT+"description", text.New("Mười dòng đầu của bảng, dạng JSON.", "The first ten rows of the table as JSON."))
	b.Add(iri, nsDCAT+"accessURL", rdf.IRI(b.base+metadata.RowsPath(d.Slug, t.Resource.Name)+"?limit=10"))
	b.Add(iri, nsDCAT+"mediaType", b.mediaType("application/json"))
	b.Add(iri, nsDCT+"format", b.concept("file-type", "JSON", nsDCT+"MediaTypeOrExtent"))
	b.Add(iri, nsDCT+"license", b.licence(d.Licence))
	b.Add(iri, nsDCATAP+"availability", b.concept("planned-availability", "AVAILABLE", nsSKOS+"Concept"))
	b.Add(dataset, nsADMS+"sample", rdf.IRI(iri))
}
