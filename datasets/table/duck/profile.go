package duck

import (
	"context"
	"fmt"
	"honglinh/datasets/table"
)

// What a profile shows at the most.
const (
	topValues = 10
	bins      = 12
)

// Profile describes a column of a version ("" is the newest).
func (e *Engine) Profile(ctx context.Context, ref table.Ref, version, column string) (*table.Profile, error) {
	v, err := e.Version(ref, version, "")
	if err != nil {
		return nil, err
	}
	c, ok := v.Column(column)
	if !ok {
		return nil, table.NoColumn("column", column, v)
	}
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	p := &table.Profile{Column: c.Name, Type: c.Type}
	col := quote(c.Name)
	src, err := e.relation(ctx, ref, v)
	if err != nil {
		return nil, e.fault(ctx, err)
	}
	stmt := fmt.Sprintf(`SELECT count(*), count(*) - count(%[1]s), count(DISTINCT %[1]s), min(%[1]s), max(%[1]s) FROM %[2]s`, col, src)
	if err := e.db.QueryRowContext(ctx, stmt).Scan(&p.Rows, &p.Missing, &p.Distinct, &p.Min, &p.Max); err != nil {
		return nil, e.fault(ctx, err)
	}
	p.Min, p.Max = present(p.Min, c.Type), present(p.Max, c.Type)
	if c.Type.Numeric() && p.Rows > p.Missing {
		if err := e.numbers(ctx, p, src, col); err != nil {
			return nil, e.fault(ctx, err)
		}
	}
	return p, e.fault(ctx, e.top(ctx, p, src, col))
}

func (e *Engine) top(ctx context.Context, p *table.Profile, src, col string) error {
	rows, err := e.db.QueryContext(ctx, fmt.Sprintf(`SELECT %[1]s, count(*) AS n FROM %[2]s WHERE %[1]s IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT %[3]d`, col, src, topValues))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var vc table.ValueCount
		if err := rows.Scan(&vc.Value, &vc.Count); err != nil {
			return err
		}
		vc.Value = present(vc.Value, p.Type)
		p.Top = append(p.Top, vc)
	}
	return rows.Err()
}

func (e *Engine) numbers(ctx context.Context, p *table.Profile, src, col string) error {
	stmt := fmt.Sprintf(`SELECT avg(%[1]s), median(%[1]s), stddev_samp(%[1]s), CAST(min(%[1]s) AS DOUBLE), CAST(max(%[1]s) AS DOUBLE) FROM %[2]s`, col, src)
	var lo, hi float64
	if err := e.db.QueryRowContext(ctx, stmt).Scan(&p.Mean, &p.Median, &p.StdDev, &lo, &hi); err != nil || lo == hi {
		return err
	}
	width := (hi - lo) / bins
	rows, err := e.db.QueryContext(ctx, fmt.Sprintf(`SELECT least(CAST(floor((%[1]s - ?) / ?) AS INTEGER), %[3]d) AS b, count(*) FROM %[2]s WHERE %[1]s IS NOT NULL GROUP BY b`, col, src, bins-1), lo, width)
	if err != nil {
		return err
	}
	defer rows.Close()
	p.Bins = make([]table.Bin, bins)
	for i := range p.Bins {
		p.Bins[i] = table.Bin{From: lo + float64(i)*width, To: lo + float64(i+1)*width}
	}
	for rows.Next() {
		var b, n int
		if err := rows.Scan(&b, &n); err != nil {
			return err
		}
		p.Bins[b].Count = n
	}
	return rows.Err()
}
