package dcat

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "dcat", Title: text.New("Danh mục DCAT-AP 3.0.1", "DCAT-AP 3.0.1 catalogue"), URL: "/catalog", Docs: "/catalog.jsonld",
		Standard: "https://semiceu.github.io/DCAT-AP/releases/3.0.0/", Serves: true, Prefixes: []string{"/catalog", "/api/v1/catalog"}}
}
