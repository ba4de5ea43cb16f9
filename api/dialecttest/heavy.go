package dialecttest

import (
	"fmt"
	"strings"
)

// Heavy is a condition that costs more than it may and is refused: one that fits
// in an address with an error in the dialect's own form (400), a longer one
// before it is read (414).
type Heavy struct {
	Name, Text string
	Code       int
}

// HeavyConditions are deep, long and wide conditions in the notation that ODSQL
// and SoQL share, over a column of text.
func HeavyConditions(column string) []Heavy {
	equals := column + " = 'a'"
	wide := make([]string, 10_000)
	for i := range wide {
		wide[i] = fmt.Sprintf("'%d'", i)
	}
	return []Heavy{
		{"brackets 1,000 deep", strings.Repeat("(", 1_000) + equals + strings.Repeat(")", 1_000), 400},
		{"brackets that never close", strings.Repeat("(", 2_000), 400},
		{"not 1,000 times", strings.Repeat("not ", 1_000) + equals, 400},
		{"functions in functions", strings.Repeat("lower(", 500) + column + strings.Repeat(")", 500) + " = 'a'", 400},
		{"1,000 sums", column + strings.Repeat("+1", 1_000) + " = 1", 400},
		{"a name of 10 kB", strings.Repeat("x", 10_000) + " = 1", 400},
		{"a quote that never closes", column + " = '" + strings.Repeat("a", 10_000), 400},
		{"brackets 10,000 deep", strings.Repeat("(", 10_000) + equals + strings.Repeat(")", 10_000), 414},
		{"100,000 brackets that never close", strings.Repeat("(", 100_000), 414},
		{"not 10,000 times", strings.Repeat("not ", 10_000) + equals, 414},
		{"100 kB of and", equals + strings.Repeat(" and "+equals, 100_000/(len(equals)+5)), 414},
		{"a text of 100 kB", column + " = '" + strings.Repeat("đ", 50_000) + "'", 414},
		{"a name of 100 kB", strings.Repeat("x", 100_000) + " = 1", 414},
		{"a list of 10,000 values", column + " in (" + strings.Join(wide, ", ") + ")", 414},
		{"5,000 functions in functions", strings.Repeat("lower(", 5_000) + column + strings.Repeat(")", 5_000) + " = 'a'", 414},
		{"a quote that never closes in 100 kB", column + " = '" + strings.Repeat("a", 100_000), 414},
	}
}
