package vocab

import (
	"strings"
	"sync"

	"honglinh/catalog/text"
)

// Measures returns the units of measurement that the figures of the packages are in, by the
// codes that stand in their tables.
func Measures() List { return measures() }

var measures = sync.OnceValue(func() List {
	return List{
		concept("%", "%", "%"),
		concept("percent", "%", "%"),
		concept("people", "người", "people"),
		concept("thousand people", "nghìn người", "thousand people"),
		concept("million people", "triệu người", "million people"),
		concept("people/km2", "người/km²", "people/km²"),
		concept("households", "hộ", "households"),
		concept("ha", "ha", "ha"),
		concept("km2", "km²", "km²"),
		concept("tonnes", "tấn", "tonnes"),
		concept("million VND", "triệu đồng", "million VND"),
		concept("billion VND", "tỷ đồng", "billion VND"),
		concept("million USD", "triệu USD", "million USD"),
		concept("USD", "USD", "USD"),
		concept("points", "điểm", "points"),
		concept("rank", "hạng", "rank"),
	}
})

// Measure names a unit of measurement in a language; one that is not in the list is its own name.
func Measure(code string, lang text.Lang) string {
	for _, m := range Measures() {
		if strings.EqualFold(m.Code, code) {
			return m.Label[lang]
		}
	}
	return code
}
