// Package royalties keeps rates, graded items and months in a private store, by
// the rules of package royalty, each change with its line of the log.
package royalties
