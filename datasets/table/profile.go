package table

import (
	"context"
	"encoding/json"
	"fmt"
)

// Profile is the distribution of a column.
type Profile struct {
	Column   string `json:"column"`
	Type     Type   `json:"type"`
	Rows     int    `json:"rows"`
	Missing  int    `json:"missing"`
	Distinct int    `json:"distinct"`
	Min      any    `json:"min"`
	Max      any    `json:"max"`
	// Mean, Median and StdDev are of numbers.
	Mean   *float64 `json:"mean,omitempty"`
	Median *float64 `json:"median,omitempty"`
	StdDev *float64 `json:"stddev,omitempty"`
	// Top are the most frequent values; Bins the histogram of numbers.
	Top  []ValueCount `json:"top,omitempty"`
	Bins []Bin        `json:"bins,omitempty"`
}

// ValueCount is a value and the number of rows that have it.
type ValueCount struct {
	Value any `json:"value"`
	Count int `json:"count"`
}

// Bin is a bar of a histogram: From included, To excluded but in the last.
type Bin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Count int     `json:"count"`
}

// What a profile shows at the most.
const (
	topValues = 10
	bins      = 12
)

// Profile describes a column of a version ("" is the newest).
func (e *Engine) Profile(ctx context.Context, ref Ref, version, column string) (*Profile, error) {
	v, err := e.Version(ref, version, "")
	if err != nil {
		return nil, err
	}
	c, ok := v.Column(column)
	if !ok {
		return nil, errNoColumn("column", column, v)
	}
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	p := &Profile{Column: c.Name, Type: c.Type}
	src, col := e.relation(ref, v), quote(c.Name)
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

func (e *Engine) top(ctx context.Context, p *Profile, src, col string) error {
	rows, err := e.db.QueryContext(ctx, fmt.Sprintf(`SELECT %[1]s, count(*) AS n FROM %[2]s WHERE %[1]s IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT %[3]d`, col, src, topValues))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var vc ValueCount
		if err := rows.Scan(&vc.Value, &vc.Count); err != nil {
			return err
		}
		vc.Value = present(vc.Value, p.Type)
		p.Top = append(p.Top, vc)
	}
	return rows.Err()
}

func (e *Engine) numbers(ctx context.Context, p *Profile, src, col string) error {
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
	p.Bins = make([]Bin, bins)
	for i := range p.Bins {
		p.Bins[i] = Bin{From: lo + float64(i)*width, To: lo + float64(i+1)*width}
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

// jsonKey prints a column name as a JSON key with its colon, after a comma
// where it is not the first.
func jsonKey(name string, comma bool) string {
	b, _ := json.Marshal(name) // a string always marshals
	if comma {
		return "," + string(b) + ":"
	}
	return string(b) + ":"
}
