package bleveengine

import (
	"context"
	"math"
	"slices"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"honglinh/catalog/search"
)

// list is the decoded postings of a term: the rows that hold it, ascending, and how often.
type list struct {
	rows []uint32
	freq []uint8 // capped: beyond 255 BM25 no longer tells a difference
}

func (l *list) has(row uint32) bool {
	_, ok := slices.BinarySearch(l.rows, row)
	return ok
}

// frequency is how often the row has the term.
func (l *list) frequency(row uint32) int {
	at, ok := slices.BinarySearch(l.rows, row)
	if !ok {
		return 0
	}
	return int(l.freq[at])
}

// both is the rows that two lists have, each as often as the list that has it less.
func (l *list) both(o *list) *list {
	if len(l.rows) > len(o.rows) {
		l, o = o, l
	}
	out, rows, freq := &list{}, o.rows, o.freq
	for i, row := range l.rows {
		at, ok := slices.BinarySearch(rows, row)
		if ok {
			out.rows, out.freq = append(out.rows, row), append(out.freq, min(l.freq[i], freq[at]))
		}
		rows, freq = rows[at:], freq[at:]
	}
	return out
}

// maxCached bounds the decoded postings a view keeps, counted in postings of 5 bytes:
// 16 million are 80 MB and hold all frequent terms of 100,000 records.
const maxCached = 16 << 20

// postings keeps decoded lists. Decoding costs about forty times as much as reading what
// is decoded, and a few thousand terms make most of all queries.
type postings struct {
	mu    sync.RWMutex
	lists map[termKey]*list
	size  int
}

type termKey struct {
	field  search.Field
	term   string
	prefix bool
}

func newPostings() *postings { return &postings{lists: map[termKey]*list{}} }

// list gives the postings of a form; an unknown term has none.
func (v *view) list(ctx context.Context, form search.Form) (*list, error) {
	key := termKey{form.Field, form.Term, form.Prefix}
	v.postings.mu.RLock()
	l, ok := v.postings.lists[key]
	v.postings.mu.RUnlock()
	if ok {
		return l, nil
	}
	decode := v.decode
	if form.Prefix {
		decode = v.decodePrefix
	}
	l, err := decode(ctx, form.Field, form.Term)
	if err != nil {
		return nil, err
	}
	v.postings.keep(key, l)
	return l, nil
}

func (p *postings) keep(key termKey, l *list) {
	const overhead = 32 // postings' worth of the entry itself
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, old := range p.lists { // map order is as good as random
		if p.size+len(l.rows)+overhead <= maxCached {
			break
		}
		p.size -= len(old.rows) + overhead
		delete(p.lists, k)
	}
	p.size += len(l.rows) + overhead
	p.lists[key] = l
}

func (v *view) decode(ctx context.Context, field search.Field, term string) (*list, error) {
	r, err := v.reader.TermFieldReader(ctx, []byte(term), string(field), true, false, false)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	count := int(r.Count())
	l := &list{rows: make([]uint32, 0, count), freq: make([]uint8, 0, count)}
	var doc index.TermFieldDoc
	sorted := true
	for {
		found, err := r.Next(doc.Reset())
		if err != nil {
			return nil, err
		}
		if found == nil {
			break
		}
		at := found.ID.Value()
		if at >= uint64(len(v.rowOf)) || v.rowOf[at] == noRow {
			continue
		}
		row := v.rowOf[at]
		sorted = sorted && (len(l.rows) == 0 || l.rows[len(l.rows)-1] < row)
		l.rows = append(l.rows, row)
		l.freq = append(l.freq, uint8(min(found.Freq, math.MaxUint8)))
	}
	if !sorted {
		l.sort(len(v.cols.ids))
	}
	return l, nil
}

// sort puts the list in the order of its rows, of which the view has so many. Documents stand
// in the index in the order of its segments, so that most long lists need it.
func (l *list) sort(rows int) {
	const dense = 8 // a byte for each row of the view is then less than a number for each of the list
	if len(l.rows)*dense > rows {
		l.spread(rows)
		return
	}
	both := make([]uint64, len(l.rows))
	for i, row := range l.rows {
		both[i] = uint64(row)<<8 | uint64(l.freq[i])
	}
	slices.Sort(both)
	for i, x := range both {
		l.rows[i], l.freq[i] = uint32(x>>8), uint8(x)
	}
}

// spread sorts a dense list by counting: no row is in it twice, and none has its term no time.
func (l *list) spread(rows int) {
	freq := make([]uint8, rows)
	for i, row := range l.rows {
		freq[row] = l.freq[i]
	}
	at := 0
	for row, n := range freq {
		if n > 0 {
			l.rows[at], l.freq[at] = uint32(row), n
			at++
		}
	}
}

// idf is the inverse document frequency of a term that n documents of the view hold.
func (v *view) idf(n int) float64 {
	return math.Log(1 + (float64(len(v.live))-float64(n)+0.5)/(float64(n)+0.5))
}

func fieldIndex(f search.Field) int {
	switch f {
	case search.Toned:
		return 0
	case search.Folded:
		return 1
	case search.Pairs:
		return 2
	case search.Titles:
		return 3
	case search.Stems:
		return 4
	case search.Keys:
		return 5
	}
	return 6
}

// maxPrefix bounds the terms that a beginning stands for.
const maxPrefix = 100

// decodePrefix joins the postings of all terms that begin with term.
func (v *view) decodePrefix(ctx context.Context, field search.Field, term string) (*list, error) {
	dict, err := v.reader.FieldDictPrefix(string(field), []byte(term))
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	joined := map[uint32]uint8{}
	for range maxPrefix {
		entry, err := dict.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			break
		}
		l, err := v.decode(ctx, field, entry.Term)
		if err != nil {
			return nil, err
		}
		for i, row := range l.rows {
			joined[row] = max(joined[row], l.freq[i])
		}
	}
	l := &list{}
	for row, freq := range joined {
		l.rows, l.freq = append(l.rows, row), append(l.freq, freq)
	}
	l.sort(len(v.cols.ids))
	return l, nil
}
