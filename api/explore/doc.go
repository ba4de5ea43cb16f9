// Package explore speaks the Opendatasoft Explore API v2.1: its catalogue,
// records, facets and exports, its query language ODSQL, and its errors.
//
// A dataset is a table; one named like its package has the package's name for
// its id, another is <package>--<table>, and the package's name also finds its
// first table. A table with coordinates gains the field geo_point_2d.
//
// What the original has and this refuses, saying what it does support:
// arithmetic and text functions in expressions, shapes other than points
// (within, intersects, disjoint), geo_cluster, ranges with bounds of their own,
// group_by over the catalogue, and the catalogue in RDF, which stands at /catalog.
package explore
