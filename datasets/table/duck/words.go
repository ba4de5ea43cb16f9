package duck

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// wordCache holds the indexes of words that were asked lately, by the file of their version.
type wordCache struct {
	mu     sync.Mutex
	held   map[string]*wordIndex
	size   int
	making map[string]bool // or that cannot be made
	ended  chan struct{}   // closed when no more are to be made
	makers sync.WaitGroup
}

// mostHeld bounds the bytes of indexes in memory: three of a million rows, or those of all
// tables of a locality.
const mostHeld = 96 << 20

func newWordCache() *wordCache {
	return &wordCache{held: map[string]*wordIndex{}, making: map[string]bool{}, ended: make(chan struct{})}
}

// close waits for indexes in the making.
func (c *wordCache) close() {
	c.mu.Lock()
	if !c.over() {
		close(c.ended)
	}
	c.mu.Unlock()
	c.makers.Wait()
}

func (c *wordCache) over() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

// context is one that ends with the cache.
func (c *wordCache) context() (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancel(context.Background())
	go func() {
		select {
		case <-c.ended:
			end()
		case <-ctx.Done():
		}
	}()
	return ctx, end
}

func (c *wordCache) keep(native string, x *wordIndex) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for other, old := range c.held { // map order is as good as random
		if c.size+x.size() <= mostHeld {
			break
		}
		c.size -= old.size()
		delete(c.held, other)
	}
	if _, ok := c.held[native]; !ok {
		c.held[native] = x
		c.size += x.size()
	}
}

// forget drops the index of a version that is read no more, and its file.
func (c *wordCache) forget(native string) error {
	c.mu.Lock()
	if x, ok := c.held[native]; ok {
		c.size -= x.size()
		delete(c.held, native)
	}
	delete(c.making, native)
	c.mu.Unlock()
	return remove(wordsFile(native))
}

// words is the index of a version's words: nil for a version that is no longer the newest,
// and while it is made. That of a small table is made when it is first asked for, that of
// a large one beside the answer to the first question.
func (e *Engine) words(ref table.Ref, v *table.Version) *wordIndex {
	native := e.native(ref, v)
	e.mu.RLock()
	_, attached := e.open[native]
	e.mu.RUnlock()
	c := e.wordIndexes
	c.mu.Lock()
	x, making := c.held[native], c.making[native]
	if !attached || x != nil || making || c.over() {
		c.mu.Unlock()
		return x.usable()
	}
	c.making[native] = true
	c.makers.Add(1)
	c.mu.Unlock()
	if v.Rows < fewRows {
		return e.indexed(ref, v).usable()
	}
	if x = e.stored(native); x != nil {
		defer c.makers.Done()
		c.made(native, x)
		return x.usable()
	}
	go e.indexed(ref, v)
	return nil
}

func (x *wordIndex) usable() *wordIndex {
	if x == nil || x.Over {
		return nil
	}
	return x
}

// indexed reads or makes the index of a version; nil where that went wrong, which is in the
// log: the table is then read for each question.
func (e *Engine) indexed(ref table.Ref, v *table.Version) *wordIndex {
	c, native := e.wordIndexes, e.native(ref, v)
	defer c.makers.Done()
	defer e.pin(ref, v)()
	x := e.stored(native)
	if x == nil {
		ctx, end := c.context()
		defer end()
		source, err := e.relation(ctx, ref, v)
		if err == nil {
			x, err = e.keepWords(ctx, native, source, v)
		}
		if err != nil {
			if ctx.Err() == nil {
				slog.Warn("index of words", "op", "tables", "table", ref.String(), "error", err)
			}
			return nil
		}
	}
	c.made(native, x)
	return x
}

// made keeps an index; one that is not kept may be made again.
func (c *wordCache) made(native string, x *wordIndex) {
	c.keep(native, x)
	c.mu.Lock()
	delete(c.making, native)
	c.mu.Unlock()
}

// stored reads an index from its file. One that is damaged is removed.
func (e *Engine) stored(native string) *wordIndex {
	b, err := os.ReadFile(wordsFile(native))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		var x *wordIndex
		if x, err = decodeWords(b); err == nil {
			return x
		}
	}
	slog.Warn("index of words", "op", "tables", "error", errors.Join(err, remove(wordsFile(native))))
	return nil
}

// few is how many rows are named one by one in a statement; more are a set of bits.
const few = 1000

// among is the condition that a row is in the set.
func (c *compiler) among(s rowSet) string {
	n := s.count()
	switch {
	case n == 0:
		return `false`
	case n <= few:
		return rowsSQL(s.first(n))
	}
	return `get_bit(` + c.bind([]byte(s)) + `::BLOB::BIT, (` + quote(rowColumn) + ` - 1)::INTEGER) = 1`
}

func rowsSQL(rows []int) string {
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i] = strconv.Itoa(row)
	}
	return quote(rowColumn) + ` IN (` + strings.Join(list, `, `) + `)`
}

// indexed is the condition of words by the index; false where the index cannot tell.
func (c *compiler) indexed(words []string) (string, bool) {
	x := c.index()
	if x == nil || len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return unfit(w) || unfit(openSyllable(text.Fold(w))) }) {
		return "", false
	}
	var all rowSet
	var parts []string
	for _, w := range words {
		set := newRowSet(x.Rows)
		x.Texts.find([]byte(openSyllable(text.Fold(w))), set)
		if hasDigit(w) {
			x.Figures.find([]byte(w), set)
			if len(x.Left) > 0 {
				parts = append(parts, c.among(set)+c.figures(w, x.Left))
				continue
			}
		}
		if all == nil {
			all = set
		} else {
			all.and(set)
		}
	}
	if len(parts) == 0 {
		c.found = all
	}
	if all != nil {
		parts = append(parts, c.among(all))
	}
	return `(` + strings.Join(parts, `) AND (`) + `)`, true
}

// unfit is a word that may lie across two words of a cell, or in none.
func unfit(w string) bool { return w == "" || strings.ContainsAny(w, " \n") }

// figures looks at the columns of figures that no index has.
func (c *compiler) figures(w string, left []string) string {
	var cells []string
	for _, col := range c.v.Columns {
		if slices.Contains(left, col.Name) {
			cells = append(cells, ` OR coalesce(contains(`+plainSQL(col.Name, col.Type)+`, `+c.bind(w)+`), false)`)
		}
	}
	return strings.Join(cells, "")
}
