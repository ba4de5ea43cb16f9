// Package hilbert is a packed, static R-tree whose items are sorted along a Hilbert curve.
//
// Nodes are laid out level by level from the root, as FlatGeobuf wants them, so the same tree can be searched in memory and
// written to a file.
package hilbert
