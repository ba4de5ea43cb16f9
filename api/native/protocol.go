package native

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "native", Title: text.New("API của danh mục", "The catalogue's API"), URL: "/api/v1", Docs: "/api/v1/openapi.json",
		Standard: "https://spec.openapis.org/oas/v3.0.3", Serves: true, Prefixes: []string{"/api", "/problems/"}}
}
