// Package basemap makes, holds and describes the base map: land and water, relief, borders, names and the roads that are known, quiet under the data.
//
// Two archives of vector tiles and one of relief ship with the program. "country" (zooms 3 to 9) has the land, the provinces and the islands of the whole country;
// "base" (zooms 6 to 12) has the land of one province in detail and is what an operator's own base map replaces; "relief" is the shading of its hills. They are made from the
// facts by Shipped; the files under source are what the facts do not have, with how they were derived.
//
// Layers are named as those of Protomaps (earth, landuse, water, roads, boundaries, places, pois; kind, name and name:en), with contours beside, so that its archives can be
// used instead.
package basemap
