// Package storetest is the suite that every implementation of the record store
// passes: what is published, read back, paged, swept, lost and never lost.
package storetest
