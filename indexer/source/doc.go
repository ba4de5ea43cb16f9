// Package source is the contract of what content comes from: owned sources that
// hand typed rows with their place in a file to the indexer, and say what was
// refused or doubtful about them. Each kind passes the suite in sourcetest.
package source
