// Package rdf reads RDF graphs as portals write them: Turtle and RDF/XML. The graphs are
// those of package ld, which reads JSON-LD.
package rdf
