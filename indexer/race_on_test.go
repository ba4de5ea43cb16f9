//go:build race

package indexer_test

// racing says that the race detector makes times and memory meaningless.
const racing = true
