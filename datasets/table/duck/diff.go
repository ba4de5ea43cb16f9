package duck

import (
	"context"
	"fmt"
	"honglinh/datasets/table"
	"slices"
	"strings"
)

// differ compares two versions by key; without a key whole rows are compared.
type differ struct {
	before, after string // sources
	old, new      *table.Version
}

// key returns the columns rows are matched by, if both versions have them.
func (d differ) key() []string {
	for _, k := range d.new.Key {
		if _, ok := d.old.Column(k); !ok {
			return nil
		}
	}
	return d.new.Key
}

// shared returns the columns both versions have.
func (d differ) shared() []string {
	var out []string
	for _, c := range d.new.Columns {
		if _, ok := d.old.Column(c.Name); ok {
			out = append(out, c.Name)
		}
	}
	return out
}

func (d differ) count(ctx context.Context, db querier) (table.Counts, error) {
	var c table.Counts
	key := d.key()
	if len(key) == 0 {
		cols := quoteAll(d.shared())
		if cols == "" { // nothing is as it was
			return table.Counts{Added: d.new.Rows, Removed: d.old.Rows}, nil
		}
		except := func(a, b string) string {
			return fmt.Sprintf(`(SELECT count(*) FROM (SELECT %s FROM %s EXCEPT ALL SELECT %s FROM %s))`, cols, a, cols, b)
		}
		err := db.QueryRowContext(ctx, `SELECT `+except(d.after, d.before)+`, `+except(d.before, d.after)).Scan(&c.Added, &c.Removed)
		return c, err
	}
	stmt := fmt.Sprintf(`SELECT count(*) FILTER (WHERE o.%[1]s IS NULL), count(*) FILTER (WHERE n.%[1]s IS NULL), count(*) FILTER (WHERE o.%[1]s IS NOT NULL AND n.%[1]s IS NOT NULL AND (%[2]s)) FROM %[3]s`,
		quote(rowColumn), d.differs(), d.join())
	err := db.QueryRowContext(ctx, stmt).Scan(&c.Added, &c.Removed, &c.Changed)
	return c, err
}

func (d differ) join() string {
	var on []string
	for _, k := range d.key() {
		same := `o.%[1]s = n.%[1]s`
		a, _ := d.old.Column(k)
		if b, _ := d.new.Column(k); a.Type != b.Type { // the engine would read text as the other type
			same = `CAST(o.%[1]s AS VARCHAR) = CAST(n.%[1]s AS VARCHAR)`
		}
		on = append(on, fmt.Sprintf(same, quote(k)))
	}
	return fmt.Sprintf(`%s AS o FULL OUTER JOIN %s AS n ON %s`, d.before, d.after, strings.Join(on, ` AND `))
}

func (d differ) differs() string {
	key := d.key()
	var tests []string
	for _, c := range d.shared() {
		if !slices.Contains(key, c) {
			tests = append(tests, fmt.Sprintf(`CAST(o.%[1]s AS VARCHAR) IS DISTINCT FROM CAST(n.%[1]s AS VARCHAR)`, quote(c)))
			a, _ := d.old.Column(c)
			if b, _ := d.new.Column(c); a.Type == b.Type {
				tests[len(tests)-1] = fmt.Sprintf(`o.%[1]s IS DISTINCT FROM n.%[1]s`, quote(c))
			}
		}
	}
	if len(tests) == 0 {
		return `false`
	}
	return strings.Join(tests, ` OR `)
}

// Diff streams the rows that differ between two versions of a table: changed
// and removed ones in the order of the old version, then the added ones. fn
// may stop the stream with an error, which is returned.
func (e *Engine) Diff(ctx context.Context, ref table.Ref, from, to string, fn func(table.RowChange) error) (table.Counts, error) {
	a, err := e.Version(ref, from, "")
	if err != nil {
		return table.Counts{}, err
	}
	b, err := e.Version(ref, to, "")
	if err != nil {
		return table.Counts{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	d := differ{old: a, new: b}
	if d.before, err = e.relation(ctx, ref, a); err != nil {
		return table.Counts{}, e.fault(ctx, err)
	}
	if d.after, err = e.relation(ctx, ref, b); err != nil {
		return table.Counts{}, e.fault(ctx, err)
	}
	counts, err := d.count(ctx, e.db)
	if err != nil || fn == nil {
		return counts, e.fault(ctx, err)
	}
	return counts, e.fault(ctx, d.stream(ctx, e.db, fn))
}

func (d differ) stream(ctx context.Context, db querier, fn func(table.RowChange) error) error {
	if len(d.key()) == 0 {
		return d.wholeRows(ctx, db, fn)
	}
	cols := d.shared()
	var items []string
	for _, side := range []string{"o", "n"} {
		for _, c := range cols {
			items = append(items, side+"."+quote(c))
		}
	}
	stmt := fmt.Sprintf(`SELECT o.%[1]s, n.%[1]s, %[2]s FROM %[3]s WHERE o.%[1]s IS NULL OR n.%[1]s IS NULL OR %[4]s ORDER BY o.%[1]s NULLS LAST, n.%[1]s`,
		quote(rowColumn), strings.Join(items, ", "), d.join(), d.differs())
	rows, err := db.QueryContext(ctx, stmt)
	if err != nil {
		return err
	}
	defer rows.Close()
	vals, ptrs := scanBuffer(2 + len(items))
	for rows.Next() {
		if err := rows.Scan(ptrs...); err != nil {
			return err
		}
		if err := fn(d.rowChange(cols, vals)); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (d differ) rowChange(cols []string, vals []any) table.RowChange {
	olds, news := vals[2:2+len(cols)], vals[2+len(cols):]
	r := table.RowChange{Change: "changed", Key: map[string]any{}}
	side := news
	switch {
	case vals[0] == nil:
		r.Change = "added"
	case vals[1] == nil:
		r.Change, side = "removed", olds
	}
	for i, c := range cols {
		if slices.Contains(d.key(), c) {
			r.Key[c] = plain(side[i])
		}
	}
	if r.Change != "changed" {
		r.Row = map[string]any{}
		for i, c := range cols {
			r.Row[c] = plain(side[i])
		}
		return r
	}
	for i, c := range cols {
		if o, n := plain(olds[i]), plain(news[i]); o != n {
			r.Cells = append(r.Cells, table.CellChange{Column: c, Old: o, New: n})
		}
	}
	return r
}

func (d differ) wholeRows(ctx context.Context, db querier, fn func(table.RowChange) error) error {
	for _, side := range []struct {
		change, a, b string
		own          *table.Version
	}{{"removed", d.before, d.after, d.old}, {"added", d.after, d.before, d.new}} {
		cols := d.shared()
		list := quoteAll(cols)
		stmt := fmt.Sprintf(`SELECT %s FROM %s EXCEPT ALL SELECT %s FROM %s`, list, side.a, list, side.b)
		if len(cols) == 0 { // nothing is as it was: rows with their own columns
			cols = side.own.Names()
			stmt = fmt.Sprintf(`SELECT %s FROM %s ORDER BY %s`, quoteAll(cols), side.a, quote(rowColumn))
		}
		rows, err := db.QueryContext(ctx, stmt)
		if err != nil {
			return err
		}
		vals, ptrs := scanBuffer(len(cols))
		for rows.Next() {
			if err := rows.Scan(ptrs...); err != nil {
				rows.Close()
				return err
			}
			r := table.RowChange{Change: side.change, Row: map[string]any{}}
			for i, c := range cols {
				r.Row[c] = plain(vals[i])
			}
			if err := fn(r); err != nil {
				rows.Close()
				return err
			}
		}
		if err := rows.Close(); err != nil {
			return err
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

func quoteAll(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quote(n)
	}
	return strings.Join(out, ", ")
}

func scanBuffer(n int) (vals, ptrs []any) {
	vals, ptrs = make([]any, n), make([]any, n)
	for i := range vals {
		ptrs[i] = &vals[i]
	}
	return vals, ptrs
}
