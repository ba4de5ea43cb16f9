package datasets

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// standard warns of what the Data Package standard (v2, datapackage.org) lets a
// descriptor say and nobody here does: whoever wrote it is to know.
func (c *reader) standard(d packageJSON, p *Package) {
	c.profile("$schema", d.Schema)
	c.profile("profile", d.Profile)
	if _, err := time.Parse(time.RFC3339, d.Created); d.Created != "" && err != nil {
		if day, err := catalog.ParseDate(d.Created); err != nil || day == "" {
			c.warn("created", "created-bad", d.Created)
		}
	}
	for i := range p.Resources {
		where, r := fmt.Sprintf("resources[%d]", i), &p.Resources[i]
		c.profile(where+".$schema", d.Resources[i].Profile_)
		c.profile(where+".profile", d.Resources[i].Profile)
		c.oneOf(where+".type", r.Type, []string{"table"})
		c.layout(where+".dialect", r)
		c.schema(where+".schema", r)
	}
}

// profile warns of a profile other than the standard's own: a descriptor is held
// against the standard only.
func (c *reader) profile(where, name string) {
	for _, own := range []string{"https://datapackage.org/profiles/", "https://specs.frictionlessdata.io/schemas/", "http://specs.frictionlessdata.io/schemas/"} {
		if strings.HasPrefix(name, own) {
			return
		}
	}
	switch name {
	case "", "data-package", "tabular-data-package", "data-resource", "tabular-data-resource":
		return
	}
	c.warn(where, "profile-unchecked", name)
}

// oneOf warns of a value that is none of those that have a meaning, with the nearest.
func (c *reader) oneOf(where, value string, known []string) bool {
	if value == "" || slices.Contains(known, value) {
		return true
	}
	c.warn(where, "not-one-of", value, strings.Join(known, ", "))
	return false
}

// layout warns of what a dialect asks for and the readers do not do.
func (c *reader) layout(where string, r *Resource) {
	d := &r.Dialect
	for _, one := range []struct {
		key   string
		value *string
	}{{"quoteChar", &d.QuoteChar}, {"escapeChar", &d.EscapeChar}} {
		if len(*one.value) > 1 {
			c.warn(where+"."+one.key, "sign-long", *one.value)
			*one.value = ""
		}
	}
	switch d.LineTerminator {
	case "", "\n", "\r\n", "\r":
	default:
		if len(d.LineTerminator) > 1 {
			c.warn(where+".lineTerminator", "sign-long", d.LineTerminator)
			d.LineTerminator = ""
		}
	}
	if !c.oneOf(where+".itemType", d.ItemType, []string{"array", "object"}) {
		d.ItemType = ""
	}
	if d.Table != "" && r.Format != "gpkg" {
		c.warn(where+".table", "key-unhonoured", notice.Of("use.table"))
	}
	if min := slices.Min(append([]int{1}, append(d.HeaderRows, d.CommentRows...)...)); min < 1 {
		c.warn(where, "rows-from-one", min)
	}
}

// schema warns of what a schema asks for and nobody does, and takes it out.
func (c *reader) schema(where string, r *Resource) {
	s := &r.Schema
	if !c.oneOf(where+".fieldsMatch", s.FieldsMatch, fieldsMatches()) {
		s.FieldsMatch = ""
	}
	if s.MissingValues != nil && len(s.MissingValues) == 0 {
		c.warn(where+".missingValues", "missing-none")
	}
	seen := map[string]bool{}
	for i := range s.Fields {
		at, f := fmt.Sprintf("%s.fields[%d]", where, i), &s.Fields[i]
		switch {
		case f.Name == "":
			c.fatal(at+".name", "field-no-name")
		case seen[f.Name]:
			c.warn(at+".name", "field-double", f.Name)
		}
		seen[f.Name] = true
		c.constraints(at, f)
	}
	if s.PrimaryKey = c.key(where+".primaryKey", *r, s.PrimaryKey); len(s.PrimaryKey) == 0 {
		s.PrimaryKey = nil
	}
	s.UniqueKeys = slices.DeleteFunc(s.UniqueKeys, func(k []string) bool { return len(c.key(where+".uniqueKeys", *r, k)) == 0 })
}

// key is a key of columns that are there; one that names another is left out.
func (c *reader) key(where string, r Resource, columns []string) []string {
	if len(columns) == 0 || !c.columns(where, r, columns) {
		return nil
	}
	return columns
}

// constraints warns of those that cannot be held.
func (c *reader) constraints(where string, f *Field) {
	if p := f.Constraints.Pattern; p != "" {
		if _, err := regexp.Compile(Expression(p)); err != nil {
			c.warn(where+".constraints.pattern", "pattern-unhonoured", p, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
			f.Constraints.Pattern = ""
		}
	}
	for _, v := range f.Constraints.Enum {
		if code := Printed(v); len(f.Categories) > 0 && !slices.Contains(f.Categories, code) {
			c.warn(where+".constraints.enum", "enum-no-category", code, notice.Near(code, f.Categories))
		}
	}
	if f.Type == "list" && !c.oneOf(where+".itemType", f.ItemType, itemTypes()) {
		f.ItemType = "string"
	}
}

// itemTypes are what the members of a list may be.
func itemTypes() []string {
	return []string{"string", "integer", "boolean", "number", "datetime", "date", "time"}
}

// Expression is the pattern of a field in the syntax of RE2, for whole values. A pattern
// is written as XML Schema writes them (datatypes, appendix F): \i and \c stand for what
// begins and makes a name.
func Expression(pattern string) string {
	var out strings.Builder
	for rest := pattern; rest != ""; {
		if rest[0] != '\\' || len(rest) == 1 {
			_, n := utf8.DecodeRuneInString(rest)
			out.WriteString(rest[:n])
			rest = rest[n:]
			continue
		}
		switch two := rest[:2]; two {
		case `\i`:
			out.WriteString(`[\p{L}_:]`)
		case `\c`:
			out.WriteString(`[\p{L}\p{M}\p{N}._:\-]`)
		default:
			out.WriteString(two)
		}
		rest = rest[2:]
	}
	return "^(?:" + out.String() + ")$"
}

// format warns of a format that the type does not have; the values are then held
// against the type alone.
func (c *reader) format(where string, f *Field) {
	known := map[string][]string{
		"string":   {"email", "uri", "binary", "uuid"},
		"geopoint": {"array", "object"},
	}[f.Type]
	if f.Format == "" || f.Format == "default" || slices.Contains(known, f.Format) || f.Type == "" || f.Type == "any" {
		return
	}
	if f.Type == "geojson" && f.Format == "topojson" {
		c.warn(where+".format", "topojson-unhonoured")
	} else if near := text.Nearest(f.Format, known); near != "" {
		c.warn(where+".format", "format-unknown.near", f.Format, f.Type, near)
	} else {
		c.warn(where+".format", "format-unknown", f.Format, f.Type)
	}
	f.Format = ""
}

// formatOfMedia is the format of a media type, "" for one that is none of ours.
func formatOfMedia(media string) string {
	media, _, _ = strings.Cut(strings.ToLower(media), ";")
	return map[string]string{
		"text/csv": "csv", "text/tab-separated-values": "tsv", "application/json": "json", "application/x-ndjson": "jsonl", "application/jsonl": "jsonl",
		"application/geo+json": "geojson", "application/geo+json-seq": "geojsonl", "application/geopackage+sqlite3": "gpkg",
		"application/vnd.google-earth.kml+xml": "kml", "application/vnd.google-earth.kmz": "kmz", "application/gpx+xml": "gpx", "text/markdown": "md",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "application/vnd.oasis.opendocument.spreadsheet": "ods",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
	}[strings.TrimSpace(media)]
}

// people completes contributors: the name of a person that is given in parts, the role
// that Data Package v1 has alone. The family name comes first but in packages in English.
func people(list []Contributor, languages []string) []Contributor {
	english := len(languages) > 0 && strings.HasPrefix(strings.ToLower(languages[0]), "en")
	for i := range list {
		x := &list[i]
		if len(x.Roles) == 0 && x.Role != "" {
			x.Roles = []string{x.Role}
		}
		if x.Title != "" {
			continue
		}
		parts := []string{x.FamilyName, x.GivenName}
		if english {
			slices.Reverse(parts)
		}
		x.Title = strings.TrimSpace(strings.Join(parts, " "))
	}
	return list
}
