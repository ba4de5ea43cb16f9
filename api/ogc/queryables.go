package ogc

import (
	"net/http"
	"strings"

	"honglinh/api/httpkit"
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

func (f *Face) queryables(w http.ResponseWriter, r *http.Request) error {
	return f.schema(w, r, "/queryables", text.New("Các thuộc tính để lọc", "Queryables"), func(c *collection) map[string]any {
		p := map[string]any{"id": map[string]any{"title": "id", "type": "string", "x-ogc-role": "id"},
			"geometry": map[string]any{"title": "geometry", "format": "geometry-any", "x-ogc-role": "primary-geometry"}}
		for _, field := range c.fields {
			p[field.Name] = fieldSchema(field.Name, field.Type)
		}
		return p
	})
}

func (f *Face) sortables(w http.ResponseWriter, r *http.Request) error {
	return f.schema(w, r, "/sortables", text.New("Các thuộc tính để sắp xếp", "Sortables"), func(c *collection) map[string]any {
		p := map[string]any{"id": map[string]any{"title": "id", "type": "string"}}
		for _, field := range c.fields {
			if field.Type != "array" {
				p[field.Name] = fieldSchema(field.Name, field.Type)
			}
		}
		return p
	})
}

func fieldSchema(name, kind string) map[string]any {
	p := map[string]any{"title": strings.ReplaceAll(name, "_", " "), "type": kind}
	if kind == "array" {
		p["items"] = map[string]any{"type": "string"}
	}
	return p
}

func (f *Face) schema(w http.ResponseWriter, r *http.Request, path string, title text.Text, of func(*collection) map[string]any) error {
	if _, err := check(r, pageParameters(mediaSchema)); err != nil {
		return err
	}
	c, err := f.named(r)
	if err != nil {
		return err
	}
	now, lang, err := f.choose(w, r, pageForms(mediaSchema))
	if err != nil {
		return err
	}
	doc := schema{"https://json-schema.org/draft/2020-12/schema", f.url(c.path() + path), "object", best(c.title, lang), of(c), false}
	return f.respond(w, r, now, lang, answer{title: best(title, lang) + ": " + best(c.title, lang), media: mediaSchema, body: doc, modified: c.data.Modified,
		trail: f.trail(lang, say(lang, "Các tập hợp", "Collections"), "/collections", best(c.title, lang), c.path())})
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
	if _, err := check(r, pageParameters(mediaJSON)); err != nil {
		return err
	}
	forms := pageForms(mediaJSON)
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	doc := functionsDoc{f.selfAndAlternates(r, now, forms, lang), describeFunctions(lang)}
	return f.respond(w, r, now, lang, answer{title: say(lang, "Các hàm dùng trong filter", "Functions for filters"), media: httpkit.JSONMedia, body: doc, trail: f.trail(lang)})
}
