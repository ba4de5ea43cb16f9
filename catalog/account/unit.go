package account

import (
	"honglinh/catalog"
	"honglinh/catalog/vocab"
)

// Wards are the ids of the records that a unit's code may stand for: accounts name a
// ward "phuong-bac-hong-linh", as its record does, or "bac-hong-linh".
func Wards(unit string) []string {
	var out []string
	for _, level := range []string{"", "phuong-", "xa-", "dac-khu-"} {
		out = append(out, catalog.MakeID(vocab.Unit, level+unit))
	}
	return out
}
