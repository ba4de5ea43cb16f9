// Package maps serves the map layers under /api/v1: the list of layers, vector tiles, TileJSON, a MapLibre style, downloads with proof, what is around a
// point, and the operator's base map.
package maps
