// Package store is the record of truth: every version of every record, the
// tombstones and one monotone change sequence, in one SQLite file.
//
// It is the only package of the catalogue that knows SQLite. A change is
// acknowledged when [Publication.Flush] or [Publication.Commit] returns: it is
// then on the disk (WAL, synchronous=FULL) and survives a crash at any instant.
package store
