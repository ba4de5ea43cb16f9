package ckan

import (
	"bytes"
	"math"

	"honglinh/api/httpkit"
)

// record is a row that marshals to an object in the order of its columns.
type record struct {
	names  []string
	values []any
}

// MarshalJSON writes the row as an object.
func (r record) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteByte('{')
	for i, name := range r.names {
		if i > 0 {
			buf.WriteByte(',')
		}
		key, err := httpkit.Marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := httpkit.Marshal(finite(r.values[i]))
		if err != nil {
			return nil, err
		}
		buf.Write(key)
		buf.WriteByte(':')
		buf.Write(value)
	}
	buf.WriteByte('}')
	return buf.Bytes(), nil
}

// finite drops what JSON cannot say.
func finite(v any) any {
	if f, ok := v.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
		return nil
	}
	return v
}

// printed writes a parameter as a query string holds it.
func printed(v any) string {
	if s := scalar(v); s != "" {
		return s
	}
	b, err := httpkit.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
