// Package soda speaks Socrata's SODA 2.1: tables as /resource/<id>, SoQL, and
// the metadata that its clients look tables up in.
//
// Ids of four by four letters are made from the table's name, so they never
// change. Without $order rows come in the order of the file, so pages neither
// repeat nor lose one. A table with coordinates gains the column geo_point.
//
// What Socrata has and this refuses, saying what it does support: arithmetic,
// case, text functions, sub-queries and joins, polygons, the system columns
// :created_at, :updated_at and :version, and writing.
package soda
