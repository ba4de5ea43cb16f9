package bleveengine

import (
	"context"
	"slices"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"honglinh/catalog/search"
)

// Frequency is the number of documents with the folded word; 0 when the engine is closed.
func (e *Engine) Frequency(word string) int {
	v, err := e.views.current(0)
	if err != nil {
		return 0
	}
	defer v.release()
	l, err := v.list(context.Background(), search.Form{Field: search.Folded, Term: word})
	if err != nil {
		return 0
	}
	return len(l.rows)
}

// Edits allowed in a word by its letters. Vietnamese syllables are so short that one edit
// turns most of them into another one, so short words are left alone.
const (
	oneEditFrom  = 4
	twoEditsFrom = 9
)

// Similar returns known folded words near word; the first letter has to be right.
func (e *Engine) Similar(word string, limit int) []search.WordCount {
	letters := utf8.RuneCountInString(word)
	if letters < oneEditFrom || letters > 30 {
		return nil
	}
	v, err := e.views.current(0)
	if err != nil {
		return nil
	}
	defer v.release()
	fuzzy, ok := v.reader.(index.IndexReaderFuzzy)
	if !ok {
		return nil
	}
	distance := 1
	if letters >= twoEditsFrom {
		distance = 2
	}
	_, first := utf8.DecodeRuneInString(word)
	dict, err := fuzzy.FieldDictFuzzy(string(search.Folded), word, distance, word[:first])
	if err != nil {
		return nil
	}
	defer dict.Close()
	return nearWords(dict, word, limit)
}

func nearWords(dict index.FieldDict, word string, limit int) []search.WordCount {
	type near struct {
		search.WordCount
		edits uint8
	}
	var found []near
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			break
		}
		if entry.Term != word {
			found = append(found, near{search.WordCount{Word: entry.Term, Count: int(entry.Count)}, entry.EditDistance})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		if a.edits != b.edits {
			return int(a.edits) - int(b.edits)
		}
		return b.Count - a.Count
	})
	out := make([]search.WordCount, 0, limit)
	for _, n := range found[:min(limit, len(found))] {
		out = append(out, n.WordCount)
	}
	return out
}
