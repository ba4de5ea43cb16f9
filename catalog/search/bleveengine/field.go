package bleveengine

import (
	index "github.com/blevesearch/bleve_index_api"

	"honglinh/catalog/search"
)

// rowField is the stored field that holds a document's row.
const rowField = "r"

// terms is a field whose terms are ready: Bleve has nothing to analyse.
type terms struct {
	name  string
	words []string
	freqs index.TokenFrequencies
}

var _ index.Field = (*terms)(nil)

func (f *terms) Name() string             { return f.name }
func (f *terms) Value() []byte            { return nil }
func (f *terms) ArrayPositions() []uint64 { return nil }
func (f *terms) EncodedFieldType() byte   { return 't' }
func (f *terms) NumPlainTextBytes() uint64 {
	return uint64(len(f.words))
}
func (f *terms) Options() index.FieldIndexingOptions { return index.IndexField }
func (f *terms) AnalyzedLength() int                 { return len(f.words) }

// Size is the memory the field takes, in bytes, for Bleve's accounting.
func (f *terms) Size() int { return 24 * len(f.words) }

// Analyze counts the terms. Bleve calls it on its workers, several documents at a time.
// All counts of a field lie in one piece of memory, and so do the letters of its terms:
// a build of 100,000 records makes tens of millions, and the collector need not see each.
func (f *terms) Analyze() {
	size := 0
	for _, w := range f.words {
		size += len(w)
	}
	f.freqs = make(index.TokenFrequencies, len(f.words))
	counts, letters := make([]index.TokenFreq, 0, len(f.words)), make([]byte, 0, size)
	for _, w := range f.words {
		tf, ok := f.freqs[w]
		if !ok {
			from := len(letters)
			letters = append(letters, w...)
			counts = append(counts, index.TokenFreq{Term: letters[from:len(letters):len(letters)]})
			tf = &counts[len(counts)-1]
			f.freqs[w] = tf
		}
		tf.SetFrequency(tf.Frequency() + 1)
	}
}

func (f *terms) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }

// stored is a field that is kept and not searched.
type stored struct{ value []byte }

var _ index.Field = (*stored)(nil)

func (f *stored) Size() int                                        { return len(f.value) }
func (f *stored) Name() string                                     { return rowField }
func (f *stored) Value() []byte                                    { return f.value }
func (f *stored) ArrayPositions() []uint64                         { return nil }
func (f *stored) EncodedFieldType() byte                           { return 't' }
func (f *stored) Analyze()                                         {}
func (f *stored) Options() index.FieldIndexingOptions              { return index.StoreField }
func (f *stored) AnalyzedLength() int                              { return 0 }
func (f *stored) AnalyzedTokenFrequencies() index.TokenFrequencies { return nil }
func (f *stored) NumPlainTextBytes() uint64                        { return uint64(len(f.value)) }

// maxTerm bounds a term in bytes: longer ones are noise (addresses, encoded pictures)
// that would swell the dictionary.
const maxTerm = 200

// fieldsOf gives the indexed fields of a document.
func fieldsOf(d search.Document) []*terms {
	var out []*terms
	for _, f := range search.Fields() {
		words := d.Terms[f]
		if len(words) == 0 {
			continue
		}
		kept := words
		for i, w := range words {
			if len(w) > maxTerm || w == "" {
				kept = append([]string(nil), words[:i]...)
				for _, w := range words[i:] {
					if len(w) <= maxTerm && w != "" {
						kept = append(kept, w)
					}
				}
				break
			}
		}
		out = append(out, &terms{name: string(f), words: kept})
	}
	return out
}
