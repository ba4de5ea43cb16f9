package duck

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"

	"honglinh/datasets/files"
	"honglinh/datasets/table"
)

// What is kept of a table stands in the store of files: its state, and each version
// as Parquet. That of a version just loaded is made by Sync, or at the latest when
// the version is replaced.

func parquetName(ref table.Ref, number string) string {
	return ref.String() + "/" + number + ".parquet"
}

func stateName(ref table.Ref) string { return ref.String() + "/" + stateFile }

// stateFile is the last element of the name of a table's state.
const stateFile = "state.json"

// maxState bounds a state in bytes: a thousand versions of a table of a thousand
// columns.
const maxState = 1 << 30

// restore reads the state of every table and attaches its newest version. A
// damaged one does not stop the others.
func (e *Engine) restore(ctx context.Context) error {
	for info, err := range e.files.List(ctx, "") {
		if err != nil {
			return fmt.Errorf("tables: read states: %w", err)
		}
		if strings.Count(info.Name, "/") != 2 || !strings.HasSuffix(info.Name, "/"+stateFile) {
			continue
		}
		if err := e.restoreOne(ctx, info.Name); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) restoreOne(ctx context.Context, name string) error {
	b, err := e.read(ctx, name)
	if err != nil {
		return fmt.Errorf("tables: read state: %w", err)
	}
	var s table.State
	if err := json.Unmarshal(b, &s); err != nil || s.Current() == nil {
		e.damaged = append(e.damaged, fmt.Errorf("tables: %s is damaged; remove its folder and ingest again: %v", name, err))
		return nil
	}
	if s.Withdrawn != nil {
		e.withdrawn[s.Ref] = &s
		return nil
	}
	if err := e.revive(ctx, &s); err != nil {
		e.damaged = append(e.damaged, err)
		return ctx.Err()
	}
	e.states[s.Ref] = &s
	return nil
}

func (e *Engine) read(ctx context.Context, name string) ([]byte, error) {
	r, err := e.files.Open(ctx, name, 0, maxState)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// save writes a table's state in one step.
func (e *Engine) save(ctx context.Context, s *table.State) error {
	b, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	_, err = e.files.Put(ctx, stateName(s.Ref), bytes.NewReader(b), files.PutOptions{Replace: true})
	return err
}

// note remembers how a version is stored. It is on disk when the state is saved
// next; until then nobody can tell whether the file was damaged, which is all that
// a crash costs.
func (e *Engine) note(ref table.Ref, number string, w files.Written) {
	e.saving.Lock() // else a state that is being written would lose it
	defer e.saving.Unlock()
	e.mu.Lock()
	defer e.mu.Unlock()
	s, ok := e.states[ref]
	if !ok {
		return
	}
	noted := *s
	noted.Files = maps.Clone(s.Files)
	if noted.Files == nil {
		noted.Files = map[string]table.StoredFile{}
	}
	noted.Files[number] = table.StoredFile{SHA256: w.SHA256, Bytes: w.Size}
	e.states[ref] = &noted
}

// Drop implements table.Loader.
func (e *Engine) Drop(ctx context.Context, ref table.Ref) error {
	s, err := e.State(ref)
	if err != nil {
		return err
	}
	if err := e.seal(ctx, ref, s.Current()); err != nil {
		return err
	}
	var gone table.State
	err = e.change(ctx, ref, func(before *table.State) *table.State {
		now := e.opt.Now().UTC()
		gone = *before
		gone.Withdrawn, gone.Origin = &now, nil
		return &gone
	})
	if err != nil {
		return err
	}
	return e.retire(ctx, e.native(ref, s.Current()))
}

// change writes what becomes of a table's state, and then gives it to those who read. A
// state that is withdrawn is no longer given.
func (e *Engine) change(ctx context.Context, ref table.Ref, becomes func(*table.State) *table.State) error {
	e.saving.Lock()
	defer e.saving.Unlock()
	e.mu.RLock()
	before := e.states[ref]
	e.mu.RUnlock()
	after := becomes(before)
	if after == before {
		return nil
	}
	if err := e.save(ctx, after); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.states, ref)
	delete(e.withdrawn, ref)
	if after.Withdrawn != nil {
		e.withdrawn[ref] = after
	} else {
		e.states[ref] = after
	}
	return nil
}

// readmit brings a table back that was dropped, if there is one.
func (e *Engine) readmit(ctx context.Context, ref table.Ref) error {
	e.mu.Lock()
	gone, ok := e.withdrawn[ref]
	if !ok {
		e.mu.Unlock()
		return nil
	}
	back := *gone
	back.Withdrawn = nil
	err := e.revive(ctx, &back)
	e.mu.Unlock()
	if err != nil {
		return err
	}
	return e.change(ctx, ref, func(*table.State) *table.State { return &back })
}
