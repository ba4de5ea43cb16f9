// Package stores is the list of stores that the program has.
package stores
