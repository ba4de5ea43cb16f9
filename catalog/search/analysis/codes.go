package analysis

// Codes placeholder is replaced below.
func Codes(s string) []string { return nil }
