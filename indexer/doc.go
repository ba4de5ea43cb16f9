// Package indexer brings content in: it reads the sources, converts their rows
// to records, holds them against the rules, completes them, publishes them in
// the store and has the search index and the tables follow.
//
// A [Service] owns a data folder. Its runs are idempotent and can be killed at
// any instant: the next run goes on from what was acknowledged.
package indexer
