package tables

import (
	"maps"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
	"honglinh/datasets/export"
	"honglinh/datasets/table"
)

func object(properties openapi3.Schemas, required ...string) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"object"}, Properties: properties, Required: required}}
}

func of(kind string) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{kind}}}
}

func array(items *openapi3.SchemaRef) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"array"}, Items: items}}
}

func ref(name string) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Ref: "#/components/schemas/" + name}
}

func nullable(s *openapi3.SchemaRef) *openapi3.SchemaRef {
	s.Value.Nullable = true
	return s
}

func timestampSchema() *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"string"}, Format: "date-time"}}
}

// schemas are the answers of the face.
func schemas() openapi3.Schemas {
	anything := &openapi3.SchemaRef{Value: &openapi3.Schema{Nullable: true}}
	free := &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"object"}, AdditionalProperties: openapi3.AdditionalProperties{Has: openapi3.Ptr(true)}}}
	texts := &openapi3.SchemaRef{Value: &openapi3.Schema{Type: &openapi3.Types{"object"}, Properties: openapi3.Schemas{"vi": of("string"), "en": of("string")}}}
	column := object(openapi3.Schemas{"name": of("string"), "type": of("string"), "declared": of("string"), "title": texts, "description": texts, "unit": of("string"), "evidence": free, "labels": free}, "name", "type", "evidence")
	version := object(openapi3.Schemas{"version": of("string"), "change": of("string"), "created": timestampSchema(), "rows": of("integer"), "sha256": of("string"), "key": array(of("string")),
		"columns": nullable(array(ref("TableColumn"))), "added": of("integer"), "removed": of("integer"), "changed": of("integer")}, "version", "change", "created", "rows", "sha256", "columns", "added", "removed", "changed")
	counts := object(openapi3.Schemas{"added": of("integer"), "removed": of("integer"), "changed": of("integer")}, "added", "removed", "changed")
	change := object(openapi3.Schemas{"change": of("string"), "key": nullable(free), "row": free, "cells": array(object(openapi3.Schemas{"column": of("string"), "old": anything, "new": anything}))}, "change", "key")
	state := object(openapi3.Schemas{"name": of("string"), "title": texts, "description": texts, "kind": of("string"), "rows": of("integer"), "version": ref("TableVersion"), "versions": array(ref("TableVersion")),
		"formats": array(object(openapi3.Schemas{"name": of("string"), "media_type": of("string"), "label": texts, "url": of("string"), "reason": texts}))}, "name", "rows", "version", "versions", "formats")
	return openapi3.Schemas{
		"TableColumn": column, "TableVersion": version, "TableState": state,
		"TableStateList": object(openapi3.Schemas{"items": array(ref("TableState"))}, "items"), "TableVersionList": object(openapi3.Schemas{"items": array(ref("TableVersion"))}, "items"),
		"TableRows":    rowsSchema(free),
		"TableDiff":    object(openapi3.Schemas{"from": of("string"), "to": of("string"), "changes": array(change), "counts": counts}, "from", "to", "changes", "counts"),
		"TableProfile": object(openapi3.Schemas{"version": of("string"), "items": array(free)}, "version", "items"),
	}
}

// rowsSchema is a page of rows of the schema given.
func rowsSchema(row *openapi3.SchemaRef) *openapi3.SchemaRef {
	return object(openapi3.Schemas{"dataset": of("string"), "table": of("string"), "version": of("string"), "sha256": of("string"), "total": nullable(of("integer")),
		"columns": array(ref("TableColumn")), "facets": array(facetSchema()), "items": array(row), "next": of("string"), "next_url": of("string")}, "dataset", "table", "version", "sha256", "total", "columns", "items")
}

// facetSchema is a column with the counts of its values.
func facetSchema() *openapi3.SchemaRef {
	texts := object(openapi3.Schemas{"vi": of("string"), "en": of("string")})
	value := object(openapi3.Schemas{"value": &openapi3.SchemaRef{Value: &openapi3.Schema{Nullable: true}}, "label": texts, "count": of("integer")}, "value", "count")
	return object(openapi3.Schemas{"column": of("string"), "title": texts, "values": array(value), "more": of("boolean")}, "column", "values")
}

// openapi describes the tables of one dataset, column by column.
func (f *Face) openapi(w http.ResponseWriter, r *http.Request) error {
	p, err := f.dataset(r)
	if err != nil {
		return err
	}
	lang := httpkit.Lang(r)
	doc := &openapi3.T{OpenAPI: "3.0.3", Paths: openapi3.NewPaths(), Servers: openapi3.Servers{{URL: f.kit.BaseURL()}}, Components: &openapi3.Components{Schemas: openapi3.Schemas{"TableColumn": schemas()["TableColumn"]}},
		Info: &openapi3.Info{Title: label(p.Title, lang), Version: p.Version, Description: label(p.Description, lang)}}
	for _, res := range p.Resources {
		s, err := f.src.Engine.State(table.Ref{Dataset: p.Name, Table: res.Name})
		if err != nil {
			continue // a text, or not loaded yet
		}
		sub := subject{s.Ref, p, res, s}
		params := parameters(s.Current(), lang)
		row := rowSchema(s.Current(), lang)
		doc.Paths.Set(sub.path("/rows"), &openapi3.PathItem{Get: operation(res.Name+"_rows", label(res.Title, lang), params, httpkit.JSONMedia, rowsSchema(row))})
		for _, form := range export.For(export.Tables) {
			if _, ok := export.ShapeOf(res, s.Current()); form.Geographic && !ok {
				continue
			}
			doc.Paths.Set(sub.path("/exports/"+form.Name), &openapi3.PathItem{Get: operation(res.Name+"_"+form.Name, label(form.Label, lang), params, form.MediaType(), of("string"))})
		}
	}
	w.Header().Set("Content-Language", string(lang))
	httpkit.AddVary(w.Header(), "Accept-Language")
	return httpkit.WriteJSON(w, r, doc, httpkit.Validator{})
}

func operation(id, summary string, params openapi3.Parameters, media string, schema *openapi3.SchemaRef) *openapi3.Operation {
	answer := &openapi3.Response{Description: openapi3.Ptr("OK"), Content: openapi3.Content{media: &openapi3.MediaType{Schema: schema}}}
	problem := &openapi3.Response{Description: openapi3.Ptr("RFC 9457"), Content: openapi3.Content{"application/problem+json": &openapi3.MediaType{Schema: of("object")}}}
	responses := openapi3.NewResponsesWithCapacity(2)
	responses.Set("200", &openapi3.ResponseRef{Value: answer})
	responses.Set("400", &openapi3.ResponseRef{Value: problem})
	return &openapi3.Operation{OperationID: id, Summary: summary, Parameters: params, Responses: responses}
}

// parameters are the query's own and one for each column; a column named like
// one of the former is filtered as name__eq.
func parameters(v *table.Version, lang text.Lang) openapi3.Parameters {
	var out openapi3.Parameters
	add := func(p *openapi3.Parameter) { out = append(out, &openapi3.ParameterRef{Value: p}) }
	for _, p := range table.Params() {
		add(&openapi3.Parameter{Name: p.Name, In: "query", Description: label(p.Help, lang), Schema: of("string")})
	}
	for _, c := range v.Columns {
		name := c.Name
		if slices.Contains(table.Reserved(), name) {
			name += "__eq"
		}
		add(&openapi3.Parameter{Name: name, In: "query", Description: label(c.Title, lang), Schema: columnSchema(c, lang)})
	}
	return out
}

func rowSchema(v *table.Version, lang text.Lang) *openapi3.SchemaRef {
	properties := openapi3.Schemas{}
	for _, c := range v.Columns {
		properties[c.Name] = nullable(columnSchema(c, lang))
	}
	return object(properties)
}

func columnSchema(c table.Column, lang text.Lang) *openapi3.SchemaRef {
	s := of("string")
	switch c.Type {
	case table.Integer:
		s = of("integer")
	case table.Number:
		s = of("number")
	case table.Boolean:
		s = of("boolean")
	case table.Date:
		s.Value.Format = "date"
	case table.DateTime:
		s.Value.Format = "date-time"
	case table.LocalDateTime:
		s.Value.Pattern = `^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$` // RFC 3339 wants a zone
	}
	s.Value.Title, s.Value.Description = label(c.Title, lang), label(c.Description, lang)
	if c.Unit != "" {
		s.Value.Extensions = map[string]any{"x-unit": c.Unit}
	}
	if len(c.Labels) > 0 {
		named := map[string]string{}
		for _, code := range slices.Sorted(maps.Keys(c.Labels)) {
			named[code] = label(c.Labels[code], lang)
		}
		if s.Value.Extensions == nil {
			s.Value.Extensions = map[string]any{}
		}
		s.Value.Extensions["x-labels"] = named
	}
	return s
}
