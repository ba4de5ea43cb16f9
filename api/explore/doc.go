// Package explore speaks the Opendatasoft Explore API v2.1: its catalogue,
// records, facets and exports, its query language ODSQL, and its errors.
package explore
