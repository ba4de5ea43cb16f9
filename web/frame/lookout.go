package frame

import (
	"strconv"
	"strings"
)

// Short writes a number with at most so many decimals.
func Short(f float64, decimals int) string {
	s := strconv.FormatFloat(f, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
