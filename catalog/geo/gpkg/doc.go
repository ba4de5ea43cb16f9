// Package gpkg reads and writes OGC GeoPackage files.
//
// It stands apart from read and write because it needs SQLite (modernc.org/sqlite, pure Go); with catalog/store/sqlite it is the only package that does. Well-known binary in a
// GeoPackage is always x, y (easting, northing or longitude, latitude), whatever axis order the reference system publishes.
package gpkg
