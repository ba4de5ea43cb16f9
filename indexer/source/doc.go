// Package source is what every kind of source hands to the indexer: typed rows
// with their place in a file, and what was refused or doubtful about them.
package source
