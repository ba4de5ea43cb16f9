// Package cite prints how to cite a dataset, a version of a table or the
// answer to a query, in the forms that people and reference managers read.
package cite
