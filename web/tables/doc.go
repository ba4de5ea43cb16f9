// Package tables is the rows of a table, its columns and what changed between versions.
package tables
