package ogc

import "honglinh/api/httpkit"

// routes lists every address of the face.
func (f *Face) routes() []httpkit.Route {
	var out []httpkit.Route
	add := func(name, path string, h httpkit.Handler) {
		out = append(out, httpkit.Route{Name: "ogc." + name, Path: Root + path, Tag: "ogc", OwnQuery: true, Handle: h})
	}
	add("landing", "", f.landing)
	add("landing.slash", "/", f.landing)
	add("conformance", "/conformance", f.conformance)
	add("api", "/api", f.openapi)
	add("functions", "/functions", f.functions)
	add("style", "/style.css", f.style)
	add("report", "/conformance-report", f.report)
	add("collections", "/collections", f.collections)
	const one = "/collections/{collection}"
	add("collection", one, f.collection)
	add("schema", one+"/schema", f.featureSchema)
	add("queryables", one+"/queryables", f.queryables)
	add("sortables", one+"/sortables", f.sortables)
	add("items", one+"/items", f.items)
	add("item", one+"/items/{feature}", f.item)
	add("collection.styles", one+"/styles", f.styleList)
	add("styles", "/styles", f.styleList)
	add("stylesheet", "/styles/{style}", f.stylesheet)
	add("style.metadata", "/styles/{style}/metadata", f.styleMetadata)
	add("matrixsets", "/tileMatrixSets", f.matrixSets)
	add("matrixset", "/tileMatrixSets/{matrixset}", f.matrixSet)
	for name, root := range map[string]string{"collection.tiles": one + "/tiles", "tiles": "/tiles"} {
		add(name, root, f.tilesets)
		add(name+".set", root+"/{matrixset}", f.tilesetPage)
		add(name+".tile", root+"/{matrixset}/{matrix}/{row}/{col}", f.tile)
	}
	return out
}
