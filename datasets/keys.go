package datasets

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/datasets/delimited"
)

// The keys of descriptors that are read, or that say something to people and
// programs which get the descriptor as it is: Data Package v1 and v2.
func packageKeys() []string {
	return []string{"$schema", "profile", "name", "id", "title", "description", "homepage", "version", "created", "keywords", "licenses", "contributors", "sources",
		"image", "languages", "resources", "honglinh"}
}

func resourceDescriptorKeys() []string {
	return []string{"$schema", "profile", "name", "id", "path", "data", "type", "title", "description", "format", "mediatype", "encoding", "compression", "bytes", "hash",
		"sources", "licenses", "homepage", "url", "dialect", "schema", "honglinh", "scheme", "stats"} // the last two are of frictionless-py
}

func schemaKeys() []string {
	return []string{"$schema", "name", "title", "description", "fields", "fieldsMatch", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues"}
}

func fieldKeys() []string {
	return []string{"name", "type", "format", "title", "description", "example", "constraints", "missingValues", "categories", "categoriesOrdered", "unit",
		"delimiter", "itemType", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "rdfType", "honglinh"}
}

func constraintKeys() []string {
	return []string{"required", "unique", "pattern", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "jsonSchema"}
}

func dialectKeys() []string {
	return append(delimited.Keys(), "$schema", "name", "title", "type", "csvddfVersion", "caseSensitiveHeader")
}

// unhonoured are keys that are known and cannot be honoured; the notice "use." with the
// key says what stands in its place.
func unhonoured() []string {
	return []string{"jsonSchema", "caseSensitiveHeader", "categoriesOrdered", "image"}
}

func contributorKeys() []string {
	return []string{"title", "givenName", "familyName", "path", "email", "roles", "role", "organization"}
}

func licenceKeys() []string { return []string{"name", "path", "title"} }

func sourceKeys() []string { return []string{"title", "path", "email", "version"} }

// keys warns of every key that nobody reads, with the nearest one.
func (c *reader) keys(raw []byte) {
	var tree map[string]json.RawMessage
	if json.Unmarshal(raw, &tree) != nil {
		return
	}
	c.known("", tree, packageKeys())
	c.each("contributors", tree, contributorKeys())
	c.each("licenses", tree, licenceKeys())
	c.each("sources", tree, sourceKeys())
	for i, r := range objects(tree["resources"]) {
		where := fmt.Sprintf("resources[%d]", i)
		c.known(where, r, resourceDescriptorKeys())
		c.each(where+".licenses", r, licenceKeys())
		c.each(where+".sources", r, sourceKeys())
		c.known(where+".dialect", object(r["dialect"]), dialectKeys())
		schema := object(r["schema"])
		c.known(where+".schema", schema, schemaKeys())
		for j, k := range objects(schema["foreignKeys"]) {
			at := fmt.Sprintf("%s.schema.foreignKeys[%d]", where, j)
			c.known(at, k, []string{"fields", "reference"})
			c.known(at+".reference", object(k["reference"]), []string{"resource", "fields"})
		}
		for j, f := range objects(schema["fields"]) {
			at := fmt.Sprintf("%s.schema.fields[%d]", where, j)
			c.known(at, f, fieldKeys())
			c.known(at+".constraints", object(f["constraints"]), constraintKeys())
			c.each(at+".missingValues", f, []string{"value", "label"})
			c.each(at+".categories", f, []string{"value", "label"})
		}
		c.each(where+".schema.missingValues", schema, []string{"value", "label"})
	}
}

// each warns of the keys of the objects of a list, which stands under the last part of
// where in o. Members that are no objects have none.
func (c *reader) each(where string, o map[string]json.RawMessage, all []string) {
	for i, m := range objects(o[where[strings.LastIndexByte(where, '.')+1:]]) {
		c.known(fmt.Sprintf("%s[%d]", where, i), m, all)
	}
}

// known warns of the keys of one object. Keys of other vocabularies ("dc:creator",
// "_note", "x-own") are nobody's mistake.
func (c *reader) known(where string, o map[string]json.RawMessage, all []string) {
	if where != "" {
		where += "."
	}
	for _, k := range slices.Sorted(maps.Keys(o)) {
		if slices.Contains(unhonoured(), k) && slices.Contains(all, k) {
			c.warn(where+k, "key-unhonoured", notice.Of("use."+k))
		}
		if slices.Contains(all, k) || strings.ContainsRune(k, ':') || strings.HasPrefix(k, "_") || strings.HasPrefix(k, "x-") {
			continue
		}
		if near := notice.Near(k, all); near.IsZero() {
			c.warn(where+k, "key-unknown.none")
		} else {
			c.warn(where+k, "key-unknown", near)
		}
	}
}

func object(raw json.RawMessage) map[string]json.RawMessage {
	var o map[string]json.RawMessage
	if json.Unmarshal(raw, &o) != nil {
		return nil
	}
	return o
}

func objects(raw json.RawMessage) []map[string]json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	out := make([]map[string]json.RawMessage, len(list))
	for i, r := range list {
		out[i] = object(r)
	}
	return out
}
