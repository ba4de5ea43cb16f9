// Package handover holds the rules by which procedures go from a decision of the
// province to readers: who has them, for how long, and the clocks that the law sets.
package handover
