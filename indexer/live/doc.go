// Package live is the one immutable state of the catalogue that its readers see: records, index,
// places, map layers, datasets and tables that belong together, behind one pointer.
package live
