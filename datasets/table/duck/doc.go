// Package duck is the tabular engine on DuckDB: every table of the catalogue,
// typed without loss from the whole file, versioned, and asked by typed queries.
//
// It is the only importer of DuckDB. Each version of a table is kept as a Parquet file
// in the store of files; the newest one is also a read-only DuckDB file in a cache of
// this machine. Queries run in an in-memory instance that is locked down (no external
// access but the tables' folder, no extensions, memory and time limits) and attaches
// the newest versions; older ones are read from Parquet.
// Nothing from outside becomes SQL text: identifiers are quoted columns that
// exist, values are bound parameters.
package duck
