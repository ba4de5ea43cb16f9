// Package geo holds the feature that the geographic packages below it read, index, draw and write.
//
//	crs       reference systems of Viet Nam and conversion between them
//	corners   tables of corner points as decisions print them
//	geodesy   distances, bearings and areas on the ellipsoid
//	hilbert   a packed, static R-tree
//	shape     exact questions about two geometries
//	spatial   an immutable index of features that answers regions and neighbours
//	overlay   what two areas have in common, and how large it is
//	check     what is wrong with a geometry, and what can be mended
//	read      features from GeoJSON, CSV, Shapefile, KML, GPX
//	wkt       well-known text, telling what it drops
//	gpkg      features from and to GeoPackage
//	tile      Mapbox Vector Tiles
//	pmtiles   archives of tiles in one file
//	basemap   land, water, roads and names under the data; osmfile/ reads them from OpenStreetMap
//	cluster   many points of a tile as few
//	cql2      OGC Common Query Language, text and JSON
//	write     features to GeoJSON, GeoJSONSeq, JSON-FG, KML, FlatGeobuf, GeoParquet, Shapefile, PMTiles, CSV, each proved by reading it again
//	styles    how layers look, for MapLibre, QGIS and as SLD
//	locator   maps as SVG
//	layers    the records of the catalogue as map layers
//
// No package here speaks HTTP. But for layers none imports anything of ours outside
// catalog/geo and catalog/text, which the import test holds.
package geo
