// Package ogc answers under /ogc in the words of the OGC API standards: Features (core, coordinate reference systems, filtering with CQL2), Records and Tiles.
//
// Every map layer is a collection of features; the collection "catalogue" holds every record as an OGC API record. A file serves one conformance class or one
// resource. Every page is JSON and, generated from the same document, HTML in both languages, so the two cannot say different things.
// The package citetest holds the checks of the official test suites as a black-box client; what they find is the page /ogc/conformance-report.
package ogc
