// Package ogc answers under /ogc in the words of the OGC API standards: Features (core, coordinate reference systems, filtering with CQL2, schemas), Records,
// Tiles and Styles.
//
// Every map layer is a collection of features; the collection "catalogue" holds every record as an OGC API record. Every document is JSON
// and, generated from it, HTML in both languages, so the two cannot say different things.
// Package citetest asks, as a black-box client, what the official test suites ask; what it found last is the page /ogc/conformance-report.
package ogc
