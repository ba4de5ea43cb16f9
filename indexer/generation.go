package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/analysis"
	"honglinh/catalog/search/lexicon"
	"honglinh/catalog/search/syllables"
	"honglinh/catalog/text"
	"honglinh/indexer/live"
)

// prepared is the version of how records are made ready for the index; a new
// one has every index built anew.
const prepared = "6"

// indexFolder is where a data folder has its indexes.
const indexFolder = "index"

// Sizes of the batches that the index takes: a batch is held in memory.
const indexBatch = 500

// retireAfter is how long an index that was replaced stays open for searches
// under way; the server ends requests after 30 seconds.
const retireAfter = 40 * time.Second

// generation is one search index. The file CURRENT names the one in use, so
// that a new one takes over in one step.
type generation struct {
	Number int `json:"generation"`
	// Key says by what its documents were prepared; another key needs another
	// generation.
	Key      string `json:"key"`
	engine   search.Engine
	restorer *analysis.Restorer
	words    *search.Wordbook // nil until it can be filled
}

// name is that of its engine.
func (g *generation) name() string { return strconv.Itoa(g.Number) }

func (g *generation) close() error {
	if g.engine == nil {
		return nil
	}
	return g.engine.Close()
}

func (s *shelf) indexDir(parts ...string) string {
	return filepath.Join(append([]string{s.opt.Data, indexFolder}, parts...)...)
}

// follow has the index hold what the store holds. An
// index that is missing, damaged or prepared by other rules is built anew
// beside the old one, which answers meanwhile.
func (s *indexed) follow(ctx context.Context) error {
	key := s.indexKey(ctx)
	if s.index.engine == nil {
		if err := s.takeIndex(ctx); err != nil {
			return err
		}
	}
	seq, err := s.records.Seq(ctx)
	if err != nil {
		return err
	}
	if s.index.engine != nil && s.index.Key == key && s.index.engine.Seq() <= seq {
		err := s.catchUp(ctx)
		if err == nil {
			err = s.followWords(ctx)
		}
		if err == nil || ctx.Err() != nil || errors.Is(err, search.ErrAway) {
			return err
		}
		s.opt.Log.Warn("the index cannot follow and is built anew", "op", "index", "err", err)
	}
	return s.rebuild(ctx, key)
}

// indexKey fingerprints what documents are prepared with beside themselves.
func (s *shelf) indexKey(ctx context.Context) string {
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	_ = enc.Encode(prepared) // writing to a hash does not fail
	_ = enc.Encode(lexicon.Fingerprint())
	_ = enc.Encode(syllables.Fingerprint())
	_ = enc.Encode(s.next.Places.All())
	if concepts, err := s.records.Document(ctx, thesaurusKey); err == nil {
		sum.Write(concepts)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// takeIndex opens the current generation and clears what a crash left of others. The error is
// search.ErrAway.
func (s *indexed) takeIndex(ctx context.Context) error {
	err := s.openIndex(ctx)
	if s.index.engine != nil {
		s.removeOthers(s.index.Number)
	}
	return err
}

// openIndex opens the current generation; one that cannot be used is left for
// rebuild to replace. The error is search.ErrAway, of an engine that may be sound.
func (s *shelf) openIndex(ctx context.Context) error {
	raw, err := os.ReadFile(s.indexDir("CURRENT"))
	if err != nil {
		return nil
	}
	var g generation
	if err := json.Unmarshal(raw, &g); err != nil || g.Number < 1 {
		return nil
	}
	if g.engine, err = s.engines.Open(ctx, g.name()); errors.Is(err, search.ErrAway) {
		return err
	}
	if err != nil {
		s.opt.Log.Warn("the index is built anew", "op", "index", "err", err)
		s.index.Number = g.Number
		return nil
	}
	g.restorer, g.words = s.readRestorer(g.Number), s.readWords(g.Number)
	s.index = g
	return nil
}

func (s *shelf) preparer() search.Preparer {
	return search.Preparer{Places: s.next.Places, Thesaurus: s.next.Thesaurus, Lexicon: lexicon.General()}
}

// catchUp applies the changes that the index has not seen.
func (s *indexed) catchUp(ctx context.Context) error {
	p := s.preparer()
	to, err := s.records.Seq(ctx)
	if err != nil {
		return err
	}
	for {
		since := s.index.engine.Seq()
		changes, err := s.records.Changes(ctx, since, indexBatch)
		if err != nil || len(changes) == 0 {
			return err
		}
		s.opt.Progress("index", int(since), int(to))
		b := search.Batch{Seq: changes[len(changes)-1].Seq, More: len(changes) == indexBatch}
		last := map[string]int{}
		for i, c := range changes {
			last[c.ID] = i
		}
		for i, c := range changes {
			switch {
			case last[c.ID] != i:
			case c.Removed:
				b.Delete = append(b.Delete, c.ID)
			case c.Record == nil: // damaged; it comes when it is restored
			default:
				b.Put = append(b.Put, p.Sure(c.Record))
			}
		}
		if err := s.index.engine.Apply(ctx, b); err != nil {
			return err
		}
		if b.More {
			continue
		}
		s.opt.Progress("index", int(to), int(to))
		return nil
	}
}

// rebuild fills a new generation from the store and makes it the current one.
func (s *indexed) rebuild(ctx context.Context, key string) (err error) {
	next := generation{Number: s.nextNumber(), Key: key}
	if err := s.engines.Remove(ctx, next.name()); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if next.engine, err = s.engines.Create(ctx, next.name()); err != nil {
		return err
	}
	if err = s.fill(ctx, &next); err == nil {
		err = s.point(next)
	}
	if err != nil {
		return errors.Join(err, next.engine.Close(), s.engines.Remove(context.WithoutCancel(ctx), next.name()))
	}
	s.outgoing = append(s.outgoing, s.index)
	s.index = next
	return nil
}

// nextNumber is one more than any generation there has been.
func (s *indexed) nextNumber() int {
	n := s.index.Number
	entries, _ := os.ReadDir(s.indexDir()) // none is fine
	for _, e := range entries {
		if i, ok := numberOf(e); ok {
			n = max(n, i)
		}
	}
	return n + 1
}

// numberOf is the generation that a file or folder belongs to: "12", "12.marks".
func numberOf(e os.DirEntry) (int, bool) {
	name, _, _ := strings.Cut(e.Name(), ".")
	n, err := strconv.Atoi(name)
	return n, err == nil && n > 0
}

// fill writes every live record into the generation, and has the restorer of
// marks learn from their Vietnamese texts.
func (s *indexed) fill(ctx context.Context, g *generation) error {
	seq, err := s.records.Seq(ctx)
	if err != nil {
		return err
	}
	counts, err := s.records.Counts(ctx)
	if err != nil {
		return err
	}
	total, done := 0, 0
	for _, n := range counts {
		total += n
	}
	learn := analysis.NewRestorerBuilder(syllables.Base())
	feed := search.NewFeed(g.engine, seq, s.preparer())
	err = s.records.Each(ctx, func(rec catalog.Record, _ int64) error {
		err := guarded(func() error {
			for _, t := range []text.Text{rec.Title, rec.Summary, rec.Body} {
				if vi := t[text.VI]; vi != "" {
					learn.Add(analysis.Prepare(vi, "vi").Toned)
				}
			}
			return nil
		})
		if err != nil {
			s.opt.Log.Error("marks are not learnt from a record", "op", "index", "record", rec.ID, "err", err)
		}
		if done%indexBatch == 0 {
			s.opt.Progress("index", done, total)
		}
		done++
		return feed.Put(ctx, &rec)
	})
	if err = errors.Join(err, feed.Close(ctx)); err != nil {
		return err
	}
	s.opt.Progress("index", total, total)
	g.restorer, g.words = learn.Build(), feed.Words()
	return nil
}

// point makes a generation the current one, in one step.
func (s *indexed) point(g generation) error {
	if err := os.MkdirAll(s.indexDir(), 0o755); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if raw, err := g.restorer.MarshalBinary(); err == nil {
		if err := replaceFile(s.restorerFile(g.Number), raw); err != nil {
			return err
		}
	}
	if err := s.writeWords(g); err != nil {
		return err
	}
	raw, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return replaceFile(s.indexDir("CURRENT"), raw)
}

func (s *shelf) restorerFile(n int) string { return s.indexDir(strconv.Itoa(n) + ".marks") }

// readRestorer reads the restorer beside a generation; without it searches know the base
// only, until the next rebuild.
func (s *shelf) readRestorer(n int) *analysis.Restorer {
	raw, err := os.ReadFile(s.restorerFile(n))
	if err != nil {
		return syllables.Base()
	}
	r := &analysis.Restorer{}
	if err := r.UnmarshalBinary(raw); err != nil {
		s.opt.Log.Warn("marks are not restored until the index is built anew", "op", "index", "err", err)
		return syllables.Base()
	}
	return r
}

// swap shows readers the new state. An index that was replaced is closed once no search can
// be on it.
func (s *indexed) swap() *live.State {
	before := s.readers
	now := s.show()
	if len(s.outgoing) > 0 {
		s.readers = nil
		for _, old := range s.outgoing {
			s.retire(old, before)
		}
		s.outgoing = nil
	}
	s.readers = slices.DeleteFunc(s.readers, func(r *live.State) bool { return r == now || ended(r) })
	s.readers = append(s.readers, now)
	return now
}

func ended(r *live.State) bool {
	select {
	case <-r.Done():
		return true
	default:
		return false
	}
}

// retire closes a replaced generation once nobody holds a state of it, and no search of who
// held none can be on it.
func (s *indexed) retire(old generation, readers []*live.State) {
	if old.engine == nil {
		s.removeOthers(s.index.Number)
		return
	}
	s.retired.Go(func() {
		for _, r := range readers {
			select {
			case <-r.Done():
			case <-s.closing:
			}
		}
		t := time.NewTimer(retireAfter)
		defer t.Stop()
		select {
		case <-t.C:
		case <-s.closing:
		}
		if err := old.engine.Close(); err != nil {
			s.opt.Log.Warn("closing the index before", "op", "index", "err", err)
		}
		s.remove(old.Number)
	})
}

func (s *indexed) remove(n int) {
	g := generation{Number: n}
	err := errors.Join(s.engines.Remove(context.Background(), g.name()), os.RemoveAll(s.restorerFile(n)), os.RemoveAll(s.wordsFile(n)))
	if err != nil {
		s.opt.Log.Warn("an old index stays on the disk", "op", "index", "err", err)
	}
}

// removeOthers clears what a crash left of other generations.
func (s *indexed) removeOthers(current int) {
	entries, _ := os.ReadDir(s.indexDir())
	for _, e := range entries {
		if n, ok := numberOf(e); ok && n != current {
			s.remove(n)
		}
	}
}

// replaceFile writes a file so that a crash leaves the old or the new one whole.
func replaceFile(name string, b []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".new-")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(b); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err := (durable{tmp}).Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), name); err != nil {
		return err
	}
	return syncDir(filepath.Dir(name))
}
