package dcat

import (
	"honglinh/api/dcat/rdf"
	"honglinh/catalog/text"
)

// The namespaces of the vocabularies used.
const (
	nsDCAT   = "http://www.w3.org/ns/dcat#"
	nsDCT    = "http://purl.org/dc/terms/"
	nsDCATAP = "http://data.europa.eu/r5r/"
	nsFOAF   = "http://xmlns.com/foaf/0.1/"
	nsVCARD  = "http://www.w3.org/2006/vcard/ns#"
	nsSKOS   = "http://www.w3.org/2004/02/skos/core#"
	nsSPDX   = "http://spdx.org/rdf/terms#"
	nsADMS   = "http://www.w3.org/ns/adms#"
	nsRDFS   = "http://www.w3.org/2000/01/rdf-schema#"
	nsXSD    = "http://www.w3.org/2001/XMLSchema#"
	nsHydra  = "http://www.w3.org/ns/hydra/core#"
	nsGeo    = "http://www.opengis.net/ont/geosparql#"
	euList   = "http://publications.europa.eu/resource/authority/"
	ianaList = "https://www.iana.org/assignments/media-types/"
	// eli is written with both marks in the shapes of DCAT-AP 3.0.1; a class is
	// only found under the very same address.
	eliResource = "http://data.europa.eu/eli/ontology#LegalResource"
)

func prefixes() []rdf.Prefix {
	return []rdf.Prefix{
		{Name: "adms", Namespace: nsADMS}, {Name: "dcat", Namespace: nsDCAT}, {Name: "dcatap", Namespace: nsDCATAP}, {Name: "dct", Namespace: nsDCT},
		{Name: "foaf", Namespace: nsFOAF}, {Name: "geo", Namespace: nsGeo}, {Name: "hydra", Namespace: nsHydra},
		{Name: "rdf", Namespace: "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}, {Name: "rdfs", Namespace: nsRDFS},
		{Name: "skos", Namespace: nsSKOS}, {Name: "spdx", Namespace: nsSPDX}, {Name: "vcard", Namespace: nsVCARD}, {Name: "xsd", Namespace: nsXSD},
	}
}

// label names a concept of an EU list; a code without one is its own name.
func label(list, code string) text.Text {
	labels := map[string]text.Text{
		"data-theme/AGRI":                text.New("Nông nghiệp, thuỷ sản, lâm nghiệp và thực phẩm", "Agriculture, fisheries, forestry and food"),
		"data-theme/ECON":                text.New("Kinh tế và tài chính", "Economy and finance"),
		"data-theme/EDUC":                text.New("Giáo dục, văn hoá và thể thao", "Education, culture and sport"),
		"data-theme/ENER":                text.New("Năng lượng", "Energy"),
		"data-theme/ENVI":                text.New("Môi trường", "Environment"),
		"data-theme/GOVE":                text.New("Chính quyền và khu vực công", "Government and public sector"),
		"data-theme/HEAL":                text.New("Y tế", "Health"),
		"data-theme/INTR":                text.New("Vấn đề quốc tế", "International issues"),
		"data-theme/JUST":                text.New("Tư pháp, hệ thống pháp luật và an toàn công cộng", "Justice, legal system and public safety"),
		"data-theme/REGI":                text.New("Vùng và đô thị", "Regions and cities"),
		"data-theme/SOCI":                text.New("Dân số và xã hội", "Population and society"),
		"data-theme/TECH":                text.New("Khoa học và công nghệ", "Science and technology"),
		"data-theme/TRAN":                text.New("Giao thông", "Transport"),
		"language/VIE":                   text.New("Tiếng Việt", "Vietnamese"),
		"language/ENG":                   text.New("Tiếng Anh", "English"),
		"access-right/PUBLIC":            text.New("Công khai", "public"),
		"access-right/NON_PUBLIC":        text.New("Không công khai", "non-public"),
		"planned-availability/AVAILABLE": text.New("Có sẵn", "available"),
		"file-type/BIN":                  text.New("Dữ liệu nhị phân", "Binary data"),
		"file-type/TXT":                  text.New("Văn bản", "Plain text"),
	}
	if t, ok := labels[list+"/"+code]; ok {
		return t
	}
	return text.New(code, code)
}

// concept adds a concept of an EU list with its class, name and scheme, so that
// a validator needs no lookup, and returns its address.
func (b *builder) concept(list, code, class string) rdf.Term {
	scheme := euList + list
	iri := scheme + "/" + code
	b.kind(iri, class)
	b.kind(iri, nsSKOS+"Concept")
	b.texts(iri, nsSKOS+"prefLabel", label(list, code))
	b.Add(iri, nsSKOS+"inScheme", rdf.IRI(scheme))
	return rdf.IRI(iri)
}
