// Package tile makes Mapbox Vector Tiles (version 2.1) of features, in the WebMercatorQuad scheme or another quadtree of square tiles ([Grid]).
//
// Source geometries are never changed: they are copied into the plane of the map once, with simpler copies for zooms below 12. In a tile, outlines are wound as the
// specification wants them (outer rings clockwise on screen), so strict readers see holes as holes. Clipped outlines are good for drawing, not for
// analysis. The same features give the same bytes.
package tile
