package opensearch

import (
	_ "embed"
	"strings"
)

// The scripts run in the cluster. Their text never changes, so that each is compiled once; what
// differs between requests is in their parameters.
var (
	//go:embed geodesic.painless
	geodesic string
	//go:embed merit.painless
	meritScript string
)

// withinScript passes a document whose point is at most params.metres away.
func withinScript() string {
	return strings.Join([]string{geodesic,
		"if (doc['lon'].size() == 0) return false;",
		"return geodesic(params.lon, params.lat, doc['lon'].value, doc['lat'].value) <= params.metres;"}, "\n")
}

// awayScript is the distance of a document in kilometres.
func awayScript() string {
	return strings.Join([]string{geodesic,
		"def km = params.away.get(doc['id'].value);",
		"if (km != null) return (double) km;",
		"if (doc['lon'].size() == 0) return params.last;",
		"return geodesic(params.lon, params.lat, doc['lon'].value, doc['lat'].value) / 1000;"}, "\n")
}
