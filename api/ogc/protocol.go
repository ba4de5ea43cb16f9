package ogc

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "ogc", Title: text.New("OGC API Features, Records và Tiles", "OGC API Features, Records and Tiles"), URL: Root, Docs: Root + "/api",
		Standard: "https://ogcapi.ogc.org/", Serves: true, Prefixes: []string{Root}}
}
