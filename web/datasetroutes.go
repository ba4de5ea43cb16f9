package web

// dataRoutes are the pages of rows, of figures over time, and of use. They come
// before the pages of records, whose pattern is wider.
func (s *site) dataRoutes(add, local func(name, path string, h handler)) {
	local(routeExplore, "/explore", s.explore)
	local(routeExploreCSV, "/explore.csv", s.exploreCSV)
	local(routeExploreSVG, "/explore.svg", s.exploreSVG)
	local(routeExplorePNG, "/explore.png", s.explorePNG)
	add(routeEmbed, "/embed/chart", s.embed)
	local(routeUsage, "/usage", s.usage)
	local(routeSearchFeed, "/search.json-feed", s.searchFeed)
	local(routeDatasetAtom, "/dataset/{slug}/feed.atom", s.datasetAtom)
	local(routeDatasetFeed, "/dataset/{slug}/feed.json", s.datasetJSONFeed)
	local(routeRowDiff, "/dataset/{slug}/{table}/diff", s.rowDiff)
	local(routeColumn, "/dataset/{slug}/{table}/column/{column}", s.columnProfile)
	local(routeTable, "/dataset/{slug}/{table}", s.table)
}
