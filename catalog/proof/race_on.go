//go:build race

package proof

// Racing says that the race detector makes times and memory meaningless.
const Racing = true
