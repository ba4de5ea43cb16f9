// Package search is finding: the query that every face speaks, its codec, the
// answer, the contract of an engine, and the Finder that plans a search.
package search
