package duck

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// after compiles "comes after the cursor's row" in the total order of keys.
// bind is called in the order in which the parameters are printed.
func after(keys []orderKey, values []any, bind func(any) string) (string, error) {
	if len(values) != len(keys) {
		return "", fmt.Errorf("cursor has %d keys, want %d", len(values), len(keys))
	}
	var alternatives []string
	for i, k := range keys {
		v := keyValue(values[i])
		if v == nil && !k.nullsFirst {
			continue // missing values are last: only a later key can come after
		}
		parts := []string{k.behind(v, bind)}
		for j := range i {
			parts = append(parts, equals(keys[j], keyValue(values[j]), bind))
		}
		alternatives = append(alternatives, `(`+strings.Join(parts, ` AND `)+`)`)
	}
	if len(alternatives) == 0 {
		return `false`, nil
	}
	return `(` + strings.Join(alternatives, ` OR `) + `)`, nil
}

// behind compiles "comes after v" of one key; nil is a missing value.
func (k orderKey) behind(v any, bind func(any) string) string {
	if v == nil {
		return quote(k.name) + ` IS NOT NULL`
	}
	sign := ` > `
	if k.desc {
		sign = ` < `
	}
	beyond := quote(k.name) + sign + bind(v)
	if k.nullsFirst {
		return `(` + beyond + `)`
	}
	return `(` + beyond + ` OR ` + quote(k.name) + ` IS NULL)`
}

func equals(k orderKey, v any, bind func(any) string) string {
	if v == nil {
		return quote(k.name) + ` IS NULL`
	}
	return quote(k.name) + ` = ` + bind(v)
}

// keyValue reads a value back from the cursor's JSON.
func keyValue(v any) any {
	switch x := v.(type) {
	case json.Number:
		if i, err := x.Int64(); err == nil {
			return i
		}
		f, err := x.Float64()
		if err != nil {
			return nil
		}
		return f
	case string:
		if t, err := time.Parse(time.RFC3339Nano, x); err == nil && len(x) >= 20 {
			return t
		}
	}
	return v
}
