// Package maps serves the map layers under /api/v1: the list of layers, vector tiles, TileJSON, styles for MapLibre, QGIS and as SLD, downloads with proof, what a
// search finds as tiles, what is around a point, and the base map with the letters of its labels.
package maps
