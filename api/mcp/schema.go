package mcp

import (
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/datasets/table"
)

// plain are the schemas of types that write their JSON themselves or are as their kind has it.
func plain() map[reflect.Type]*jsonschema.Schema {
	object := func(about string) *jsonschema.Schema { return &jsonschema.Schema{Type: "object", Description: about} }
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[text.Text]():      {Type: "object", AdditionalProperties: &jsonschema.Schema{Type: "string"}, Description: "by language: vi, en"},
		reflect.TypeFor[catalog.Date]():   {Type: "string", Description: "YYYY, YYYY-MM or YYYY-MM-DD"},
		reflect.TypeFor[catalog.Record](): object("a record as /api/v1/records gives it"),
	}
}

// outputSchema is that of an answer.
func outputSchema[Out any]() *jsonschema.Schema {
	s, err := jsonschema.For[Out](&jsonschema.ForOptions{TypeSchemas: plain()})
	if err != nil {
		panic(err) // a type of ours
	}
	return s
}

// inputSchema is that of the arguments of a tool, with the values that an argument may take and
// an example of a call.
func inputSchema[In any](tool string) *jsonschema.Schema {
	s, err := jsonschema.For[In](&jsonschema.ForOptions{TypeSchemas: plain()})
	if err != nil {
		panic(err) // a type of ours
	}
	for name, values := range choices(tool) {
		p := s.Properties[name]
		if p.Items != nil {
			p = p.Items
		}
		p.Enum = values
	}
	s.Examples = []any{examples[tool]}
	return s
}

// choices are the values that arguments of a tool may take.
func choices(tool string) map[string][]any {
	langs := []any{"vi", "en"}
	switch tool {
	case "search":
		var kinds []any
		for _, code := range vocab.Kinds().Codes() {
			kinds = append(kinds, code)
		}
		return map[string][]any{"lang": langs, "kind": kinds, "reading": {"off"}, "sort": {"relevance", "date", "capital", "area", "distance", "title"}}
	case "query_table":
		return map[string][]any{"lang": langs, "labels": {string(table.Codes), string(table.Names), string(table.Both)}}
	case "find_incentives":
		return map[string][]any{"lang": langs, "investor": {"domestic", "foreign"}, "project": {"new", "expansion"}, "size": {"micro", "small", "medium", "large"},
			"zone": {"none", "industrial-cluster", "industrial-park", "export-processing-zone", "economic-zone", "high-tech-zone"}}
	case "fetch", "list_datasets", "dataset_schema", "plan_journey":
		return map[string][]any{"lang": langs}
	}
	return nil
}

// examples are calls of the tools as they are written; ids and names are of no catalogue.
var examples = map[string]map[string]any{
	"search":          {"query": "land for a factory", "kind": []any{"opportunity"}, "min_area": 5, "lang": "en"},
	"fetch":           {"id": "opportunity/id-from-search", "lang": "en"},
	"get_record":      {"id": "opportunity/id-from-search"},
	"list_datasets":   {"lang": "en"},
	"dataset_schema":  {"dataset": "name-from-list_datasets"},
	"query_table":     {"dataset": "name-from-list_datasets", "filter": map[string]any{"column": "value", "op": "gt", "value": 5000}, "select": []any{"area", "value"}, "limit": 10},
	"cite":            {"dataset": "name-from-list_datasets"},
	"find_incentives": {"sector": "C", "capital": "200", "investor": "foreign"},
	"plan_journey":    {"lang": "en"},
}

// budget is how long an answer with so many items may be in bytes: what a model keeps in
// mind beside a conversation. Four kilobytes hold a list of ten, eight one of twenty.
func budget(items int) int { return max(4<<10, items*(8<<10)/20) }
