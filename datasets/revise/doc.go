// Package revise changes the rows of a data package's tables as an overlay over its files:
// which cells of which rows hold something else, which rows are new and which have ended.
// A row is known by its key, so that what else its source changes later still comes in.
package revise
