// Package usage counts how much the catalogue is used and shows the sums.
package usage
