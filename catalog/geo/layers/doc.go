// Package layers is the explicit list of map layers and the features that the records of the catalogue put into them.
//
// A layer is a selection over records with a title and a style. Build turns records into a Set: for every layer its features, an exact index, a
// count and extents, and over all of them what lies in a region or around a point. A Set never changes; the next state of the catalogue is
// a new Set, handed over through Current. Records without coordinates are features without geometry: they are counted, listed and found by
// their attributes, and no place is invented for them.
//
// This package is the only one below catalog/geo that knows records.
package layers
