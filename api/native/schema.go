package native

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/paulmach/orb/geojson"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	figures "honglinh/catalog/answer"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets"
)

// components returns the Go types that become component schemas, by name. The
// schemas are made of the very types that are written, so that they cannot drift.
func components() map[string]reflect.Type {
	return map[string]reflect.Type{
		"Record": reflect.TypeFor[catalog.Record](), "PlaceRef": reflect.TypeFor[catalog.PlaceRef](), "Interval": reflect.TypeFor[catalog.Interval](),
		"Sector": reflect.TypeFor[vocab.SectorRef](), "Statement": reflect.TypeFor[catalog.Statement](), "Observation": reflect.TypeFor[catalog.Observation](),
		"Link": reflect.TypeFor[catalog.Link](), "Provenance": reflect.TypeFor[catalog.Provenance](), "TableRef": reflect.TypeFor[catalog.TableRef](),
		"Warning": reflect.TypeFor[catalog.Warning](), "Answer": reflect.TypeFor[answer](), "Hit": reflect.TypeFor[hit](), "HitList": reflect.TypeFor[items[hit]](),
		"AnswerCard": reflect.TypeFor[figures.Card](), "RecordRef": reflect.TypeFor[figures.Ref](), "Figure": reflect.TypeFor[figures.Figure](), "FigurePlace": reflect.TypeFor[figures.Place](), "DifferingFigure": reflect.TypeFor[figures.Differing](),
		"Understood": reflect.TypeFor[search.Understood](), "Highlight": reflect.TypeFor[highlight](), "FacetValue": reflect.TypeFor[facetValue](),
		"Suggestion": reflect.TypeFor[search.Suggestion](), "SuggestionList": reflect.TypeFor[items[search.Suggestion]](),
		"Version": reflect.TypeFor[store.Version](), "VersionList": reflect.TypeFor[items[store.Version]](),
		"Difference": reflect.TypeFor[difference](), "FieldChange": reflect.TypeFor[store.FieldChange](),
		"Backlink": reflect.TypeFor[store.Backlink](), "BacklinkList": reflect.TypeFor[items[store.Backlink]](),
		"Change": reflect.TypeFor[store.Change](), "ChangeList": reflect.TypeFor[changeList](), "Status": reflect.TypeFor[status](),
		"Dataset": reflect.TypeFor[dataset](), "DatasetList": reflect.TypeFor[items[dataset]](), "Table": reflect.TypeFor[table](), "Field": reflect.TypeFor[field](),
		"Licence": reflect.TypeFor[datasets.Licence](), "Contributor": reflect.TypeFor[datasets.Contributor](), "Source": reflect.TypeFor[datasets.Source](),
		"GeometryReport": reflect.TypeFor[datasets.GeometryReport](), "GeometryReportList": reflect.TypeFor[items[datasets.GeometryReport]](),
		"GeometrySystem": reflect.TypeFor[datasets.GeometrySystem](), "GeometryFinding": reflect.TypeFor[datasets.GeometryFinding](), "GeometryExample": reflect.TypeFor[datasets.GeometryExample](),
		"Site": reflect.TypeFor[siteDoc](), "SitePublisher": reflect.TypeFor[sitePublisher](), "SiteContact": reflect.TypeFor[siteContact](), "SitePoint": reflect.TypeFor[sitePoint](),
		"SiteLicence": reflect.TypeFor[siteLicence](), "Versions": reflect.TypeFor[Versions](), "Protocol": reflect.TypeFor[httpkit.Protocol](),
		"Unit": reflect.TypeFor[unit](), "UnitList": reflect.TypeFor[items[unit]](),
		"Feature": reflect.TypeFor[feature](), "FeatureLink": reflect.TypeFor[featureLink](), "Problem": reflect.TypeFor[httpkit.Problem](), "ProblemKind": reflect.TypeFor[problemKind](),
	}
}

// builder makes schemas of Go types.
type builder struct {
	names map[reflect.Type]string
	words map[string]text.Text
	enums map[string][]string
}

func newBuilder() *builder {
	b := &builder{names: map[reflect.Type]string{}, words: words(), enums: enums()}
	for name, t := range components() {
		b.names[t] = name
	}
	return b
}

// schemas returns all component schemas of the native API.
func (b *builder) schemas(e examples) openapi3.Schemas {
	out := openapi3.Schemas{
		"Text":              textSchema(e.name()),
		"Date":              dateSchema(),
		"Geometry":          geometrySchema(),
		"FeatureCollection": collectionSchema(),
		"Anything":          inline(&openapi3.Schema{Type: &openapi3.Types{"object"}}),
	}
	for name, t := range components() {
		out[name] = inline(b.object(name, t))
	}
	out["Problem"].Value.AdditionalProperties = openapi3.AdditionalProperties{Has: openapi3.Ptr(true)}
	out["Feature"].Value.Properties["geometry"] = nullable(reference("Geometry"))
	out["Feature"].Value.Properties["properties"] = inline(&openapi3.Schema{Type: &openapi3.Types{"object"}, Description: b.words["Feature.properties"].In(text.EN),
		Extensions: map[string]any{"x-description-vi": b.words["Feature.properties"].In(text.VI)}})
	around := &openapi3.Schema{Type: &openapi3.Types{"object"}}
	describe(around, b.words["Record.around"])
	out["Record"].Value.Properties["around"] = inline(around)
	out["Record"].Value.Example, out["Problem"].Value.Example = e.record, exampleProblem()
	return out
}

// object is the schema of a struct: its JSON fields, those always there required.
func (b *builder) object(name string, t reflect.Type) *openapi3.Schema {
	s := &openapi3.Schema{Type: &openapi3.Types{"object"}, Properties: openapi3.Schemas{}}
	describe(s, b.words[name])
	b.fields(s, name, t)
	return s
}

// fields adds the JSON fields of a struct, and those of the structs it embeds.
func (b *builder) fields(s *openapi3.Schema, name string, t reflect.Type) {
	for f := range t.Fields() {
		if f.Anonymous && f.Tag.Get("json") == "" {
			b.fields(s, name, f.Type)
			continue
		}
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "-" || key == "" {
			continue
		}
		optional := strings.Contains(options, "omit")
		if !optional {
			s.Required = append(s.Required, key)
		}
		s.Properties[key] = b.property(name+"."+key, f.Type, optional)
	}
}

// property is the schema of a field with its description; a pointer that is
// always written may be null.
func (b *builder) property(path string, t reflect.Type, optional bool) *openapi3.SchemaRef {
	null := t.Kind() == reflect.Pointer && !optional
	ref := b.of(t)
	if codes := b.enums[path]; codes != nil {
		target := ref.Value
		if ref.Value.Items != nil {
			target = ref.Value.Items.Value
		}
		for _, c := range codes {
			target.Enum = append(target.Enum, c)
		}
	}
	if null {
		ref = nullable(ref)
	}
	w, ok := b.words[path]
	if !ok {
		return ref
	}
	if ref.Ref != "" { // a reference has no room for a description of its own in OpenAPI 3.0
		ref = inline(&openapi3.Schema{AllOf: openapi3.SchemaRefs{ref}})
	}
	describe(ref.Value, w)
	return ref
}

// of is the schema of a type, a reference where it is a component.
func (b *builder) of(t reflect.Type) *openapi3.SchemaRef {
	if name, ok := b.names[t]; ok {
		return reference(name)
	}
	switch t {
	case reflect.TypeFor[text.Text]():
		return reference("Text")
	case reflect.TypeFor[catalog.Date]():
		return reference("Date")
	case reflect.TypeFor[time.Time]():
		return inline(&openapi3.Schema{Type: &openapi3.Types{"string"}, Format: "date-time"})
	case reflect.TypeFor[geojson.Geometry]():
		return reference("Geometry")
	case reflect.TypeFor[json.RawMessage]():
		return inline(&openapi3.Schema{Nullable: true})
	}
	return b.byKind(t)
}

func (b *builder) byKind(t reflect.Type) *openapi3.SchemaRef {
	s := &openapi3.Schema{}
	switch t.Kind() {
	case reflect.Pointer:
		return b.of(t.Elem())
	case reflect.Slice, reflect.Array:
		s.Type, s.Items = &openapi3.Types{"array"}, b.of(t.Elem())
	case reflect.Map:
		s.Type, s.AdditionalProperties = &openapi3.Types{"object"}, openapi3.AdditionalProperties{Schema: b.of(t.Elem())}
	case reflect.String:
		s.Type = &openapi3.Types{"string"}
	case reflect.Bool:
		s.Type = &openapi3.Types{"boolean"}
	case reflect.Int, reflect.Int64:
		s.Type = &openapi3.Types{"integer"}
	case reflect.Float64:
		s.Type = &openapi3.Types{"number"}
	case reflect.Struct:
		return inline(b.object(t.Name(), t))
	default: // any
		s.Nullable = true
	}
	return inline(s)
}

func inline(s *openapi3.Schema) *openapi3.SchemaRef { return &openapi3.SchemaRef{Value: s} }

func reference(name string) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Ref: "#/components/schemas/" + name}
}

func nullable(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if ref.Ref != "" {
		return inline(&openapi3.Schema{Nullable: true, AllOf: openapi3.SchemaRefs{ref}})
	}
	ref.Value.Nullable = true
	return ref
}

func describe(s *openapi3.Schema, w text.Text) {
	if w.IsZero() {
		return
	}
	s.Description = w.In(text.EN)
	s.Extensions = map[string]any{"x-description-vi": w.In(text.VI)}
}

func stringSchema() *openapi3.SchemaRef {
	return inline(&openapi3.Schema{Type: &openapi3.Types{"string"}})
}

func textSchema(example any) *openapi3.SchemaRef {
	s := &openapi3.Schema{Type: &openapi3.Types{"object"}, Properties: openapi3.Schemas{"vi": stringSchema(), "en": stringSchema()},
		Example: example}
	describe(s, words()["Text"])
	return inline(s)
}

func dateSchema() *openapi3.SchemaRef {
	s := &openapi3.Schema{Type: &openapi3.Types{"string"}, Pattern: `^\d{4}(-\d{2}(-\d{2})?)?$`, Example: "2025-07-01"}
	describe(s, words()["Date"])
	return inline(s)
}

func geometrySchema() *openapi3.SchemaRef {
	s := &openapi3.Schema{Type: &openapi3.Types{"object"}, Required: []string{"type"}, Properties: openapi3.Schemas{
		"type":        inline(&openapi3.Schema{Type: &openapi3.Types{"string"}, Enum: []any{"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}}),
		"coordinates": inline(&openapi3.Schema{Type: &openapi3.Types{"array"}, Items: inline(&openapi3.Schema{})}),
		"geometries":  inline(&openapi3.Schema{Type: &openapi3.Types{"array"}, Items: reference("Geometry")}),
	}}
	describe(s, words()["Geometry"])
	return inline(s)
}

func collectionSchema() *openapi3.SchemaRef {
	s := &openapi3.Schema{Type: &openapi3.Types{"object"}, Required: []string{"type", "features"}, Properties: openapi3.Schemas{
		"type":          inline(&openapi3.Schema{Type: &openapi3.Types{"string"}, Enum: []any{"FeatureCollection"}}),
		"numberMatched": inline(&openapi3.Schema{Type: &openapi3.Types{"integer"}}),
		"features":      inline(&openapi3.Schema{Type: &openapi3.Types{"array"}, Items: reference("Feature")}),
	}}
	describe(s, words()["FeatureCollection"])
	return inline(s)
}
