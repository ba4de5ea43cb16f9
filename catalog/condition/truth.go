package condition

// Truth is a value of Kleene's strong three-valued logic. The zero Truth is Unknown.
type Truth int8

// The truths in the order of the logic.
const (
	False   Truth = -1
	Unknown Truth = 0
	True    Truth = 1
)

// truthOf returns True or False.
func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// String returns "false", "unknown" or "true".
func (t Truth) String() string {
	return [...]string{"false", "unknown", "true"}[t+1]
}
