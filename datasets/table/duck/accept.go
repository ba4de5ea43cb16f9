package duck

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets/table"
)

// accept makes the loaded table the newest version, unless it is the one we have.
func (e *Engine) accept(ctx context.Context, ref table.Ref, src table.Source, l *loader, v *table.Version, exact bool, report *table.Report) error {
	if !exact {
		var err error
		if v.SHA256, err = checksum(ctx, l.conn, v.Columns); err != nil {
			return err
		}
	}
	e.mu.RLock()
	old := e.states[ref]
	e.mu.RUnlock()
	if old != nil && same(old.Current(), v) {
		report.Version, report.Unchanged = old.Current(), true
		return nil
	}
	v.Created = e.opt.Now().UTC()
	if old == nil {
		v.Number, v.Change, v.Added = firstVersion(src.Version), table.First, v.Rows
	} else if err := e.compare(ctx, ref, old.Current(), l, v); err != nil {
		return err
	}
	if err := l.publish(e.native(ref, v)); err != nil {
		return err
	}
	report.Version = v
	return e.adopt(ctx, ref, old, v)
}

func (e *Engine) adopt(ctx context.Context, ref table.Ref, old *table.State, v *table.Version) error {
	s := &table.State{Ref: ref}
	if old != nil {
		s.Versions, s.Origin = slices.Clone(old.Versions), old.Origin
	}
	s.Versions = append(s.Versions, *v)
	// A file of this number can only be of a table whose state was lost.
	if err := e.files.Delete(ctx, parquetName(ref, v.Number)); err != nil {
		return err
	}
	e.mu.Lock()
	err := e.attach(ctx, e.native(ref, v))
	e.mu.Unlock()
	if err == nil {
		err = e.change(ctx, ref, func(now *table.State) *table.State {
			if now != nil {
				s.Files = now.Files
			}
			return s
		})
	}
	if err != nil || len(s.Versions) < 3 {
		return err
	}
	// The version just replaced stays attached for the queries that began
	// before; the one before it has none.
	gone := &s.Versions[len(s.Versions)-3]
	return errors.Join(e.seal(ctx, ref, gone), e.retire(ctx, e.native(ref, gone)))
}

// same reports whether two versions hold the same rows under the same columns.
func same(a, b *table.Version) bool {
	if a.SHA256 != b.SHA256 || len(a.Columns) != len(b.Columns) {
		return false
	}
	for i := range a.Columns {
		x, y := a.Columns[i], b.Columns[i]
		if x.Name != y.Name || x.Type != y.Type || x.Unit != y.Unit || !maps.EqualFunc(x.Labels, y.Labels, text.Text.Equal) || !x.Title.Equal(y.Title) || !x.Description.Equal(y.Description) {
			return false
		}
	}
	return true
}

// firstVersion returns the package's own number where it is one.
func firstVersion(s string) string {
	if _, ok := parseVersion(s); ok {
		return s
	}
	return "1.0.0"
}

func parseVersion(s string) ([3]int, bool) {
	var n [3]int
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return n, false
	}
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 {
			return n, false
		}
		n[i] = v
	}
	return n, true
}

func next(number string, c table.Change) string {
	n, _ := parseVersion(number)
	switch c {
	case table.Major:
		n = [3]int{n[0] + 1, 0, 0}
	case table.Minor:
		n = [3]int{n[0], n[1] + 1, 0}
	default:
		n[2]++
	}
	return fmt.Sprintf("%d.%d.%d", n[0], n[1], n[2])
}

// compare counts what v changes against the version before and numbers it by
// the Data Package recipe.
func (e *Engine) compare(ctx context.Context, ref table.Ref, old *table.Version, l *loader, v *table.Version) error {
	if err := e.seal(ctx, ref, old); err != nil {
		return err
	}
	file, err := e.local(ctx, ref, old.Number, e.sumOf(ref, old.Number))
	if err != nil {
		return err
	}
	before := `read_parquet(` + literal(file) + `)`
	d := differ{before: before, after: `t`, old: old, new: v}
	counts, err := d.count(ctx, l.conn)
	if err != nil {
		return fmt.Errorf("tables: compare %s with %s: %w", ref, old.Number, err)
	}
	v.Added, v.Removed, v.Changed = counts.Added, counts.Removed, counts.Changed
	switch {
	case !slices.Equal(old.Names(), v.Names()) || typesDiffer(old, v) || v.Removed > 0:
		v.Change = table.Major
	case v.Added > 0:
		v.Change = table.Minor
	default:
		v.Change = table.Patch
	}
	v.Number = next(old.Number, v.Change)
	return nil
}

func typesDiffer(a, b *table.Version) bool {
	for _, c := range a.Columns {
		if d, ok := b.Column(c.Name); ok && d.Type != c.Type {
			return true
		}
	}
	return false
}
