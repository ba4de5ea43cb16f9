//go:build !race

package layer_test

const racing = false
