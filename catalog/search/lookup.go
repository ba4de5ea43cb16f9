package search

import (
	"context"

	"honglinh/catalog/search/analysis"
)

// lookup asks how many records hold the words of a query, most of them at once, and
// remembers the answers. It is for one goroutine.
type lookup struct {
	words Words
	found map[string]int
	err   error // the first one: nothing is asked after it
}

func newLookup(words Words) *lookup { return &lookup{words: words, found: map[string]int{}} }

// ask looks up words that were not asked before.
func (l *lookup) ask(ctx context.Context, words ...string) {
	var fresh []string
	for _, w := range words {
		if _, ok := l.found[w]; !ok {
			l.found[w] = 0
			fresh = append(fresh, w)
		}
	}
	if l.words == nil || l.err != nil || len(fresh) == 0 {
		return
	}
	counts, err := l.words.Frequencies(ctx, fresh)
	if err != nil {
		l.err = err
		return
	}
	for i, w := range fresh {
		l.found[w] = counts[i]
	}
}

// known reports whether records hold the folded word; without Words all are known.
func (l *lookup) known(ctx context.Context, folded string) bool {
	if l.words == nil {
		return true
	}
	l.ask(ctx, folded)
	return l.found[folded] > 0
}

// foldsOf are the folded words of a text.
func foldsOf(s string) []string {
	tokens := analysis.Tokens(clean(s))
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.Fold
	}
	return out
}
