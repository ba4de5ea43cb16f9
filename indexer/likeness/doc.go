// Package likeness tells whether two records of different sources are about the same
// thing: by the number of a document, by the address it stands at, by nearly the same text.
package likeness
