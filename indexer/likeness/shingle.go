package likeness

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"

	"honglinh/catalog/text"
)

const (
	// wordsOfShingle are compared together: of two reports of one event few runs of five
	// words are equal, of two copies of one report nearly all.
	wordsOfShingle = 5
	// mostShingles bounds the work over one text; the first forty pages tell.
	mostShingles = 20_000
	// rowsOfBand and numberOfBands: of two texts of which 9 in 10 shingles are equal 98 in
	// 100 share a band, of two of which 3 in 10 are, 3 in 100 (Broder 1997: the least of
	// a hash is shared as often as shingles are).
	rowsOfBand    = 4
	numberOfBands = 4
)

// shingles are the runs of words of a text, as hashes in order, each once. Markup, marks
// and case play no part.
func shingles(s string) []uint64 {
	words := strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	n := min(len(words)-wordsOfShingle+1, mostShingles)
	if n <= 0 {
		return nil
	}
	out := make([]uint64, 0, n)
	h := fnv.New64a()
	for i := range n {
		h.Reset()
		for _, w := range words[i : i+wordsOfShingle] {
			_, _ = h.Write([]byte(w)) // never fails
			_, _ = h.Write([]byte{' '})
		}
		out = append(out, h.Sum64())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// bands are groups of least hashes: texts that are nearly the same share one.
func bands(set []uint64) []string {
	if len(set) == 0 {
		return nil
	}
	var out []string
	for b := range uint64(numberOfBands) {
		var band []byte
		for row := range uint64(rowsOfBand) {
			least := ^uint64(0)
			for _, x := range set {
				least = min(least, mix(x^((b*rowsOfBand+row+1)*0x9e3779b97f4a7c15)))
			}
			band = binary.BigEndian.AppendUint64(band, least)
		}
		out = append(out, string(band))
	}
	return out
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014): another hash for each seed.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// common is how much of what two sets hold together both of them hold (Jaccard), and how
// much of the smaller one the other holds.
func common(a, b []uint64) (jaccard, contained float64) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both), float64(both) / float64(min(len(a), len(b)))
}
