package indexer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/search"
)

func (s *shelf) wordsFile(n int) string { return s.indexDir(strconv.Itoa(n) + ".words") }

// readWords reads the words beside a generation; without them nothing is misspelt and no
// title completes until the next run fills them.
func (s *shelf) readWords(n int) *search.Wordbook {
	raw, err := os.ReadFile(s.wordsFile(n))
	if err != nil {
		return nil
	}
	w := &search.Wordbook{}
	if err := w.UnmarshalBinary(raw); err != nil {
		s.opt.Log.Warn("the words are gathered anew", "op", "index", "err", err)
		return nil
	}
	return w
}

func (s *indexed) writeWords(g generation) error {
	raw, err := g.words.MarshalBinary()
	if err != nil {
		return fmt.Errorf("words: %w", err)
	}
	return replaceFile(s.wordsFile(g.Number), raw)
}

// forgetWords has the words be gathered anew from all records, here and, should this process end
// before that, by the next one: of an erased version nobody can say any more which words it had.
func (s *indexed) forgetWords() error {
	s.index.words = nil
	entries, err := os.ReadDir(s.indexDir()) // the index may not be open yet
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("words: %w", err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".words") {
			continue
		}
		if err := os.Remove(s.indexDir(e.Name())); err != nil {
			return fmt.Errorf("words: %w", err)
		}
	}
	return nil
}

// followWords has the words of the current generation be those of the store.
func (s *indexed) followWords(ctx context.Context) error {
	seq, err := s.records.Seq(ctx)
	if err != nil {
		return err
	}
	if w := s.index.words; w != nil && w.Seq() == seq {
		return nil
	}
	p := s.preparer()
	var c search.WordChanges
	if w := s.index.words; w == nil || w.Seq() > seq {
		s.index.words = &search.Wordbook{}
		err = s.each(ctx, func(rec *catalog.Record) { c.Put(p.Entry(rec)) })
	} else {
		seq, err = s.changedWords(ctx, &p, w.Seq(), &c)
	}
	if err != nil {
		return fmt.Errorf("words: %w", err)
	}
	s.index.words.Apply(seq, &c)
	return s.writeWords(s.index)
}

// changedWords gathers what the changes after since take from the words and add, and says up
// to where.
func (s *indexed) changedWords(ctx context.Context, p *search.Preparer, since int64, c *search.WordChanges) (int64, error) {
	for {
		changes, err := s.records.Changes(ctx, since, indexBatch)
		if err != nil || len(changes) == 0 {
			return since, err
		}
		for _, change := range changes {
			if change.Version > 1 {
				if err := s.takeWords(ctx, p, change.ID, change.Version-1, c); err != nil {
					return since, err
				}
			}
			if !change.Removed {
				c.Put(p.Entry(change.Record))
			}
		}
		since = changes[len(changes)-1].Seq
	}
}

// takeWords takes away what a version of a record has; a removal has nothing.
func (s *indexed) takeWords(ctx context.Context, p *search.Preparer, id string, version int, c *search.WordChanges) error {
	was, err := s.records.RecordVersion(ctx, id, version)
	switch catalog.KindOf(err) {
	case catalog.Gone:
		return nil
	case "":
		c.Take(p.Entry(&was))
	}
	return err
}
