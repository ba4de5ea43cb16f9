package citetest

import (
	"fmt"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

// part5 is OGC API Features Part 5: Schemas, in the draft 23-058r1.
const part5 = "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/"

func schemaChecks() []check {
	return []check{
		{part5 + "schemas", "/req/schemas/properties", text.New("Lược đồ là JSON Schema có $id là địa chỉ của nó; mỗi thuộc tính có kiểu, hình học có dạng", "The schema is a JSON Schema whose $id is its address; every property has a type, the geometry a format"), checkSchema},
		{part5 + "core-roles-features", "/req/core-roles-features/primary-geometry", text.New("Một mã và một hình học; dạng của hình học đúng với các đối tượng", "One identifier and one geometry, of the format that the features have"), checkGeometryRole},
		{part5 + "returnables-and-receivables", "/req/returnables-and-receivables/schema", text.New("Tập hợp dẫn tới lược đồ; các đối tượng chỉ có thuộc tính của lược đồ, đúng kiểu", "Collections link to the schema; features have the properties of the schema only, with the types it says"), checkReturnables},
	}
}

func checkSchema(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		at := "/collections/" + id + "/schema"
		r, err := s.get(at)
		if err != nil {
			return err
		}
		v, err := s.object(at)
		if err != nil {
			return err
		}
		if r.header.Get("Content-Type") != "application/schema+json" || str(v, "$schema") != "https://json-schema.org/draft/2020-12/schema" || str(v, "$id") != s.root+at || str(v, "type") != "object" {
			return wrong("%s: Content-Type %q, $schema %q, $id %q, type %q", id, r.header.Get("Content-Type"), str(v, "$schema"), str(v, "$id"), str(v, "type"))
		}
		for name, p := range members(v, "properties") {
			spatial := strings.HasPrefix(str(p, "format"), "geometry-")
			if spatial == (str(p, "type") != "") || str(p, "title") == "" {
				return wrong("%s.%s is %v", id, name, p)
			}
		}
		return nil
	})
}

// members are the objects under a member of a document.
func members(v map[string]any, name string) map[string]map[string]any {
	all, _ := v[name].(map[string]any)
	out := map[string]map[string]any{}
	for k, m := range all {
		if o, ok := m.(map[string]any); ok {
			out[k] = o
		}
	}
	return out
}

func checkGeometryRole(s *session) error {
	return s.each(func(id string, _ map[string]any) error {
		v, err := s.object("/collections/" + id + "/schema")
		if err != nil {
			return err
		}
		roles, format := map[string]int{}, ""
		for _, p := range members(v, "properties") {
			roles[str(p, "x-ogc-role")]++
			if str(p, "x-ogc-role") == "primary-geometry" {
				format = str(p, "format")
			}
		}
		if roles["id"] != 1 || roles["primary-geometry"] != 1 {
			return wrong("%s has the roles %v", id, roles)
		}
		all, err := s.everything(id)
		if err != nil {
			return err
		}
		for _, f := range all {
			g, _ := f["geometry"].(map[string]any)
			kind := strings.ToLower(str(g, "type"))
			if g != nil && format != "geometry-any" && !slices.Contains(strings.Split(strings.TrimPrefix(format, "geometry-"), "-or-"), kind) {
				return wrong("%s: feature %s is a %s, the schema says %s", id, str(f, "id"), kind, format)
			}
		}
		return nil
	})
}

func checkReturnables(s *session) error {
	return s.each(func(id string, c map[string]any) error {
		if _, ok := linked(c, "http://www.opengis.net/def/rel/ogc/1.0/schema", "application/schema+json"); !ok {
			return wrong("%s does not link to its schema", id)
		}
		if str(c, "itemType") != "feature" {
			return nil // a record has the members of its standard
		}
		v, err := s.object("/collections/" + id + "/schema")
		if err != nil {
			return err
		}
		known := members(v, "properties")
		all, err := s.everything(id)
		if err != nil {
			return err
		}
		for _, f := range all {
			props, _ := f["properties"].(map[string]any)
			for name, value := range props {
				if err := typed(value, known[name]); err != nil {
					return fmt.Errorf("%s.%s: %w", str(f, "id"), name, err)
				}
			}
		}
		return nil
	})
}

// typed holds a value against its schema.
func typed(v any, p map[string]any) error {
	if p == nil {
		return wrong("the schema has no such property")
	}
	ok := true
	switch v := v.(type) {
	case string:
		days := map[string]int{"date": len("2006-01-02"), "date-time": len("2006-01-02T15:04:05Z")}
		ok = str(p, "type") == "string" && len(v) >= days[str(p, "format")]
	case bool:
		ok = str(p, "type") == "boolean"
	case float64:
		ok = str(p, "type") == "number" || str(p, "type") == "integer" && v == float64(int64(v))
	case []any:
		ok = str(p, "type") == "array"
	}
	if !ok {
		return wrong("%.60v is not what %v says", v, p)
	}
	return nil
}
