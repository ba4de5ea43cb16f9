package duck

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"honglinh/datasets/table"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// The files of a version: the newest has a DuckDB file, each a Parquet file,
// which is kept. That of a version just loaded is made by Sync, or at the latest
// when the version is replaced.
func (e *Engine) folder(ref table.Ref) string { return filepath.Join(e.dir, ref.Dataset, ref.Table) }

func (e *Engine) parquet(ref table.Ref, number string) string {
	return filepath.Join(e.folder(ref), number+".parquet")
}

func (e *Engine) native(ref table.Ref, v *table.Version) string {
	return filepath.Join(e.folder(ref), v.Number+"-"+v.SHA256[:12]+".duckdb")
}

func (e *Engine) stateFile(ref table.Ref) string { return filepath.Join(e.folder(ref), "state.json") }

// restore reads the state of every table and attaches its newest version. A
// damaged one does not stop the others.
func (e *Engine) restore(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(e.dir, "*", "*", "state.json"))
	if err != nil {
		return err
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("tables: read state: %w", err)
		}
		var s table.State
		if err := json.Unmarshal(b, &s); err != nil || s.Current() == nil {
			e.damaged = append(e.damaged, fmt.Errorf("tables: %s is damaged; remove its folder and ingest again: %v", file, err))
			continue
		}
		if s.Withdrawn != nil {
			e.withdrawn[s.Ref] = &s
			continue
		}
		if err := e.revive(ctx, s.Ref, s.Current()); err != nil {
			e.damaged = append(e.damaged, err)
			continue
		}
		e.states[s.Ref] = &s
	}
	return nil
}

// seal makes the Parquet file of a version if it has none yet.
func (e *Engine) seal(ctx context.Context, ref table.Ref, v *table.Version) error {
	e.sealing.Lock()
	defer e.sealing.Unlock()
	file := e.parquet(ref, v.Number)
	if _, err := os.Stat(file); err == nil {
		return nil
	}
	tmp, err := os.CreateTemp(e.scratch(), "seal-*.parquet")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if err := tmp.Close(); err != nil {
		return err
	}
	stmt := `COPY (SELECT * FROM ` + e.relation(ref, v) + `) TO ` + literal(tmp.Name()) + ` (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, USE_TMP_FILE false)`
	if _, err := e.db.ExecContext(ctx, stmt); err != nil {
		return fmt.Errorf("tables: keep %s %s: %w", ref, v.Number, err)
	}
	return os.Rename(tmp.Name(), file)
}

// revive attaches a version's DuckDB file, which is made again from Parquet
// where it is missing or damaged.
func (e *Engine) revive(ctx context.Context, ref table.Ref, v *table.Version) error {
	file := e.native(ref, v)
	if _, err := os.Stat(file); err == nil {
		if e.attach(ctx, file) == nil {
			return nil
		}
	}
	if err := e.rebuild(ctx, ref, v); err != nil {
		return err
	}
	return e.attach(ctx, file)
}

func (e *Engine) rebuild(ctx context.Context, ref table.Ref, v *table.Version) error {
	l, err := e.loader(ctx, len(v.Columns))
	if err != nil {
		return err
	}
	defer l.discard()
	stmt := `CREATE TABLE t AS SELECT * FROM read_parquet(` + literal(e.parquet(ref, v.Number)) + `)`
	if _, err := l.db.ExecContext(ctx, stmt); err != nil {
		return fmt.Errorf("tables: rebuild %s %s: %w", ref, v.Number, err)
	}
	return l.publish(e.native(ref, v))
}

// attach makes a version's file known to the query instance.
func (e *Engine) attach(ctx context.Context, file string) error {
	name := "v" + strings.NewReplacer(string(filepath.Separator), "_", ".", "_", "-", "_").Replace(strings.TrimPrefix(file, e.dir))
	if _, ok := e.open[file]; ok {
		return nil
	}
	if _, ok := e.leaving[file]; ok { // it is there still
		delete(e.leaving, file)
		e.open[file] = name
		return nil
	}
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
		return remove(file)
	}
	return e.detach(ctx, file, name)
}

func (e *Engine) detach(ctx context.Context, file, name string) error {
	if _, err := e.db.ExecContext(ctx, `DETACH `+quote(name)); err != nil {
		return err
	}
	return remove(file)
}

func remove(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// save writes a table's state in one step.
func (e *Engine) save(s *table.State) error {
	b, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	tmp := e.stateFile(s.Ref) + ".new"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return os.Rename(tmp, e.stateFile(s.Ref))
}

// Drop takes a table back that is no longer published. Its versions are kept:
// they are there again when it is.
func (e *Engine) Drop(ctx context.Context, ref table.Ref) error {
	s, err := e.State(ref)
	if err != nil {
		return err
	}
	if err := e.seal(ctx, ref, s.Current()); err != nil {
		return err
	}
	gone, now := *s, e.opt.Now().UTC()
	gone.Withdrawn, gone.Origin = &now, nil
	if err := e.save(&gone); err != nil {
		return err
	}
	e.mu.Lock()
	delete(e.states, ref)
	e.withdrawn[ref] = &gone
	e.mu.Unlock()
	return e.retire(ctx, e.native(ref, s.Current()))
}

// readmit brings a table back that was dropped, if there is one.
func (e *Engine) readmit(ctx context.Context, ref table.Ref) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	gone, ok := e.withdrawn[ref]
	if !ok {
		return nil
	}
	back := *gone
	back.Withdrawn = nil
	if err := e.revive(ctx, ref, back.Current()); err != nil {
		return err
	}
	if err := e.save(&back); err != nil {
		return err
	}
	delete(e.withdrawn, ref)
	e.states[ref] = &back
	return nil
}

// relation returns what a query reads from: the attached table of the newest
// version, or the Parquet file of an older one.
func (e *Engine) relation(ref table.Ref, v *table.Version) string {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if name, ok := e.open[e.native(ref, v)]; ok {
		return quote(name) + `.t`
	}
	return `read_parquet(` + literal(e.parquet(ref, v.Number)) + `)`
}
