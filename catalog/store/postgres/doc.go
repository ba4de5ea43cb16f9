// Package postgres keeps the records and what is kept of people in a PostgreSQL database, as
// an implementation of [store.Store] and [private.Store].
//
// The two stand in schemas of their own, so that each has its own rights and its own backup
// (pg_dump --schema). One process writes the records at a time: it holds a session's advisory
// lock, which the server gives up when the process dies, and every transaction asks whether
// its lease is still the last one, so that a writer that was cut off and replaced writes no
// more. A change is acknowledged once the server has it on its disk (synchronous_commit); a
// connection that ends while a transaction is committed is followed by the question what
// became of it, and what did not happen is done again.
//
// What is deleted of people is in the server's files until it vacuums, and in its archived
// write-ahead log for as long as the operator keeps that.
package postgres
