// Package inspect tells what is understood of a file before it is a package: its
// tables, their columns with type, evidence and doubts, the rows that could not be
// read, and the descriptor that would say all that. It stores nothing.
package inspect
