package soda

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "soda", Title: text.New("API kiểu Socrata SODA 2.1", "Socrata SODA 2.1"), URL: "/resource", Docs: "/api/catalog/v1",
		Standard: "https://dev.socrata.com/docs/endpoints.html", Serves: true, Prefixes: []string{"/resource/", "/api/views", "/api/catalog/v1"}}
}
