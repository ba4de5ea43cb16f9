// Package sqlite keeps the stores of a data folder in SQLite files, as the default
// implementation of [store.Store] and [private.Store].
//
// Whoever opens the records for writing must hold the data folder (package lock):
// one process writes, and what it has read lately is kept decoded. The private
// store stands in a file of its own that only its user of the system may read. A
// change is acknowledged once it is on the disk (WAL, synchronous=FULL).
package sqlite
