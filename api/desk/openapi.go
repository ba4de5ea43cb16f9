package desk

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// document is the OpenAPI description of the face, made of its routes.
func (f *Face) document(w http.ResponseWriter, r *http.Request) error {
	return httpkit.WriteJSON(w, r, f.Document(), httpkit.Validator{CacheControl: httpkit.CacheNever})
}

// Document describes the face.
func (f *Face) Document() *openapi3.T {
	d := &openapi3.T{OpenAPI: "3.0.3", Paths: openapi3.NewPaths(), Servers: openapi3.Servers{{URL: f.BaseURL}},
		Info:       &openapi3.Info{Title: "Bàn biên tập / Editorial desk", Version: f.Version, Description: "Bản thảo của đơn vị, bằng khoá của đơn vị. / Drafts of a unit, with the unit's key."},
		Components: &openapi3.Components{Schemas: schemas(), SecuritySchemes: openapi3.SecuritySchemes{"unit": {Value: openapi3.NewSecurityScheme().WithType("http").WithScheme("bearer")}}}}
	for _, rt := range f.Routes() {
		item := d.Paths.Value(rt.Path)
		if item == nil {
			item = &openapi3.PathItem{}
			d.Paths.Set(rt.Path, item)
		}
		for _, verb := range rt.Verbs() {
			if verb != http.MethodHead {
				item.SetOperation(verb, operation(rt, verb))
			}
		}
	}
	return d
}

func operation(rt httpkit.Route, verb string) *openapi3.Operation {
	op := &openapi3.Operation{OperationID: rt.Name, Summary: both(rt.Summary), Description: both(rt.Help), Responses: openapi3.NewResponsesWithCapacity(3)}
	if len(rt.Faults) > 0 {
		op.Security = &openapi3.SecurityRequirements{openapi3.NewSecurityRequirement().Authenticate("unit")}
	}
	if strings.Contains(rt.Path, "{id}") {
		op.AddParameter(openapi3.NewPathParameter("id").WithSchema(openapi3.NewStringSchema()))
	}
	body := map[string]string{"deskapi.draft.add": "NewDraft", "deskapi.draft.save": "Change", "deskapi.commission.answer": "Answer"}[rt.Name]
	if body != "" {
		op.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithRequired(true).WithJSONSchemaRef(openapi3.NewSchemaRef("#/components/schemas/"+body, nil))}
	}
	for _, a := range rt.Answers {
		status := max(a.Status, http.StatusOK)
		answer := openapi3.NewResponse().WithDescription(http.StatusText(status))
		if a.Schema != "" {
			answer = answer.WithJSONSchemaRef(openapi3.NewSchemaRef("#/components/schemas/"+a.Schema, nil))
		}
		op.Responses.Set(strconv.Itoa(status), &openapi3.ResponseRef{Value: answer})
	}
	for _, kind := range rt.Faults {
		row := httpkit.FindKind(kind)
		op.Responses.Set(strconv.Itoa(row.Status), &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription(both(row.Title))})
	}
	return op
}

func both(t text.Text) string {
	return strings.Trim(t.In(text.VI)+" / "+t.In(text.EN), " /")
}

func schemas() openapi3.Schemas {
	words := func() *openapi3.Schema { return openapi3.NewStringSchema() }
	fields := openapi3.NewObjectSchema().WithAdditionalProperties(words())
	fields.Description = "title_vi, title_en, summary_vi, …, place, status, date, capital, area, lat, lon, source_title, source_url, source_date, attr.<thuộc tính / attribute>, src.<trường / field>, asof.<trường / field>, unknown.<trường / field>"
	title := openapi3.NewObjectSchema().WithProperty("vi", words()).WithProperty("en", words())
	draft := openapi3.NewObjectSchema().WithProperty("id", words()).WithProperty("record", words()).WithProperty("kind", words()).WithProperty("unit", words()).WithProperty("state", words()).
		WithProperty("rev", openapi3.NewIntegerSchema()).WithProperty("fields", fields).WithProperty("reason", words()).WithProperty("modified", openapi3.NewDateTimeSchema()).WithProperty("url", words())
	list := func(of *openapi3.Schema) *openapi3.Schema { return openapi3.NewArraySchema().WithItems(of) }
	commission := openapi3.NewObjectSchema().WithProperty("id", words()).WithProperty("topic", words()).WithProperty("reason", words()).WithProperty("detail", words()).WithProperty("person", words()).WithProperty("due", words()).
		WithProperty("fee", words()).WithProperty("state", words()).WithProperty("late", openapi3.NewBoolSchema()).WithProperty("drafts", list(words())).WithProperty("records", list(words())).WithProperty("url", words())
	out := openapi3.Schemas{}
	for name, s := range map[string]*openapi3.Schema{
		"Draft":     draft,
		"DraftList": openapi3.NewObjectSchema().WithProperty("items", openapi3.NewArraySchema().WithItems(draft)).WithProperty("more", openapi3.NewBoolSchema()),
		"NewDraft": openapi3.NewObjectSchema().WithProperty("record", words()).WithProperty("kind", words()).WithProperty("title", title).WithProperty("fields", fields).
			WithProperty("send", openapi3.NewBoolSchema()),
		"Commission":     commission,
		"CommissionList": openapi3.NewObjectSchema().WithProperty("items", list(commission)).WithProperty("more", openapi3.NewBoolSchema()),
		"Answer":         openapi3.NewObjectSchema().WithProperty("act", words()).WithProperty("why", words()).WithProperty("drafts", list(words())).WithProperty("records", list(words())),
		"Change":         openapi3.NewObjectSchema().WithProperty("rev", openapi3.NewIntegerSchema()).WithProperty("fields", fields).WithRequired([]string{"rev", "fields"}),
	} {
		out[name] = openapi3.NewSchemaRef("", s)
	}
	return out
}
