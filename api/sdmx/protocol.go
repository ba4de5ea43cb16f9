package sdmx

import (
	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

// Protocol describes the face for the lists of faces.
func Protocol() httpkit.Protocol {
	return httpkit.Protocol{Name: "sdmx", Title: text.New("API thống kê SDMX 3", "SDMX 3 statistics API"), URL: Root, Docs: Root + "/structure/dataflow",
		Standard: "https://github.com/sdmx-twg/sdmx-rest", Serves: true, Prefixes: []string{"/sdmx"}}
}
