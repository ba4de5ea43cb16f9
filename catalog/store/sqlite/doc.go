// Package sqlite is the record of truth in one SQLite file of a data folder, the
// default implementation of [store.Store].
//
// Whoever opens it for writing must hold the data folder (package lock): one
// process writes, and what it has read lately is kept decoded. A change is
// acknowledged once it is on the disk (WAL, synchronous=FULL).
package sqlite
