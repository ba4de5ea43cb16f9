package sdmx

import (
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

func (m message) maintainable(class, id string, t text.Text) obj {
	return m.named(obj{"id": id, "agencyID": m.by.id, "version": artefactVersion, "isExternalReference": false,
		"links": []any{obj{"rel": "self", "urn": m.by.urn(class, id)}}}, t)
}

// structureJSON writes an SDMX-JSON 2.0 structure message.
func (m message) structureJSON(a artefacts) ([]byte, error) {
	data := obj{}
	put := func(name string, v any) {
		list, _ := data[name].([]any)
		data[name] = append(list, v)
	}
	for _, l := range a.lists {
		codes := []any{}
		for _, c := range l.codes {
			codes = append(codes, m.named(obj{"id": c.id}, c.named()))
		}
		o := m.maintainable("codelist.Codelist", l.id, l.name)
		o["codes"] = codes
		put("codelists", o)
	}
	if a.concepts {
		list := []any{}
		for _, c := range concepts() {
			list = append(list, m.named(obj{"id": c.id}, c.name))
		}
		o := m.maintainable("conceptscheme.ConceptScheme", conceptScheme, text.New("Khái niệm của chỉ tiêu", "Concepts of the indicators"))
		o["concepts"] = list
		put("conceptSchemes", o)
	}
	if a.agencies {
		put("agencySchemes", m.named(obj{"id": "AGENCIES", "agencyID": m.by.id, "version": "1.0", "agencies": []any{m.named(obj{"id": m.by.id}, m.by.name)}}, m.by.name))
	}
	for _, f := range a.flows {
		o := m.maintainable("datastructure.Dataflow", f.id, f.dataset.Title)
		o["structure"] = m.by.urn("datastructure.DataStructure", f.id)
		o["description"], _ = f.description().Best(m.lang)
		o["descriptions"] = f.description()
		put("dataflows", o)
	}
	for _, f := range a.defs {
		o := m.maintainable("datastructure.DataStructure", f.id, f.dataset.Title)
		o["dataStructureComponents"] = m.componentsJSON()
		put("dataStructures", o)
	}
	meta := obj{"schema": "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json", "id": "S" + a.any.version.SHA256[:12], "test": false,
		"prepared": m.flow.modified().UTC().Format(time.RFC3339), "contentLanguages": []string{string(m.lang)}, "sender": m.sender()}
	return httpkit.Marshal(obj{"meta": meta, "data": data})
}

func (m message) componentsJSON() obj {
	local := func(c component, plain string) obj {
		if c.list == "" {
			return obj{"format": obj{"dataType": plain}}
		}
		return obj{"enumeration": m.by.urn("codelist.Codelist", c.list)}
	}
	dims, attrs := []any{}, []any{}
	for i, d := range dimensions() {
		dims = append(dims, obj{"id": d.id, "position": i, "conceptIdentity": m.by.conceptURN(d.id), "localRepresentation": local(d, "")})
	}
	for _, a := range attributes() {
		attrs = append(attrs, obj{"id": a.id, "conceptIdentity": m.by.conceptURN(a.id), "usage": "optional", "localRepresentation": local(a, "String"),
			"attributeRelationship": obj{"observation": obj{}}})
	}
	return obj{
		"dimensionList": obj{"id": "DimensionDescriptor", "dimensions": dims, "timeDimensions": []any{obj{"id": timeDimension, "conceptIdentity": m.by.conceptURN(timeDimension),
			"localRepresentation": local(others()[0], "ObservationalTimePeriod")}}},
		"measureList":   obj{"id": "MeasureDescriptor", "measures": []any{obj{"id": measure, "conceptIdentity": m.by.conceptURN(measure), "usage": "optional", "localRepresentation": local(others()[1], "Decimal")}}},
		"attributeList": obj{"id": "AttributeDescriptor", "attributes": attrs},
	}
}
