// Package rows shows a table of a dataset: its cells, dictionary, versions and citation.
package rows
