// Package indexertest is the shipped catalogue as one run makes it, prepared once for all tests
// of the same sources. Only tests import it.
package indexertest
