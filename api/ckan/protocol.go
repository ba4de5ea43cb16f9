package ckan

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "ckan", Title: text.New("API kiểu CKAN", "CKAN Action API"), URL: "/api/3/action", Docs: "/api/3/action/status_show",
		Standard: "https://docs.ckan.org/en/2.11/api/", Serves: true, Prefixes: []string{"/api/action/", "/api/1", "/api/2", "/api/3", "/api/util/", "/datastore/", "/dataset/"}}
}
