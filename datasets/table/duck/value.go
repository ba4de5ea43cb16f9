package duck

import (
	"fmt"
	"honglinh/catalog"
	"honglinh/datasets/table"
	"math"
	"strconv"
	"strings"
	"time"
)

// value reads v as the column's type, so that "5" from a URL is a number where
// the column holds numbers.
func value(v any, col table.Column, where string) (any, error) {
	if v == nil {
		return nil, catalog.NewFault(catalog.Invalid, where, fmt.Sprintf("cột %q: so với giá trị thiếu thì dùng null hoặc notnull", col.Name), fmt.Sprintf("the column %q: to compare with a missing value use null or notnull", col.Name))
	}
	s := fmt.Sprint(v)
	bad := func(en, vi string) error {
		return catalog.NewFault(catalog.Invalid, where, fmt.Sprintf("cột %q cần %s, không phải %q", col.Name, vi, s), fmt.Sprintf("the column %q wants %s, not %q", col.Name, en, s))
	}
	switch col.Type {
	case table.Integer, table.Number:
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, bad("a number such as 1234.5", "một số như 1234.5")
		}
		if i, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64); err == nil {
			return i, nil
		}
		return f, nil
	case table.Boolean:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return nil, bad("true or false", "true hoặc false")
		}
		return b, nil
	case table.Date, table.DateTime, table.LocalDateTime:
		d, err := catalog.ParseDate(s)
		if err == nil && d != "" {
			return d.Start(), nil
		}
		t, err := time.Parse(time.RFC3339, s)
		if local, bare := time.Parse("2006-01-02T15:04:05", s); bare == nil {
			t, err = local, nil
		}
		if err != nil {
			return nil, bad("a date such as 2025-07-01", "một ngày như 2025-07-01")
		}
		return t.UTC(), nil
	}
	return s, nil
}
