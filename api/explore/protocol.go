package explore

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "explore", Title: text.New("API kiểu Opendatasoft Explore v2.1", "Opendatasoft Explore API v2.1"), URL: Base, Docs: Base + "/catalog/datasets",
		Standard: "https://help.opendatasoft.com/apis/ods-explore-v2/", Serves: true, Prefixes: []string{Base}}
}
