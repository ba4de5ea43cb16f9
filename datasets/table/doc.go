// Package table is the contract of the tabular engine: the types of tables and
// versions, the typed queries that every face asks, and what an engine answers.
//
// Nothing of an engine stands here; duck/ is the one that runs. A query is plain
// data: it travels as URL parameters, JSON and cursors.
package table
