package ogc

import "slices"

// Classes lists the conformance classes that the face declares.
func Classes() []string {
	return slices.Concat(
		under("http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/", "core", "landing-page", "json", "html", "oas30"),
		under("http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/", "collections"),
		under("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/", "core", "geojson", "html", "oas30"),
		under("http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/", "crs"),
		under("http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/", "queryables", "queryables-query-parameters", "filter", "features-filter"),
		under("http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/", "schemas", "core-roles-features", "returnables-and-receivables"),
		under("http://www.opengis.net/spec/cql2/1.0/conf/", "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
			"accent-insensitive-comparison", "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions", "temporal-functions", "array-functions",
			"property-property", "functions", "arithmetic"),
		under("http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/", "searchable-catalog", "searchable-catalog-sorting", "searchable-catalog-filtering", "local-resources-catalog",
			"record-core", "record-collection", "record-core-query-parameters", "record-api", "json", "html", "oas30", "autodiscovery", "sorting", "filtering"),
		under("http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/", "core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30"),
		under("http://www.opengis.net/spec/ogcapi-styles-1/0.0/conf/", "core", "html", "mapbox-styles", "sld-10"),
	)
}

func under(root string, names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = root + n
	}
	return out
}
