// Package read turns files into features in WGS 84 longitude and latitude, and tells how it understood them.
//
// Features go to a callback as they come; what lies in a zip (Shapefile, KMZ) is unpacked in memory first, within MostBytes. A reference system is taken from the caller, else from the file; without either,
// degrees are taken for WGS 84, and metres are guessed only when the place where they must lie is known. All of it is in the [Summary].
// GeoPackage lives in catalog/geo/gpkg, because it needs SQLite.
package read
