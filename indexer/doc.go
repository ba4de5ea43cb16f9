// Package indexer brings content in: it reads the sources, converts their rows
// to records, holds them against the rules, completes them, publishes them in
// the store and has the search index and the tables follow.
//
// A [Service] owns a data folder. Its runs are idempotent and can be killed at
// any instant: the next run goes on from what was acknowledged. A [Reader] shows what
// a data folder holds and writes no record. [Check], [Repair] and [Export] work on a
// folder as it is.
package indexer
