package datasets

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/datasets/strptime"
)

type packageJSON struct {
	Schema       string                     `json:"$schema"`
	Profile      string                     `json:"profile"`
	Name         string                     `json:"name"`
	ID           string                     `json:"id"`
	Title        string                     `json:"title"`
	Description  string                     `json:"description"`
	Version      string                     `json:"version"`
	Created      string                     `json:"created"`
	Homepage     string                     `json:"homepage"`
	Keywords     []string                   `json:"keywords"`
	Licences     []Licence                  `json:"licenses"`
	Contributors []Contributor              `json:"contributors"`
	Sources      []Source                   `json:"sources"`
	Languages    []string                   `json:"languages"`
	Honglinh     map[string]json.RawMessage `json:"honglinh"`
	Resources    []resourceJSON             `json:"resources"`
}

type resourceJSON struct {
	Profile_    string                     `json:"$schema"`
	Name        string                     `json:"name"`
	Title       string                     `json:"title"`
	Description string                     `json:"description"`
	Path        stringList                 `json:"path"`
	Type        string                     `json:"type"`
	Format      string                     `json:"format"`
	MediaType   string                     `json:"mediatype"`
	Profile     string                     `json:"profile"`
	URL         string                     `json:"url"` // Data Package v0
	Data        json.RawMessage            `json:"data"`
	Encoding    string                     `json:"encoding"`
	Compression string                     `json:"compression"`
	Bytes       int64                      `json:"bytes"`
	Hash        string                     `json:"hash"`
	Dialect     Dialect                    `json:"dialect"`
	Schema      schemaJSON                 `json:"schema"`
	Licences    []Licence                  `json:"licenses"`
	Sources     []Source                   `json:"sources"`
	Honglinh    map[string]json.RawMessage `json:"honglinh"`
}

type schemaJSON struct {
	Fields        []fieldJSON      `json:"fields"`
	PrimaryKey    stringList       `json:"primaryKey"`
	UniqueKeys    []stringList     `json:"uniqueKeys"`
	ForeignKeys   []foreignKeyJSON `json:"foreignKeys"`
	MissingValues labelled         `json:"missingValues"`
	FieldsMatch   stringList       `json:"fieldsMatch"`
}

type foreignKeyJSON struct {
	Fields    stringList `json:"fields"`
	Reference struct {
		Resource string     `json:"resource"`
		Fields   stringList `json:"fields"`
	} `json:"reference"`
}

type fieldJSON struct {
	Name          string                     `json:"name"`
	Type          string                     `json:"type"`
	Format        string                     `json:"format"`
	Title         string                     `json:"title"`
	Description   string                     `json:"description"`
	Example       any                        `json:"example"`
	Unit          string                     `json:"unit"`
	Constraints   Constraints                `json:"constraints"`
	MissingValues labelled                   `json:"missingValues"`
	Categories    labelled                   `json:"categories"`
	Delimiter     string                     `json:"delimiter"`
	ItemType      string                     `json:"itemType"`
	DecimalChar   string                     `json:"decimalChar"`
	GroupChar     string                     `json:"groupChar"`
	BareNumber    *bool                      `json:"bareNumber"`
	TrueValues    []string                   `json:"trueValues"`
	FalseValues   []string                   `json:"falseValues"`
	RDFType       string                     `json:"rdfType"`
	Honglinh      map[string]json.RawMessage `json:"honglinh"`
}

// stringList reads a string or a list of strings.
type stringList []string

func (l *stringList) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*l = stringList{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(l))
}

// valueList reads a list of strings, or of objects with a value and a label.
type valueList []string

func (l *valueList) UnmarshalJSON(b []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	*l = valueList{} // none is not nothing said
	for _, r := range raw {
		var s any
		var o struct{ Value any }
		if json.Unmarshal(r, &o) == nil && o.Value != nil {
			s = o.Value
		} else if err := json.Unmarshal(r, &s); err != nil {
			return err
		}
		*l = append(*l, Printed(s))
	}
	return nil
}

// Printed writes a value of a descriptor as a table would: 1000000, not 1e+06.
func Printed(v any) string {
	if x, ok := v.(float64); ok {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// labelled is a valueList with the labels of its values.
type labelled struct {
	values valueList
	labels map[string]string
}

func (l *labelled) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, &l.values); err != nil {
		return err
	}
	var all []json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	for i, r := range all {
		var o struct{ Label string }
		if json.Unmarshal(r, &o) == nil && o.Label != "" && i < len(l.values) {
			if l.labels == nil {
				l.labels = map[string]string{}
			}
			l.labels[l.values[i]] = o.Label
		}
	}
	return nil
}

// kind decides the type and the format of a field; what cannot be honoured leaves
// the values as the text they are.
func (c *reader) kind(where string, f *Field) {
	f.Format = strings.TrimPrefix(f.Format, "fmt:") // as Data Package v0 has it
	if f.Type != "" && !slices.Contains(Types(), f.Type) {
		if near := text.Nearest(f.Type, Types()); near != "" {
			c.warn(where+".type", "type-unknown.near", f.Type, near)
		} else {
			c.warn(where+".type", "type-unknown.list", f.Type, strings.Join(Types(), ", "))
		}
		f.Type = "string"
	}
	switch f.Type {
	case "date", "datetime", "time":
	default:
		c.format(where, f)
		return
	}
	if f.Format == "" || f.Format == "default" || f.Format == "any" {
		return
	}
	l, err := strptime.Compile(f.Format)
	if err == nil && (f.Type != "time" && !l.Date || f.Type != "date" && !l.Clock) {
		err = notice.Of("format-makes-no", f.Type)
	}
	if err != nil {
		c.warn(where+".format", "format-unhonoured", f.Format, err)
		f.Type, f.Format = "string", ""
		return
	}
	f.Moment = l
}

func (c *reader) pack(d packageJSON) *Package {
	p := &Package{
		Name: d.Name, ID: d.ID, Version: d.Version, Created: d.Created, Homepage: d.Homepage, Licences: d.Licences,
		Contributors: people(d.Contributors, d.Languages), Sources: d.Sources, Languages: d.Languages,
		Title: text.New(d.Title, ""), Description: text.New(d.Description, ""),
		Keywords:  map[text.Lang][]string{text.VI: d.Keywords},
		Extension: map[string]any{},
	}
	var ext struct {
		Title       text.Text              `json:"title"`
		Description text.Text              `json:"description"`
		Keywords    map[text.Lang][]string `json:"keywords"`
		Topics      []string               `json:"topics"`
	}
	c.into("honglinh", d.Honglinh, &ext)
	for k, raw := range d.Honglinh {
		var v any
		if json.Unmarshal(raw, &v) == nil {
			p.Extension[k] = v
		}
	}
	maps.Copy(p.Title, ext.Title)
	maps.Copy(p.Description, ext.Description)
	maps.Copy(p.Keywords, ext.Keywords)
	p.Topics = ext.Topics
	if raw, ok := d.Honglinh["site"]; ok {
		p.Site = c.site(raw)
	}
	for i, r := range d.Resources {
		p.Resources = append(p.Resources, c.resource(fmt.Sprintf("resources[%d]", i), r))
	}
	if raw, ok := d.Honglinh["layers"]; ok {
		p.Layers = c.layers(raw, p)
	}
	return p
}

func (c *reader) resource(where string, d resourceJSON) Resource {
	r := Resource{
		Name: d.Name, Title: text.New(d.Title, ""), Description: text.New(d.Description, ""), Paths: d.Path, Type: d.Type,
		Format: d.Format, MediaType: d.MediaType, Encoding: d.Encoding, Bytes: d.Bytes, Hash: d.Hash, Dialect: d.Dialect,
		Licences: d.Licences, Sources: d.Sources,
		Schema: Schema{PrimaryKey: d.Schema.PrimaryKey, MissingValues: d.Schema.MissingValues.values, FieldsMatch: strings.Join(d.Schema.FieldsMatch, "")},
	}
	if len(r.Paths) == 0 && d.URL != "" {
		r.Paths = stringList{d.URL}
	}
	c.form(where, d, &r)
	c.inline(where, d.Data, &r)
	if r.Type == "" && d.Profile == "tabular-data-resource" { // Data Package v1
		r.Type = "table"
	}
	for _, k := range d.Schema.UniqueKeys {
		r.Schema.UniqueKeys = append(r.Schema.UniqueKeys, k)
	}
	for _, k := range d.Schema.ForeignKeys {
		r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, ForeignKey{k.Fields, k.Reference.Resource, k.Reference.Fields})
	}
	for i, f := range d.Schema.Fields {
		if f.MissingValues.values == nil {
			f.MissingValues.labels = d.Schema.MissingValues.labels
		}
		r.Schema.Fields = append(r.Schema.Fields, c.field(fmt.Sprintf("%s.schema.fields[%d]", where, i), f))
	}
	c.extension(where+".honglinh", d.Honglinh, &r)
	return r
}

func (c *reader) field(where string, d fieldJSON) Field {
	f := Field{
		Name: d.Name, Type: d.Type, Format: d.Format, Title: text.New(d.Title, ""), Description: text.New(d.Description, ""),
		Unit: d.Unit, Example: d.Example, Constraints: d.Constraints, MissingValues: d.MissingValues.values, Missing: d.MissingValues.labels, Categories: d.Categories.values,
		Delimiter: d.Delimiter, ItemType: d.ItemType, DecimalChar: d.DecimalChar, GroupChar: d.GroupChar, BareNumber: d.BareNumber,
		TrueValues: d.TrueValues, FalseValues: d.FalseValues, RDFType: d.RDFType,
	}
	c.kind(where, &f)
	for value, label := range d.Categories.labels {
		if f.Labels == nil {
			f.Labels = map[string]text.Text{}
		}
		f.Labels[value] = text.New(label, "")
	}
	var ext struct {
		Title       text.Text            `json:"title"`
		Description text.Text            `json:"description"`
		Labels      map[string]text.Text `json:"labels"`
		Unit        string               `json:"unit"`
	}
	c.into(where+".honglinh", d.Honglinh, &ext)
	maps.Copy(f.Title, ext.Title)
	maps.Copy(f.Description, ext.Description)
	if f.Labels == nil {
		f.Labels = ext.Labels
	} else {
		maps.Copy(f.Labels, ext.Labels)
	}
	if ext.Unit != "" {
		f.Unit = ext.Unit
	}
	return f
}

// into decodes an extension object, key by key, so that one bad value does not
// cost the others.
func (c *reader) into(where string, ext map[string]json.RawMessage, dst any) {
	for _, k := range slices.Sorted(maps.Keys(ext)) {
		one, err := json.Marshal(map[string]json.RawMessage{k: ext[k]})
		if err == nil {
			err = json.Unmarshal(one, dst)
		}
		if err != nil {
			c.warn(where+"."+k, "value-unread", err)
		}
	}
}

// form decides the format and the compression of a resource's files.
func (c *reader) form(where string, d resourceJSON, r *Resource) {
	r.Format = strings.ToLower(r.Format)
	if r.Format == "" && len(r.Paths) > 0 {
		r.Format = formatOf(r.Paths[0])
	}
	if r.Format == "" {
		r.Format = formatOfMedia(r.MediaType)
	}
	switch compression := strings.ToLower(d.Compression); compression {
	case "", "none", "no":
	case "gz", "gzip":
		r.Compression = "gz"
	default:
		c.warn(where+".compression", "compression-unhonoured", d.Compression)
	}
}

// formats are the endings of names by which a format is known.
func formats() []string {
	return []string{"csv", "tsv", "tab", "geojson", "geojsonl", "geojsons", "json", "jsonl", "ndjson", "xlsx", "xlsm", "ods", "docx", "md", "gpkg", "shp", "zip", "kml", "kmz", "gpx"}
}

// FormatOf is the format that a file's name tells, "" for none.
func FormatOf(name string) string { return formatOf(name) }

func formatOf(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	for _, f := range formats() {
		if strings.HasSuffix(name, "."+f) && len(name) > len(f)+1 {
			switch f {
			case "tab":
				return "tsv"
			case "ndjson":
				return "jsonl"
			case "geojsons":
				return "geojsonl"
			}
			return f
		}
	}
	return ""
}
