// Package write turns features into files for download, and proves each file by reading it again.
//
// Every encoder returns a [Manifest] with count, bounding box, reference system and SHA-256; [Verify] compares a file with its manifest. The same
// features give the same bytes. GeoPackage lives in catalog/geo/gpkg, because it needs SQLite.
package write
