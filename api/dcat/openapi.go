package dcat

import "github.com/getkin/kin-openapi/openapi3"

// Schemas returns the components of the OpenAPI document.
func (f *Face) Schemas() openapi3.Schemas {
	list := func() *openapi3.SchemaRef {
		return openapi3.NewArraySchema().WithItems(openapi3.NewObjectSchema()).NewRef()
	}
	linked := openapi3.NewObjectSchema().WithProperty("@context", openapi3.NewObjectSchema()).WithRequired([]string{"@context", "@graph"})
	linked.Properties["@graph"] = list()
	pack := openapi3.NewObjectSchema().WithProperty("name", openapi3.NewStringSchema()).WithProperty("title", openapi3.NewStringSchema()).
		WithProperty("version", openapi3.NewStringSchema()).WithRequired([]string{"name", "resources"})
	pack.Properties["resources"] = list()
	return openapi3.Schemas{"LinkedData": linked.NewRef(), "DataPackage": pack.NewRef()}
}
