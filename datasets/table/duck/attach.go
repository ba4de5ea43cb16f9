package duck

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"honglinh/datasets/table"
)

// The newest version of each table is also a DuckDB file on this machine, which
// queries read. These files are a cache: one that is missing or damaged is made
// again from Parquet.

// cache is the folder of what can be made again from the store of files.
const cache = ".cache"

// copies is the folder of Parquet files whose store is elsewhere.
func (e *Engine) copies() string { return filepath.Join(e.dir, cache, ".copies") }

func (e *Engine) native(ref table.Ref, v *table.Version) string {
	return filepath.Join(e.dir, cache, ref.Dataset, ref.Table, v.Number+"-"+v.SHA256[:12]+".duckdb")
}

// adoptOld moves the DuckDB files to where they are now: they were once beside the
// Parquet files.
func (e *Engine) adoptOld() error {
	old, err := filepath.Glob(filepath.Join(e.dir, "*", "*", "*.duckdb"))
	if err != nil {
		return err
	}
	for _, from := range old {
		rel, err := filepath.Rel(e.dir, from)
		if err != nil {
			return err
		}
		to := filepath.Join(e.dir, cache, rel)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	return nil
}

// sweep removes what a crash, or a question that was still being answered when the
// process ended, left in the cache.
func (e *Engine) sweep() error {
	if err := os.RemoveAll(e.copies()); err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(e.dir, cache, "*", "*", "*"))
	if err != nil {
		return err
	}
	for _, file := range left {
		if _, ok := e.open[strings.TrimSuffix(file, wordsFile(""))]; !ok {
			err = errors.Join(err, remove(file))
		}
	}
	return err
}

// revive attaches the DuckDB file of a table's newest version, which is made again
// from Parquet where it is missing or damaged.
func (e *Engine) revive(ctx context.Context, s *table.State) error {
	file := e.native(s.Ref, s.Current())
	if _, err := os.Stat(file); err == nil {
		if e.attach(ctx, file) == nil {
			return nil
		}
	}
	if err := e.rebuild(ctx, s); err != nil {
		return err
	}
	return e.attach(ctx, file)
}

func (e *Engine) rebuild(ctx context.Context, s *table.State) error {
	ref, v := s.Ref, s.Current()
	file, err := e.local(ctx, ref, v.Number, s.Files[v.Number].SHA256)
	if err != nil {
		return fmt.Errorf("tables: rebuild %s %s: %w", ref, v.Number, err)
	}
	l, err := e.loader(ctx, len(v.Columns))
	if err != nil {
		return err
	}
	defer l.discard()
	if _, err := l.db.ExecContext(ctx, `CREATE TABLE t AS SELECT * FROM read_parquet(`+literal(file)+`)`); err != nil {
		return fmt.Errorf("tables: rebuild %s %s: %w", ref, v.Number, err)
	}
	return l.publish(e.native(ref, v))
}

// attach makes a version's file known to the query instance. The caller has e.mu,
// or nobody else has the engine yet.
func (e *Engine) attach(ctx context.Context, file string) error {
	if _, ok := e.open[file]; ok {
		return nil
	}
	if name, ok := e.leaving[file]; ok { // it is there still
		delete(e.leaving, file)
		e.open[file] = name
		return nil
	}
	e.attached++
	name := fmt.Sprintf("v%d", e.attached)
	if _, err := e.db.ExecContext(ctx, `ATTACH `+literal(file)+` AS `+quote(name)+` (READ_ONLY)`); err != nil {
		return fmt.Errorf("tables: attach %s: %w", filepath.Base(file), err)
	}
	e.open[file] = name
	return nil
}

// pin keeps what a version is read from where it is until release is called,
// however many newer versions come meanwhile.
func (e *Engine) pin(ref table.Ref, v *table.Version) (release func()) {
	file := e.native(ref, v)
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, ok := e.open[file]; !ok {
		return func() {}
	}
	e.pins[file]++
	return sync.OnceFunc(func() {
		e.mu.Lock()
		if e.pins[file]--; e.pins[file] > 0 {
			e.mu.Unlock()
			return
		}
		delete(e.pins, file)
		name, ok := e.leaving[file]
		delete(e.leaving, file)
		e.mu.Unlock()
		if ok {
			_ = e.detach(context.Background(), file, name) // what is left behind is removed at the next start
		}
	})
}

// retire forgets a version's DuckDB file; its Parquet file stays. A question that
// still reads the file keeps it until it ends.
func (e *Engine) retire(ctx context.Context, file string) error {
	e.mu.Lock()
	name, ok := e.open[file]
	delete(e.open, file)
	if ok && e.pins[file] > 0 {
		e.leaving[file] = name
		e.mu.Unlock()
		return nil
	}
	e.mu.Unlock()
	if !ok {
		return e.unlink(file)
	}
	return e.detach(ctx, file, name)
}

func (e *Engine) detach(ctx context.Context, file, name string) error {
	if _, err := e.db.ExecContext(ctx, `DETACH `+quote(name)); err != nil {
		return err
	}
	return e.unlink(file)
}

// unlink removes the file of a version that is read no more, with its index of words.
func (e *Engine) unlink(native string) error {
	return errors.Join(remove(native), e.wordIndexes.forget(native))
}

func remove(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// relation returns what a query reads from: the attached table of the newest
// version, or the Parquet file of an older one.
func (e *Engine) relation(ctx context.Context, ref table.Ref, v *table.Version) (string, error) {
	e.mu.RLock()
	name, ok := e.open[e.native(ref, v)]
	e.mu.RUnlock()
	if ok {
		return quote(name) + `.t`, nil
	}
	file, err := e.local(ctx, ref, v.Number, e.sumOf(ref, v.Number))
	return `read_parquet(` + literal(file) + `)`, err
}
