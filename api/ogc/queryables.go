package ogc

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
)

// schema is a JSON Schema of the properties that filters or sort orders may name.
type schema struct {
	Schema     string         `json:"$schema"`
	ID         string         `json:"$id"`
	Type       string         `json:"type"`
	Title      string         `json:"title"`
	Properties map[string]any `json:"properties"`
	Additional bool           `json:"additionalProperties"`
}

// featureSchema is the schema of the features of a collection as they are returned (OGC 23-058r1, OGC API Features Part 5).
func (f *Face) featureSchema(w http.ResponseWriter, r *http.Request) error {
	return f.schema(w, r, "/schema", text.New("Lược đồ", "Schema"), func(c *collection, lang text.Lang) map[string]any {
		p := map[string]any{"id": idSchema(lang), "geometry": geometrySchema(c, lang)}
		for i, field := range c.fields {
			one := f.fieldSchema(c, field, lang)
			one["x-ogc-propertySeq"] = i + 1
			p[field.Name] = one
		}
		return p
	})
}

func (f *Face) queryables(w http.ResponseWriter, r *http.Request) error {
	return f.schema(w, r, "/queryables", text.New("Các thuộc tính để lọc", "Queryables"), func(c *collection, lang text.Lang) map[string]any {
		p := map[string]any{"id": idSchema(lang), "geometry": geometrySchema(c, lang)}
		for _, field := range c.fields {
			p[field.Name] = f.fieldSchema(c, field, lang)
		}
		return p
	})
}

func (f *Face) sortables(w http.ResponseWriter, r *http.Request) error {
	return f.schema(w, r, "/sortables", text.New("Các thuộc tính để sắp xếp", "Sortables"), func(c *collection, lang text.Lang) map[string]any {
		p := map[string]any{"id": idSchema(lang), hasGeometry: titled(map[string]any{"type": "boolean"}, text.New("Có toạ độ", "Has a geometry"), lang)}
		for _, field := range c.fields {
			if field.Type != "array" {
				p[field.Name] = f.fieldSchema(c, field, lang)
			}
		}
		return p
	})
}

// titled adds the title in the language asked for, and in all under a member of ours.
func titled(p map[string]any, title text.Text, lang text.Lang) map[string]any {
	p["title"], p["x-titles"] = best(title, lang), title
	return p
}

func idSchema(lang text.Lang) map[string]any {
	return titled(map[string]any{"type": "string", "x-ogc-role": "id"}, text.New("Mã", "Identifier"), lang)
}

// geometrySchema says the one type that the geometries have, as clients want to know before they ask for features.
func geometrySchema(c *collection, lang text.Lang) map[string]any {
	format := "geometry-any"
	if types := c.data.GeometryTypes(); len(types) == 1 {
		format = "geometry-" + strings.ToLower(types[0])
	} else if d := dimension(c.data); d != nil {
		format = []string{"geometry-point-or-multipoint", "geometry-linestring-or-multilinestring", "geometry-polygon-or-multipolygon"}[*d]
	}
	return titled(map[string]any{"format": format, "x-ogc-role": "primary-geometry"}, text.New("Hình học", "Geometry"), lang)
}

func (f *Face) fieldSchema(c *collection, field layers.Field, lang text.Lang) map[string]any {
	p := map[string]any{"type": field.Type}
	if field.Format != "" {
		p["format"] = field.Format
	}
	if field.Type == "array" {
		p["items"] = map[string]any{"type": "string"}
	}
	switch {
	case field.Format == "": // a role of time wants a day
	case field.Name == "valid_from":
		p["x-ogc-role"] = "primary-interval-start"
	case field.Name == "valid_to":
		p["x-ogc-role"] = "primary-interval-end"
	}
	word := f.word(c, field.Name)
	if word.Title == nil {
		p["title"] = strings.ReplaceAll(field.Name, "_", " ")
	} else {
		titled(p, word.Title, lang)
	}
	if word.Description != nil {
		p["description"] = best(word.Description, lang)
	}
	if unit, ok := ucum(word.Unit); ok {
		p["x-ogc-unit"], p["x-ogc-unitLang"] = unit, "UCUM"
	} else if word.Unit != "" {
		p["x-unit"] = word.Unit
	}
	return p
}

// word is what the fields of a record, and those of its tables, are called.
func (f *Face) word(c *collection, name string) Word {
	if w, ok := ownWords()[name]; ok {
		return w
	}
	if f.words != nil {
		for _, kind := range c.kinds() {
			if w, ok := f.words(kind, strings.TrimPrefix(name, "attribute_")); ok {
				return w
			}
		}
	}
	return Word{}
}

// kinds lists the kinds of record in a collection, by name.
func (c *collection) kinds() []string {
	seen := map[string]bool{}
	for _, x := range c.data.Features {
		seen[kind(x)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// ucum is a unit by the Unified Code for Units of Measure (ucum.org); false for units that it has not, money among them.
func ucum(unit string) (string, bool) {
	code, ok := map[string]string{"%": "%", "ha": "har", "km": "km", "km2": "km2", "m": "m", "m2": "m2", "people": "{people}", "people/km2": "{people}/km2"}[unit]
	return code, ok
}

// ownWords are the properties that every record has.
func ownWords() map[string]Word {
	w := func(vi, en string) Word { return Word{Title: text.New(vi, en)} }
	return map[string]Word{
		"record": w("Mã bản ghi", "Record"), "kind": w("Loại bản ghi", "Kind of record"), "title_vi": w("Tên tiếng Việt", "Title in Vietnamese"), "title_en": w("Tên tiếng Anh", "Title in English"),
		"summary_vi": w("Tóm tắt tiếng Việt", "Summary in Vietnamese"), "summary_en": w("Tóm tắt tiếng Anh", "Summary in English"), "status": w("Tình trạng", "Status"),
		"topics": w("Chủ đề", "Topics"), "aliases": w("Tên gọi khác", "Other names"), "valid_from": w("Có hiệu lực từ", "Valid from"), "valid_to": w("Hết hiệu lực ngày", "Valid until"),
		"date": w("Ngày", "Date"), "geometry_quality": w("Chất lượng toạ độ", "Quality of the geometry"), "licence": w("Giấy phép", "Licence"), "review_due": w("Hạn rà soát", "Review due"),
		"confidence": w("Độ tin cậy", "Confidence"), "sector": w("Ngành", "Sector"), "units": w("Đơn vị hành chính", "Administrative units"),
		"source_title": w("Nguồn", "Source"), "source_url": w("Địa chỉ nguồn", "Address of the source"), "source_date": w("Ngày của nguồn", "Date of the source"), "modified": w("Cập nhật lúc", "Last changed"),
		"capital_billion_vnd": {Title: text.New("Vốn (tỷ đồng)", "Capital (billion VND)"), Unit: "tỷ đồng"}, "area_ha": {Title: text.New("Diện tích (ha)", "Area (ha)"), Unit: "ha"},
	}
}

func (f *Face) schema(w http.ResponseWriter, r *http.Request, path string, title text.Text, of func(*collection, text.Lang) map[string]any) error {
	o, err := f.begin(w, r, mediaSchema)
	if err != nil {
		return err
	}
	c, err := f.named(r)
	if err != nil {
		return err
	}
	doc := schema{"https://json-schema.org/draft/2020-12/schema", f.url(c.path() + path), "object", best(c.title, o.lang), of(c, o.lang), false}
	return f.respond(w, r, o.now, o.lang, answer{title: best(title, o.lang) + ": " + best(c.title, o.lang), media: mediaSchema, body: doc, modified: c.data.Modified,
		trail: f.trail(o.lang, say(o.lang, "Các tập hợp", "Collections"), "/collections", best(c.title, o.lang), c.path())})
}

// function describes one function for filters (OGC 19-079r2, clause 9).
type function struct {
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Arguments   []argument `json:"arguments"`
	Returns     []string   `json:"returns"`
}

type argument struct {
	Title string   `json:"title"`
	Type  []string `json:"type"`
}

type functionsDoc struct {
	Links     []link     `json:"links"`
	Functions []function `json:"functions"`
}

func (f *Face) functions(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	doc := functionsDoc{o.links, describeFunctions(o.lang)}
	return f.respond(w, r, o.now, o.lang, answer{title: say(o.lang, "Các hàm dùng trong filter", "Functions for filters"), media: httpkit.JSONMedia, body: doc, trail: f.trail(o.lang)})
}
