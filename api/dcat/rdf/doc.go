// Package rdf is a small RDF graph in memory with writers for five syntaxes. It
// has no blank nodes: everything a catalogue says something of has an address.
package rdf
