package search

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"honglinh/catalog"
)

// Words knows what readers may type. A Wordbook is one.
type Words interface {
	// Frequencies gives for each folded word the number of records that hold it.
	Frequencies(ctx context.Context, words []string) ([]int, error)
	// Similar gives for each folded word up to limit known ones, one edit away or two from a
	// long word, the nearest first and of these the most frequent. Very short words have none: too many would be near.
	Similar(ctx context.Context, words []string, limit int) ([][]WordCount, error)
	// Suggest completes what is being typed with the names of the records.
	Suggest(ctx context.Context, req SuggestRequest) ([]Suggestion, error)
}

// WordCount is a folded word with the number of records that hold it.
type WordCount struct {
	Word  string
	Count int
}

// SuggestRequest asks for completions.
type SuggestRequest struct {
	// Prefix is what was typed, folded, words separated by one space.
	Prefix string
	Limit  int
}

// Wordbook is the words and names of the records, in this process. It follows the store by
// its change sequence as an engine does, and can be thrown away and filled again. It is safe
// for concurrent use; Apply is for one goroutine at a time. The zero Wordbook is empty.
type Wordbook struct{ current atomic.Pointer[wordState] }

var _ Words = (*Wordbook)(nil)

// wordState is a Wordbook at one sequence. It never changes.
type wordState struct {
	seq       int64
	words     *wordList
	ids       []string // in order
	names     [][]Suggestion
	completer func() *Completer // made when it is first asked for
	asked     *atomic.Bool
}

func newWordState(seq int64, words *wordList, ids []string, names [][]Suggestion) *wordState {
	s := &wordState{seq: seq, words: words, ids: ids, names: names, asked: &atomic.Bool{}}
	s.completer = sync.OnceValue(func() *Completer {
		s.asked.Store(true)
		return NewCompleter(slices.Concat(names...))
	})
	return s
}

func (w *Wordbook) state() *wordState {
	if s := w.current.Load(); s != nil {
		return s
	}
	return newWordState(0, &wordList{}, nil, nil)
}

// Seq is the change sequence of the last changes applied; 0 for a new Wordbook.
func (w *Wordbook) Seq() int64 { return w.state().seq }

// Frequencies gives for each folded word the number of records that hold it.
func (w *Wordbook) Frequencies(ctx context.Context, words []string) ([]int, error) {
	list := w.state().words
	out := make([]int, len(words))
	for i, word := range words {
		out[i] = list.frequency(word)
	}
	return out, ctx.Err()
}

// Similar gives for each folded word the known ones near it.
func (w *Wordbook) Similar(ctx context.Context, words []string, limit int) ([][]WordCount, error) {
	list := w.state().words
	out := make([][]WordCount, len(words))
	for i, word := range words {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = list.similar(word, limit)
	}
	return out, ctx.Err()
}

// Suggest completes titles and document numbers.
func (w *Wordbook) Suggest(ctx context.Context, req SuggestRequest) ([]Suggestion, error) {
	return w.state().completer().Complete(req.Prefix, req.Limit, nil), ctx.Err()
}

// Entry is what a record adds to a Wordbook.
type Entry struct {
	ID    string
	Words []string // folded, each once
	Names []Suggestion
}

// Entry makes what a record adds to a Wordbook. Like Sure it never breaks down.
func (p *Preparer) Entry(rec *catalog.Record) Entry {
	d := p.Sure(rec)
	return entryOf(rec, &d)
}

// entryOf is the entry of a record of which the document is made. A record whose names we break
// down on has none.
func entryOf(rec *catalog.Record, d *Document) (e Entry) {
	defer func() {
		if recover() != nil {
			e.Names = nil
		}
	}()
	words := slices.Clone(d.Terms[Folded])
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) > 0 && words[0] == "" {
		words = words[1:]
	}
	e = Entry{ID: rec.ID, Words: words}
	e.Names = completions(rec)
	return e
}

// WordChanges are changes of a Wordbook that are applied together. The zero WordChanges are none.
type WordChanges struct {
	words map[string]int
	names map[string][]Suggestion // nil for a record that is no more
}

// Put adds what a record has now.
func (c *WordChanges) Put(e Entry) {
	c.count(e.Words, 1)
	c.names[e.ID] = append([]Suggestion{}, e.Names...)
}

// Take takes away what a record had; it comes before Put where the record has something else now.
func (c *WordChanges) Take(e Entry) {
	c.count(e.Words, -1)
	c.names[e.ID] = nil
}

func (c *WordChanges) count(words []string, by int) {
	if c.words == nil {
		c.words, c.names = map[string]int{}, map[string][]Suggestion{}
	}
	for _, w := range words {
		n, ok := c.words[w]
		if !ok {
			w = strings.Clone(w) // the words of a record are pieces of its whole text
		}
		c.words[w] = n + by
	}
}

// Apply makes the changes up to the store's sequence seq. Readers who complete names already
// do not wait: the new names are sorted before they are shown.
func (w *Wordbook) Apply(seq int64, c *WordChanges) {
	old := w.state()
	ids, names := old.merged(c.names)
	next := newWordState(seq, old.words.merged(c.words), ids, names)
	if old.asked.Load() {
		next.completer()
	}
	w.current.Store(next)
}

// merged are the names with those of some records replaced.
func (s *wordState) merged(changes map[string][]Suggestion) (ids []string, names [][]Suggestion) {
	ids, names = make([]string, 0, len(s.ids)+len(changes)), make([][]Suggestion, 0, len(s.ids)+len(changes))
	put := func(id string, list []Suggestion) { ids, names = append(ids, id), append(names, list) }
	i := 0
	for _, id := range slices.Sorted(maps.Keys(changes)) {
		for ; i < len(s.ids) && s.ids[i] < id; i++ {
			put(s.ids[i], s.names[i])
		}
		if i < len(s.ids) && s.ids[i] == id {
			i++
		}
		if list := changes[id]; list != nil {
			put(id, list)
		}
	}
	for ; i < len(s.ids); i++ {
		put(s.ids[i], s.names[i])
	}
	return ids, names
}
