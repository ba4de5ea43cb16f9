package duck

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"honglinh/datasets/table"
)

// Adopt has the engine hold the tables of another one, whose files of versions are in its
// store of files already (see VersionFile), and no others. A table that cannot be adopted
// keeps its version before and does not stop the others. The engine must load nothing itself.
func (e *Engine) Adopt(ctx context.Context, states []*table.State) error {
	var errs []error
	stay := map[table.Ref]bool{}
	for _, s := range states {
		stay[s.Ref] = true
		if err := e.takeOver(ctx, s); err != nil {
			errs = append(errs, fmt.Errorf("tables: adopt %s: %w", s.Ref, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	for _, s := range e.Tables() {
		if !stay[s.Ref] {
			errs = append(errs, e.leave(ctx, s))
		}
	}
	return errors.Join(errs...)
}

func (e *Engine) takeOver(ctx context.Context, s *table.State) error {
	before, _ := e.State(s.Ref) // none yet is fine
	if before != nil && alike(before, s) {
		return nil
	}
	own := *s
	own.Files = maps.Clone(s.Files)
	e.mu.Lock()
	err := e.revive(ctx, &own)
	e.mu.Unlock()
	if err != nil {
		return err
	}
	if err := e.change(ctx, s.Ref, func(*table.State) *table.State { return &own }); err != nil {
		return err
	}
	if before == nil {
		return nil
	}
	if old := e.native(s.Ref, before.Current()); old != e.native(s.Ref, own.Current()) {
		return e.retire(ctx, old)
	}
	return nil
}

// alike reports whether two states say the same.
func alike(a, b *table.State) bool {
	if len(a.Versions) != len(b.Versions) || a.Current().Number != b.Current().Number || a.Current().SHA256 != b.Current().SHA256 || !maps.Equal(a.Files, b.Files) {
		return false
	}
	one, err := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err == nil && err2 == nil && slices.Equal(one, other)
}

// leave takes a table back that the other engine no longer publishes.
func (e *Engine) leave(ctx context.Context, s *table.State) error {
	err := e.change(ctx, s.Ref, func(before *table.State) *table.State {
		now, gone := e.opt.Now().UTC(), *before
		gone.Withdrawn, gone.Origin = &now, nil
		return &gone
	})
	if err != nil {
		return err
	}
	return e.retire(ctx, e.native(s.Ref, s.Current()))
}

// VersionFile is the name of the file that keeps a version in the store of files.
func VersionFile(ref table.Ref, number string) string { return parquetName(ref, number) }
