// Package clause reads the SQL-like clauses that other open-data systems take
// (select, where, group, order) into trees and compiles trees into typed
// queries. A dialect says how it writes strings and names and what its
// functions mean; nothing of the text ever becomes SQL.
package clause
