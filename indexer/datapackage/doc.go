// Package datapackage reads folders of data packages: CSV, GeoJSON and
// Markdown under a datapackage.json, every value checked against its schema.
package datapackage
