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
// for one batch on one processor. A large batch is therefore cut into lanes, which are
// written at the same time. Each lane writes, in one piece with its documents, a note of
// what it did to the counts; the notes together tell whether every lane of the last turn
// arrived. If some did not, the sequence is that of the turn before, and applying the
// changes after it again mends everything.

// minLane is how many documents a lane is worth: smaller segments cost more merging than
// the second processor saves. maxLanes bounds the memory of a batch under way.
const (
	minLane  = 500
	maxLanes = 4
)

// note is what a lane says about itself, written in the same batch as its documents.
type note struct {
	Turn   int64             `json:"turn"`
	Lanes  int               `json:"lanes"` // that take part in the turn
	Seq    int64             `json:"seq"`   // once all have arrived
	Before int64             `json:"before"`
	Docs   int               `json:"docs"`   // added less removed, by this lane ever
	Totals [fieldCount]int64 `json:"totals"` // the same for the tokens of each field
}

// noteKey is the key of a lane's note among the index's own notes.
func noteKey(lane int) []byte { return []byte(stateKey + "." + strconv.Itoa(lane)) }

// notes are those of all lanes.
type notes [maxLanes]note

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
			return fmt.Errorf("read state of lane %d: %w", i, err)
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
		case one.Turn > last.Turn:
			last, arrived = one, 1
		case one.Turn == last.Turn:
			arrived++
		}
	}
	if s.Seq = last.Seq; arrived < last.Lanes {
		s.Seq = last.Before
	}
	return s
}

// lane is one part of a batch.
type lane struct {
	puts    []search.Document
	deletes []string
	rows    []row // of puts
	note    note
	batch   *bleve.Batch
}

// lanes cuts a batch: what it puts evenly, what it deletes into the first lane. Of a
// document given twice the last one counts, and putting it wins over deleting it.
func (e *Engine) lanes(b search.Batch) []*lane {
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
	n := max(1, min(len(puts)/minLane, runtime.GOMAXPROCS(0), maxLanes))
	out := make([]*lane, n)
	turn := e.turn + 1
	for i := range out {
		out[i] = &lane{puts: puts[i*len(puts)/n : (i+1)*len(puts)/n], note: e.notes[i]}
		out[i].note.Turn, out[i].note.Lanes, out[i].note.Seq, out[i].note.Before = turn, n, b.Seq, e.state.Seq
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

// stage prepares the lane's Bleve batch with its note, and its rows. It reads the engine only.
func (l *lane) stage(e *Engine, number int) error {
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

// take makes what the lane wrote the engine's own.
func (e *Engine) take(l *lane, number int) {
	for _, id := range l.deletes {
		delete(e.rows, id)
	}
	for i, d := range l.puts {
		e.rows[d.ID] = e.cols.add(d.ID, l.rows[i])
	}
	e.notes[number] = l.note
}

// together runs f for each lane at the same time and gives the errors by lane.
func together(lanes []*lane, f func(l *lane, number int) error) []error {
	errs := make([]error, len(lanes))
	var wait sync.WaitGroup
	for i, l := range lanes[1:] {
		wait.Go(func() { errs[i+1] = f(l, i+1) })
	}
	errs[0] = f(lanes[0], 0)
	wait.Wait()
	return errs
}
