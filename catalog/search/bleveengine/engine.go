package bleveengine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

// format is the version of what the engine writes. An index of another version is
// refused, so that it is built anew.
const format = "3"

// Format is the version of what this program writes into an index.
func Format() string { return format }

// The keys of the index's own notes.
const (
	formatKey = "honglinh.format"
	stateKey  = "honglinh.state"
)

// state is how far the index has followed the store and what it holds. See note.
type state struct {
	Seq    int64
	Docs   int
	Totals [fieldCount]int64 // tokens of each field in all documents
}

// Engine is a search.Engine on a folder.
type Engine struct {
	index bleve.Index
	dir   string // "" in memory

	write sync.Mutex // one batch at a time; guards what follows
	cols  *columns
	rows  map[string]uint32 // live documents
	state state
	notes notes
	round int64 // of the last batch
	// kept are the notes of the columns kept beside the index, unkept is how many
	// documents changed since; see keep.
	kept   notes
	unkept int
	views  *views

	seq    atomic.Int64
	closed atomic.Bool
}

var _ search.Engine = (*Engine)(nil)

// Create makes an empty index in a folder that does not exist yet or is empty. An empty
// dir makes one in memory.
func Create(dir string) (*Engine, error) {
	if dir != "" {
		if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
			return nil, fmt.Errorf("create search index in %s: the folder is not empty", dir)
		}
		if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
			return nil, fmt.Errorf("create search index: %w", err)
		}
	}
	ix, err := bleve.NewUsing(dir, bleve.NewIndexMapping(), scorch.Name, scorch.Name, whileOpen())
	if err != nil {
		return nil, fmt.Errorf("create search index in %s: %w", dir, err)
	}
	if err := ix.SetInternal([]byte(formatKey), []byte(format)); err != nil {
		return nil, errors.Join(fmt.Errorf("create search index in %s: %w", dir, err), ix.Close())
	}
	e := &Engine{index: ix, dir: dir, cols: newColumns(), rows: map[string]uint32{}, views: newViews()}
	return e, e.publish()
}

// Open opens the index in a folder. The error is search.ErrUnusable when it has to be built anew.
// An index that lost its newest segments may open in the state before them: Seq tells from
// where the changes of the store have to be applied again.
func Open(dir string) (*Engine, error) {
	if err := verify(dir); err != nil {
		return nil, fmt.Errorf("open search index in %s: %w: %w", dir, search.ErrUnusable, err)
	}
	e, err := guarded(func() (*Engine, error) { return open(dir) })
	if err != nil {
		return nil, fmt.Errorf("open search index in %s: %w: %w", dir, search.ErrUnusable, err)
	}
	return e, nil
}

func open(dir string) (*Engine, error) {
	ix, err := bleve.OpenUsing(dir, whileOpen())
	if err != nil {
		return nil, err
	}
	e := &Engine{index: ix, dir: dir, cols: newColumns(), rows: map[string]uint32{}, views: newViews()}
	if err := e.restore(); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	e.seq.Store(e.state.Seq)
	if err := e.publish(); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return e, nil
}

// restore reads the state and the rows back from the index.
func (e *Engine) restore() error {
	if v, err := e.index.GetInternal([]byte(formatKey)); err != nil || string(v) != format {
		return fmt.Errorf("format %q, want %q (%w)", v, format, errors.Join(err))
	}
	if err := e.notes.read(e.index); err != nil {
		return err
	}
	e.state = e.notes.state()
	for _, n := range e.notes {
		e.round = max(e.round, n.Round)
	}
	if e.loadKept() {
		return nil
	}
	if err := e.load(); err != nil {
		return err
	}
	if len(e.rows) != e.state.Docs {
		return fmt.Errorf("holds %d documents where %d were written", len(e.rows), e.state.Docs)
	}
	return nil
}

// Apply makes the batch durable with its sequence. An engine that is closed answers
// Busy. A document given twice in a batch counts as given last, and putting it wins over
// deleting it. Of a batch that could not be written whole, what was written is seen with
// the next one; Seq then stays where it was, and applying the changes after it again mends it.
func (e *Engine) Apply(ctx context.Context, b search.Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e.write.Lock()
	defer e.write.Unlock()
	if e.closed.Load() {
		return closedFault()
	}
	shards := e.shards(b)
	if err := errors.Join(together(shards, func(l *shard, number int) error { return l.stage(e, number) })...); err != nil {
		return fmt.Errorf("apply to search index up to %d: %w", b.Seq, err)
	}
	errs := together(shards, func(l *shard, _ int) error { return e.index.Batch(l.batch) })
	for i, l := range shards {
		if errs[i] == nil {
			e.take(l, i)
		}
	}
	e.round++
	e.state = e.notes.state()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("apply to search index up to %d: %w", b.Seq, err)
	}
	e.seq.Store(e.state.Seq)
	if b.More {
		e.unkept += len(b.Put) + len(b.Delete)
		return nil
	}
	e.compact()
	if err := e.publish(); err != nil {
		return err
	}
	e.keepSome(len(b.Put) + len(b.Delete))
	return nil
}

func (e *Engine) lengths(n uint32) (out [fieldCount]uint32) {
	for i := range out {
		out[i] = e.cols.lengths[i][n]
	}
	return out
}

// convert makes the Bleve document and the row.
func convert(d search.Document) (*document.Document, row, error) {
	r := newRow(d)
	doc := document.NewDocument(d.ID)
	names := search.Fields()
	for _, f := range fieldsOf(d) {
		for i, name := range names {
			if string(name) == f.name {
				r.Lengths[i] = uint32(len(f.words))
			}
		}
		doc.AddField(f)
	}
	value, err := r.encode()
	if err != nil {
		return nil, r, fmt.Errorf("document %s: %w", d.ID, err)
	}
	doc.AddField(&stored{value: value})
	return doc, r, nil
}

// compact drops dead rows once they outnumber the live ones.
func (e *Engine) compact() {
	const spare = 1000 // a small catalogue need not bother
	if len(e.cols.ids) < 2*len(e.rows)+spare {
		return
	}
	fresh := newColumns()
	for n, id := range e.cols.ids {
		if e.rows[id] == uint32(n) && e.alive(id) {
			e.rows[id] = fresh.add(id, e.cols.row(uint32(n)))
		}
	}
	e.cols = fresh
}

func (e *Engine) alive(id string) bool { _, ok := e.rows[id]; return ok }

// Seq is the sequence of the last batch applied.
func (e *Engine) Seq() int64 { return e.seq.Load() }

// Close ends the engine once searches under way are done. Closing twice does nothing.
func (e *Engine) Close() error {
	e.write.Lock()
	defer e.write.Unlock()
	if e.closed.Swap(true) {
		return nil
	}
	_ = e.keep() // else the next start is slower
	err := e.views.close()
	return errors.Join(err, e.index.Close())
}

// publish makes a new view of the index and shows it to readers.
func (e *Engine) publish() error {
	v, err := e.newView()
	if err != nil {
		return fmt.Errorf("read search index: %w", err)
	}
	return e.views.show(v)
}

func (e *Engine) reader() (index.IndexReader, error) {
	advanced, err := e.index.Advanced()
	if err != nil {
		return nil, err
	}
	return advanced.Reader()
}

func closedFault() error {
	return catalog.NewFault(catalog.Busy, "search", "Chỉ mục vừa được thay; xin thử lại.", "The index has just been replaced; please try again.")
}
