package results

import (
	"regexp"

	"honglinh/catalog/search"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// road is what readers call a road that a site should lie near, without marks.
var road = regexp.MustCompile(`\b(national (road|highway)|highway|main road|near (a|the) road|quoc lo|tinh lo|duong lon|duong tinh|ql ?\d+[a-z]?|provincial road)\b`)

// unlocated counts, where the words ask for a road nearby, the opportunities shown for which that cannot be
// told: those that are known by their ward or commune only.
func unlocated(words string, hits []search.Hit) int {
	if !road.MatchString(text.Fold(words)) {
		return 0
	}
	n := 0
	for i := range hits {
		rec := &hits[i].Record
		if rec.Kind == vocab.Opportunity && (rec.Geometry == nil || rec.GeometryQuality == "centroid") {
			n++
		}
	}
	return n
}
