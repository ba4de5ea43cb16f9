package clause

import (
	"fmt"
	"strconv"
	"time"

	"honglinh/datasets/table"
)

// datePart compiles year(column) compared with a number: the only part of a
// date that is a stretch of time. ok is false where the left side is no such call.
func (m Meaning) datePart(left Node, op table.Op, right Node) (x table.Expr, ok bool, err error) {
	if left.Kind != Call || (left.Text != "year" && left.Text != "date_extract_y") || len(left.Args) != 1 {
		return x, false, nil
	}
	c, err := m.column(left.Args[0])
	if err != nil {
		return x, true, err
	}
	if !c.Type.Temporal() {
		return x, true, &Unsupported{fmt.Sprintf("%s(%s)", left.Text, c.Name), "a field that holds dates; this one is " + string(c.Type), left.Pos}
	}
	year, err := strconv.Atoi(right.Text)
	if err != nil || right.Kind != Number && right.Kind != String || year < 1 || year > 9998 {
		return x, true, &Unsupported{fmt.Sprintf("%s compared with %q", left.Text, right.Text), "a year such as 2025", right.Pos}
	}
	from := func(y int) []any {
		return []any{time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006-01-02")}
	}
	since := table.Expr{Op: table.Ge, Column: c.Name, Values: from(year)}
	before := table.Expr{Op: table.Lt, Column: c.Name, Values: from(year)}
	past := table.Expr{Op: table.Ge, Column: c.Name, Values: from(year + 1)}
	until := table.Expr{Op: table.Lt, Column: c.Name, Values: from(year + 1)}
	switch op {
	case table.Eq:
		x = table.Expr{Op: table.And, Args: []table.Expr{since, until}}
	case table.Ne:
		x = table.Expr{Op: table.Or, Args: []table.Expr{before, past}}
	case table.Lt:
		x = before
	case table.Le:
		x = until
	case table.Gt:
		x = past
	default:
		x = since
	}
	return x, true, nil
}
