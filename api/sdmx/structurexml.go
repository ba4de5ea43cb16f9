package sdmx

import (
	"encoding/xml"
	"strings"

	"honglinh/catalog/text"
)

func descriptions(t text.Text) string {
	return strings.ReplaceAll(names(t), "com:Name", "com:Description")
}

func (a agency) maintainable(tag, class, id string, t text.Text) string {
	return `<str:` + tag + ` id="` + id + `" agencyID="` + a.id + `" version="` + artefactVersion + `" isExternalReference="false" urn="` + a.urn(class, id) + `">` + names(t)
}

// structureXML writes an SDMX-ML 3.0 structure message.
func (m message) structureXML(a artefacts) []byte {
	var b strings.Builder
	b.WriteString(xml.Header + `<mes:Structure xmlns:mes="` + nsMessage + `" xmlns:str="` + nsStructure + `" xmlns:com="` + nsCommon + `">` + "\n")
	b.WriteString(m.by.header("S"+a.any.version.SHA256[:12], m.flow.modified(), "") + "<mes:Structures>\n")
	if a.agencies {
		b.WriteString(`<str:AgencySchemes><str:AgencyScheme id="AGENCIES" agencyID="` + m.by.id + `" version="1.0" isPartial="false">` + names(m.by.name) +
			`<str:Agency id="` + m.by.id + `">` + names(m.by.name) + "</str:Agency></str:AgencyScheme></str:AgencySchemes>\n")
	}
	if len(a.lists) > 0 {
		b.WriteString("<str:Codelists>\n")
		for _, l := range a.lists {
			l.xml(&b, m.by)
		}
		b.WriteString("</str:Codelists>\n")
	}
	if a.concepts {
		b.WriteString("<str:ConceptSchemes>" + m.by.maintainable("ConceptScheme", "conceptscheme.ConceptScheme", conceptScheme, text.New("Khái niệm của chỉ tiêu", "Concepts of the indicators")) + "\n")
		for _, c := range concepts() {
			b.WriteString(`<str:Concept id="` + c.id + `" urn="` + m.by.conceptURN(c.id) + `">` + names(c.name) + "</str:Concept>\n")
		}
		b.WriteString("</str:ConceptScheme></str:ConceptSchemes>\n")
	}
	flowsXML(&b, m.by, a)
	b.WriteString("</mes:Structures>\n</mes:Structure>\n")
	return []byte(b.String())
}

func (l *codelist) xml(b *strings.Builder, by agency) {
	b.WriteString(by.maintainable("Codelist", "codelist.Codelist", l.id, l.name) + "\n")
	for _, c := range l.codes {
		b.WriteString(`<str:Code id="` + esc(c.id) + `" urn="` + esc(by.urn("codelist.Code", l.id)+"."+c.id) + `">` + names(c.named()) + "</str:Code>\n")
	}
	b.WriteString("</str:Codelist>\n")
}

// named returns the code's name; SDMX wants one, so that a code without is its own.
func (c code) named() text.Text {
	if c.name.IsZero() {
		return text.New(c.id, c.id)
	}
	return c.name
}

func flowsXML(b *strings.Builder, by agency, a artefacts) {
	if len(a.flows) > 0 {
		b.WriteString("<str:Dataflows>\n")
		for _, f := range a.flows {
			b.WriteString(by.maintainable("Dataflow", "datastructure.Dataflow", f.id, f.dataset.Title) + descriptions(f.description()) +
				"<str:Structure>" + by.urn("datastructure.DataStructure", f.id) + "</str:Structure></str:Dataflow>\n")
		}
		b.WriteString("</str:Dataflows>\n")
	}
	if len(a.defs) > 0 {
		b.WriteString("<str:DataStructures>\n")
		for _, f := range a.defs {
			f.definitionXML(b, by)
		}
		b.WriteString("</str:DataStructures>\n")
	}
}

func (a agency) identity(id string) string {
	return "<str:ConceptIdentity>" + a.conceptURN(id) + "</str:ConceptIdentity>"
}

func (a agency) representation(c component, plain string) string {
	if c.list == "" {
		return `<str:LocalRepresentation><str:TextFormat textType="` + plain + `"/></str:LocalRepresentation>`
	}
	return "<str:LocalRepresentation><str:Enumeration>" + a.urn("codelist.Codelist", c.list) + "</str:Enumeration></str:LocalRepresentation>"
}

// definitionXML writes the data structure definition.
func (f *flow) definitionXML(b *strings.Builder, by agency) {
	component := func(class, id string) string {
		return ` id="` + id + `" urn="` + by.urn("datastructure."+class, f.id) + "." + id + `"`
	}
	b.WriteString(by.maintainable("DataStructure", "datastructure.DataStructure", f.id, f.dataset.Title) + "<str:DataStructureComponents>\n")
	b.WriteString("<str:DimensionList" + component("DimensionDescriptor", "DimensionDescriptor") + ">\n")
	for i, d := range dimensions() {
		b.WriteString("<str:Dimension" + component("Dimension", d.id) + ` position="` + itoa(i+1) + `">` + by.identity(d.id) + by.representation(d, "") + "</str:Dimension>\n")
	}
	b.WriteString("<str:TimeDimension" + component("TimeDimension", timeDimension) + ">" + by.identity(timeDimension) +
		by.representation(others()[0], "ObservationalTimePeriod") + "</str:TimeDimension>\n</str:DimensionList>\n")
	b.WriteString("<str:AttributeList" + component("AttributeDescriptor", "AttributeDescriptor") + ">\n")
	for _, a := range attributes() {
		b.WriteString("<str:Attribute" + component("DataAttribute", a.id) + ` usage="optional">` + by.identity(a.id) + by.representation(a, "String") +
			"<str:AttributeRelationship><str:Observation/></str:AttributeRelationship></str:Attribute>\n")
	}
	b.WriteString("</str:AttributeList>\n<str:MeasureList" + component("MeasureDescriptor", "MeasureDescriptor") + ">\n")
	b.WriteString("<str:Measure" + component("Measure", measure) + ` usage="optional">` + by.identity(measure) + by.representation(others()[1], "Decimal") +
		"</str:Measure>\n</str:MeasureList>\n</str:DataStructureComponents></str:DataStructure>\n")
}
