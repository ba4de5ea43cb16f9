// Package soda speaks Socrata's SODA 2.1: tables as /resource/<id>, SoQL, and
// the metadata that its clients look tables up in.
package soda
