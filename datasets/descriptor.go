package datasets

import (
	"encoding/json"
	"regexp"
	"slices"
	"time"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/datasets/delimited"
	"honglinh/datasets/office"
	"honglinh/datasets/strptime"
)

// Package is a data package descriptor, read from datapackage.json.
type Package struct {
	Name         string
	ID           string // a globally unique identifier, such as a DOI; "" for none
	Title        text.Text
	Description  text.Text
	Keywords     map[text.Lang][]string
	Version      string
	Created      string
	Homepage     string
	Licences     []Licence
	Contributors []Contributor
	Sources      []Source
	Languages    []string
	Topics       []string
	// Extension is the package's whole `honglinh` object, for keys that only
	// one face reads (spatial, temporal, accrualPeriodicity, contact …).
	Extension map[string]any
	// Site is whose catalogue this is, where the package states it (`honglinh.site`); nil otherwise.
	Site      *site.Site
	Resources []Resource
	// Layers are the map layers that the package makes of its records (`honglinh.layers`).
	Layers []layers.Layer
	// Attached are the files of schemas and dialects.
	Attached []string
	// Dir is the package's folder inside the file system it was read from.
	Dir string
	// Raw is the descriptor as published, byte for byte.
	Raw json.RawMessage
	// Refused are the rows that were refused, by resource and file (row 0 of the file "" for
	// all of a resource): they are published nowhere; set by the indexer.
	Refused map[string]map[string][]int
	// Modified is when the content last changed; set by the indexer.
	Modified time.Time
	// Shipped says that the package came with the program; set by the indexer.
	Shipped bool
}

// Licence is a licence of a package or a resource.
type Licence struct {
	Name  string `json:"name,omitempty"`
	Title string `json:"title,omitempty"`
	Path  string `json:"path,omitempty"`
}

// Contributor is who made a package, in a role.
type Contributor struct {
	Title        string   `json:"title,omitempty"`
	GivenName    string   `json:"givenName,omitempty"`
	FamilyName   string   `json:"familyName,omitempty"`
	Path         string   `json:"path,omitempty"`
	Email        string   `json:"email,omitempty"`
	Roles        []string `json:"roles,omitempty"`
	Role         string   `json:"role,omitempty"` // Data Package v1; Roles holds it, too
	Organization string   `json:"organization,omitempty"`
}

// Source is what a package was drawn from.
type Source struct {
	Title   string `json:"title,omitempty"`
	Path    string `json:"path,omitempty"`
	Email   string `json:"email,omitempty"`
	Version string `json:"version,omitempty"`
}

// Resource is one file or group of files of a package: a table, a GeoJSON
// collection or a set of Markdown texts.
type Resource struct {
	Name        string
	Title       text.Text
	Description text.Text
	Paths       []string
	Type        string // "table", or ""
	Format      string // csv, tsv, json, jsonl, xlsx, ods, docx, geojson, geojsonl, md, gpkg, shp, zip, kml, kmz, gpx, corners
	MediaType   string
	Encoding    string
	Compression string // gz, or ""
	// Inline are the rows where they stand in the descriptor; Paths names it then.
	Inline    []byte
	Bytes     int64
	Hash      string
	Dialect   Dialect
	Schema    Schema
	Licences  []Licence
	Sources   []Source
	Mapping   *Mapping
	Thesaurus *ThesaurusMapping
}

// Tabular reports whether the resource's rows form a table.
func (r Resource) Tabular() bool {
	return !r.Geographic() && !r.Texts() && (r.Type == "table" || slices.Contains(tableFormats(), r.Format) || office.Reads(r.Format))
}

// tableFormats are the formats that are tables without being called so.
func tableFormats() []string { return []string{"csv", "tsv", "jsonl"} }

// Geographic reports whether the resource's format is one of features with
// geometries: GeoJSON, GeoPackage, zipped Shapefile, KML, GPX, or tables of corners
// of which each file is one parcel.
func (r Resource) Geographic() bool {
	switch r.Format {
	case "geojson", "geojsonl", "gpkg", "shp", "zip", "kml", "kmz", "gpx", "corners":
		return true
	}
	return false
}

// Texts reports whether the resource is a set of Markdown texts with front matter.
func (r Resource) Texts() bool {
	return r.Format == "md" || r.Mapping != nil && r.Mapping.Markdown
}

// Dialect is the Table Dialect of a resource.
type Dialect = delimited.Dialect

// Schema is a Table Schema.
type Schema struct {
	Fields        []Field
	PrimaryKey    []string
	UniqueKeys    [][]string
	ForeignKeys   []ForeignKey
	MissingValues []string
	// FieldsMatch says how far the header may differ (Table Schema v2): "exact" has the
	// same columns in the same order, whatever they are called; "equal" the same by name;
	// "subset" all of them and perhaps more, as "" has, with a warning of each; "superset"
	// no others and perhaps fewer; "partial" at least one.
	FieldsMatch string
}

// Field returns the field with the name.
func (s Schema) Field(name string) (Field, bool) {
	for _, f := range s.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Field is a column: its type, its titles in both languages, its constraints
// and the labels of its codes.
type Field struct {
	Name          string
	Type          string // Table Schema type; "" is any
	Format        string
	Title         text.Text
	Description   text.Text
	Unit          string
	Example       any
	Constraints   Constraints
	MissingValues []string
	// Missing says why there is no value, by the code of the missing value.
	Missing map[string]string
	Labels  map[string]text.Text
	// Categories are the allowed codes, where the column declares them.
	Categories []string
	// For type list.
	Delimiter string
	ItemType  string
	// For number and integer.
	DecimalChar string
	GroupChar   string
	BareNumber  *bool
	// For boolean.
	TrueValues  []string
	FalseValues []string
	RDFType     string
	// Moment is the format of dates and times made ready, where it is one of its own.
	Moment *strptime.Format `json:"-"`
	// Number is NumberPattern made ready, for whoever reads many; nil elsewhere.
	Number *regexp.Regexp `json:"-"`
}

// Layout is the format of dates and times where it is one of its own; nil where the
// values are written as Table Schema writes them by default, or in a format that
// cannot be read.
func (f Field) Layout() *strptime.Format {
	switch {
	case f.Moment != nil:
		return f.Moment
	case f.Format == "" || f.Format == "default" || f.Format == "any":
		return nil
	}
	l, err := strptime.Compile(f.Format)
	if err != nil {
		return nil
	}
	return l
}

// Types are the types of Table Schema v2.
func Types() []string {
	return []string{"string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year", "yearmonth", "duration", "geopoint", "geojson", "any"}
}

// Constraints are a field's Table Schema constraints.
type Constraints struct {
	Required  bool   `json:"required"`
	Unique    bool   `json:"unique"`
	Pattern   string `json:"pattern"`
	Enum      []any  `json:"enum"`
	Minimum   any    `json:"minimum"`
	Maximum   any    `json:"maximum"`
	Above     any    `json:"exclusiveMinimum"`
	Below     any    `json:"exclusiveMaximum"`
	MinLength *int   `json:"minLength"`
	MaxLength *int   `json:"maxLength"`
}
