package bleveengine

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2"

	"honglinh/catalog/search"
)

// Building the postings of a batch takes most of the time of an index, and Bleve does it
// for one batch on one processor. A large batch is therefore cut into shards, which are
// written at the same time. Each shard writes, in one piece with its documents, a note of
// what it did to the counts; the notes together tell whether every shard of the last round
// arrived. If some did not, the sequence is that of the round before, and applying the
// changes after it again mends everything.

// minShard is how many documents a shard is worth: smaller segments cost more merging than
// the second processor saves. maxShards bounds the memory of a batch under way.
const (
	minShard  = 500
	maxShards = 4
)

// note is what a shard says about itself, written in the same batch as its documents.
type note struct {
	Round  int64             `json:"turn"`  // the names on disk are older than these
	Shards int               `json:"lanes"` // that take part in the round
	Seq    int64             `json:"seq"`   // once all have arrived
	Before int64             `json:"before"`
	Docs   int               `json:"docs"`   // added less removed, by this shard ever
	Totals [fieldCount]int64 `json:"totals"` // the same for the tokens of each field
}

// noteKey is the key of a shard's note among the index's own notes.
func noteKey(shard int) []byte { return []byte(stateKey + "." + strconv.Itoa(shard)) }

// notes are those of all shards.
type notes [maxShards]note

func (n *notes) read(index bleve.Index) error {
	for i := range n {
		b, err := index.GetInternal(noteKey(i))
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		if err := json.Unmarshal(b, &n[i]); err != nil {
			return fmt.Errorf("read state of shard %d: %w", i, err)
		}
	}
	return nil
}

// state adds the notes up.
func (n *notes) state() state {
	var s state
	last, arrived := n[0], 0
	for _, one := range n {
		s.Docs += one.Docs
		for i, t := range one.Totals {
			s.Totals[i] += t
		}
		switch {
		case one.Round > last.Round:
			last, arrived = one, 1
		case one.Round == last.Round:
			arrived++
		}
	}
	if s.Seq = last.Seq; arrived < last.Shards {
		s.Seq = last.Before
	}
	return s
}

// shard is one part of a batch.
type shard struct {
	puts    []search.Document
	deletes []string
	rows    []row // of puts
	note    note
	batch   *bleve.Batch
}

// shards cuts a batch: what it puts evenly, what it deletes into the first shard. Of a
// document given twice the last one counts, and putting it wins over deleting it.
func (e *Engine) shards(b search.Batch) []*shard {
	last := make(map[string]int, len(b.Put))
	for i := range b.Put {
		last[b.Put[i].ID] = i
	}
	puts := b.Put
	if len(last) < len(b.Put) {
		puts = nil
		for i, d := range b.Put {
			if last[d.ID] == i {
				puts = append(puts, d)
			}
		}
	}
	n := max(1, min(len(puts)/minShard, runtime.GOMAXPROCS(0), maxShards))
	out := make([]*shard, n)
	round := e.round + 1
	for i := range out {
		out[i] = &shard{puts: puts[i*len(puts)/n : (i+1)*len(puts)/n], note: e.notes[i]}
		out[i].note.Round, out[i].note.Shards, out[i].note.Seq, out[i].note.Before = round, n, b.Seq, e.state.Seq
	}
	gone := map[string]bool{}
	for _, id := range b.Delete {
		if _, put := last[id]; !put && !gone[id] {
			gone[id] = true
			out[0].deletes = append(out[0].deletes, id)
		}
	}
	return out
}

// stage prepares the shard's Bleve batch with its note, and its rows. It reads the engine only.
func (l *shard) stage(e *Engine, number int) error {
	l.batch = e.index.NewBatch()
	for _, id := range l.deletes {
		if n, ok := e.rows[id]; ok {
			l.note.add(e.lengths(n), -1)
		}
		l.batch.Delete(id)
	}
	l.rows = make([]row, len(l.puts))
	for i, d := range l.puts {
		if n, ok := e.rows[d.ID]; ok {
			l.note.add(e.lengths(n), -1)
		}
		doc, r, err := convert(d)
		if err != nil {
			return err
		}
		if err := l.batch.IndexAdvanced(doc); err != nil {
			return fmt.Errorf("document %s: %w", d.ID, err)
		}
		l.rows[i] = r
		l.note.add(r.Lengths, 1)
	}
	text, err := json.Marshal(l.note)
	if err != nil {
		return err
	}
	l.batch.SetInternal(noteKey(number), text)
	return nil
}

// add counts a document in (1) or out (-1).
func (n *note) add(lengths [fieldCount]uint32, sign int) {
	n.Docs += sign
	for i, length := range lengths {
		n.Totals[i] += int64(sign) * int64(length)
	}
}

// take makes what the shard wrote the engine's own.
func (e *Engine) take(l *shard, number int) {
	for _, id := range l.deletes {
		delete(e.rows, id)
	}
	for i, d := range l.puts {
		e.rows[d.ID] = e.cols.add(d.ID, l.rows[i])
	}
	e.notes[number] = l.note
}

// together runs f for each shard at the same time and gives the errors by shard.
func together(shards []*shard, f func(l *shard, number int) error) []error {
	errs := make([]error, len(shards))
	var wait sync.WaitGroup
	for i, l := range shards[1:] {
		wait.Go(func() { errs[i+1] = f(l, i+1) })
	}
	errs[0] = f(shards[0], 0)
	wait.Wait()
	return errs
}
