// Package datapackage reads folders of data packages: tables of text and office files, geographic files and
// Markdown under a datapackage.json, every value checked against its schema.
package datapackage
