//go:build race

package layer_test

// racing tells that the race detector is on; nothing is measured then.
const racing = true
