package search

import (
	"sync"

	"honglinh/catalog/search/analysis"
)

// maxTokenText bounds the texts whose terms are kept for highlights, in bytes. The terms of a
// text take about ten times its size; this holds the heads of a thousand records.
const maxTokenText = 1 << 20

// tokenCache keeps the terms of stored texts: marking a page of hits takes the same twenty
// texts apart for every reader. A changed text is another key. It is safe for concurrent
// use; what it gives must not be changed.
type tokenCache struct {
	mu    sync.RWMutex
	terms map[string][]analysis.Token
	size  int
}

// of returns the terms of s.
func (c *tokenCache) of(s string) []analysis.Token {
	c.mu.RLock()
	tokens, ok := c.terms[s]
	c.mu.RUnlock()
	if ok {
		return tokens
	}
	tokens = analysis.Tokens(s)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.terms == nil {
		c.terms = map[string][]analysis.Token{}
	}
	for old := range c.terms { // map order is as good as random
		if c.size+len(s) <= maxTokenText {
			break
		}
		c.size -= len(old)
		delete(c.terms, old)
	}
	if _, ok := c.terms[s]; !ok {
		c.size += len(s)
		c.terms[s] = tokens
	}
	return tokens
}
